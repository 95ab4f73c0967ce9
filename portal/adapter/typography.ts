/**
 * Czech does not end a line with a preposition of one letter, nor part a number from what it counts. Writing hard
 * spaces by hand into every sentence is forgotten; here they are put into the Czech words while building.
 * @module
 */
import type { Plugin } from 'vite'

const HARD = '\u00a0'

/** @param source TypeScript of a module of words; a hard space is white space in code, so only texts change */
export function hardSpaces(source: string): string {
	return source
		.replaceAll(/(?<=[\s(„"'`])([ksvzouaiKSVZOUAI]) (?=\S)/g, `$1${HARD}`)
		.replaceAll(/(č\.|§|odst\.) (?=\d|\$)/g, `$1${HARD}`)
		.replaceAll(/(?<=\d) (?=(?:%|px|Sb\.|dn[íů]|hodin|let|[kMGT]?B\b))/g, HARD)
}

export function czechTypography(): Plugin {
	return {
		name: 'letopis-czech-typography',
		transform: (code, id) =>
			/\/words\/cs\/[^/]+\.ts$/.test(id) ? { code: hardSpaces(code), map: null } : null,
	}
}
