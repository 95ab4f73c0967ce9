/**
 * Where a filing and the notice board say different things: the board also takes down by itself, and either of the two
 * records can be forgotten.
 * @module
 */
import { standing } from './step-forms.ts'
import type { FilingDetail } from './views.ts'

export interface BoardGap {
	/** unrecorded: it came down, and the filing does not say so; hangs: the filing says that it came down */
	readonly kind: 'unrecorded' | 'hangs'
	/** CID of the posting */
	readonly posting: string
	/** since when, YYYY-MM-DD */
	readonly day: string
}

/** @returns null where they agree, or nothing can be done about it now */
export function boardGap({
	possible,
	steps: all,
	postings,
}: Pick<FilingDetail, 'possible' | 'steps' | 'postings'>): BoardGap | null {
	const steps = standing(all)
	const last = steps.findLastIndex(({ step }) => step === 'posted')
	const posted = steps[last]
	if (posted === undefined) return null
	const down = steps.slice(last).find(({ step }) => step === 'taken-down')
	if (down === undefined) {
		const named = postings.find(({ id }) => id === posted.posting)
		if (named?.takenDown == null || !possible.includes('taken-down')) return null
		return { kind: 'unrecorded', posting: named.id, day: named.takenDown }
	}
	// What was posted after it came down is another matter.
	const hanging = postings.find(
		({ state, counted }) => state === 'posted' && (down.day === null || counted <= down.day),
	)
	return hanging === undefined ? null : { kind: 'hangs', posting: hanging.id, day: hanging.counted }
}
