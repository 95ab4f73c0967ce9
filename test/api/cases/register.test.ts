/** The register of documents and cases: who finds what, with which trace; and what its rows tell. */
import { openMemoryStore } from '@letopis/ledger'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enlist, search } from '../../../api/cases/register.ts'
import { startOfDay } from '../../../api/cases/register-routes.ts'
import { Draft } from '../../../api/documents/fold.ts'
import type { Person } from '../../support/staff.ts'
import type { Town } from '../../support/town.ts'
import {
	type CaseOffice,
	codeOf,
	everything,
	openCase,
	openCaseOffice,
	putIn,
	record,
	rowsTwice,
	why,
} from './case-office.ts'

let office: CaseOffice
let town: Town
let administrator: Person
let clerk: Person
let other: Person
let auditor: Person

beforeAll(async () => {
	office = await openCaseOffice()
	;({ town, administrator, clerk, other, auditor } = office)
})
afterAll(() => office?.[Symbol.asyncDispose]())

const DAY = 86_400_000

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
		await record(clerk, { title: 'Předevčírem' })
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

	test('finds a number however long the title is, and each word of the title', async () => {
		const words = Array.from({ length: 30 }, (_, i) => `slovo${String.fromCharCode(97 + i)}`)
		const title = words.join(' ').slice(0, 290)
		await record(clerk, { title, number: 'DL 77/2026' })
		for (const text of ['DL 77/2026', 'slovoa', 'slovoz']) {
			expect(await titles(clerk, `text=${encodeURIComponent(text)}`), text).toEqual([title])
		}
		await openCase(clerk, { title: `Spis ${title}`, number: 'DL-S 78/2026' })
		const found = await clerk.json<{ cases: object[] }>('/api/v1/cases?text=DL-S%2078')
		expect(found.cases).toMatchObject([{ number: 'DL-S 78/2026' }])
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

	test('has each document in the state that its newest version is in', async () => {
		const table: [title: string, acts: (id: string) => Promise<unknown>, state: string][] = [
			['nahrazený novější verzí', (to) => record(clerk, {}, { to, relation: 'supersedes' }), 'in-force'],
			['opravený novější verzí', (to) => record(clerk, {}, { to, relation: 'corrects' }), 'in-force'],
			['zrušený verzí, která to říká', (to) => record(clerk, {}, { to, relation: 'annuls' }), 'annulled'],
			[
				'opravený celý, pak znovu vydaný',
				async (to) => {
					await act(to, 'corrects')
					await record(clerk, {}, { to, relation: 'supersedes' })
				},
				'in-force',
			],
			[
				'zrušený celý i s novější verzí',
				async (to) => {
					await record(clerk, {}, { to, relation: 'supersedes' })
					await act(to, 'annuls')
				},
				'annulled',
			],
		]
		const act = (id: string, relation: string) =>
			clerk.post(`/api/v1/documents/${id}/acts`, { relation, reason: 'x' }, 201)
		await clerk.signIn()
		const { id: inCase } = await openCase(clerk, { title: 'Stavy' })
		for (const [name, acts, state] of table) {
			const title = `Stav ${name}`
			const id = await record(clerk, { title })
			await putIn(clerk, inCase, id)
			await acts(id)
			const query = `text=${encodeURIComponent(title)}`
			expect((await find(clerk, query)).documents, name).toMatchObject([{ id, state }])
			for (const asked of ['in-force', 'corrected', 'superseded', 'annulled', 'disposed']) {
				const found = await titles(clerk, `${query}&state=${asked}`)
				expect(found, `${name}: ${asked}`).toEqual(asked === state ? [title] : [])
			}
			const look = await clerk.json<{ state: string }>(`/api/v1/documents/${id}/look`)
			expect(look.state, name).toBe(state)
			const { documents } = await clerk.json<{ documents: Item[] }>(`/api/v1/cases/${inCase}`)
			expect(documents.find((one) => one.id === id)?.state, name).toBe(state)
		}
	})

	test('finds a rare word at once, though a common one comes first', async () => {
		const many = openMemoryStore()
		const { owners } = town.projection
		const rows = new Draft(many)
		for (let position = 0; position < 2000; position++) {
			const texts = [position === 7 ? 'ulice unikátní' : 'ulice']
			const described = { owner: null, department: null, texts, publicNumber: null }
			await enlist(rows, owners, 'document', position, 0, described)
		}
		await many.write(rows.ops(), { sync: false })
		const query = { space: 'document', text: 'ulice unik' } as const
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
		const rows = Buffer.concat((await everything(town.projection.store)).flat())
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
	const [grown, built] = await rowsTwice(town)
	expect(built).toEqual(grown)
})
