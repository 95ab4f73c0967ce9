/**
 * The ways into the portal that exist: a page that is not there is not offered.
 * @module
 */
import type { cs } from '../words/cs/common.ts'

export interface Way {
	readonly path: string
	/** key of its words in `common.links` */
	readonly word: keyof (typeof cs)['links']
}

const WAYS: readonly Way[] = [
	{ path: '/overit', word: 'verify' },
	{ path: '/doklad', word: 'find' },
	{ path: '/soud', word: 'court' },
	{ path: '/urad', word: 'clerk' },
]

const pages = new Set(
	Object.keys(import.meta.glob('/src/routes/**/+page.svelte')).map((file) =>
		file.slice('/src/routes'.length, -'/+page.svelte'.length),
	),
)

export const ways: readonly Way[] = WAYS.filter(({ path }) => pages.has(path))
