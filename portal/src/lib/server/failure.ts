/**
 * What the service refuses, in the reader's words: each code of its problems that people can meet has a sentence that
 * says what to do; for the rest the kind of failure decides.
 * @module
 */
import { error as fail } from '@sveltejs/kit'
import type { Locale } from '../locale/locale.ts'
import { cs } from '../words/cs/problems.ts'
import { en } from '../words/en/problems.ts'

const WORDS = { cs, en }

/** Stable code of a problem of the service; `internal` for what is none. */
export function codeOf(problem: unknown): string {
	const { code } = (typeof problem === 'object' && problem !== null ? problem : {}) as { code?: unknown }
	return typeof code === 'string' ? code : 'internal'
}

export function sentenceFor(locale: Locale, problem: unknown): string {
	const said = WORDS[locale]
	const code = codeOf(problem)
	return Object.hasOwn(said, code) ? said[code as keyof typeof said] : said.internal
}

/** Whether the answer is that to the same form, sent before. */
export function isReplay({ headers }: Response): boolean {
	return headers.get('Idempotency-Replayed') === 'true'
}

/** The field that a problem is shown at: that of the reason for acting elsewhere if it is about it, else another one. */
export function reasonOr(problem: unknown, field: string): string {
	const code = codeOf(problem)
	return code === 'reason-needed' || code === 'purpose-malformed' ? 'duvod' : field
}

/** For what no form can mend: the page of the error. */
export function giveUp(response: Response, problem: unknown): never {
	fail(response.status >= 400 ? response.status : 500, codeOf(problem))
}

/** One problem at a field, as forms show it. */
export function problemAt(field: string, locale: Locale, problem: unknown) {
	return [{ field, message: sentenceFor(locale, problem) }]
}
