/**
 * Chooses the language of a sentence.
 * @module
 */
import type { Language } from '../report.ts'
import { cs } from './cs.ts'
import { en } from './en.ts'
import { fill, type InputKey, type MessageKey, type Phrase, type Values, type Words } from './message.ts'

const words: Readonly<Record<Language, Words>> = { cs, en }

export function say(language: Language, key: MessageKey, values: Values = {}): string {
	const plain = Object.entries(values).map(([name, value]) => {
		const isPhrase = typeof value === 'object' && 'key' in value
		return [name, isPhrase ? sayPhrase(language, value) : value] as const
	})
	return fill(words[language].messages[key], Object.fromEntries(plain), language)
}

export function sayPhrase(language: Language, { key, values }: Phrase): string {
	return say(language, key, values)
}

/** A phrase, or a name that stands as it is, as text. */
export function sayName(language: Language, name: Phrase | string): string {
	return typeof name === 'string' ? name : sayPhrase(language, name)
}

export function inputLabel(language: Language, key: InputKey): string {
	return words[language].inputs[key]
}

/** Whether a text, perhaps from a file of another version, is one of our keys. */
export function isMessageKey(text: string): text is MessageKey {
	return Object.hasOwn(en.messages, text)
}
