/** Finding documents: lists, views, who may see what; addresses that lead nowhere. */
import { createHash } from 'node:crypto'
import { cidText, entryCid } from '@letopis/format'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Town } from '../support/town.ts'

let town: Town

beforeAll(async () => {
	town = await Town.open({ authority: false })
})
afterAll(() => town.close())

const sha256 = (text: string) => createHash('sha256').update(text).digest()
const json = { headers: { 'Content-Type': 'application/json' } }

describe('finding', () => {
	test('an acknowledged document is in the next list', async () => {
		for (let i = 0; i < 5; i++) {
			const { id } = await town.upload(`seznam ${i}`)
			const { documents } = await town.json<{ documents: { id: string }[] }>('/api/v1/documents?limit=1')
			expect(documents[0]?.id).toBe(id)
		}
	})

	test('pages lead through all documents, newest first', async () => {
		const ids: string[] = []
		let cursor: string | null = null
		do {
			const query: string = cursor === null ? '?limit=3' : `?limit=3&cursor=${cursor}`
			const page = await town.json<{ documents: { id: string; index: number }[]; next: string | null }>(
				`/api/v1/documents${query}`,
			)
			ids.push(...page.documents.map(({ id }) => id))
			cursor = page.next
		} while (cursor !== null)
		const all = await town.json<{ documents: { id: string; index: number }[] }>('/api/v1/documents?limit=200')
		expect(ids).toEqual(all.documents.map(({ id }) => id))
		expect(new Set(ids).size).toBe(ids.length)
		const indexes = all.documents.map(({ index }) => index)
		expect(indexes).toEqual(indexes.toSorted((a, b) => b - a))
	})

	test('a list names what its reader may read, and nothing private of it', async () => {
		const own = await town.token(['documents:write'], 'výpravna')
		const stranger = await town.token(['metrics:read'], 'dohled')
		const mine = await town.upload('moje', { metadata: '{"title":"Tajné"}' }, { token: own })
		const theirs = await town.upload('cizí')
		const open = await town.upload('veřejné', { visibility: 'public', metadata: '{"public":{"n":1}}' })
		const list = async (token: string | null) => {
			const response = await town.fetch('/api/v1/documents?limit=200', { token })
			const text = await response.text()
			expect(text).not.toContain('Tajné')
			return (JSON.parse(text) as { documents: { id: string }[] }).documents.map(({ id }) => id)
		}
		const { size } = town.log
		expect(await list(own)).toEqual(expect.arrayContaining([mine.id, open.id]))
		expect(await list(own)).not.toContain(theirs.id)
		for (const token of [null, stranger]) {
			expect(await list(token)).toContain(open.id)
			expect(await list(token)).not.toContain(mine.id)
		}
		expect(await list(town.admin)).toEqual(expect.arrayContaining([mine.id, theirs.id, open.id]))
		expect(town.log.size).toBe(size)
	})

	test('who may write reads what the same principal recorded, and no more', async () => {
		const own = await town.token(['documents:write'], 'spisovna')
		const mine = await town.upload('moje', {}, { token: own })
		const theirs = await town.upload('cizí')
		const again = await town.token(['documents:write'], 'spisovna')
		expect((await town.fetch(`/api/v1/documents/${mine.id}/receipt`, { token: again })).status).toBe(200)
		const refused = await town.fetch(`/api/v1/documents/${theirs.id}/receipt`, { token: own })
		expect(refused.status).toBe(403)
		expect(await refused.json()).toMatchObject({ code: 'not-yours' })
		const version = await town.upload(
			'v2',
			{},
			{ token: own, path: `/api/v1/documents/${theirs.id}/versions` },
		)
		expect(version.response.status).toBe(403)
	})

	test('private fields are shown to who may see them, and that is recorded', async () => {
		const { id } = await town.upload('detail', { metadata: '{"title":"Žádost","public":{"a":1}}' })
		const { size } = town.log
		const view = await town.json<{ private: Record<string, unknown>; version: Record<string, unknown> }>(
			`/api/v1/documents/${id}`,
		)
		expect(view.private).toMatchObject({
			recordedBy: 'administrator',
			sha256: sha256('detail').toString('hex'),
			file: { name: 'podání.pdf', type: 'application/pdf', size: 6 },
			metadata: { title: 'Žádost' },
		})
		expect(view.version).toMatchObject({ entry: id, number: 1, visibility: 'private', public: { a: 1 } })
		expect((await town.accesses(size)).map(({ action }) => action)).toEqual(['metadata'])
	})

	test('private fields of a public document are private', async () => {
		const { id } = await town.upload('x', { visibility: 'public', metadata: '{"title":"Tajné"}' })
		const { size } = town.log
		expect(await town.json(`/api/v1/documents/${id}`, { token: null })).toMatchObject({ private: null })
		expect(town.log.size).toBe(size)
		expect(await town.json(`/api/v1/documents/${id}`)).toMatchObject({
			private: { metadata: { title: 'Tajné' } },
		})
		expect((await town.accesses(size)).map(({ action }) => action)).toEqual(['metadata'])
	})

	const wrong: [path: string, status: number, code: string][] = [
		['/api/v1/documents/x', 404, 'document-not-found'],
		[`/api/v1/documents/b${'a'.repeat(58)}`, 404, 'document-not-found'],
		['/api/v1/documents?limit=0', 400, 'bad-request'],
		['/api/v1/documents?limit=201', 400, 'bad-request'],
		['/api/v1/documents?limit=x', 400, 'bad-request'],
		['/api/v1/documents?cursor=x', 400, 'cursor-malformed'],
		['/api/v1/nothing', 404, 'not-found'],
	]
	for (const [path, status, code] of wrong) {
		test(`${path} is ${status}`, async () => {
			const response = await town.fetch(path)
			expect(response.status).toBe(status)
			expect(await response.json()).toMatchObject({
				status,
				code,
				type: `http://town.test/docs/problems#${code}`,
			})
		})
	}

	test('the CID of an entry that is no document', async () => {
		const genesis = await town.log.entry(0)
		const id = cidText(entryCid(genesis ?? new Uint8Array()))
		expect((await town.fetch(`/api/v1/documents/${id}`)).status).toBe(404)
	})

	test('a method that is not there', async () => {
		const response = await town.fetch('/api/v1/documents', { method: 'PUT', ...json, body: '{}' })
		expect(response.status).toBe(405)
		expect(response.headers.get('Allow')).toBe('GET, HEAD, POST')
		expect(await response.json()).toMatchObject({ code: 'method-not-allowed' })
	})
})
