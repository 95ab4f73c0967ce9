/** Steps recorded by mistake: what rests on them, and that without them everything is as if they had not been taken. */
import { type Cid, cidOfDigest, parseCid } from '@letopis/format'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays, dayOf } from '../../../api/calendar/day.ts'
import { Receipts } from '../../../api/documents/receipts.ts'
import { FILER_NAME } from '../../../api/filings/filer.ts'
import {
	type FilingState,
	isCalled,
	RULES,
	STEPS,
	type Step,
	stateAfterStep,
} from '../../../api/filings/rules.ts'
import { isCounted } from '../../../api/filings/timeline.ts'
import { resting, standing, stateAfterAll, unvoidable, type Voidable } from '../../../api/filings/voiding.ts'
import { messageOf } from '../../../api/webhooks/payload.ts'
import { fc } from '../../support/properties.ts'
import type { Person } from '../../support/staff.ts'
import type { Town } from '../../support/town.ts'
import { codeOf, putIn, record, rowsTwice } from '../cases/case-office.ts'
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

const cid = (n: number): Cid => cidOfDigest('entry', new Uint8Array(32).fill(n % 251).with(0, n % 256))

/** `served:a` has a party, `corrected*` is of the applicant, `served!` is about the call. */
function course(text: string): Voidable[] {
	return text.split(' ').map((word, i) => {
		const [, name = '', party] = /^([a-z-]+)[*!]?(?::(\w+))?$/.exec(word) ?? []
		return {
			...{ step: name as Step, cid: cid(i), voidedBy: null, posting: null, party: party ?? null },
			code: word.includes('!') ? 'correction' : null,
			by: { name: word.includes('*') ? FILER_NAME : 'Úřednice' },
		}
	})
}

/** Whether a step that is taken in a state is about the call. */
function ofCall(step: Step, state: FilingState): boolean {
	return (step === 'suspended' && state === 'correction') || (step === 'served' && isCalled(state))
}

describe('what rests on a step', () => {
	const DECIDED = 'confirmed decided dispatched:a served:a'
	const cases: [comment: string, steps: string, of: number, later: string][] = [
		['the newest step has nothing on it', DECIDED, 3, ''],
		['service rests on the sending', DECIDED, 2, 'served'],
		['not on that of another party', 'confirmed decided dispatched:b dispatched:a served:a', 2, ''],
		['nor on one of two', 'confirmed decided dispatched:a dispatched:a served:a', 3, ''],
		['all rests on the decision', DECIDED, 1, 'served dispatched'],
		['and on the confirmation', DECIDED, 0, 'served dispatched decided'],
		[
			'finality rests on giving up the appeal',
			`${DECIDED} waived:a finality-confirmed`,
			4,
			'finality-confirmed',
		],
		['finality rests on service', `${DECIDED} finality-confirmed`, 3, 'finality-confirmed'],
		['and on what led there', `${DECIDED} finality-confirmed`, 2, 'finality-confirmed served'],
		[
			'finality of one party not on that of another',
			`${DECIDED} finality-confirmed:a finality-confirmed:b`,
			4,
			'',
		],
		['a message rests on nothing', `${DECIDED} message assigned`, 3, ''],
		['an appeal does not rest on service', `${DECIDED} appealed:a`, 3, ''],
		['the next decision does', `${DECIDED} appealed:a decided dispatched:a`, 3, 'dispatched decided'],
		['and on the appeal', `${DECIDED} appealed:a decided served:a`, 4, 'served decided'],
		[
			'service on the sending of the same decision',
			`${DECIDED} appealed:a decided dispatched:a served:a`,
			6,
			'served',
		],
		['taking down rests on posting', 'confirmed decided posted taken-down', 2, 'taken-down'],
		['resuming on the suspension', 'confirmed suspended resumed message', 1, 'resumed'],
		['the decision on resuming', 'confirmed suspended resumed decided', 2, 'decided'],
		['completing on the call', 'confirmed correction-requested served! corrected*', 1, 'corrected served'],
		[
			'and service of the call, where an earlier one is open again',
			'confirmed correction-requested corrected correction-requested served!',
			2,
			'served correction-requested',
		],
		['and the suspension with it', 'confirmed correction-requested suspended!', 1, 'suspended'],
		[
			'a suspension on what ended a call',
			'confirmed correction-requested corrected suspended',
			2,
			'suspended',
		],
		['not on the suspension with it', 'confirmed correction-requested suspended corrected*', 2, ''],
		['nor on service of the call', 'confirmed correction-requested served! corrected*', 2, ''],
		['a decision not on service of a call', 'confirmed correction-requested served! decided', 2, ''],
		['a decision not on an addition', 'confirmed extended decided', 1, ''],
		['what ended it has nothing on it', 'confirmed withdrawn pin-renewed', 1, ''],
	]
	for (const [comment, text, of, later] of cases)
		test(comment, () => {
			const steps = course(text)
			const on = steps[of] as Voidable
			expect(
				resting('awaiting', steps)
					.get(on)
					?.map((one) => one.step),
			).toEqual(later.split(' ').filter(Boolean))
		})

	test('what can be voided is what the law counts from, once, and of the office', () => {
		for (const name of STEPS) {
			const [one] = course(name) as [Voidable]
			expect(unvoidable(one) === null, name).toBe(isCounted(name))
			expect(unvoidable({ ...one, voidedBy: cid(9) })).not.toBe(null)
			expect(unvoidable({ ...one, by: { name: FILER_NAME } })).not.toBe(null)
		}
		const never = STEPS.filter((name) => !isCounted(name))
		expect(never).toEqual(['assigned', 'handed-over', 'message', 'reply', 'pin-renewed', 'voided'])
	})

	test('what was final stays so where nothing of it was taken away', () => {
		const left = course(`${DECIDED} finality-confirmed`)
		expect(stateAfterAll('awaiting', left, true)).toBe('final')
		expect(stateAfterAll('awaiting', left, false)).toBe('decided')
	})

	test('in whatever order, what is left is a course that the rules allow', () => {
		const voided = <S extends Voidable>(steps: readonly S[], one: S) =>
			steps.map((step) => (step === one ? { ...step, voidedBy: cid(1) } : step))
		fc.assert(
			fc.property(fc.array(fc.nat(1000), { maxLength: 14 }), fc.nat(13), (choices, at) => {
				const steps: Voidable[] = []
				let state: FilingState = 'awaiting'
				for (const [i, choice] of choices.entries()) {
					const open = STEPS.filter((name) => isCounted(name) && RULES[name].from.includes(state))
					const name = open[choice % Math.max(1, open.length)]
					if (name === undefined) break
					const [one] = course(`${name}${ofCall(name, state) ? '!' : ''}:${choice % 2 === 0 ? 'a' : 'b'}`)
					steps.push({ ...(one as Voidable), cid: cid(i) })
					state = stateAfterStep(state, name, choice % 3 === 0)
				}
				let left: Voidable[] = steps
				const on = steps[at % Math.max(1, steps.length)]
				if (on === undefined) return
				for (const one of [...(resting('awaiting', steps).get(on) ?? []), on]) {
					const same = left.find((step) => step.cid.equals(one.cid)) as Voidable
					expect(resting('awaiting', left).get(same)).toEqual([])
					left = voided(left, same)
				}
				let after: FilingState = 'awaiting'
				for (const { step, code } of standing(left)) {
					expect(RULES[step].from).toContain(after)
					expect(code === 'correction').toBe(ofCall(step, after))
					after = stateAfterStep(after, step, false)
				}
				expect(stateAfterAll('awaiting', left, false)).toBe(after)
			}),
			{ numRuns: 400 },
		)
	})
})

describe('voiding', () => {
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
	const ago = (days: number) => addDays(today(), -days)
	const later = async (days: number) => {
		town.time.offset += days * 86_400_000
		await clerk.signIn()
		await other.signIn()
	}
	interface Told {
		steps: { entry: string; step: string; voidedBy: string | null; voidable: boolean; resting: string[] }[]
		clock: {
			jointFinality: string | null
			phase: string
			turn: string
			finality: { earliest: string | null }[]
		}
		documents: { id: string; role: string }[]
		state: string
		deadline: string | null
	}
	const told = async (filing: string) => (await detail(clerk, filing)) as unknown as Told
	const entryOf = async (filing: string, name: string) =>
		(await told(filing)).steps.findLast((one) => one.step === name && one.voidedBy === null)?.entry ?? ''
	const mistaken = async (filing: string, name: string, text = 'Překlep ve dni.') =>
		step(clerk, filing, { step: 'voided', voids: await entryOf(filing, name), text })
	const voidIt = async (filing: string, name: string) =>
		(await answer<{ state: string }>(await mistaken(filing, name), 201)).state
	const week = async () => {
		const { weeks } = await clerk.json<{ weeks: { came: number; resolved: number }[] }>(
			'/api/v1/filings/counts',
		)
		return weeks.map(({ resolved }) => resolved)
	}
	const sameRows = async () => {
		const [grown, rebuilt] = await rowsTwice(town)
		expect(rebuilt).toEqual(grown)
	}
	const TO = { party: 'applicant', channel: 'in-person' }

	/** Decided and sent on the day it was confirmed. */
	async function sent(name: string) {
		const filed = await file(town, name)
		const { filing } = filed
		await take(clerk, filing, { step: 'confirmed', how: 'paper' })
		const document = await record(clerk)
		await putIn(clerk, (await status(town, filed)).case, document)
		await take(clerk, filing, { step: 'decided', document })
		await take(clerk, filing, { step: 'dispatched', ...TO })
		return { filed, filing, document }
	}

	test('a wrong day of service, found after finality was confirmed, goes newest first and is taken again', async () => {
		const { filed, filing } = await sent('Doručení')
		await later(3)
		await take(clerk, filing, { step: 'served', ...TO, day: ago(3) })
		const wrong = (await told(filing)).clock.jointFinality ?? ''
		await later(25)
		const weeks = await week()
		expect(await take(clerk, filing, { step: 'finality-confirmed', day: wrong })).toBe('final')
		const settled = await week()
		expect(settled.at(-1)).toBe((weeks.at(-1) ?? 0) + 1)
		const final = await entryOf(filing, 'finality-confirmed')
		const refused = await mistaken(filing, 'served')
		expect([refused.status, await refused.json()]).toMatchObject([
			409,
			{ code: 'filing-step-needed', first: [final] },
		])
		expect((await told(filing)).steps.find((one) => one.step === 'served')?.resting).toEqual([final])
		await later(9)
		expect(await voidIt(filing, 'finality-confirmed')).toBe('decided')
		// The week in which it had been counted loses it, not the one of the mending.
		expect((await week()).reduce((sum, one) => sum + one, 0)).toBe(weeks.reduce((sum, one) => sum + one, 0))
		expect((await told(filing)).clock).toMatchObject({ phase: 'final-unconfirmed', jointFinality: wrong })
		expect(await voidIt(filing, 'served')).toBe('decided')
		expect((await told(filing)).clock).toMatchObject({ phase: 'service', jointFinality: null })
		await take(clerk, filing, { step: 'served', ...TO, day: ago(36) })
		const right = (await told(filing)).clock.jointFinality ?? ''
		expect(right > wrong).toBe(true)
		expect(await take(clerk, filing, { step: 'finality-confirmed', day: right })).toBe('final')
		expect((await week()).at(-1)).toBe(1)
		await sameRows()
		// The applicant sees what was struck, by which step, and why.
		const seen = (await status(town, filed)) as unknown as Told & {
			steps: { voids: string | null; text: string }[]
		}
		const struck = seen.steps.filter(({ voidedBy }) => voidedBy !== null)
		expect(struck.map((one) => one.step)).toEqual(['served', 'finality-confirmed'])
		for (const { entry, voidedBy } of struck)
			expect(seen.steps.find((one) => one.entry === voidedBy)).toMatchObject({
				voids: entry,
				text: 'Překlep ve dni.',
			})
		expect(JSON.stringify(seen)).not.toContain('voidable')
	})

	test('a decision by mistake is the applicant’s to read no more', async () => {
		const { filed, filing, document } = await sent('Omyl')
		expect(await codeOf(await mistaken(filing, 'decided'))).toEqual([409, 'filing-step-needed'])
		await voidIt(filing, 'dispatched')
		expect(await voidIt(filing, 'decided')).toBe('open')
		const seen = await status(town, filed)
		expect([seen.state, seen.clock.phase, seen.clock.turn]).toEqual(['open', 'running', 'office'])
		expect(seen.documents.map(({ role }) => role)).not.toContain('decision')
		const body = { number: filed.number, pin: filed.pin, document }
		expect(await codeOf(await ask(town, '/api/v1/filing-status/document', 'POST', body))).toEqual([
			...[404, 'document-not-found'],
		])
		expect((await told(filing)).documents.find(({ id }) => id === document)?.role).toBe('other')
	})

	test('what ended a filing, by mistake, leads back to where it was', async () => {
		const { filing } = await file(town, 'Zpět')
		await take(clerk, filing, { step: 'confirmed', how: 'paper' })
		await take(clerk, filing, { step: 'correction-requested', text: 'Doplňte.', days: 10 })
		const { deadline } = await told(filing)
		const weeks = await week()
		expect(await take(clerk, filing, { step: 'withdrawn' })).toBe('withdrawn')
		expect(await voidIt(filing, 'withdrawn')).toBe('correction')
		expect(await told(filing)).toMatchObject({ deadline, clock: { turn: 'applicant' } })
		expect(await week()).toEqual(weeks)
		const listed = await clerk.json<{ filings: { id: string }[] }>(
			'/api/v1/filings?state=correction&limit=100',
		)
		expect(listed.filings.map(({ id }) => id)).toContain(filing)
		await sameRows()
	})

	test('what was sent or posted by mistake is neither served nor taken down', async () => {
		const { filing } = await sent('Omylem')
		await take(clerk, filing, { step: 'posted' })
		for (const [name, then] of [
			['dispatched', 'served'],
			['posted', 'taken-down'],
		] as const) {
			await voidIt(filing, name)
			expect(await codeOf(await step(clerk, filing, { step: then, ...TO }))).toEqual([
				...[422, 'filing-step-malformed'],
			])
		}
	})

	test('a notice that is named by mistake knows its filing no more', async () => {
		const { filing, document } = await sent('Deska')
		const { id: posting } = await clerk.post<{ id: string }>(
			'/api/v1/board',
			{ document, title: 'Rozhodnutí', category: 'public-notice', withdraw: true },
			201,
		)
		const filingOf = async () =>
			(await clerk.json<{ filing: string | null }>(`/api/v1/board/${posting}`)).filing
		await take(clerk, filing, { step: 'posted', posting })
		await take(clerk, filing, { step: 'posted', posting })
		expect(await filingOf()).toBe(filing)
		await voidIt(filing, 'posted')
		expect(await filingOf()).toBe(filing)
		await voidIt(filing, 'posted')
		expect(await filingOf()).toBe(null)
		expect((await told(filing)).clock.finality.map(({ earliest }) => earliest)).toEqual([null])
		await sameRows()
	})

	test('is refused for what is no step of the filing, is voided, or cannot be', async () => {
		const [one, two] = [await file(town, 'První'), await file(town, 'Druhý')]
		const { filing } = one
		for (const each of [one, two]) await take(clerk, each.filing, { step: 'confirmed', how: 'paper' })
		await take(clerk, filing, { step: 'message', text: 'Dobrý den' })
		const confirmed = await entryOf(filing, 'confirmed')
		const at = async (body: object, who = clerk) => {
			const { newest: seen } = await detail(clerk, filing)
			const response = await step(who, filing, { step: 'voided', text: 'Omyl.', ...body }, { seen })
			const { code, errors } = (await response.json()) as { code: string; errors?: { at: string }[] }
			return [response.status, errors?.map((error) => error.at).join() ?? code]
		}
		expect(await at({ voids: await entryOf(two.filing, 'confirmed') })).toEqual([422, 'voids'])
		expect(await at({ voids: filing })).toEqual([422, 'voids'])
		expect(await at({ voids: 'nic' })).toEqual([422, 'voids'])
		expect(await at({ voids: confirmed.replace(/.$/, (last) => (last === 'a' ? 'e' : 'a')) })).toEqual([
			422,
			'voids',
		])
		expect(await at({ voids: await entryOf(filing, 'message') })).toEqual([422, 'voids'])
		expect(await at({})).toEqual([422, 'voids'])
		expect(await at({ voids: confirmed, text: '' })).toEqual([422, 'text'])
		expect(await at({ step: 'extended', code: 'slozite', voids: confirmed })).toEqual([422, 'voids'])
		expect(await at({ voids: confirmed }, other)).toEqual([403, 'reason-needed'])
		// Nothing of what else is said sticks to it.
		const { entry } = await answer<{ entry: string }>(
			await step(clerk, filing, {
				step: 'voided',
				voids: confirmed,
				text: 'Omyl.',
				day: '1999-01-01',
				how: 'x',
			}),
			201,
		)
		const voiding = (await told(filing)).steps.find((one) => one.entry === entry)
		expect(voiding).toMatchObject({ day: null, how: null, voidable: false })
		expect(await at({ voids: confirmed })).toEqual([422, 'voids'])
		expect(await at({ voids: entry })).toEqual([422, 'voids'])
		expect(await take(clerk, filing, { step: 'confirmed', how: 'in-person' })).toBe('open')
	})

	test('of two hands one does it, and the same request twice does it once', async () => {
		const { filing } = await file(town, 'Dvě ruce')
		await take(clerk, filing, { step: 'confirmed', how: 'paper' })
		await take(clerk, filing, { step: 'extended', code: 'slozite', text: 'Znalec.' })
		const { newest: seen } = await detail(clerk, filing)
		const body = { step: 'voided', voids: await entryOf(filing, 'extended'), text: 'Jiné podání.' }
		const headers = { 'Letopis-Purpose': 'kontrola' }
		const both = await Promise.all([clerk, other].map((by) => step(by, filing, body, { seen, headers })))
		expect(both.map((one) => one.status).toSorted()).toEqual([201, 409])
		await take(clerk, filing, { step: 'extended', code: 'slozite', text: 'Znalec.' })
		const again = { ...body, voids: await entryOf(filing, 'extended') }
		const key = { 'Idempotency-Key': `omyl-${filing}` }
		const { newest } = await detail(clerk, filing)
		const send = async () =>
			answer<{ entry: string }>(await step(clerk, filing, again, { seen: newest, headers: key }), 201)
		const { entry } = await send()
		expect((await send()).entry).toBe(entry)
		// Whoever was told of the step by a webhook is told which one does not hold.
		const position = await town.deps.projection.chronicle.indexOf(parseCid(entry))
		if (position === undefined) throw new Error('the step is in the log')
		const machine = { name: 'spis', grant: null, scopes: new Set(['cases:read'] as const) }
		const receipts = new Receipts(town.deps)
		const told = await messageOf(town.deps, receipts, { position, type: 'filing.step' }, machine)
		expect(JSON.parse(told?.body ?? '').data).toMatchObject({ filing, step: 'voided', voids: again.voids })
	})

	test('what the applicant did stays, and holds what it answers', async () => {
		const filed = await file(town, 'Doplněno')
		const { filing, number, pin } = filed
		await take(clerk, filing, { step: 'confirmed', how: 'paper' })
		await take(clerk, filing, { step: 'correction-requested', text: 'Doplňte.', days: 10 })
		const draft = { number, pin, step: 'corrected' }
		const { key } = await answer<{ key: string }>(
			await ask(town, '/api/v1/filing-drafts', 'POST', draft),
			201,
		)
		await answer(await ask(town, draftPath(key, '/answers'), 'PUT', { text: 'Posílám.' }), 200)
		await submit(town, key)
		const own = await entryOf(filing, 'corrected')
		const refused = await mistaken(filing, 'correction-requested')
		expect(await refused.json()).toMatchObject({ code: 'filing-step-needed', first: [own] })
		expect(await codeOf(await mistaken(filing, 'corrected'))).toEqual([422, 'filing-step-malformed'])
	})
})
