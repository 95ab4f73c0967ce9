/** What clerks and applicants do with a filing: confirmation, correction, two departments at once, the way to finality. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays, dayOf } from '../../../api/calendar/day.ts'
import type { Person } from '../../support/staff.ts'
import type { Town } from '../../support/town.ts'
import { codeOf, record, why } from '../cases/case-office.ts'
import {
	answer,
	ask,
	attach,
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
let other: Person

beforeAll(async () => {
	office = await openFilingOffice()
	;({ town, clerk, other } = office)
})
afterAll(() => office?.[Symbol.asyncDispose]())

const today = () => dayOf(town.deps.clock.now())

describe('confirmation', () => {
	test('counts from the day the filing came', async () => {
		const filed = await file(town)
		const before = await status(town, filed)
		expect(before).toMatchObject({
			state: 'awaiting',
			clock: { phase: 'awaiting-confirmation', turn: 'applicant' },
		})
		expect(before.confirmBy).toBe(before.clock.deadline)
		expect(await take(clerk, filed.filing, { step: 'confirmed', how: 'paper' })).toBe('open')
		expect(await status(town, filed)).toMatchObject({
			state: 'open',
			confirmBy: null,
			clock: { phase: 'running', turn: 'office' },
		})
	})

	test('is refused for a way or a day that cannot be', async () => {
		const { filing } = await file(town)
		for (const body of [
			{ how: 'telefonem' },
			{ how: 'paper', day: addDays(today(), 1) },
			{ how: 'paper', day: '2026-02-30' },
			{ how: 'paper', day: addDays(today(), -1) },
			{},
		]) {
			expect(await codeOf(await step(clerk, filing, { step: 'confirmed', ...body }))).toEqual([
				422,
				'filing-step-malformed',
			])
		}
		expect(await codeOf(await step(clerk, filing, { step: 'lapsed' }))).toEqual([
			422,
			'filing-step-malformed',
		])
		expect(await codeOf(await step(clerk, filing, { step: 'decided' }))).toEqual([409, 'filing-step-refused'])
	})
})

describe('two at once', () => {
	test('the second learns what the first did', async () => {
		const { filing } = await file(town)
		const { newest } = await detail(clerk, filing)
		expect(await take(clerk, filing, { step: 'confirmed', how: 'in-person' })).toBe('open')
		const late = await step(clerk, filing, { step: 'message', text: 'Dobrý den' }, { seen: newest })
		expect(late.status).toBe(409)
		expect(await late.json()).toMatchObject({
			code: 'filing-moved',
			step: 'confirmed',
			department: 'stavebni',
		})
		const { newest: seen } = await detail(clerk, filing)
		const both = await Promise.all(
			[clerk, other].map((by) =>
				step(
					by,
					filing,
					{ step: 'handed-over', department: 'doprava', text: 'Patří vám.' },
					{ seen, headers: why },
				),
			),
		)
		expect(both.map((one) => one.status).toSorted()).toEqual([201, 409])
	})

	test('handing over moves filing, case and documents to the other department', async () => {
		const filed = await file(town)
		expect(await codeOf(await other.call(`/api/v1/filings/${filed.filing}`))).toEqual([403, 'reason-needed'])
		await take(clerk, filed.filing, { step: 'assigned', assignee: clerk.id })
		expect((await detail(clerk, filed.filing)).assignee).toMatchObject({ name: 'Úřednice' })
		await take(clerk, filed.filing, { step: 'handed-over', department: 'doprava', text: 'Patří vám.' })
		const seen = await detail(other, filed.filing)
		expect(seen).toMatchObject({ department: 'doprava', assignee: null })
		const [document] = seen.documents
		expect((await other.call(`/api/v1/documents/${document?.id}/look`)).status).toBe(200)
		expect(await codeOf(await clerk.call(`/api/v1/documents/${document?.id}/look`))).toEqual([
			403,
			'reason-needed',
		])
		const { case: case_ } = await status(town, filed)
		expect((await other.call(`/api/v1/cases/${case_}`)).status).toBe(200)
		const listed = await other.json<{ filings: { id: string }[] }>('/api/v1/filings')
		expect(listed.filings.map(({ id }) => id)).toContain(filed.filing)
		expect(
			await codeOf(await step(other, filed.filing, { step: 'handed-over', department: 'nikdo', text: 'x' })),
		).toEqual([...[422, 'filing-step-malformed']])
	})

	test('the same step under the same key is taken once', async () => {
		const { filing } = await file(town)
		const { newest } = await detail(clerk, filing)
		const headers = { 'Idempotency-Key': `zprava-${filing}` }
		const send = () => step(clerk, filing, { step: 'message', text: 'Dobrý den' }, { seen: newest, headers })
		const [one, two] = [
			await answer<{ entry: string }>(await send(), 201),
			await answer<{ entry: string }>(await send(), 201),
		]
		expect(two.entry).toBe(one.entry)
	})
})

test('the applicant corrects with words and a file, and sees each step and who read the filing', async () => {
	const filed = await file(town)
	const { number, pin } = filed
	const reply = { number, pin, step: 'corrected' }
	expect(await codeOf(await ask(town, '/api/v1/filing-drafts', 'POST', reply))).toEqual([
		409,
		'filing-step-refused',
	])
	await take(clerk, filed.filing, { step: 'confirmed', how: 'paper' })
	await take(clerk, filed.filing, {
		step: 'correction-requested',
		text: 'Doplňte snímek z katastru.',
		days: 10,
	})
	expect(await status(town, filed)).toMatchObject({
		state: 'correction',
		possible: ['corrected', 'reply'],
		clock: { turn: 'applicant' },
	})
	const { key } = await answer<{ key: string }>(await ask(town, '/api/v1/filing-drafts', 'POST', reply), 201)
	expect(await codeOf(await ask(town, draftPath(key, '/filing'), 'POST', {}))).toEqual([
		409,
		'filing-incomplete',
	])
	await answer(await ask(town, draftPath(key, '/answers'), 'PUT', { text: 'Posílám snímek.' }), 200)
	await attach(town, key, '', 'snímek', 'snímek.txt')
	await submit(town, key)
	const { size } = town.log
	await submit(town, key)
	expect(town.log.size).toBe(size)
	const now = await status(town, filed)
	expect(now).toMatchObject({ state: 'open', clock: { turn: 'office' } })
	expect(now.steps.map((one) => [one.step, one.own])).toEqual([
		...[
			['confirmed', false],
			['correction-requested', false],
			['corrected', true],
		],
	])
	expect(now.documents.map(({ role }) => role)).toEqual(['answers', 'attachment', 'reply'])
	// What a program of the office does is not the applicant's.
	const seen = (await (await town.fetch(`/api/v1/filings/${filed.filing}`)).json()) as { newest: string }
	const by = {
		method: 'POST',
		headers: { 'Content-Type': 'application/json', 'If-Match': `"${seen.newest}"` },
	}
	const sent = { ...by, body: JSON.stringify({ step: 'message', text: 'Strojově.' }) }
	expect((await town.fetch(`/api/v1/filings/${filed.filing}/steps`, sent)).status).toBe(201)
	expect((await status(town, filed)).steps.at(-1)).toMatchObject({ step: 'message', own: false })
	// Department and function, and no name.
	expect(now.reads).toContainEqual(
		expect.objectContaining({ action: 'filing', role: 'clerk', department: 'stavebni', own: false }),
	)
	expect(now.reads).toContainEqual(expect.objectContaining({ action: 'status', own: true }))
	expect(JSON.stringify(now)).not.toContain('Úřednice')
})

test('documents are given to number and PIN, and each reading is recorded', async () => {
	const [filed, foreign] = [await file(town), await file(town, 'Jiný')]
	const { documents } = await status(town, filed)
	const attachment = documents.find(({ role }) => role === 'attachment')
	const { size } = town.log
	const body = { number: filed.number, pin: filed.pin, document: attachment?.id }
	const got = await ask(town, '/api/v1/filing-status/document', 'POST', body)
	expect([got.status, await got.text()]).toEqual([200, 'plánek pro: Jana Nováková'])
	expect(await town.accesses(size)).toMatchObject([
		{ action: 'content', actor: 'filer:public', object: attachment?.id },
	])
	const theirs = { number: foreign.number, pin: foreign.pin, document: attachment?.id }
	expect(await codeOf(await ask(town, '/api/v1/filing-status/document', 'POST', theirs))).toEqual([
		404,
		'document-not-found',
	])
})

test('from the decision to finality: nothing is confirmed before the clock allows it', async () => {
	const filed = await file(town)
	const { filing } = filed
	await take(clerk, filing, { step: 'confirmed', how: 'paper' })
	const decision = await record(clerk)
	expect(await codeOf(await step(clerk, filing, { step: 'decided', document: decision }))).toEqual([
		422,
		'filing-step-malformed',
	])
	const { case: case_ } = await status(town, filed)
	expect((await clerk.call(`/api/v1/cases/${case_}/documents/${decision}`, { method: 'PUT' })).status).toBe(
		204,
	)
	expect(await take(clerk, filing, { step: 'decided', document: decision })).toBe('decided')
	const served = { party: 'applicant', channel: 'in-person' }
	expect(await codeOf(await step(clerk, filing, { step: 'served', ...served }))).toEqual([
		422,
		'filing-step-malformed',
	])
	await take(clerk, filing, { step: 'dispatched', ...served })
	await take(clerk, filing, { step: 'served', ...served })
	const early = { step: 'finality-confirmed', day: today() }
	expect(await codeOf(await step(clerk, filing, early))).toEqual([422, 'filing-step-malformed'])
	const { clock } = (await status(town, filed)) as unknown as { clock: { finality: { earliest: string }[] } }
	const earliest = clock.finality[0]?.earliest ?? ''
	expect(earliest > today()).toBe(true)
	town.time.offset += 25 * 86_400_000
	await clerk.signIn()
	expect(await take(clerk, filing, { step: 'finality-confirmed', day: earliest })).toBe('final')
	const { documents } = await status(town, filed)
	expect(documents.map(({ role }) => role)).toContain('decision')
})

describe('days that cannot be', () => {
	const ago = (days: number) => addDays(today(), -days)

	async function decided(name: string) {
		const filed = await file(town, name)
		town.time.offset += 4 * 86_400_000
		await clerk.signIn()
		await take(clerk, filed.filing, { step: 'confirmed', how: 'paper' })
		const document = await record(clerk)
		const { case: case_ } = await status(town, filed)
		await clerk.call(`/api/v1/cases/${case_}/documents/${document}`, { method: 'PUT' })
		return { filed, document }
	}
	const refused = async (filing: string, body: { step: string } & Record<string, unknown>) =>
		expect(await codeOf(await step(clerk, filing, body)), JSON.stringify(body)).toEqual([
			422,
			'filing-step-malformed',
		])

	test('before what they follow are refused, for the clock would pass them over', async () => {
		const { filed, document } = await decided('Dny')
		const { filing } = filed
		await take(clerk, filing, { step: 'suspended', how: 'znalec', day: ago(1) })
		await refused(filing, { step: 'resumed', day: ago(2) })
		await take(clerk, filing, { step: 'resumed' })
		await take(clerk, filing, { step: 'correction-requested', text: 'Doplňte.', days: 5 })
		await refused(filing, { step: 'corrected', day: ago(1) })
		await refused(filing, {
			...{ step: 'served', code: 'correction', party: 'a', channel: 'in-person', day: ago(1) },
		})
		await take(clerk, filing, { step: 'corrected' })
		await refused(filing, { step: 'decided', document, code: 'appellate' })
		await refused(filing, { step: 'decided', document, code: 'jinak' })
		await take(clerk, filing, { step: 'decided', document, day: ago(1) })
		const to = { party: 'applicant', channel: 'in-person' }
		for (const one of [{ step: 'dispatched', ...to }, { step: 'posted' }, { step: 'appealed' }]) {
			await refused(filing, { ...one, day: ago(2) })
		}
		await refused(filing, { step: 'waived', party: 'applicant', day: ago(2) })
		await take(clerk, filing, { step: 'posted' })
		await refused(filing, { step: 'taken-down', day: ago(1) })
	})

	test('of a decision before the appeal count for nothing: what follows it is sent, served and final anew', async () => {
		const { filed, document } = await decided('Odvolání')
		const { filing } = filed
		const to = { party: 'applicant', channel: 'in-person' }
		await take(clerk, filing, { step: 'decided', document })
		await take(clerk, filing, { step: 'dispatched', ...to })
		await take(clerk, filing, { step: 'served', ...to })
		expect(await take(clerk, filing, { step: 'appealed', party: 'applicant' })).toBe('appealed')
		await refused(filing, { step: 'decided', document, day: ago(1) })
		expect(await take(clerk, filing, { step: 'decided', document, code: 'appellate' })).toBe('decided')
		expect((await status(town, filed)).clock).toMatchObject({ phase: 'decided', turn: 'office' })
		// Sent once, but not this decision.
		await refused(filing, { step: 'served', ...to })
		await take(clerk, filing, { step: 'dispatched', ...to })
		await take(clerk, filing, { step: 'served', ...to })
		expect(await take(clerk, filing, { step: 'finality-confirmed', day: today() })).toBe('final')
	})
})

test('a filing that nobody confirmed lapses, and a new PIN ends the one before', async () => {
	const filed = await file(town)
	town.time.offset += 12 * 86_400_000
	await clerk.signIn()
	// What came on the last day may be recorded now, what came after it may not.
	expect(await codeOf(await step(clerk, filed.filing, { step: 'confirmed', how: 'paper' }))).toEqual([
		422,
		'filing-step-malformed',
	])
	expect(await take(clerk, filed.filing, { step: 'lapsed' })).toBe('lapsed')
	const pinPath = `/api/v1/filings/${filed.filing}/pin`
	expect(await codeOf(await clerk.call(pinPath, { method: 'POST' }))).toEqual([409, 'filing-step-refused'])
	await take(clerk, filed.filing, { step: 'pin-renewed', how: 'občanský průkaz' })
	const fresh = await clerk.json<{ number: string; pin: string }>(pinPath, { method: 'POST' })
	expect(fresh.pin).not.toBe(filed.pin)
	expect(await codeOf(await ask(town, '/api/v1/filing-status', 'POST', filed))).toEqual([400, 'bad-request'])
	const old = { number: filed.number, pin: filed.pin }
	expect(await codeOf(await ask(town, '/api/v1/filing-status', 'POST', old))).toEqual([404, 'filing-unknown'])
	// Nor does the address under which it was filed tell the new one.
	expect(await codeOf(await ask(town, draftPath(filed.key), 'GET'))).toEqual([404, 'draft-not-found'])
	expect((await status(town, fresh)).state).toBe('lapsed')
})

test('the inbox is ordered by deadline, filtered and counted', async () => {
	await other.signIn()
	await clerk.signIn()
	const before = await clerk.json<{ unresolved: number; overdue: number }>('/api/v1/filings/counts')
	const filings = [await file(town, 'A'), await file(town, 'B'), await file(town, 'C')].map(
		({ filing }) => filing,
	)
	const [first = '', second = ''] = filings
	await take(clerk, first, { step: 'confirmed', how: 'paper' })
	await take(clerk, second, { step: 'assigned', assignee: clerk.id })
	const list = async (query: string) =>
		await clerk.json<{ filings: { id: string; deadline: string | null }[]; next: string | null }>(
			`/api/v1/filings?${query}`,
		)
	const all = await list('limit=100')
	const days = all.filings.map(({ deadline }) => deadline ?? '9999')
	expect(days).toEqual(days.toSorted())
	expect((await list('assignee=me')).filings.map(({ id }) => id)).toContain(second)
	expect((await list('assignee=nobody')).filings.map(({ id }) => id)).not.toContain(second)
	expect((await list('state=open')).filings.map(({ id }) => id)).toContain(first)
	expect((await list('overdue=true')).filings.filter(({ id }) => filings.includes(id))).toEqual([])
	const pages: string[] = []
	for (let next: string | null = ''; next !== null; ) {
		const page: Awaited<ReturnType<typeof list>> = await list(
			`limit=2${next === '' ? '' : `&cursor=${next}`}`,
		)
		pages.push(...page.filings.map(({ id }) => id))
		next = page.next
	}
	expect(pages).toEqual(all.filings.map(({ id }) => id))
	const now = await clerk.json<{ unresolved: number; nearest: string }>('/api/v1/filings/counts')
	expect(now.unresolved).toBe(before.unresolved + 3)
	expect(now.nearest).toBe(all.filings[0]?.deadline)
	town.time.offset += 60 * 86_400_000
	await clerk.signIn()
	expect((await list('overdue=true&limit=100')).filings.map(({ id }) => id)).toEqual(
		expect.arrayContaining(filings),
	)
	expect((await clerk.json<{ overdue: number }>('/api/v1/filings/counts')).overdue).toBeGreaterThanOrEqual(3)
})

test('what was sent with a key is told for 30 days from then: a reply after the filing’s own are over, too', async () => {
	const filed = await file(town)
	const told = async (key: string) => {
		const response = await ask(town, draftPath(key), 'GET')
		const { kind, filed: done } = (await response.json()) as { kind?: string; filed?: { received: string } }
		return [response.status, kind, done?.received]
	}
	const [, , first] = await told(filed.key)
	expect(await told(filed.key)).toEqual([200, 'filing', first])
	town.time.offset += 25 * 86_400_000
	const { number, pin } = filed
	const begun = await ask(town, '/api/v1/filing-drafts', 'POST', { number, pin, step: 'reply' })
	const { key } = await answer<{ key: string }>(begun, 201)
	await answer(await ask(town, draftPath(key, '/answers'), 'PUT', { text: 'Spěchá to?' }), 200)
	await submit(town, key)
	const [, , second] = await told(key)
	expect(Date.parse(String(second)) - Date.parse(String(first))).toBeGreaterThanOrEqual(
		25 * 86_400_000 - 60_000,
	)
	town.time.offset += 10 * 86_400_000
	expect(await told(key)).toEqual([200, 'reply', second])
	expect((await told(filed.key))[0]).toBe(404)
})
