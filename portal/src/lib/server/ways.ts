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
	/** not offered to whoever holds it: they have another way there */
	readonly unless?: string
	/** offered to whoever is not signed in, too */
	readonly outside?: true
}

const WAYS: readonly Way[] = [
	{ path: '/sluzby', word: 'services' },
	{ path: '/deska', word: 'board' },
	{ path: '/overit', word: 'verify' },
	{ path: '/doklad', word: 'find' },
	{ path: '/soud', word: 'court' },
	// To everyone it is the way to sign-in; an administrator has another desk.
	{ path: '/urad', word: 'clerk', scope: 'documents:read', outside: true },
	{ path: '/sprava/agendy', word: 'agendas', scope: 'agendas:write', unless: 'people:admin' },
	{ path: '/sprava', word: 'administration', scope: 'people:admin' },
]

const pages = new Set(
	Object.keys(import.meta.glob('/src/routes/**/+page.svelte')).map((file) =>
		file.slice('/src/routes'.length, -'/+page.svelte'.length),
	),
)

/** @param scopes of whoever looks; null for whoever is not signed in */
export function waysFor(scopes: readonly string[] | null): Way[] {
	return WAYS.filter(({ path, scope, unless, outside }) => {
		if (!pages.has(path)) return false
		if (unless !== undefined && scopes?.includes(unless) === true) return false
		return scope === undefined || (scopes === null ? outside === true : scopes.includes(scope))
	})
}
