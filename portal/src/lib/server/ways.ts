/**
 * The ways into the portal that exist: a page that is not there is not offered.
 * @module
 */
import type { cs } from '../words/cs/common.ts'

export interface Way {
	readonly path: string
	/** key of its words in `common.links` */
	readonly word: keyof (typeof cs)['links']
	/** offered only to whoever holds it */
	readonly scope?: string
}

const WAYS: readonly Way[] = [
	{ path: '/overit', word: 'verify' },
	{ path: '/doklad', word: 'find' },
	{ path: '/soud', word: 'court' },
	{ path: '/urad', word: 'clerk' },
	{ path: '/sprava', word: 'administration', scope: 'people:admin' },
]

const pages = new Set(
	Object.keys(import.meta.glob('/src/routes/**/+page.svelte')).map((file) =>
		file.slice('/src/routes'.length, -'/+page.svelte'.length),
	),
)

/** @param scopes of whoever looks; none for whoever is not signed in */
export function waysFor(scopes: readonly string[]): Way[] {
	return WAYS.filter(({ path, scope }) => pages.has(path) && (scope === undefined || scopes.includes(scope)))
}
