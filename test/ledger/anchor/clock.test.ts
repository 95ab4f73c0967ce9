/**
 * The system clock jumping back and forward, between entries, over restarts and against the stamps: public times never
 * decrease, a clock that cannot be right stops appends with a code and a reason, and once it is right again they go on.
 */
import { join } from 'node:path'
import { decodeEntry } from '@letopis/format'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Anchorer } from '../../../ledger/anchor/anchorer.ts'
import {
	type AnchoredLog,
	createAnchoredLog,
	START,
	type TestClock,
	testClock,
} from '../../support/anchored-log.ts'
import { removeAuthorities, type ScriptedAuthority, scriptedAuthority } from '../../support/test-authority.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const rhythm = { periodMs: 10 * MINUTE, heartbeatMs: HOUR }

/** What passes: all clocks go on, the system's may be set besides. */
let at: AnchoredLog
let system: TestClock & { monotonic?(): number }
let truth: TestClock
let authority: ScriptedAuthority
let anchorer: Anchorer
const opened: Anchorer[] = []

beforeEach(async () => {
	system = testClock()
	truth = testClock()
	at = await createAnchoredLog(system)
	authority = await scriptedAuthority('first', truth)
	anchorer = await open()
})
afterEach(async () => {
	for (const one of opened.splice(0)) await one.stop()
	await at.remove()
})
afterAll(removeAuthorities)

async function open(): Promise<Anchorer> {
	const { log, vault, clock, dir } = at
	const made = await Anchorer.open({
		log,
		vault,
		clock,
		authorities: [{ authority, ...rhythm }],
		dir: join(dir, 'anchors'),
	})
	opened.push(made)
	return made
}

async function restart(): Promise<void> {
	for (const one of opened.splice(0)) await one.stop()
	at = await at.reopen()
	anchorer = await open()
}

function pass(ms: number): void {
	system.advance(ms)
	truth.advance(ms)
}

/** Minutes of all entries. */
async function publicTimes(): Promise<number[]> {
	const times: number[] = []
	for await (const { entry } of at.log.entries(0, at.log.size)) times.push(decodeEntry(entry).time)
	return times
}

async function expectOrder(): Promise<void> {
	const times = await publicTimes()
	expect(times).toEqual(times.toSorted((a, b) => a - b))
}

/** Whether an append is taken; readiness asks the log, and must say the same. */
async function takes(): Promise<boolean> {
	const fault = at.log.clockFault
	const outcome = await at.entry().then(
		() => true,
		(error: { code: string; message: string; remedy?: string }) => {
			expect(error).toMatchObject({ code: 'clock', message: fault, remedy: expect.stringContaining('clock') })
			return false
		},
	)
	expect(fault === null).toBe(outcome)
	return outcome
}

describe('between two entries', () => {
	const table: [name: string, jump: number, taken: boolean][] = [
		['stands still', 0, true],
		['goes back within the tolerance', -10 * SECOND, true],
		['goes back a little more', -10 * SECOND - 1, false],
		['goes back an hour', -HOUR, false],
		['goes back to 1970', -START, false],
		['goes forward an hour, with nobody to ask', HOUR, true],
	]
	test.each(table)('%s', async (_, jump, taken) => {
		pass(MINUTE)
		expect(await takes()).toBe(true)
		system.advance(jump)
		expect(await takes()).toBe(taken)
		system.set(truth.now())
		if (jump <= 0) {
			expect(await takes(), 'right again').toBe(true)
			expect(at.log.clockFault).toBeNull()
		}
		await expectOrder()
	})

	test('and over a restart: what was recorded is not forgotten', async () => {
		pass(HOUR)
		expect(await takes()).toBe(true)
		system.advance(-30 * MINUTE)
		await restart()
		expect(await takes()).toBe(false)
		await expect(at.log.publish(), 'heads are still signed').resolves.toBeDefined()
		system.set(truth.now())
		expect(await takes()).toBe(true)
		await expectOrder()
	})
})

describe('against the stamps', () => {
	const table: [name: string, jump: number, fault: RegExp][] = [
		['an hour ahead', HOUR, /3599 s ahead of the stamp/],
		['an hour behind', -HOUR, /3599 s behind the stamp/],
		['a day ahead', DAY, /86399 s ahead of the stamp/],
		['ten years behind', -3650 * DAY, /behind the stamp/],
		['just beyond the tolerance ahead', MINUTE + 2 * SECOND, /61 s ahead of the stamp/],
	]
	for (const restarted of [false, true]) {
		test.each(table)(
			`%s${restarted ? ', with restarts' : ''}: stops, and goes on by itself once right`,
			async (_, jump, fault) => {
				await anchorer.anchorNow()
				pass(rhythm.periodMs)
				await at.entry()
				await at.log.publish()
				system.advance(jump)
				// Before any entry of that time: the next stamp finds it out.
				await anchorer.anchorNow().catch((error: { code: string }) => expect(error.code).toBe('clock'))
				expect(at.log.clockFault).toMatch(fault)
				if (restarted) await restart()
				expect(at.log.clockFault, 'a restart makes no clock right').toMatch(fault)
				expect(await takes()).toBe(false)
				expect(anchorer.status()[0]?.lastError === null).toBe(restarted)

				// Set right, without anybody asking for a stamp; the last attempt was perhaps in the future.
				system.set(truth.now())
				if (restarted) await restart()
				expect(await takes(), 'nobody has agreed yet').toBe(false)
				for (let waited = 0; waited < 15 && at.log.clockFault !== null; waited++) {
					pass(MINUTE)
					await anchorer.anchorDue()
				}
				expect(at.log.clockFault).toBeNull()
				expect(await takes()).toBe(true)
				await restart()
				expect(await takes(), 'and stays right').toBe(true)
				await expectOrder()
			},
		)
	}
})

describe('ahead, with a clock beside it that nobody sets', () => {
	let steady: TestClock
	beforeEach(async () => {
		steady = testClock(0)
		system.monotonic = () => steady.now()
		await restart()
		await anchorer.anchorNow()
	})
	const goOn = (ms: number) => {
		pass(ms)
		steady.advance(ms)
	}

	const table: [name: string, step: number, taken: boolean][] = [
		['no step', 0, true],
		['a correction', 30 * SECOND, true],
		['a step', MINUTE + 1, false],
		['a day', DAY, false],
	]
	test.each(table)('%s', async (_, step, taken) => {
		goOn(MINUTE)
		expect(await takes()).toBe(true)
		system.advance(step)
		expect(await takes()).toBe(taken)
		if (!taken) {
			// Set right, no entry has a time of the future, and nothing is in the way.
			system.set(truth.now())
			expect(await takes()).toBe(true)
		}
		await expectOrder()
	})

	test('a machine that stood still for a night is asked about at once, and believed', async () => {
		goOn(MINUTE)
		await at.entry()
		// The other clock stands still too.
		pass(8 * HOUR)
		expect(await takes()).toBe(false)
		await anchorer.anchorDue()
		expect(await takes()).toBe(true)
		goOn(HOUR)
		expect(await takes()).toBe(true)
		await expectOrder()
	})

	test('and stays disbelieved while the stamps differ', async () => {
		goOn(MINUTE)
		system.advance(DAY)
		expect(await takes()).toBe(false)
		await anchorer.anchorDue()
		expect(at.log.clockFault).toMatch(/86399 s ahead of the stamp/)
		expect(await takes()).toBe(false)
	})
})
