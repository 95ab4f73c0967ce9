/**
 * One entry by number or identifier, with what is public of it.
 * @module
 */
import { cidText, decodeEntry, fromBase64, hex, type LINK_NAMES, parseCid } from '@letopis/format'
import { error } from '@sveltejs/kit'
import type { Client } from 'openapi-fetch'
import type { paths } from '../api/schema.d.ts'

export interface FoundEntry {
	readonly index: number
	readonly cid: string
	readonly kind: string
	/** ms since 1970, whole minutes */
	readonly time: number
	/** hex */
	readonly leaf: string
	/** SHA-256 of a public document, hex; null for all else */
	readonly content: string | null
	readonly links: readonly { name: (typeof LINK_NAMES)[number]; cid: string }[]
}

/** `malformed` is no number and no identifier, whatever the log holds. */
export type Search = { found: FoundEntry } | { failed: 'empty' | 'malformed' | 'none' }

export async function findEntry(api: Client<paths>, asked: string): Promise<Search> {
	const entry = asked.replace(/\s/g, '')
	if (entry === '') return { failed: 'empty' }
	if (!isIndex(entry) && !isCid(entry)) return { failed: 'malformed' }
	const { data, response } = await api.GET('/api/v1/entries/{entry}', { params: { path: { entry } } })
	if (typeof data === 'object') return { found: describe(data) }
	if (response.status === 404) return { failed: 'none' }
	error(503, 'the service does not answer')
}

function isIndex(text: string): boolean {
	return /^(0|[1-9]\d{0,14})$/.test(text)
}

function isCid(text: string): boolean {
	if (text.length > 64) return false
	try {
		parseCid(text)
		return true
	} catch {
		return false
	}
}

interface Answer {
	index: number
	cid: string
	kind: string
	time: string
	leaf: string
	entry: string
}

function describe({ index, cid, kind, time, leaf, entry: bytes }: Answer): FoundEntry {
	const entry = decodeEntry(fromBase64(bytes))
	const content = entry.body.sha256
	const links = Object.entries(entry.links).flatMap(([name, targets]) =>
		(targets ?? []).map((target) => ({
			name: name as FoundEntry['links'][number]['name'],
			cid: cidText(target),
		})),
	)
	return {
		...{ index, cid, kind, links },
		time: Date.parse(time),
		leaf: hex(fromBase64(leaf)),
		content: content instanceof Uint8Array ? hex(content) : null,
	}
}
