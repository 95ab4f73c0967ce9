/**
 * The answer of a passkey as a form brings it: text that the service reads with care; here only its frame.
 * @module
 */
import type { components } from '../api/schema.d.ts'

export interface Answer {
	readonly ceremony: string
	readonly credential: components['schemas']['CredentialAnswer']
}

const ANSWER_MAX = 65_536

/** @returns null for what no browser with scripts sends */
export function answerIn(form: FormData): Answer | null {
	const text = form.get('answer')
	if (typeof text !== 'string' || text === '' || text.length > ANSWER_MAX) return null
	try {
		const value = JSON.parse(text) as Partial<Answer> | null
		if (typeof value?.ceremony !== 'string' || typeof value.credential !== 'object') return null
		return { ceremony: value.ceremony, credential: value.credential }
	} catch {
		return null
	}
}
