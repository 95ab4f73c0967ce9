/**
 * Keys of everything that the verifier says, so that no language can lack a sentence, and the filling in of values.
 * A part of a sentence that is language itself is a {@link Phrase}, never a string: no English can get into a Czech
 * sentence by way of an error's message.
 * @module
 */

import type { Language } from '../report.ts'
import type { en } from './en.ts'
import { formatInstant } from './instant.ts'

export type MessageKey = keyof typeof en.messages
export type InputKey = keyof typeof en.inputs

/** Words within a sentence, or within a row of inputs, said in the reader's language like the sentence itself. */
export interface Phrase {
	readonly key: MessageKey
	readonly values?: Values
}

/** Names and numbers stand as they are; a time is ms since 1970 and is written in the reader's way. */
type PlainValue = string | number | { readonly ms: number }

/** Values by placeholder name. What is called `detail` explains, and explanations are phrases. */
export type Values = Readonly<Record<string, PlainValue | Phrase>> & { readonly detail?: Phrase }

export interface Words {
	messages: Readonly<Record<MessageKey, string>>
	inputs: Readonly<Record<InputKey, string>>
}

/** The sentence with `{name}` replaced; a name without a value stays, so that a test sees it. */
export function fill(
	template: string,
	values: Readonly<Record<string, PlainValue>>,
	language: Language,
): string {
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
