/**
 * A filing with its steps as the clock is told of them. Pure.
 * @module
 */
import type { Cid } from '@letopis/format'
import { type Day, dayOf } from '../calendar/day.ts'
import type { Channel, ClockEvent, ClockEventKind } from '../clock/events.ts'
import type { StepFacts } from './records.ts'
import { CHANNELS, type FilingState, type Step } from './rules.ts'

/** Steps that the law counts from, and what they are to the clock. */
const EVENTS: Partial<Record<Step, ClockEventKind>> = {
	...{ confirmed: 'confirmed', lapsed: 'lapsed', withdrawn: 'withdrawn', settled: 'withdrawn' },
	...{ 'correction-requested': 'correction-requested', corrected: 'corrected' },
	...{ suspended: 'suspended', resumed: 'resumed', extended: 'extended', decided: 'decided' },
	...{ dispatched: 'dispatched', deposited: 'deposited', served: 'served' },
	...{ posted: 'posted', 'taken-down': 'taken-down', appealed: 'appealed', waived: 'waived' },
	'finality-confirmed': 'finality-confirmed',
}

export interface TimedStep extends Partial<StepFacts> {
	readonly step: Step
	/** ms since 1970, of the entry */
	readonly time: number
	/** the step by which it was voided: it counts for nothing */
	readonly voidedBy?: Cid | null
}

/** Whether the law counts from what a step says. */
export function isCounted(step: Step): boolean {
	return EVENTS[step] !== undefined
}

/** @param received ms since 1970 @param state in which the filing was recorded */
export function eventsOf(received: number, state: FilingState, steps: readonly TimedStep[]): ClockEvent[] {
	const first: ClockEvent = {
		...{ at: dayOf(received), kind: 'received' },
		...(state === 'awaiting' ? { code: 'unconfirmed' } : {}),
	}
	return [first, ...steps.flatMap((step) => eventOf(step) ?? [])]
}

function eventOf(timed: TimedStep): ClockEvent | null {
	const { step, time, day, party, code, days, channel, voidedBy } = timed
	const kind = EVENTS[step]
	if (kind === undefined || voidedBy != null) return null
	const by = CHANNELS.find((one): one is Channel => one === channel)
	return {
		...{ at: dayOfStep({ time, day: day ?? null }), kind },
		...(party == null ? {} : { party }),
		...(code == null ? {} : { code }),
		...(days == null ? {} : { days }),
		...(by === undefined ? {} : { channel: by }),
	}
}

/** The day that counts: the one that was said, or that of the entry. */
export function dayOfStep({ day, time }: { day: Day | null; time: number }): Day {
	return day ?? dayOf(time)
}
