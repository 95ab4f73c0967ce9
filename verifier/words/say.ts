/**
 * Chooses the language of a sentence.
 * @module
 */
import type { Language } from '../report.ts'
import { cs } from './cs.ts'
import { en } from './en.ts'
import { fill, type InputKey, type MessageKey, type Values, type Words } from './message.ts'

const words: Readonly<Record<Language, Words>> = { cs, en }

export function say(language: Language, key: MessageKey, values: Values = {}): string {
	return fill(words[language].messages[key], values, language)
}

export function inputLabel(language: Language, key: InputKey): string {
	return words[language].inputs[key]
}
