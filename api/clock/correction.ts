/**
 * The applicant's own periods: confirming an unsigned filing (§ 37(4)) and removing defects (§ 45(2)).
 * @module
 */
import type { Day } from '../calendar/day.ts'
import type { ClockEvent } from './events.ts'
import { LAW } from './law.ts'
import { type ClockRules, rulesFor } from './rules.ts'
import { Trail } from './trail.ts'

export interface Correction {
	readonly requested: Day
	/** The day on which the call was served, null while that is not recorded. */
	readonly served: Day | null
	/** Last day for removing the defects. */
	readonly until: Day
	/** The day on which they were removed, also late. */
	readonly corrected: Day | null
	readonly trail: Trail
}

/** Period for the confirmation of what came on `received`. */
export function confirmationPeriod(rules: ClockRules, received: Day): Trail {
	const { days } = rulesFor(rules, received).confirmation
	return new Trail(received)
		.to(received, 'received', LAW.confirmation)
		.add(days, 'confirmation', LAW.confirmation, { count: days, unit: 'days' })
		.toWorkingDay()
}

/**
 * Every call to remove defects, in order. Its period counts from the day on which the call was served; until that is
 * recorded, from the day of the call, so that the day shown is the earliest on which it can end.
 */
export function corrections(rules: ClockRules, events: readonly ClockEvent[]): Correction[] {
	const calls = events.filter(({ kind }) => kind === 'correction-requested')
	return calls.map((call, i) => {
		const until = calls[i + 1]?.at
		const mine = ({ at }: ClockEvent) => at >= call.at && (until === undefined || at < until)
		const served = events.find(
			(event) => event.kind === 'served' && event.code === 'correction' && mine(event),
		)
		const corrected = events.find((event) => event.kind === 'corrected' && mine(event))
		const days = call.days ?? rulesFor(rules, served?.at ?? call.at).correction.days
		const trail = new Trail(call.at).to(call.at, 'correction-requested', LAW.correction)
		if (served === undefined) trail.add(0, 'service-not-recorded', LAW.served)
		else trail.to(served.at, 'call-served', LAW.served, channelOf(served))
		trail.add(days, 'correction', LAW.correction, { count: days, unit: 'days' }).toWorkingDay()
		return {
			requested: call.at,
			served: served?.at ?? null,
			until: trail.at,
			corrected: corrected?.at ?? null,
			trail,
		}
	})
}

function channelOf({ channel }: ClockEvent): { channel?: string } {
	return channel === undefined ? {} : { channel }
}
