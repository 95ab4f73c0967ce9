/** Cases: opened, filled, read with a trace, closed. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '../../support/staff.ts'
import type { Town } from '../../support/town.ts'
import { type CaseOffice, codeOf, openCase, openCaseOffice, record, why } from './case-office.ts'

let office: CaseOffice
let town: Town
let clerk: Person
let other: Person
let auditor: Person

beforeAll(async () => {
	office = await openCaseOffice()
	;({ town, clerk, other, auditor } = office)
})
afterAll(() => office?.[Symbol.asyncDispose]())

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
