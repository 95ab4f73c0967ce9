/** When a stamp is due, as a table; and the yearly count that outlives crashes. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { calendarYear, openQuota, yearStart } from '../../../ledger/anchor/quota.ts'
import { dueAt, retryDelay, type Situation } from '../../../ledger/anchor/schedule.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const NOW = Date.UTC(2026, 10, 22, 12)
const LEFT = Date.UTC(2026, 11, 31, 23) - NOW
const rhythm = { periodMs: 10 * MINUTE, heartbeatMs: HOUR }

describe('due', () => {
	const calm: Situation = { now: NOW, pending: false, lastTried: NOW, failures: 0, remaining: null }
	const cases: { name: string; with: Partial<Situation>; after: number; rhythm?: typeof rhythm }[] = [
		{ name: 'never asked: at once', with: { lastTried: null }, after: 0 },
		{ name: 'nothing new: the heartbeat', with: {}, after: HOUR },
		{ name: 'a new entry: the period', with: { pending: true }, after: 10 * MINUTE },
		{ name: 'a period that is over', with: { pending: true, lastTried: NOW - HOUR }, after: -50 * MINUTE },
		{
			name: 'a heartbeat shorter than the period',
			with: { pending: true },
			after: MINUTE,
			rhythm: { periodMs: HOUR, heartbeatMs: MINUTE },
		},
		{ name: 'after one failure: 5 s', with: { pending: true, failures: 1 }, after: 5 * SECOND },
		{ name: 'after three: 20 s', with: { failures: 3 }, after: 20 * SECOND },
		{ name: 'after many: 15 min', with: { failures: 99 }, after: 15 * MINUTE },
		{
			name: 'a quota that suffices changes nothing',
			with: { pending: true, remaining: 1e6 },
			after: 10 * MINUTE,
		},
		{
			name: 'a quota is spread over the rest of the year',
			with: { pending: true, remaining: 100 },
			after: LEFT / 100,
		},
		{ name: 'also over failures', with: { failures: 1, remaining: 100 }, after: LEFT / 100 },
		{
			name: 'the last stamp waits for the end of the year',
			with: { pending: true, remaining: 1 },
			after: LEFT,
		},
		{ name: 'no stamp left: the next year', with: { lastTried: null, remaining: 0 }, after: LEFT },
		{
			name: 'a clock set back forgets the future',
			with: { pending: true, lastTried: NOW + HOUR },
			after: 0,
		},
		{
			name: 'a clock that is corrected by a second does not',
			with: { pending: true, lastTried: NOW + 1000 },
			after: 10 * MINUTE + 1000,
		},
	]
	for (const { name, with: change, after, rhythm: own = rhythm } of cases) {
		test(name, () => expect(dueAt(own, { ...calm, ...change }) - NOW).toBe(after))
	}

	test('retries never come faster, and stay bounded', () => {
		const delays = Array.from({ length: 200 }, (_, i) => retryDelay(i + 1))
		expect(delays.toSorted((a, b) => a - b)).toEqual(delays)
		expect(Math.max(...delays)).toBe(15 * MINUTE)
	})
})

test('years are those of Prague', () => {
	expect(calendarYear(Date.UTC(2026, 11, 31, 22, 59, 59))).toBe(2026)
	expect(calendarYear(Date.UTC(2026, 11, 31, 23))).toBe(2027)
	expect(yearStart(2027)).toBe(Date.UTC(2026, 11, 31, 23))
})

describe('quota', () => {
	let dir = ''
	beforeEach(() => {
		dir = mkdtempSync(join(tmpdir(), 'letopis-quota-'))
	})
	afterEach(() => rmSync(dir, { recursive: true }))

	test('counts over restarts, remembers when it was last used, and refuses at the end', async () => {
		const before = await openQuota(dir, 2)
		expect(before.lastAsked).toBeNull()
		await before.take(NOW)
		const after = await openQuota(dir, 2)
		expect([after.used(NOW), after.remaining(NOW), after.lastAsked]).toEqual([1, 1, NOW])
		await after.take(NOW + 1)
		await expect(after.take(NOW + 2)).rejects.toMatchObject({ code: 'authority', reason: 'quota' })
		expect((await openQuota(dir, 2)).used(NOW), 'a refused stamp is not counted').toBe(2)
	})

	test('begins anew with the year, and keeps counts of two years apart', async () => {
		const quota = await openQuota(dir, 1)
		const newYear = yearStart(2027)
		await quota.take(newYear - 1)
		await quota.take(newYear)
		expect([quota.used(newYear - 1), quota.used(newYear), quota.remaining(newYear)]).toEqual([1, 1, 0])
	})

	test('without a limit counts all the same', async () => {
		const quota = await openQuota(dir, null)
		await quota.take(NOW)
		expect([quota.used(NOW), quota.remaining(NOW)]).toEqual([1, null])
	})

	test('what the log shows is the least that was used', async () => {
		const quota = await openQuota(dir, 10)
		quota.atLeast(7, NOW)
		quota.atLeast(3, NOW)
		expect(quota.used(NOW)).toBe(7)
	})

	for (const text of ['', '{', '[]', '{"years":{"2026":-1},"last":"x"}', '{"years":7}']) {
		test(`a file that says ${JSON.stringify(text)} counts as none`, async () => {
			writeFileSync(join(dir, 'quota.json'), text)
			const quota = await openQuota(dir, 5)
			expect([quota.used(NOW), quota.lastAsked]).toEqual([0, null])
		})
	}

	test('is counted before it resolves', async () => {
		const quota = await openQuota(dir, 5)
		await quota.take(NOW)
		expect(JSON.parse(readFileSync(join(dir, 'quota.json'), 'utf8'))).toEqual({
			last: NOW,
			years: { 2026: 1 },
		})
	})

	test('makes no sense below one', async () => {
		await expect(openQuota(dir, 0)).rejects.toThrow(RangeError)
	})
})
