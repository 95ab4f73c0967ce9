/** Cases, decisions, acts on documents and the register that finds them; and the rows, built twice. */

import { openProjection } from '@letopis/api'
import { parseNote, parseStatus } from '@letopis/format'
import { openMemoryStore, type Store } from '@letopis/ledger'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enlist, search } from '../../../api/cases/register.ts'
import { startOfDay } from '../../../api/cases/register-routes.ts'
import { firstAdministrator, type Person } from '../../support/staff.ts'
import { Town } from '../../support/town.ts'

const DAY = 86_400_000
let town: Town
let store: Store
let administrator: Person
let clerk: Person
let other: Person
let auditor: Person

beforeAll(async () => {
	town = await Town.open({ authority: false })
	store = town.projection.store
	administrator = await firstAdministrator(town)
	for (const code of ['stavebni', 'doprava']) {
		await administrator.post('/api/v1/departments', { code, name: code }, 201)
	}
	clerk = await administrator.invite('Úřednice', 'clerk', 'stavebni')
	other = await administrator.invite('Jiný', 'clerk', 'doprava')
	auditor = await administrator.invite('Kontrolor', 'auditor', null)
})
afterAll(() => town.close())

const why = { 'Letopis-Purpose': 'kontrola' }
const record = async (by: Person, metadata: object = {}, visibility = 'private'): Promise<string> => {
	const form = new FormData()
	form.set('metadata', JSON.stringify(metadata))
	form.set('visibility', visibility)
	form.set('file', new Blob([`obsah ${Math.random()}`]), 'rozhodnutí.txt')
	const response = await by.call('/api/v1/documents', { method: 'POST', body: form })
	expect(response.status).toBe(201)
	return response.headers.get('Location')?.split('/').at(-1) ?? ''
}
const codeOf = async (response: Response) => [
	response.status,
	((await response.json()) as { code: string }).code,
]
const openCase = (by: Person, members: object) =>
	by.post<{ id: string; number: string; local: boolean }>('/api/v1/cases', members, 201)

describe('cases', () => {
	test('take a number from outside, or get a local one, each once', async () => {
		expect(await openCase(clerk, { number: 'SÚ 1/2026', title: 'Stavba' })).toMatchObject({
			number: 'SÚ 1/2026',
			local: false,
		})
		const twice = { method: 'POST', body: { number: 'SÚ 1/2026', title: 'Jiná' } }
		expect(await codeOf(await other.call('/api/v1/cases', twice))).toEqual([409, 'case-exists'])
		const year = new Date(town.deps.clock.now()).getFullYear()
		const both = await Promise.all([openCase(clerk, { title: 'A' }), openCase(other, { title: 'B' })])
		expect(both.map(({ number }) => number).toSorted()).toEqual([`1/${year}`, `2/${year}`])
		expect(both.every(({ local }) => local)).toBe(true)
		// A local number is not one from outside.
		expect(await openCase(clerk, { number: `1/${year}`, title: 'Z venku' })).toMatchObject({ local: false })
	})

	test('are opened once under one key', async () => {
		const headers = { 'Idempotency-Key': 'spis-1' }
		const body = { title: 'Dvakrát' }
		const open = () => clerk.call('/api/v1/cases', { method: 'POST', body, headers })
		const { size } = town.log
		const both = await Promise.all([open(), open()])
		expect(both.map(({ status }) => status)).toEqual([201, 201])
		const replayed = both.map((answer) => answer.headers.get('Idempotency-Replayed'))
		expect(replayed.toSorted()).toEqual([null, 'true'])
		const [one, two] = await Promise.all(both.map((answer) => answer.json()))
		expect(one).toEqual(two)
		expect(town.log.size).toBe(size + 1)
		const changed = { method: 'POST', body: { title: 'Jinak' }, headers }
		expect(await codeOf(await clerk.call('/api/v1/cases', changed))).toEqual([409, 'idempotency-conflict'])
	})

	const refused: [comment: string, body: unknown, status: number, code: string][] = [
		['no title', { title: '' }, 400, 'bad-request'],
		['a title of spaces', { title: '   ' }, 400, 'bad-request'],
		['a title with a bell', { title: 'a\u0007' }, 400, 'bad-request'],
		['a title that is too long', { title: 'a'.repeat(301) }, 400, 'bad-request'],
		['an unknown department', { title: 'a', department: 'nikde' }, 422, 'department-unknown'],
		['an unknown member', { title: 'a', state: 'closed' }, 400, 'bad-request'],
	]
	for (const [comment, body, status, code] of refused) {
		test(`refused: ${comment}`, async () => {
			const { size } = town.log
			expect(await codeOf(await clerk.call('/api/v1/cases', { method: 'POST', body }))).toEqual([
				status,
				code,
			])
			expect(town.log.size).toBe(size)
		})
	}

	test('hold documents and decisions, are read with a trace, and are closed', async () => {
		const { id } = await openCase(clerk, { number: 'SÚ 7/2026', title: 'Garáž' })
		const document = await record(clerk, { title: 'Rozhodnutí o garáži', kind: 'decision' })
		const put = () => clerk.call(`/api/v1/cases/${id}/documents/${document}`, { method: 'PUT' })
		expect((await put()).status).toBe(204)
		const { size } = town.log
		expect((await put()).status).toBe(204)
		expect(town.log.size).toBe(size)
		const decision = {
			ruling: 'Povoluje se.',
			reasoning: 'Proto.\r\nA také.',
			instruction: 'Odvolání do 15 dnů.',
		}
		await clerk.post(`/api/v1/documents/${document}/decisions`, { ...decision, case: id }, 201)
		const before = town.log.size
		const view = await clerk.json(`/api/v1/cases/${id}`)
		expect(await town.accesses(before)).toMatchObject([{ action: 'case', object: id }])
		const { shown } = (await town.field(before, 'metadata')) as { shown: unknown[] }
		expect(shown.map(String), 'whose title it showed').toEqual([document])
		expect(view).toMatchObject({
			number: 'SÚ 7/2026',
			title: 'Garáž',
			department: 'stavebni',
			state: 'open',
			openedBy: 'Úřednice',
			documents: [
				{
					...{ id: document, title: 'Rozhodnutí o garáži', number: null, kind: 'decision', versions: 1 },
					...{ state: 'in-force', erased: false, lost: false, addedBy: 'Úřednice' },
				},
			],
			next: null,
			events: [{ type: 'opened' }, { type: 'document', document }, { type: 'decision', document }],
		})
		const decided = await clerk.json(`/api/v1/documents/${document}/decisions`)
		expect(decided).toMatchObject({
			decisions: [{ ...decision, reasoning: 'Proto.\nA také.', by: 'Úřednice', case: id }],
			cases: [id],
		})
		const { events } = await clerk.json<{ events: { type: string }[] }>(
			`/api/v1/documents/${document}/history`,
		)
		expect(events.map(({ type }) => type)).toEqual(['version', 'case', 'decision', 'access', 'access'])
		const closure = { method: 'POST', body: { settled: 'vyřízeno rozhodnutím' } }
		expect((await clerk.call(`/api/v1/cases/${id}/closure`, closure)).status).toBe(204)
		expect((await clerk.call(`/api/v1/cases/${id}/closure`, closure)).status).toBe(204)
		expect(await clerk.json(`/api/v1/cases/${id}`)).toMatchObject({
			state: 'closed',
			settled: 'vyřízeno rozhodnutím',
		})
		const late = await record(clerk)
		const after = await clerk.call(`/api/v1/cases/${id}/documents/${late}`, { method: 'PUT' })
		expect(await codeOf(after)).toEqual([409, 'case-closed'])
	})

	test('show their documents page by page', async () => {
		const { id } = await openCase(clerk, { title: 'Mnoho listin' })
		const documents: string[] = []
		for (const title of ['první', 'druhá', 'třetí']) {
			const document = await record(clerk, { title })
			documents.push(document)
			await clerk.call(`/api/v1/cases/${id}/documents/${document}`, { method: 'PUT' })
		}
		type Shown = { documents: { id: string }[]; next: string | null }
		const first = await clerk.json<Shown>(`/api/v1/cases/${id}?limit=2`)
		const { size } = town.log
		const rest = await clerk.json<Shown>(`/api/v1/cases/${id}?limit=2&cursor=${first.next}`)
		expect([...first.documents, ...rest.documents].map((one) => one.id)).toEqual(documents)
		expect([town.log.size, rest.next]).toEqual([size + 1, null])
	})

	test('of another department need a reason, to read and to change', async () => {
		const { id } = await openCase(clerk, { title: 'Cizí' })
		const document = await record(other)
		const calls: [path: string, init: { method?: string; body?: unknown }][] = [
			['', {}],
			[`/documents/${document}`, { method: 'PUT' }],
			['/closure', { method: 'POST', body: { settled: 'x' } }],
		]
		for (const [path, init] of calls) {
			const address = `/api/v1/cases/${id}${path}`
			expect(await codeOf(await other.call(address, init)), path).toEqual([403, 'reason-needed'])
			expect((await other.call(address, { ...init, headers: why })).status, path).toBeLessThan(300)
		}
		expect(await codeOf(await auditor.call('/api/v1/cases/x'))).toEqual([404, 'case-not-found'])
	})
})

test('a decision in another department’s case needs a reason, and a machine decides on nothing that it may not read', async () => {
	const foreign = await openCase(other, { title: 'Cizí spis' })
	const document = await record(clerk)
	const decide = {
		method: 'POST',
		body: { ruling: 'Povoluje se.', reasoning: '', instruction: '', case: foreign.id },
	}
	const address = `/api/v1/documents/${document}/decisions`
	const { size } = town.log
	expect(await codeOf(await clerk.call(address, decide))).toEqual([403, 'reason-needed'])
	const token = await town.token(['cases:write', 'documents:write'], 'stroj')
	const headers = { 'Content-Type': 'application/json' }
	const body = JSON.stringify({ ruling: 'Povoluje se.', reasoning: '', instruction: '' })
	const machine = await town.fetch(address, { method: 'POST', token, headers, body })
	expect(await codeOf(machine)).toEqual([403, 'not-yours'])
	const into = `/api/v1/cases/${foreign.id}/documents/${document}`
	expect(await codeOf(await town.fetch(into, { method: 'PUT', token }))).toEqual([403, 'not-yours'])
	expect(town.log.size).toBe(size + 1)
	const keyed = { ...decide, headers: { ...why, 'Idempotency-Key': 'rozhodnuti-1' } }
	for (const replayed of [null, 'true']) {
		const answer = await clerk.call(address, keyed)
		expect([answer.status, answer.headers.get('Idempotency-Replayed')]).toEqual([201, replayed])
	}
})

describe('acts', () => {
	const act = (by: Person, id: string, body: object, headers = {}) =>
		by.call(`/api/v1/documents/${id}/acts`, { method: 'POST', body, headers })
	const status = async (id: string) => {
		const { state, note, acts } = await town.json<{ state: string; note: string; acts: { entry: string }[] }>(
			`/api/v1/documents/${id}/status`,
			{ token: null },
		)
		expect(parseStatus(parseNote(note).text).state).toBe(state)
		return { state, acts: acts.map(({ entry }) => entry) }
	}

	for (const [relation, state] of [
		['corrects', 'corrected'],
		['supersedes', 'superseded'],
		['annuls', 'annulled'],
	] as const) {
		test(`${relation}: everyone sees the effect, those who may the reason`, async () => {
			await clerk.signIn()
			const id = await record(clerk)
			const newer = await record(clerk)
			const { size } = town.log
			const response = await act(clerk, id, { relation, reason: 'chyba ve výroku', by: newer })
			expect(response.status).toBe(201)
			const { entry } = (await response.json()) as { entry: string }
			expect(await status(id)).toEqual({ state, acts: [entry] })
			expect(await town.field(size, 'metadata')).toMatchObject({ reason: 'chyba ve výroku' })
			const { events } = await clerk.json<{ events: object[] }>(`/api/v1/documents/${id}/history`)
			expect(events).toMatchObject([
				{ type: 'version' },
				{ type: 'act', by: 'Úřednice', purpose: 'chyba ve výroku', relations: [{ relation }] },
				{ type: 'access' },
			])
			expect(await codeOf(await act(clerk, id, { relation, reason: 'znovu' }))).toEqual([409, 'act-repeated'])
		})
	}

	test('reach every version, and the same request is recorded once', async () => {
		const id = await record(clerk)
		const form = new FormData()
		form.set('file', new Blob(['druhá']), 'b.txt')
		const added = await clerk.call(`/api/v1/documents/${id}/versions`, { method: 'POST', body: form })
		const second = added.headers.get('Content-Location')?.split('entry=').at(-1) ?? ''
		const headers = { 'Idempotency-Key': `zrušení-${id}`.replace(/[^\x21-\x7e]/g, 'x') }
		const body = { relation: 'annuls', reason: 'vydáno omylem' }
		const both = await Promise.all([act(clerk, id, body, headers), act(clerk, id, body, headers)])
		expect(both.map((one) => one.status)).toEqual([201, 201])
		const [one, two] = await Promise.all(both.map((response) => response.json()))
		expect(one).toEqual(two)
		for (const entry of [id, second]) {
			const { state } = await town.json<{ state: string }>(`/api/v1/documents/${id}/status?entry=${entry}`)
			expect(state).toBe('annulled')
		}
	})

	test('annulling needs the passkey shown again, by an act as by a version', async () => {
		const id = await record(clerk)
		town.time.offset += 6 * 60_000
		const body = { relation: 'annuls', reason: 'omyl' }
		expect(await codeOf(await act(clerk, id, body))).toEqual([403, 'confirmation-needed'])
		const form = new FormData()
		form.set('relation', 'annuls')
		form.set('file', new Blob(['x']), 'x')
		const version = await clerk.call(`/api/v1/documents/${id}/versions`, { method: 'POST', body: form })
		expect(await codeOf(version)).toEqual([403, 'confirmation-needed'])
		await clerk.confirm()
		expect((await act(clerk, id, body)).status).toBe(201)
	})

	const refused: [comment: string, body: (id: string) => object, status: number, code: string][] = [
		['no reason', () => ({ relation: 'corrects', reason: ' ' }), 400, 'bad-request'],
		['disposing', () => ({ relation: 'disposes', reason: 'x' }), 400, 'bad-request'],
		['by itself', (id) => ({ relation: 'corrects', reason: 'x', by: id }), 422, 'act-itself'],
		[
			'by what is no document',
			() => ({ relation: 'corrects', reason: 'x', by: 'b'.repeat(59) }),
			404,
			'document-not-found',
		],
	]
	for (const [comment, body, expected, code] of refused) {
		test(`refused: ${comment}`, async () => {
			const id = await record(clerk)
			const { size } = town.log
			expect(await codeOf(await act(clerk, id, body(id)))).toEqual([expected, code])
			expect(town.log.size).toBe(size)
		})
	}

	test('on another department’s document need a purpose; an auditor never acts', async () => {
		const id = await record(clerk)
		const body = { relation: 'corrects', reason: 'x' }
		expect(await codeOf(await act(other, id, body))).toEqual([403, 'reason-needed'])
		expect((await act(other, id, body, why)).status).toBe(201)
		expect(await codeOf(await act(auditor, id, body, why))).toEqual([403, 'scope-missing'])
	})
})

describe('the register', () => {
	interface Item {
		id: string
		title: string | null
		state: string
	}
	const find = async (by: Person, query: string, headers: Record<string, string> = {}) =>
		by.json<{ documents: Item[]; next: string | null }>(`/api/v1/register?${query}`, { headers })
	const titles = async (by: Person, query: string, headers = {}) =>
		(await find(by, query, headers)).documents.map(({ title }) => title)
	let ids: Record<string, string>

	beforeAll(async () => {
		town.time.offset += 2 * DAY
		for (const person of [clerk, other, auditor]) await person.signIn()
		ids = {}
		for (const [by, title, number] of [
			[clerk, 'Stavební povolení garáže', 'SÚ 12/2026'],
			[clerk, 'Kolaudace Červeného domu', 'SÚ 13/2026'],
			[other, 'Uzavírka silnice u garáže', 'OD 5/2026'],
		] as const) {
			ids[title] = await record(by, { title, number })
		}
	})

	test('finds by words, without case and diacritics, in one’s department', async () => {
		const table: [text: string, found: string[]][] = [
			['garaze', ['Stavební povolení garáže']],
			['GARÁŽE stav', ['Stavební povolení garáže']],
			['cerv', ['Kolaudace Červeného domu']],
			['13', ['Kolaudace Červeného domu']],
			['SÚ 12/2026', ['Stavební povolení garáže']],
			['garáže silnice', []],
			['nic', []],
		]
		for (const [text, found] of table) {
			expect(await titles(clerk, `text=${encodeURIComponent(text)}`), text).toEqual(found)
		}
	})

	test('is a read of all that it shows, in one entry', async () => {
		const { size } = town.log
		// With a reason of its own, so that it is not the look of before.
		const { documents } = await find(clerk, 'text=kolaudace', { 'Letopis-Purpose': 'soupis' })
		expect(town.log.size).toBe(size + 1)
		expect(await town.field(size, 'kind')).toBe('listing')
		const { shown } = (await town.field(size, 'metadata')) as { shown: { toString(): string }[] }
		expect(shown.map(String)).toEqual(documents.map(({ id }) => id))
		await find(clerk, 'text=nikdetonení')
		expect(town.log.size).toBe(size + 1)
	})

	test('needs a reason beyond the department', async () => {
		for (const query of ['all=true', 'department=doprava', 'all=true&text=garaze']) {
			expect(await codeOf(await clerk.call(`/api/v1/register?${query}`)), query).toEqual([
				403,
				'reason-needed',
			])
		}
		expect(await codeOf(await auditor.call('/api/v1/register'))).toEqual([403, 'reason-needed'])
		expect(await titles(clerk, 'all=true&text=garaze', why)).toEqual([
			'Uzavírka silnice u garáže',
			'Stavební povolení garáže',
		])
		expect(await titles(clerk, 'department=doprava&text=garaze', why)).toEqual(['Uzavírka silnice u garáže'])
	})

	test('finds by owner, state and day', async () => {
		const helper = await administrator
			.signIn()
			.then(() => administrator.invite('Pomocná', 'clerk', 'stavebni'))
		const own = await record(helper, { title: 'Jen moje' })
		expect((await find(helper, 'mine=true')).documents.map(({ id }) => id)).toEqual([own])
		const body = { relation: 'supersedes', reason: 'nové' }
		await helper.call(`/api/v1/documents/${own}/acts`, { method: 'POST', body })
		expect(await titles(helper, 'mine=true&state=superseded')).toEqual(['Jen moje'])
		expect(await titles(helper, 'mine=true&state=in-force')).toEqual([])
		const today = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Prague' }).format(town.deps.clock.now())
		const yesterday = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Prague' }).format(
			town.deps.clock.now() - DAY,
		)
		expect(await titles(clerk, `from=${today}&text=kolaudace`)).toEqual(['Kolaudace Červeného domu'])
		expect(await titles(clerk, `to=${yesterday}&text=kolaudace`)).toEqual([])
		expect((await find(clerk, `to=${yesterday}`)).documents.length).toBeGreaterThan(0)
	})

	test('finds a rare word at once, though a common one comes first', async () => {
		const many = openMemoryStore()
		const rows = { get: (key: Uint8Array) => many.get(key), delete: () => {} }
		const { owners } = town.projection
		for (let position = 0; position < 2000; position++) {
			const ops: { key: Uint8Array; value: Uint8Array }[] = []
			const put = (key: Uint8Array, value = new Uint8Array(0)) => void ops.push({ key, value })
			const texts = [position === 7 ? 'ulice unikátní' : 'ulice']
			enlist({ ...rows, put }, owners, 'document', position, 0, { owner: null, department: null, texts })
			await many.write(ops, { sync: false })
		}
		const query = { space: 'document', text: 'ulice unik', states: [0, 1, 2, 3, 4] } as const
		const page = await search(many, owners, { ...query, from: 0, to: 2000, limit: 50 })
		expect(page).toEqual({ positions: [7], next: null })
		const pages: number[] = []
		for (let to: number | null = 2000; to !== null; ) {
			const next = await search(many, owners, { ...query, text: undefined, from: 0, to, limit: 99 })
			pages.push(...next.positions)
			to = next.next
		}
		expect(pages).toEqual(Array.from({ length: 2000 }, (_, i) => 1999 - i))
		const upwards: number[] = []
		for (let from: number | null = 0; from !== null; ) {
			const oldest = { ...query, text: undefined, oldestFirst: true }
			const next = await search(many, owners, { ...oldest, from, to: 2000, limit: 99 })
			upwards.push(...next.positions)
			from = next.next
		}
		expect(upwards).toEqual(pages.toReversed())
	})

	test('gives the oldest first too, by a cursor of its own', async () => {
		const ids = async (query: string) => {
			const found: string[] = []
			for (let cursor: string | null = ''; cursor !== null; ) {
				const page = await find(clerk, `limit=2&${query}${cursor === '' ? '' : `&cursor=${cursor}`}`)
				found.push(...page.documents.map(({ id }) => id))
				cursor = page.next
			}
			return found
		}
		for (const query of ['', 'text=gar', 'state=in-force', 'text=st&state=in-force']) {
			expect(await ids(`${query}&order=oldest`), query).toEqual((await ids(query)).reverse())
		}
		const { next } = await find(clerk, 'limit=2&order=oldest')
		expect(await codeOf(await clerk.call(`/api/v1/register?limit=2&cursor=${next}`))).toEqual([
			400,
			'cursor-malformed',
		])
	})

	test('gives pages that join without gap or repetition', async () => {
		const all = (await find(clerk, 'limit=100')).documents.map(({ id }) => id)
		expect(all.length).toBeGreaterThan(5)
		const joined: string[] = []
		let cursor: string | null = ''
		while (cursor !== null) {
			const page: { documents: Item[]; next: string | null } = await find(
				clerk,
				`limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
			)
			joined.push(...page.documents.map(({ id }) => id))
			cursor = page.next
		}
		expect(joined).toEqual(all)
	})

	test('finds cases too', async () => {
		const { id } = await openCase(clerk, { title: 'Oplocení pozemku' })
		const found = await clerk.json<{ cases: { id: string; title: string }[] }>('/api/v1/cases?text=oplocení')
		expect(found.cases).toMatchObject([{ id, title: 'Oplocení pozemku', state: 'open' }])
		await clerk.call(`/api/v1/cases/${id}/closure`, { method: 'POST', body: { settled: 'x' } })
		expect((await clerk.json<{ cases: object[] }>('/api/v1/cases?text=oplocení&state=open')).cases).toEqual(
			[],
		)
		expect(
			(await clerk.json<{ cases: object[] }>('/api/v1/cases?text=oplocení&state=closed')).cases,
		).toHaveLength(1)
	})

	test('holds no title, name or number in its rows', async () => {
		const rows = Buffer.concat((await everything(store)).flat())
		for (const text of ['garáže', 'garaze', 'Kolaudace', 'Úřednice', 'stavebni', 'SÚ 12', clerk.id]) {
			expect(rows.includes(text), text).toBe(false)
		}
	})
})

test('midnights in Prague, also where the clocks change', () => {
	const table: [day: string, later: number, moment: string][] = [
		['2026-01-15', 0, '2026-01-14T23:00:00.000Z'],
		['2026-07-15', 0, '2026-07-14T22:00:00.000Z'],
		['2026-03-29', 0, '2026-03-28T23:00:00.000Z'],
		['2026-03-29', 1, '2026-03-29T22:00:00.000Z'],
		['2026-10-25', 0, '2026-10-24T22:00:00.000Z'],
		['2026-10-25', 1, '2026-10-25T23:00:00.000Z'],
		['2026-12-31', 1, '2026-12-31T23:00:00.000Z'],
	]
	for (const [day, later, moment] of table) {
		expect(new Date(startOfDay(day, later)).toISOString(), `${day} ${later}`).toBe(moment)
	}
})

test('rows built at once equal those that grew, byte for byte', async () => {
	const { log, vault, deps, projection } = town
	await projection.current()
	const fresh = openMemoryStore()
	const rebuilt = await openProjection({ store: fresh, log, vault, secret: deps.secret })
	const [grown, built] = [await everything(store), await everything(fresh)]
	const text = (rows: Uint8Array[][]) =>
		rows.map((row) => row.map((part) => Buffer.from(part).toString('hex')).join(' '))
	expect(text(built)).toEqual(text(grown))
	await rebuilt.close()
})

const USES = 'S'.charCodeAt(0)

async function everything(of: Store): Promise<Uint8Array[][]> {
	const rows: Uint8Array[][] = []
	for await (const pair of of.range({ gte: Uint8Array.of(0), lt: Uint8Array.of(255) })) {
		// When sessions were last used is in no entry.
		if (pair[0][0] !== USES) rows.push(pair)
	}
	return rows
}
