/**
 * How many days a notice hung, and what the law counts from them. Pure.
 *
 * - Publication (§ 39 of act 128/2000 and the like ask for at least 15 days): both the day of posting and the day of taking down
 *   count (Supreme Court 30 Cdo 2146/2010).
 * - Service by public notice (§ 25(2) of act 500/2004): on the 15th day after posting. The day of posting is not counted
 *   (§ 40(1)(a)); the day does not move to a working day, for no act is due on it. It has to hang on the board of the office
 *   and be published so that it can be read from afar, both until that day: the later of the two days of posting is counted from.
 * @module
 */
import { addDays, type Day, daysBetween, laterOf } from '../calendar/day.ts'

export const PUBLICATION_DAYS = 15
export const SERVICE_DAYS = 15

export interface Hanging {
	readonly from: Day
	/** day of taking down; null while it hangs */
	readonly takenDown: Day | null
	/** since when in the building; null if nobody says */
	readonly paper: Day | null
	/** when it was taken down there; null if nobody says */
	readonly paperTakenDown: Day | null
	readonly today: Day
}

export interface BoardDays {
	readonly publication: {
		/** first day that counts: that of posting */
		readonly first: Day
		/** last day that counts: that of taking down, or today */
		readonly last: Day
		/** both included; 0 before the first day */
		readonly count: number
		/** the day that makes 15 */
		readonly fifteenth: Day
		readonly reached: boolean
	}
	readonly service: {
		/** from which the 15 days count: the later day of posting */
		readonly counted: Day
		/** the 15th day after it */
		readonly day: Day
		/** due: the day has not come; held: it hung until then; cut-short: it was taken down before */
		readonly state: 'due' | 'held' | 'cut-short'
		/** whether anybody said that it hung in the building too: without that nothing is served */
		readonly paper: boolean
	}
}

export function countDays({ from, takenDown, paper, paperTakenDown, today }: Hanging): BoardDays {
	const last = laterOf(from, takenDown ?? today)
	const began = (takenDown ?? today) >= from
	const count = began ? daysBetween(from, last) + 1 : 0
	const counted = paper === null ? from : laterOf(from, paper)
	const day = addDays(counted, SERVICE_DAYS)
	const ends = [takenDown, paperTakenDown].filter((end): end is Day => end !== null).toSorted()
	const end = ends[0]
	const state = end !== undefined && end < day ? 'cut-short' : today >= day ? 'held' : 'due'
	return {
		publication: {
			first: from,
			last,
			count,
			fifteenth: addDays(from, PUBLICATION_DAYS - 1),
			reached: count >= PUBLICATION_DAYS,
		},
		service: { counted, day, state, paper: paper !== null },
	}
}
