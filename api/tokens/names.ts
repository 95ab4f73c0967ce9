/**
 * Names under which tokens act. They stand in the log for decades and are read by people, so two that look alike must
 * not be two, and none may pass for the administrator.
 * @module
 */
import { ADMINISTRATOR } from '../http/auth.ts'

/** Latin letters with or without marks, digits, and `. _ @ -` and single blanks within. */
const NAME = /^[a-z0-9][a-z0-9 ._@-]{0,127}$/i
/** What else looks like a letter, in the typefaces of screens. */
const LOOKALIKES: readonly (readonly [RegExp, string])[] = [
	[/[1l]/g, 'i'],
	[/0/g, 'o'],
	[/5/g, 's'],
	[/rn/g, 'm'],
	[/vv/g, 'w'],
]

/** The one form of a name: compatibility characters resolved, composed, blanks trimmed and single. */
export function normalName(text: string): string {
	return text.normalize('NFKC').replace(/\s+/g, ' ').trim()
}

/** @param name in its one form */
export function isName(name: string): boolean {
	return name.length <= 128 && NAME.test(withoutMarks(name))
}

/** Whether a name is the administrator's, or would be taken for it. */
export function isReserved(name: string): boolean {
	return looks(name) === looks(ADMINISTRATOR)
}

function withoutMarks(name: string): string {
	return name.normalize('NFD').replace(/\p{M}/gu, '')
}

function looks(name: string): string {
	const letters = withoutMarks(name)
		.toLowerCase()
		.replace(/[^a-z0-9]/g, '')
	return LOOKALIKES.reduce((text, [pattern, letter]) => text.replace(pattern, letter), letters)
}
