/** Courses that are out of the common: an appeal that is refused, and a call that is answered while all is suspended. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Agendas } from '../../../api/agendas/agendas.ts'
import { addDays, dayOf } from '../../../api/calendar/day.ts'
import { Filings, type LocatedFiling, MAX_BEFORE_REPLY, MAX_STEPS } from '../../../api/filings/filings.ts'
import type { Person } from '../../support/staff.ts'
import type { Town } from '../../support/town.ts'
import { codeOf, putIn, record } from '../cases/case-office.ts'
import {
	answer,
	ask,
	detail,
	draftPath,
	type FilingOffice,
	file,
	openFilingOffice,
	status,
	step,
	submit,
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

const TO = { party: 'applicant', channel: 'in-person' }
const ago = (days: number) => addDays(dayOf(town.deps.clock.now()), -days)
const later = async (days: number) => {
	town.time.offset += days * 86_400_000
	await clerk.signIn()
}

test('a late appeal that is refused leaves the day of finality where it was', async () => {
	const filed = await file(town)
	const { filing } = filed
	await take(clerk, filing, { step: 'confirmed', how: 'paper' })
	const [decision, refusal] = [await record(clerk), await record(clerk)]
	for (const one of [decision, refusal]) await putIn(clerk, (await status(town, filed)).case, one)
	const refused = { step: 'decided', document: refusal, code: 'late-or-inadmissible' }
	// Nothing to refuse yet.
	expect(await codeOf(await step(clerk, filing, refused))).toEqual([422, 'filing-step-malformed'])
	await take(clerk, filing, { step: 'decided', document: decision })
	await take(clerk, filing, { step: 'dispatched', ...TO })
	await take(clerk, filing, { step: 'served', ...TO })
	const joint = async () =>
		((await detail(clerk, filing)) as unknown as { clock: { jointFinality: string | null } }).clock
			.jointFinality
	const day = (await joint()) ?? ''
	await later(40)
	expect(await take(clerk, filing, { step: 'appealed', party: 'applicant', day })).toBe('appealed')
	// The slip of another party may still come back.
	expect(
		await take(clerk, filing, { step: 'dispatched', party: 'b', channel: 'in-person', day: ago(40) }),
	).toBe('appealed')
	expect(await take(clerk, filing, { step: 'served', party: 'b', channel: 'in-person', day: ago(40) })).toBe(
		'appealed',
	)
	expect(await take(clerk, filing, refused)).toBe('decided')
	expect(await joint()).toBe(day)
	// What is sent now is the refusal, and moves nothing.
	await take(clerk, filing, { step: 'dispatched', ...TO })
	await take(clerk, filing, { step: 'served', ...TO })
	expect(await joint()).toBe(day)
	expect((await status(town, filed)).clock.phase).toBe('final-unconfirmed')
	expect(await take(clerk, filing, { step: 'finality-confirmed', day })).toBe('final')
})

test('what is suspended with a call, the applicant completes, and it goes on', async () => {
	const filed = await file(town)
	const { filing, number, pin } = filed
	await take(clerk, filing, { step: 'confirmed', how: 'paper' })
	await later(2)
	await take(clerk, filing, { step: 'correction-requested', text: 'Doplňte.', days: 10, day: ago(1) })
	await take(clerk, filing, { step: 'suspended', how: 'S výzvou.' })
	expect(await status(town, filed)).toMatchObject({
		state: 'suspended-correction',
		possible: ['corrected', 'reply'],
		clock: { phase: 'suspended', turn: 'applicant', decideBy: null },
	})
	const { deadline } = await detail(clerk, filing)
	await later(3)
	// The call was served later than it was made: its time runs from then.
	await take(clerk, filing, { step: 'served', ...TO, code: 'correction', day: ago(1) })
	expect(((await detail(clerk, filing)).deadline ?? '') > (deadline ?? '')).toBe(true)
	// After the call, but before the suspension: it would never end.
	expect(await codeOf(await step(clerk, filing, { step: 'corrected', day: ago(4) }))).toEqual([
		...[422, 'filing-step-malformed'],
	])
	const draft = { number, pin, step: 'corrected' }
	const { key } = await answer<{ key: string }>(await ask(town, '/api/v1/filing-drafts', 'POST', draft), 201)
	await answer(await ask(town, draftPath(key, '/answers'), 'PUT', { text: 'Posílám.' }), 200)
	await submit(town, key)
	const now = await status(town, filed)
	expect(now).toMatchObject({ state: 'open', clock: { phase: 'running', turn: 'office' } })
	// Suspended for four days of the thirty.
	expect(now.clock.decideBy).not.toBe(null)
	expect(JSON.stringify(now.clock.steps)).toContain('"suspension"')
	await take(clerk, filing, { step: 'suspended', how: 'Znalec.' })
	expect((await status(town, filed)).possible).toEqual(['reply'])
	expect(await codeOf(await step(clerk, filing, { step: 'corrected' }))).toEqual([409, 'filing-step-refused'])
})

test('an applicant who writes and writes leaves room for the steps of the office', () => {
	const filings = new Filings(town.deps, new Agendas(town.deps))
	const open = (steps: number, who: 'filer' | 'clerk') =>
		filings.open({ row: { state: 'correction', steps } } as LocatedFiling, who)
	expect(open(MAX_BEFORE_REPLY - 1, 'filer')).toEqual(['corrected', 'reply'])
	expect(open(MAX_BEFORE_REPLY, 'filer')).toEqual(['corrected'])
	expect(open(MAX_BEFORE_REPLY, 'clerk')).toEqual(open(0, 'clerk'))
	expect(MAX_BEFORE_REPLY).toBeLessThan(MAX_STEPS)
})

test('a suspension is with a call where one is open, and only there', async () => {
	const filed = await file(town)
	const { filing } = filed
	await take(clerk, filing, { step: 'confirmed', how: 'paper' })
	const suspended = { step: 'suspended', how: 'Znalec.' }
	expect(await codeOf(await step(clerk, filing, { ...suspended, code: 'correction' }))).toEqual([
		...[422, 'filing-step-malformed'],
	])
	await take(clerk, filing, { step: 'correction-requested', text: 'Doplňte.', days: 10 })
	expect(await take(clerk, filing, suspended)).toBe('suspended-correction')
	// The office goes on, but the time that the applicant was given runs, and with it what they may do.
	expect(await take(clerk, filing, { step: 'resumed' })).toBe('correction')
	expect(await status(town, filed)).toMatchObject({
		...{ possible: ['corrected', 'reply'], clock: { phase: 'correction', turn: 'applicant' } },
	})
})
