/**
 * Keys of everything that the verifier says, so that no language can lack a sentence, and the filling in of values.
 * @module
 */

import type { Language } from '../report.ts'
import type { en } from './en.ts'
import { formatInstant } from './instant.ts'

export type MessageKey = keyof typeof en.messages
export type InputKey = keyof typeof en.inputs

/** Values by placeholder name; a time is ms since 1970 and is written in the reader's way. */
export type Values = Readonly<Record<string, string | number | { readonly ms: number }>>

export interface Words {
	messages: Readonly<Record<MessageKey, string>>
	inputs: Readonly<Record<InputKey, string>>
}

/** The sentence with `{name}` replaced; a name without a value stays, so that a test sees it. */
export function fill(template: string, values: Values, language: Language): string {
	return template.replace(/\{([a-zA-Z]+)\}/g, (whole, name: string) => {
		const value = Object.hasOwn(values, name) ? values[name] : undefined
		if (value === undefined) return whole
		return typeof value === 'object' ? formatInstant(value.ms, language) : printable(String(value))
	})
}

/** Foreign text for a terminal or a page: without control and bidirectional characters, which could redraw a verdict. */
export function printable(text: string): string {
	const clean = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\ufffd')
	return clean.length > 2000 ? `${clean.slice(0, 2000)}…` : clean
}
