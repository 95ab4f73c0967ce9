/** Finding a filing by its number, ours or that of the records system, and giving it the latter later. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '../../support/staff.ts'
import { codeOf, openCase, rowsTwice, why } from '../cases/case-office.ts'
import { detail, type Filed, type FilingOffice, file, openFilingOffice, status } from './filing-office.ts'

interface Page {
	readonly filings: { id: string; number: string; reference: string | null }[]
	readonly next: string | null
}

let office: FilingOffice
let filed: Filed[]
let year: string

beforeAll(async () => {
	office = await openFilingOffice()
	filed = []
	for (const name of ['Jana Nováková', 'Petr Svoboda', 'Eva Malá']) filed.push(await file(office.town, name))
	year = filed[0]?.number.split('/')[1] ?? ''
	// A case that is no filing, with a number that begins alike.
	await openCase(office.clerk, { title: 'Bez podání', number: `2/${year}` })
})
afterAll(() => office?.[Symbol.asyncDispose]())

const find = (by: Person, number: string, more = '', headers = {}) =>
	by.call(`/api/v1/filings?number=${encodeURIComponent(number)}${more}`, { headers })
const found = async (by: Person, number: string, more = '', headers = {}) => {
	const response = await find(by, number, more, headers)
	expect(response.status).toBe(200)
	return ((await response.json()) as Page).filings.map((one) => one.id)
}
const ids = (...which: number[]) => which.map((i) => filed[i]?.filing)
const give = (by: Person, which: string, number: string, headers = {}) =>
	by.call(`/api/v1/cases/${which}/number`, { method: 'PUT', body: { number }, headers })
const caseOf = async (filing: string) =>
	(await office.clerk.json<{ case: string }>(`/api/v1/filings/${filing}`)).case

describe('a number finds', () => {
	test('the filing that has it, however it is typed', async () => {
		expect(await found(office.clerk, `2/${year}`)).toEqual(ids(1))
		expect(await found(office.clerk, `  2/${year} `)).toEqual(ids(1))
	})

	test('those that it begins', async () => {
		expect(await found(office.clerk, '3')).toEqual(ids(2))
		expect(await found(office.clerk, '3/')).toEqual(ids(2))
		expect(await found(office.clerk, `3/${year.slice(0, 2)}`)).toEqual(ids(2))
	})

	test.each(['99', '0', 'Nováková', '/', '2/1999', '%'])('nothing: %s', async (number) => {
		expect(await found(office.clerk, number)).toEqual([])
	})

	test('nothing of another department, without a reason', async () => {
		expect(await found(office.other, `2/${year}`)).toEqual([])
		expect(await codeOf(await find(office.other, '2', '&department=stavebni'))).toEqual([
			403,
			'reason-needed',
		])
		expect(await found(office.other, '2', '&department=stavebni', why)).toEqual(ids(1))
	})

	test('with no other filter', async () => {
		expect(await codeOf(await find(office.clerk, '2', '&overdue=true'))).toEqual([400, 'bad-request'])
	})

	test('page after page', async () => {
		for (const [i, { filing }] of filed.entries())
			expect((await give(office.clerk, await caseOf(filing), `MUUK/${i}/${year}`)).status).toBe(204)
		const seen: string[] = []
		let cursor = ''
		for (let pages = 0; pages < 9; pages++) {
			const response = await find(office.clerk, 'muuk/', `&limit=1${cursor}`)
			const { filings, next } = (await response.json()) as Page
			seen.push(...filings.map(({ id }) => id))
			if (next === null) break
			cursor = `&cursor=${next}`
		}
		expect(seen).toEqual(ids(2, 1, 0))
	})
})

describe('a number given later', () => {
	test('stands beside the local one, for clerk and citizen, and both lead to the filing', async () => {
		const [first] = filed
		if (first === undefined) throw new Error('nothing was filed')
		const reference = `MUUK/0/${year}`
		expect(await detail(office.clerk, first.filing)).toMatchObject({ number: first.number, reference })
		const seen = await status(office.town, first)
		expect(seen).toMatchObject({ number: first.number, reference })
		expect(await status(office.town, { number: reference, pin: first.pin })).toMatchObject({ reference })
		expect(await found(office.clerk, reference)).toEqual(ids(0))
		const { events } = await office.clerk.json<{ events: { type: string }[] }>(`/api/v1/cases/${seen.case}`)
		expect(events.map(({ type }) => type)).toContain('numbered')
	})

	test('is given once, and taken by one', async () => {
		const [first, second] = [await caseOf(filed[0]?.filing ?? ''), await caseOf(filed[1]?.filing ?? '')]
		const { size } = office.town.log
		expect((await give(office.clerk, first, `MUUK/0/${year}`)).status).toBe(204)
		expect(office.town.log.size).toBe(size)
		expect(await codeOf(await give(office.clerk, first, 'MUUK/9/9'))).toEqual([409, 'case-numbered'])
		expect(await codeOf(await give(office.clerk, second, `MUUK/0/${year}`))).toEqual([409, 'case-numbered'])
		const { id } = await openCase(office.clerk, { title: 'Další' })
		expect(await codeOf(await give(office.clerk, id, `MUUK/0/${year}`))).toEqual([409, 'case-exists'])
		expect(await codeOf(await give(office.other, id, 'MUUK/10/10'))).toEqual([403, 'reason-needed'])
	})

	test('leaves the same rows when they are made anew', async () => {
		const [grown, rebuilt] = await rowsTwice(office.town)
		expect(rebuilt).toEqual(grown)
	})
})
