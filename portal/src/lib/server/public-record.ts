/**
 * What is public of one document: for whoever is not signed in, and without a trace. Of a document that is not public
 * that is its entry and what later entries say of it.
 * @module
 */
import { bodyOf, decodeEntry, fromBase64, hex } from '@letopis/format'
import type { Client } from 'openapi-fetch'
import type { paths } from '../api/schema.d.ts'

type Ask = (path: string) => Promise<Response>

export interface PublicVersion {
	readonly cid: string
	readonly index: number
	readonly number: number
	/** ms since 1970, whole minutes */
	readonly time: number
}

export interface PublicRecord {
	readonly id: string
	readonly index: number
	/** ms since 1970, whole minutes */
	readonly time: number
	/** null where the content is not public, or was disposed of */
	readonly content: {
		readonly sha256: string
		readonly title: string | null
	} | null
	/** its public number; that it bore it is in the log also after its disposal */
	readonly number: string | null
	/** the entry that declares its disposal, and when, ms since 1970; null if none does */
	readonly disposed: { readonly index: number; readonly entry: string; readonly time: number } | null
	/** the content is public, and both stored copies of it are damaged */
	readonly lost: boolean
	/** public versions, oldest first; at most fifty */
	readonly versions: readonly PublicVersion[]
	readonly status: {
		readonly note: string
		readonly state: 'in-force' | 'corrected' | 'superseded' | 'annulled' | 'disposed'
		readonly size: number
		/** ms since 1970 */
		readonly at: number
		readonly acts: readonly { relation: keyof typeof RELATIONS; index: number; entry: string }[]
	}
}

const RELATIONS = { supersedes: 0, corrects: 0, annuls: 0, disposes: 0 }

/** @param ask the service, as nobody. @returns null if no document has this id */
export async function publicRecord(api: Client<paths>, ask: Ask, id: string): Promise<PublicRecord | null> {
	const address = `/api/v1/documents/${id}`
	const said = await ask(`${address}/status`)
	if (said.status === 404) return null
	if (!said.ok) throw new Error(`status: ${said.status}`)
	const status = (await said.json()) as Status
	const { data } = await api.GET('/api/v1/entries/{entry}', { params: { path: { entry: id } } })
	if (typeof data !== 'object') throw new Error('a document without an entry')
	const entry = decodeEntry(fromBase64(data.entry))
	const body = bodyOf(entry, 'document')
	const disposed = await disposalOf(api, status)
	return {
		id,
		index: data.index,
		time: Date.parse(data.time),
		content:
			body === undefined || disposed !== null
				? null
				: { sha256: hex(body.sha256), title: textOf(body.public?.title) },
		number: textOf(body?.public?.number),
		disposed,
		lost: body !== undefined && disposed === null && (await isLost(ask, address)),
		versions: body === undefined || disposed !== null ? [] : await versionsOf(ask, address),
		status: {
			note: status.note,
			state: status.state,
			size: status.size,
			at: status.time * 1000,
			acts: status.acts,
		},
	}
}

interface Status {
	note: string
	state: PublicRecord['status']['state']
	size: number
	time: number
	acts: PublicRecord['status']['acts']
}

async function disposalOf(api: Client<paths>, { acts }: Status): Promise<PublicRecord['disposed']> {
	const act = acts.find(({ relation }) => relation === 'disposes')
	if (act === undefined) return null
	const { data } = await api.GET('/api/v1/entries/{entry}', { params: { path: { entry: act.entry } } })
	if (typeof data !== 'object') throw new Error('a disposal without an entry')
	return { index: act.index, entry: act.entry, time: Date.parse(data.time) }
}

async function isLost(ask: Ask, address: string): Promise<boolean> {
	const answer = await ask(address)
	if (!answer.ok) throw new Error(`document: ${answer.status}`)
	return ((await answer.json()) as { lost: boolean }).lost
}

async function versionsOf(ask: Ask, address: string): Promise<PublicVersion[]> {
	const answer = await ask(`${address}/versions`)
	if (!answer.ok) throw new Error(`versions: ${answer.status}`)
	const { versions } = (await answer.json()) as {
		versions: readonly { entry: string; index: number; number: number; time: string; visibility: string }[]
	}
	return versions
		.filter(({ visibility }) => visibility === 'public')
		.map(({ entry, index, number, time }) => ({ cid: entry, index, number, time: Date.parse(time) }))
}

function textOf(value: unknown): string | null {
	return typeof value === 'string' && value.trim() !== '' ? value : null
}
