/** Versions, what they do to each other, the signed status, the history; and the projection, built twice. */

import { openProjection } from '@letopis/api'
import {
	cidText,
	decodeEntry,
	entryCid,
	parseCid,
	parseNote,
	parseReceipt,
	parseStatus,
	parseTrust,
	verifyNote,
} from '@letopis/format'
import { openMemoryStore, type Store } from '@letopis/ledger'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Town } from '../support/town.ts'

let town: Town

beforeAll(async () => {
	town = await Town.open({ authority: false })
})
afterAll(() => town.close())

interface Version {
	entry: string
	number: number
	state: string
	visibility: string
}

const versions = (id: string) =>
	town.json<{ versions: Version[]; next: string | null }>(`/api/v1/documents/${id}/versions`)

const addVersion = (id: string, content: string, parts = {}, headers: Record<string, string> = {}) =>
	town.upload(content, parts, { path: `/api/v1/documents/${id}/versions`, headers })

async function statusOf(id: string, query = '') {
	return town.json<{
		state: string
		acts: { relation: string; entry: string }[]
		note: string
		entry: string
	}>(`/api/v1/documents/${id}/status${query}`, { token: null })
}

describe('versions', () => {
	test('follow one another; the address of the document stays what it was', async () => {
		const first = await town.upload('první')
		const second = await addVersion(first.id, 'druhá', { reason: 'překlep' })
		expect(second.response.status).toBe(201)
		expect(second.id).toBe(first.id)
		expect(second.entry).not.toBe(first.id)
		const entry = decodeEntry(parseReceipt(second.receipt).entry)
		expect(entry.links.previous?.map(cidText)).toEqual([first.id])
		expect(entry.links.supersedes).toBeUndefined()
		const third = await addVersion(first.id, 'třetí')
		expect(decodeEntry(parseReceipt(third.receipt).entry).links.previous?.map(cidText)).toEqual([
			second.entry,
		])

		expect((await versions(first.id)).versions.map(({ entry, number }) => [entry, number])).toEqual([
			[first.id, 1],
			[second.entry, 2],
			[third.entry, 3],
		])
		const read = async (query: string) =>
			(await town.fetch(`/api/v1/documents/${first.id}/content${query}`)).text()
		expect(await read('')).toBe('první')
		expect(await read('?entry=latest')).toBe('třetí')
		expect(await read(`?entry=${second.entry}`)).toBe('druhá')
		const receipt = await (await town.fetch(`/api/v1/documents/${first.id}/receipt?entry=latest`)).text()
		expect(cidText(entryCid(parseReceipt(receipt).entry))).toBe(third.entry)
		const own = await (await town.fetch(`/api/v1/documents/${first.id}/receipt`)).text()
		expect(cidText(entryCid(parseReceipt(own).entry))).toBe(first.id)
		const view = await town.json(`/api/v1/documents/${first.id}?entry=${second.entry}`)
		expect(view).toMatchObject({ versions: 3, latest: third.entry, private: { reason: 'překlep' } })
	})

	test('a version of another document is not one of this', async () => {
		const one = await town.upload('a')
		const two = await town.upload('b')
		for (const name of [two.id, '0', '999999', 'x', '-1', '01']) {
			const response = await town.fetch(`/api/v1/documents/${one.id}/content?entry=${name}`)
			expect([400, 404], name).toContain(response.status)
		}
		const second = await addVersion(one.id, 'a2')
		expect((await town.fetch(`/api/v1/documents/${second.entry}`)).status).toBe(404)
	})

	test('If-Match keeps two clerks from continuing the same version', async () => {
		const { id, response } = await town.upload('a')
		const etag = response.headers.get('ETag') ?? ''
		expect((await town.fetch(`/api/v1/documents/${id}`)).headers.get('ETag')).toBe(etag)
		const both = await Promise.all([
			addVersion(id, 'x', {}, { 'If-Match': etag }),
			addVersion(id, 'y', {}, { 'If-Match': etag }),
		])
		expect(both.map((one) => one.response.status).toSorted()).toEqual([201, 412])
		expect((await versions(id)).versions).toHaveLength(2)
		const weak = await addVersion(id, 'z', {}, { 'If-Match': 'W/"x"' })
		expect(weak.response.status).toBe(412)
	})

	test('without If-Match, versions at the same time come one after the other', async () => {
		const { id } = await town.upload('0')
		await Promise.all(Array.from({ length: 6 }, (_, i) => addVersion(id, String(i))))
		const all = (await versions(id)).versions
		expect(all.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7])
		for (const [i, { entry }] of all.entries()) {
			if (i === 0) continue
			const { entry: bytes } = await town.json<{ entry: string }>(`/api/v1/entries/${entry}`)
			const { links } = decodeEntry(new Uint8Array(Buffer.from(bytes, 'base64')))
			expect(links.previous?.map(cidText)).toEqual([all[i - 1]?.entry])
		}
	})

	test('a repeated version is made once, also after others', async () => {
		const { id, response } = await town.upload('0')
		const headers = { 'Idempotency-Key': `v-${id}`, 'If-Match': response.headers.get('ETag') ?? '' }
		const one = await addVersion(id, '1', { relation: 'corrects' }, headers)
		await addVersion(id, '2')
		const again = await addVersion(id, '1', { relation: 'corrects' }, headers)
		expect(again.response.status).toBe(201)
		expect(again.entry).toBe(one.entry)
		expect(again.id).toBe(id)
		const other = await addVersion(id, '1', { relation: 'annuls' }, headers)
		expect(other.response.status).toBe(409)
		expect((await versions(id)).versions).toHaveLength(3)
	})

	test('a version is private unless said otherwise, even of a public document', async () => {
		const { id } = await town.upload('veřejné', { visibility: 'public' })
		await addVersion(id, 'tajné')
		expect((await versions(id)).versions.map(({ visibility }) => visibility)).toEqual(['public', 'private'])
		expect((await town.fetch(`/api/v1/documents/${id}/content`, { token: null })).status).toBe(200)
		for (const path of ['/content', '', '/receipt']) {
			const response = await town.fetch(`/api/v1/documents/${id}${path}?entry=latest`, { token: null })
			expect(response.status, path).toBe(401)
		}
	})

	test('pages of versions', async () => {
		const { id } = await town.upload('0')
		for (let i = 1; i < 5; i++) await addVersion(id, String(i))
		const page = await town.json<{ versions: Version[]; next: string }>(
			`/api/v1/documents/${id}/versions?limit=3`,
		)
		expect(page.versions.map(({ number }) => number)).toEqual([1, 2, 3])
		const rest = await town.json<{ versions: Version[]; next: string | null }>(
			`/api/v1/documents/${id}/versions?limit=3&cursor=${page.next}`,
		)
		expect(rest.versions.map(({ number }) => number)).toEqual([4, 5])
		expect(rest.next).toBeNull()
	})
})

describe('status', () => {
	const table: [relation: string, state: string][] = [
		['version', 'in-force'],
		['corrects', 'corrected'],
		['supersedes', 'superseded'],
		['annuls', 'annulled'],
	]
	for (const [relation, state] of table) {
		test(`after ${relation} the first version is ${state}, the newest in force`, async () => {
			const { id } = await town.upload('0')
			const { entry } = await addVersion(id, '1', { relation })
			const status = await statusOf(id)
			expect(status.state).toBe(state)
			expect(status.acts.map((act) => [act.relation, act.entry])).toEqual(
				relation === 'version' ? [] : [[relation, entry]],
			)
			expect((await statusOf(id, '?entry=latest')).state).toBe('in-force')
			const [summary] = (await town.json<{ documents: { state: string }[] }>('/api/v1/documents?limit=1'))
				.documents
			expect(summary?.state).toBe(state)
			expect((await versions(id)).versions.map((one) => one.state)).toEqual([state, 'in-force'])
		})
	}

	test('is signed by the status key of the trust file, at the newest head', async () => {
		const { id } = await town.upload('0')
		const { note } = await statusOf(id)
		const trust = parseTrust(new Uint8Array(await (await town.fetch('/log/trust.json')).arrayBuffer()))
		expect(verifyNote(parseNote(note), [trust.statusKey])).toHaveLength(1)
		const status = parseStatus(parseNote(note).text)
		expect(status.size).toBe(town.log.size)
		expect(status.cid).toBe(id)
		expect(Buffer.from(status.root)).toEqual(Buffer.from(await town.log.rootAt(status.size)))
	})

	test('as bare text on request, and in the receipt fetched again', async () => {
		const { id } = await town.upload('0')
		await addVersion(id, '1', { relation: 'annuls' })
		const text = await town.fetch(`/api/v1/documents/${id}/status`, { headers: { Accept: 'text/plain' } })
		expect(text.headers.get('Content-Type')).toMatch(/^text\/plain/)
		expect(parseStatus(parseNote(await text.text()).text).state).toBe('annulled')
		const receipt = parseReceipt(await (await town.fetch(`/api/v1/documents/${id}/receipt`)).text())
		expect(parseStatus(parseNote(receipt.status ?? '').text).state).toBe('annulled')
	})

	test('needs no token, also for private documents, and leaves no trace', async () => {
		const { id } = await town.upload('0')
		const { size } = town.log
		await statusOf(id)
		expect(town.log.size).toBe(size)
	})
})

describe('history', () => {
	test('tells versions, acts and who read, itself included', async () => {
		const { id } = await town.upload('0')
		await town.fetch(`/api/v1/documents/${id}/content`, { headers: { 'Letopis-Purpose': 'kontrola' } })
		const { entry } = await addVersion(id, '1', { relation: 'corrects' })
		const { events } = await town.json<{ events: Record<string, unknown>[] }>(
			`/api/v1/documents/${id}/history`,
		)
		expect(events).toMatchObject([
			{ type: 'version', entry: id },
			{ type: 'access', by: 'administrator', action: 'content', purpose: 'kontrola' },
			{ type: 'version', entry, relations: [{ relation: 'corrects', entry: id }] },
			{ type: 'access', action: 'history' },
		])
	})

	test('shows strangers of a public document its versions only', async () => {
		const { id } = await town.upload('0', { visibility: 'public' })
		await town.fetch(`/api/v1/documents/${id}`)
		const { events } = await town.json<{ events: { type: string }[] }>(`/api/v1/documents/${id}/history`, {
			token: null,
		})
		expect(events.map(({ type }) => type)).toEqual(['version'])
	})

	test('comes in pages', async () => {
		const { id } = await town.upload('0')
		for (let i = 0; i < 4; i++) await town.fetch(`/api/v1/documents/${id}/receipt`)
		const seen: string[] = []
		let cursor: string | null = null
		do {
			const query: string = cursor === null ? '?limit=2' : `?limit=2&cursor=${cursor}`
			const page = await town.json<{ events: { entry: string }[]; next: string | null }>(
				`/api/v1/documents/${id}/history${query}`,
			)
			seen.push(...page.events.map(({ entry }) => entry))
			cursor = seen.length > 40 ? null : page.next
		} while (cursor !== null)
		// Each page is a read too, and appears on a later one; the last page is the one that catches up.
		expect(new Set(seen).size).toBe(seen.length)
		expect(seen.length).toBeGreaterThanOrEqual(5)
	})
})

describe('the projection', () => {
	async function rows(store: Store): Promise<string[]> {
		const all: string[] = []
		for await (const [key, value] of store.range({ gte: Uint8Array.of(0), lt: Uint8Array.of(255) })) {
			all.push(`${Buffer.from(key).toString('hex')}=${Buffer.from(value).toString('hex')}`)
		}
		return all
	}

	test('built anew is the same, byte for byte', async () => {
		// Something of everything that the projection folds.
		const token = await town.token(['documents:write'], 'evidence')
		const { id } = await town.upload('a', {}, { token })
		await addVersion(id, 'b', { relation: 'supersedes', visibility: 'public' })
		await addVersion(id, 'c', { relation: 'annuls' })
		await town.fetch(`/api/v1/documents/${id}/content`)
		const { tokens } = await town.json<{ tokens: { id: string }[] }>('/api/v1/tokens')
		await town.fetch(`/api/v1/tokens/${tokens[0]?.id}`, { method: 'DELETE' })
		await town.log.append({
			kind: 'disposal',
			body: {},
			links: { disposes: [parseCid(id)] },
			fields: { kind: 'disposal' },
		})
		await town.projection.current()
		const live = await rows(town.projection.store)
		expect(live.length).toBeGreaterThan(50)

		const store = openMemoryStore()
		const { log, vault, deps } = town
		const rebuilt = await openProjection({ store, log, vault, secret: deps.secret })
		expect(await rows(store)).toEqual(live)
		await rebuilt.rebuild()
		expect(await rows(store)).toEqual(live)
		await rebuilt.close()

		await town.projection.rebuild()
		expect(await rows(town.projection.store)).toEqual(live)
		expect(await statusOf(id)).toMatchObject({ state: 'disposed' })
		const refused = await addVersion(id, 'd')
		expect(refused.response.status).toBe(409)
		expect(await refused.response.json()).toMatchObject({ code: 'document-disposed' })
	})

	test('of another log, or with a damaged position, is built anew', async () => {
		await town.projection.current()
		const live = await rows(town.projection.store)
		const store = openMemoryStore()
		const { log, vault, deps } = town
		for (const op of live) {
			const [key = '', value = ''] = op.split('=')
			await store.write([{ key: Buffer.from(key, 'hex'), value: Buffer.from(value, 'hex') }], { sync: false })
		}
		const m = new TextEncoder().encode('m')
		const good = (await store.get(m)) ?? new Uint8Array()
		const stray = { key: new TextEncoder().encode('d-stray'), value: new Uint8Array(1) }
		const damages: Uint8Array[] = [
			Uint8Array.of(0xff),
			new Uint8Array(),
			Uint8Array.from(good, (byte, i) => (i === good.length - 1 ? byte ^ 1 : byte)),
			new Uint8Array(
				Buffer.from(Buffer.from(good).toString('latin1').replace('ukazkov', 'ukazkow'), 'latin1'),
			),
		]
		for (const damaged of damages) {
			await store.write([{ key: m, value: damaged }, stray], { sync: false })
			const opened = await openProjection({ store, log, vault, secret: deps.secret }).catch((error) => error)
			expect(opened).not.toBeInstanceOf(Error)
			await opened.close()
			expect(await rows(store)).toEqual(live)
		}
	})

	test('resumes where it stopped', async () => {
		const store = openMemoryStore()
		const { log, vault, deps } = town
		const first = await openProjection({ store, log, vault, secret: deps.secret })
		await first.close()
		const { id } = await town.upload('later')
		const second = await openProjection({ store, log, vault, secret: deps.secret })
		expect(second.position).toBe(log.size)
		expect(second.tokens.list().length).toBe(town.projection.tokens.list().length)
		await second.close()
		await town.projection.current()
		expect(await rows(store)).toEqual(await rows(town.projection.store))
		expect(id).not.toBe('')
	})

	test('holds no name, file name, hash or time of anything private', async () => {
		await town.upload('obsah', { metadata: '{"title":"Velmi tajné"}' }, { name: 'jméno Příjmení.pdf' })
		await town.projection.current()
		const dump = (await rows(town.projection.store)).join('\n')
		for (const text of ['Velmi tajné', 'Příjmení', 'administrator', 'podatelna', 'evidence']) {
			expect(dump).not.toContain(Buffer.from(text).toString('hex'))
		}
	})
})
