/**
 * The newest signed statement about any entry that is a version of a document. The service knows documents by their
 * first entry; from a later one the public links lead there.
 * @module
 */
import { cidText, decodeEntry, fromBase64, type LINK_NAMES } from '@letopis/format'
import type { Client } from 'openapi-fetch'
import type { paths } from '../api/schema.d.ts'

type Ask = (path: string, headers: Record<string, string>) => Promise<Response>

/** Links by which a version names the one before it. */
const BACK: readonly (typeof LINK_NAMES)[number][] = ['previous', 'supersedes', 'corrects', 'annuls']
/** Versions to go back over; more than any document has, and few enough to be asked for in vain. */
const STEPS = 200

/** @param cid of the entry. @returns the signed note, or null if no document here has that entry */
export async function findStatus(api: Client<paths>, ask: Ask, cid: string): Promise<string | null> {
	let at: string | null = cid
	for (let step = 0; at !== null && step < STEPS; step++) {
		const address = `/api/v1/documents/${at}/status?entry=${cid}`
		const response = await ask(address, { Accept: 'text/plain' })
		if (response.ok) return response.text()
		await response.body?.cancel()
		if (response.status !== 404) throw new Error(`status: ${response.status}`)
		at = await versionBefore(api, at)
	}
	return null
}

async function versionBefore(api: Client<paths>, entry: string): Promise<string | null> {
	const { data, response } = await api.GET('/api/v1/entries/{entry}', { params: { path: { entry } } })
	// 400: what only looks like an identifier.
	if (response.status === 404 || response.status === 400) return null
	if (typeof data !== 'object') throw new Error(`entries: ${response.status}`)
	const { links } = decodeEntry(fromBase64(data.entry))
	const before = BACK.map((name) => links[name]?.[0]).find((link) => link !== undefined)
	return before === undefined ? null : cidText(before)
}
