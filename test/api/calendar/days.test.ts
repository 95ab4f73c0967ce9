/**
 * Legal days against test/vectors/days.json, which scripts/vectors-days.py counts without a line of this code, and
 * against what is known of single days.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Period, periodEnd } from '../../../api/calendar/counting.ts'
import {
	addDays,
	addMonths,
	type Day,
	dayNumbered,
	dayOf,
	daysBetween,
	FIRST_DAY,
	isDay,
	LAST_DAY,
	numberOf,
	startOf,
	weekday,
} from '../../../api/calendar/day.ts'
import { easterSunday, holidayOf, isWorkingDay, workingDayFrom } from '../../../api/calendar/holidays.ts'
import { fc } from '../../support/properties.ts'

const root = join(import.meta.dirname, '../../..')
const COMMITTED = readFileSync(join(root, 'test/vectors/days.json'), 'utf8')
const VECTORS = JSON.parse(COMMITTED) as {
	easter: [number, Day][]
	holidays: [number, ...string[]][]
	midnights: [Day, string][]
	ends: [Day, number, Period['unit'], Day][]
}

const absent = spawnSync('python3', ['--version']).status !== 0

describe('the second opinion', () => {
	test.skipIf(absent)('scripts/vectors-days.py writes the committed file (skipped without python3)', () => {
		const out = mkdtempSync(join(tmpdir(), 'letopis-days-'))
		try {
			const run = spawnSync('python3', [join(root, 'scripts/vectors-days.py'), out], { encoding: 'utf8' })
			expect(run.stderr).toBe('')
			expect(readFileSync(join(out, 'days.json'), 'utf8') === COMMITTED).toBe(true)
		} finally {
			rmSync(out, { recursive: true })
		}
	})

	test('Easter', () => {
		expect(VECTORS.easter).toHaveLength(100)
		for (const [year, sunday] of VECTORS.easter) expect(easterSunday(year)).toBe(sunday)
	})

	test('holidays of every year, and no other days', () => {
		for (const [year, ...days] of VECTORS.holidays) {
			const found: string[] = []
			for (let day = `${year}-01-01`; day <= `${year}-12-31`; day = addDays(day, 1)) {
				if (holidayOf(day) !== null) found.push(day.slice(5))
			}
			expect([year, ...found]).toEqual([year, ...days])
		}
	})

	test('midnights about the changes of clocks', () => {
		for (const [day, moment] of VECTORS.midnights) {
			expect(new Date(startOf(day)).toISOString()).toBe(moment.replace('Z', '.000Z'))
			expect(dayOf(startOf(day))).toBe(day)
			expect(dayOf(startOf(day) - 1)).toBe(addDays(day, -1))
		}
	})

	test('ends of periods', () => {
		expect(VECTORS.ends.length).toBeGreaterThan(1_000)
		for (const [from, count, unit, end] of VECTORS.ends) {
			expect([from, count, unit, periodEnd(from, { count, unit })]).toEqual([from, count, unit, end])
		}
	})
})

describe('moments', () => {
	test.each([
		['a second before summer time’s day', '2026-03-28T22:59:59Z', '2026-03-28'],
		['its midnight', '2026-03-28T23:00:00Z', '2026-03-29'],
		['the last millisecond of the day of 23 hours', '2026-03-29T21:59:59.999Z', '2026-03-29'],
		['the midnight after it', '2026-03-29T22:00:00Z', '2026-03-30'],
		['the last second before winter time’s day', '2026-10-24T21:59:59Z', '2026-10-24'],
		['its midnight', '2026-10-24T22:00:00Z', '2026-10-25'],
		['the last millisecond of the day of 25 hours', '2026-10-25T22:59:59.999Z', '2026-10-25'],
		['the midnight after it', '2026-10-25T23:00:00Z', '2026-10-26'],
		['the old year, in Prague already new', '2026-12-31T23:00:00Z', '2027-01-01'],
		['the last millisecond of the year', '2026-12-31T22:59:59.999Z', '2026-12-31'],
		['the leap day begins', '2028-02-28T23:00:00Z', '2028-02-29'],
		['the leap day ends', '2028-02-29T23:00:00Z', '2028-03-01'],
	])('%s', (_, moment, day) => {
		expect(dayOf(Date.parse(moment))).toBe(day)
	})
})

describe('single days', () => {
	test.each([
		['2026-12-24', 'christmas-eve'],
		['2027-03-26', 'good-friday'],
		['2015-04-03', null],
		['2016-03-25', 'good-friday'],
		['2027-03-28', null],
		['2027-03-29', 'easter-monday'],
		['2022-05-01', 'labour-day'],
		['2026-12-31', null],
	])('%s is %s', (day, holiday) => {
		expect(holidayOf(day)).toBe(holiday)
	})

	test('working days', () => {
		expect(isWorkingDay('2026-11-23')).toBe(true)
		expect(isWorkingDay('2026-11-22')).toBe(false)
		expect(isWorkingDay('2026-11-17')).toBe(false)
		expect(workingDayFrom('2026-11-23')).toBe('2026-11-23')
		expect(workingDayFrom('2026-12-24')).toBe('2026-12-28')
		expect(weekday('2026-11-22')).toBe(7)
		expect(weekday('2001-01-01')).toBe(1)
	})

	test.each([
		'2027-02-29',
		'2026-13-01',
		'2026-00-10',
		'2026-1-1',
		'',
		'2000-12-31',
		'3000-01-01',
		'2026-01-01 ',
		null,
		20260101,
	])('%s is no day', (value) => {
		expect(isDay(value)).toBe(false)
		if (typeof value === 'string') expect(() => numberOf(value)).toThrow(RangeError)
	})

	test('the ends of the calendar', () => {
		expect(isDay(FIRST_DAY) && isDay(LAST_DAY)).toBe(true)
		expect(() => addDays(LAST_DAY, 1)).toThrow(RangeError)
		expect(() => dayOf(Date.parse('1999-12-31T12:00:00Z'))).toThrow(RangeError)
	})
})

const days = fc.integer({ min: numberOf('2002-01-01'), max: numberOf('2199-12-31') }).map(dayNumbered)
const periods = fc.record({
	count: fc.integer({ min: 1, max: 400 }),
	unit: fc.constantFrom<Period['unit'][]>('days', 'weeks', 'months'),
})

describe('for any days and periods', () => {
	test('a period ends on a working day, not before its named end', () => {
		fc.assert(
			fc.property(days, periods, (from, period) => {
				const end = periodEnd(from, period)
				expect(isWorkingDay(end)).toBe(true)
				expect(end > from).toBe(true)
			}),
		)
	})

	test('what begins later or is longer does not end sooner', () => {
		fc.assert(
			fc.property(days, periods, fc.nat(400), (from, period, more) => {
				const end = periodEnd(from, period)
				expect(periodEnd(addDays(from, more), period) >= end).toBe(true)
				expect(periodEnd(from, { ...period, count: period.count + more }) >= end).toBe(true)
			}),
		)
	})

	test('numbers, sums and differences agree', () => {
		fc.assert(
			fc.property(days, fc.integer({ min: -300, max: 300 }), (from, count) => {
				const to = addDays(from, count)
				expect(daysBetween(from, to)).toBe(count)
				expect(weekday(to)).toBe(((((weekday(from) - 1 + count) % 7) + 7) % 7) + 1)
				expect(addMonths(from, 12).slice(0, 7)).toBe(`${Number(from.slice(0, 4)) + 1}${from.slice(4, 7)}`)
			}),
		)
	})
})
