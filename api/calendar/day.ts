/**
 * Legal days: calendar days of Europe/Prague, the ones in which Czech law counts. A day is a text, so that it can lie in
 * an entry, a row and a page as it is, and texts of days sort as the days do.
 *
 * Pure but for the time zone data of the runtime (`Intl`), which knows when clocks change.
 * @module
 */

/** `YYYY-MM-DD`, 2001-01-01 to 2999-12-31. */
export type Day = string

/** Before it other acts than those of `holidays.ts` applied; no period of today reaches back so far. */
export const FIRST_DAY: Day = '2001-01-01'
/** Far enough that no sum of periods reaches it. */
export const LAST_DAY: Day = '2999-12-31'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const SHAPE = /^\d{4}-\d\d-\d\d$/
const PRAGUE = new Intl.DateTimeFormat('en-CA', {
	timeZone: 'Europe/Prague',
	year: 'numeric',
	month: '2-digit',
	day: '2-digit',
})

/** Whether a value is a day of the calendar: 2027-02-29 is none. */
export function isDay(value: unknown): value is Day {
	if (typeof value !== 'string' || !SHAPE.test(value)) return false
	const ms = Date.parse(`${value}T00:00:00Z`)
	return !Number.isNaN(ms) && textOf(ms) === value && value >= FIRST_DAY && value <= LAST_DAY
}

/** @throws RangeError for what is not a day: a bug in the caller */
export function expectDay(value: Day, what = 'a day'): Day {
	if (isDay(value)) return value
	throw new RangeError(
		`${what}: expected YYYY-MM-DD from ${FIRST_DAY} to ${LAST_DAY}, got ${JSON.stringify(value)}`,
	)
}

/**
 * The day in Prague at a moment.
 * @param ms milliseconds since 1970 in UTC
 */
export function dayOf(ms: number): Day {
	return expectDay(PRAGUE.format(ms), 'the day of a moment')
}

/** The moment at which a day begins in Prague, in milliseconds since 1970 in UTC. */
export function startOf(day: Day): number {
	const midnight = numberOf(day) * DAY_MS
	// Prague is one or two hours before UTC, and clocks change at two or three in the morning: midnight is always one moment.
	for (const hours of [2, 1]) {
		const ms = midnight - hours * HOUR_MS
		if (PRAGUE.format(ms) === day && PRAGUE.format(ms - 1) !== day) return ms
	}
	throw new RangeError(`${day} has no midnight that the time zone data know`)
}

/** Days since 1970-01-01: what a row sorts by and the difference of two days. */
export function numberOf(day: Day): number {
	return Date.parse(`${expectDay(day)}T00:00:00Z`) / DAY_MS
}

/** The day with a number of `numberOf`. */
export function dayNumbered(number: number): Day {
	return expectDay(textOf(number * DAY_MS), 'a numbered day')
}

/** @param days may be negative */
export function addDays(day: Day, days: number): Day {
	return dayNumbered(numberOf(day) + days)
}

/** The same day of a later month, or the last one of a month that is too short: 31 January and a month is 28 February. */
export function addMonths(day: Day, months: number): Day {
	const [year, month, date] = partsOf(day)
	const first = Date.UTC(year, month - 1 + months, 1)
	const target = new Date(first)
	const last = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate()
	return expectDay(textOf(first + (Math.min(date, last) - 1) * DAY_MS), 'a day of a later month')
}

/** Days from one to the other: 1 from today to tomorrow. */
export function daysBetween(from: Day, to: Day): number {
	return numberOf(to) - numberOf(from)
}

/** 1 is Monday, 7 Sunday. */
export function weekday(day: Day): number {
	return ((numberOf(day) + 3) % 7) + 1
}

/** Year, month 1..12, day of the month. */
export function partsOf(day: Day): [year: number, month: number, date: number] {
	expectDay(day)
	return [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8))]
}

export function laterOf(a: Day, b: Day): Day {
	return a >= b ? a : b
}

function textOf(ms: number): string {
	return new Date(ms).toISOString().slice(0, 10)
}
