/** A decision on the notice board as a step of its filing: each leads to the other, and the days come from the board. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, dayOf } from '../../../api/calendar/day.ts'
import type { Person } from '../../support/staff.ts'
import type { Town } from '../../support/town.ts'
import { putIn, record, rowsTwice } from '../cases/case-office.ts'
import {
	answer,
	detail,
	type FilingOffice,
	file,
	openFilingOffice,
	status,
	step,
	take,
} from './filing-office.ts'

let office: FilingOffice
let town: Town
let clerk: Person

beforeAll(async () => {
	office = await openFilingOffice()
	;({ town, clerk } = office)
})
afterAll(() => office?.[Symbol.asyncDispose]())

interface Told {
	postings: { id: string; document: string; state: string; counted: string; takenDown: string | null }[]
	steps: { step: string; posting: string | null; day: string | null }[]
}
const today = () => dayOf(town.deps.clock.now())
const seen = async (filing: string) => (await detail(clerk, filing)) as unknown as Told
const noticeFor = async (by: Person | null, id: string) => {
	const response = await (by === null
		? town.fetch(`/api/v1/board/${id}`, { token: null })
		: by.call(`/api/v1/board/${id}`))
	return (await response.json()) as { filing: string | null; state: string }
}
const post = async (document: string, more: object = {}) =>
	(
		await clerk.post<{ id: string }>(
			'/api/v1/board',
			{ document, title: 'Rozhodnutí', category: 'public-notice', withdraw: true, ...more },
			201,
		)
	).id

/** A filing that is decided. @returns it, its PIN, and the decision */
async function decided() {
	const filed = await file(town)
	await take(clerk, filed.filing, { step: 'confirmed', how: 'paper' })
	const { case: case_ } = await status(town, filed)
	const document = await record(clerk, { title: 'Rozhodnutí' })
	await putIn(clerk, case_, document)
	await take(clerk, filed.filing, { step: 'decided', document })
	return { filed, document, case_ }
}
const refused = async (filing: string, body: { step: string } & Record<string, unknown>) => {
	const response = await step(clerk, filing, body)
	const { errors } = (await response.json()) as { errors?: { at: string }[] }
	return [response.status, errors?.[0]?.at]
}

test('is offered, taken with the days of the board, and told to the applicant', async () => {
	const { filed, document } = await decided()
	expect((await seen(filed.filing)).postings).toEqual([])
	const posting = await post(document, { paper: addDays(today(), -1) })
	expect((await seen(filed.filing)).postings).toEqual([
		{ id: posting, document, state: 'posted', counted: today(), takenDown: null },
	])
	expect((await noticeFor(clerk, posting)).filing).toBeNull()
	await take(clerk, filed.filing, { step: 'posted', posting })
	expect((await seen(filed.filing)).steps.at(-1)).toMatchObject({ step: 'posted', posting, day: today() })
	expect((await status(town, filed)) as unknown as Told).toMatchObject({
		postings: [{ id: posting, state: 'posted' }],
	})
	// Each leads to the other, but nobody outside learns which filing it is.
	expect((await noticeFor(clerk, posting)).filing).toBe(filed.filing)
	expect((await noticeFor(null, posting)).filing).toBeNull()
	const listed = await clerk.json<{ postings: { id: string; filing: string | null }[] }>(
		'/api/v1/board?planned=true',
	)
	expect(listed.postings.find(({ id }) => id === posting)?.filing).toBe(filed.filing)

	expect(await refused(filed.filing, { step: 'taken-down' })).toEqual([422, 'posting'])
	await clerk.call(`/api/v1/board/${posting}/take-down`, { method: 'POST', body: {} })
	expect((await status(town, filed)) as unknown as Told).toMatchObject({
		postings: [{ id: posting, state: 'taken-down', takenDown: today() }],
	})
	expect(await refused(filed.filing, { step: 'taken-down', posting: document })).toEqual([422, 'posting'])
	await take(clerk, filed.filing, { step: 'taken-down' })
	expect((await seen(filed.filing)).steps.at(-1)).toMatchObject({ step: 'taken-down', posting, day: today() })
	// Also while an appeal is open: what is sent back may be posted anew.
	expect(await take(clerk, filed.filing, { step: 'appealed', party: 'Jana Nováková' })).toBe('appealed')
	const anew = await post(document)
	expect((await seen(filed.filing)).postings.map(({ id }) => id)).toEqual([anew, posting])
	const [grown, built] = await rowsTwice(town)
	expect(built).toEqual(grown)
})

test('that came down before its filing says so is told to the department until it does', async () => {
	const { filed, document } = await decided()
	const told = async () =>
		((await status(town, filed)) as unknown as Told).postings.map(({ id }: { id: string }) => id)
	const unsaid = async (by: Person) =>
		(await by.json<{ postings: { id: string; filing: string }[] }>('/api/v1/board/unrecorded')).postings
	const down = (id: string) => clerk.call(`/api/v1/board/${id}/take-down`, { method: 'POST', body: {} })
	const posting = await post(document)
	await take(clerk, filed.filing, { step: 'posted', posting })
	// Nobody's step: there is nothing to record of it.
	await down(await post(document))
	expect(await unsaid(clerk)).toEqual([])
	await down(posting)
	expect(await unsaid(clerk)).toMatchObject([{ id: posting, filing: filed.filing }])
	expect(await unsaid(office.other)).toEqual([])
	expect((await town.fetch('/api/v1/board/unrecorded', { token: null })).status).toBe(401)
	await take(clerk, filed.filing, { step: 'taken-down' })
	expect(await unsaid(clerk)).toEqual([])
	// Voided, it is as if it had not been taken.
	const path = `/api/v1/filings/${filed.filing}`
	const { newest } = await clerk.json<{ newest: string }>(path)
	await take(clerk, filed.filing, { step: 'voided', voids: newest, text: 'jiná deska' })
	expect(await unsaid(clerk)).toHaveLength(1)
	await take(clerk, filed.filing, { step: 'taken-down' })
	// Posted anew, the newest notice counts.
	const second = await post(document)
	await take(clerk, filed.filing, { step: 'posted', posting: second })
	expect(await unsaid(clerk)).toEqual([])
	await down(second)
	expect((await unsaid(clerk)).map(({ id }) => id)).toEqual([second])
	// A notice that was named by mistake is told to the applicant no more.
	expect(await told()).toEqual([posting, second])
	const before = await clerk.json<{ newest: string; steps: { entry: string }[] }>(path)
	await take(clerk, filed.filing, { step: 'voided', voids: before.steps.at(-1)?.entry, text: 'jiná věc' })
	expect(await told()).toEqual([posting])
	expect(await unsaid(clerk)).toEqual([])
})

test('is refused where the board says otherwise', async () => {
	const { filed, document, case_ } = await decided()
	const other = await post(await record(clerk, { title: 'Jiné' }))
	const planned = await post(document, { from: addDays(today(), 3) })
	for (const posting of [other, document, planned, 'nic']) {
		const answered = await refused(filed.filing, { step: 'posted', posting })
		expect([posting, answered]).toEqual([posting, [422, 'posting']])
	}
	expect(await refused(filed.filing, { step: 'waived', party: 'Jana Nováková', posting: planned })).toEqual([
		422,
		'posting',
	])
	const second = await record(clerk, { title: 'Oznámení' })
	await putIn(clerk, case_, second)
	const posting = await post(second)
	expect(await refused(filed.filing, { step: 'posted', posting, day: addDays(today(), -1) })).toEqual([
		422,
		'day',
	])
	// Without a notice it is as the clerk says.
	await answer(await step(clerk, filed.filing, { step: 'posted' }), 201)
	await answer(await step(clerk, filed.filing, { step: 'taken-down' }), 201)
})
