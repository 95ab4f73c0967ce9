/**
 * Days of rest in the Czech Republic: act 245/2000 Sb., § 1 (state holidays), § 2 (other holidays), § 3 (both are days of
 * rest), as a table with the days from which a row holds. Which shops are open on them is no matter of legal days.
 * @module
 */
import { addDays, type Day, dayNumbered, numberOf, partsOf, weekday } from './day.ts'

/** Codes of the holidays; their names are words of the portal. */
export type Holiday =
	| 'new-year'
	| 'good-friday'
	| 'easter-monday'
	| 'labour-day'
	| 'victory-day'
	| 'cyril-and-methodius'
	| 'jan-hus'
	| 'statehood'
	| 'independence'
	| 'freedom-and-democracy'
	| 'christmas-eve'
	| 'christmas-day'
	| 'second-christmas-day'

interface Row {
	readonly holiday: Holiday
	/** `MM-DD`, or days after Easter Sunday. */
	readonly on: string | number
	/** First year; without it, as long as the calendar goes back. */
	readonly since?: number
}

const TABLE: readonly Row[] = [
	{ holiday: 'new-year', on: '01-01' },
	// Act 359/2015 Sb., for the first time in 2016.
	{ holiday: 'good-friday', on: -2, since: 2016 },
	{ holiday: 'easter-monday', on: 1 },
	{ holiday: 'labour-day', on: '05-01' },
	{ holiday: 'victory-day', on: '05-08' },
	{ holiday: 'cyril-and-methodius', on: '07-05' },
	{ holiday: 'jan-hus', on: '07-06' },
	{ holiday: 'statehood', on: '09-28' },
	{ holiday: 'independence', on: '10-28' },
	{ holiday: 'freedom-and-democracy', on: '11-17' },
	{ holiday: 'christmas-eve', on: '12-24' },
	{ holiday: 'christmas-day', on: '12-25' },
	{ holiday: 'second-christmas-day', on: '12-26' },
]

/** The holiday that a day is, or null. */
export function holidayOf(day: Day): Holiday | null {
	const [year] = partsOf(day)
	const fromEaster = numberOf(day) - numberOf(easterSunday(year))
	const monthDay = day.slice(5)
	const row = TABLE.find(
		({ on, since = 0 }) => year >= since && (typeof on === 'number' ? on === fromEaster : on === monthDay),
	)
	return row?.holiday ?? null
}

/** Neither Saturday, nor Sunday, nor a holiday. */
export function isWorkingDay(day: Day): boolean {
	return weekday(day) <= 5 && holidayOf(day) === null
}

/** The day itself if it is a working day, otherwise the next one. */
export function workingDayFrom(day: Day): Day {
	let at = day
	// The longest row of days of rest, 24 December to 1 January's neighbours, is shorter than a week.
	while (!isWorkingDay(at)) at = addDays(at, 1)
	return at
}

/** Easter Sunday of the Gregorian calendar, by the method of Meeus, Jones and Butcher. */
export function easterSunday(year: number): Day {
	const golden = year % 19
	const century = Math.floor(year / 100)
	const ofCentury = year % 100
	const moonShift = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3)
	const epact = (19 * golden + century - Math.floor(century / 4) - moonShift + 15) % 30
	const sunday = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7
	const late = Math.floor((golden + 11 * epact + 22 * sunday) / 451)
	const days = epact + sunday - 7 * late + 114
	const first = Date.UTC(year, Math.floor(days / 31) - 1, 1) / 86_400_000
	return dayNumbered(first + (days % 31))
}
