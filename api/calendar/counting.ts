/**
 * Counting of periods by § 40 of the Administrative Procedure Code (500/2004 Sb.).
 *
 * The day of the event that starts a period is not counted (a). A period of weeks, months or years ends on the day that
 * has the name or number of that day, or on the last of a month that is too short (b). An end on a Saturday, Sunday or
 * holiday moves to the next working day (c). It is kept by whoever hands in, or gives to the post, on its last day (d).
 * @module
 */
import { addDays, addMonths, type Day } from './day.ts'
import { workingDayFrom } from './holidays.ts'

export interface Period {
	readonly count: number
	readonly unit: 'days' | 'weeks' | 'months' | 'years'
}

/** The last day by (a) and (b) alone, which may be a day of rest. */
export function namedEnd(from: Day, { count, unit }: Period): Day {
	switch (unit) {
		case 'days':
			return addDays(from, count)
		case 'weeks':
			return addDays(from, 7 * count)
		case 'months':
			return addMonths(from, count)
		case 'years':
			return addMonths(from, 12 * count)
	}
}

/** The last day of a period that an event on `from` starts: always a working day. */
export function periodEnd(from: Day, period: Period): Day {
	return workingDayFrom(namedEnd(from, period))
}
