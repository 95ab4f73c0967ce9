/**
 * Whether what a step says can be so: days that lie between the filing and today and not before what the step follows,
 * additions that the agenda's rules know, service of what was dispatched, finality not before the clock allows it. Pure.
 * @module
 */
import type { Agenda } from '../agendas/agenda.ts'
import { type Day, dayOf, isDay } from '../calendar/day.ts'
import type { ClockState } from '../clock/events.ts'
import { APPEAL_REFUSED } from '../clock/finality.ts'
import { rulesFor } from '../clock/rules.ts'
import { Problem } from '../http/problems.ts'
import type { StepFacts } from './records.ts'
import type { FilingRow } from './rows.ts'
import { CHANNELS, CONFIRMED_BY, isCalled, type Step } from './rules.ts'
import { dayOfStep, type TimedStep } from './timeline.ts'

export interface CheckedStep {
	readonly step: Step
	readonly facts: StepFacts
	readonly found: {
		/** ms since 1970 */
		readonly received: number
		readonly agenda: Agenda | null
		readonly row: Pick<FilingRow, 'state'>
	}
	/** those that stand */
	readonly steps: readonly TimedStep[]
	/** what the clock says before it */
	readonly before: ClockState | null
	readonly today: Day
}

const MAX_DAYS = 3650
/** What a decision may be besides one of the first instance with instruction: § 83(2), § 91(1), § 92(1). */
const DECIDED_AS = ['without-instruction', 'appellate', APPEAL_REFUSED]
/** What only the appellate body decides: § 90, § 92(1). */
const OF_APPEAL = ['appellate', APPEAL_REFUSED]
/** The step that each follows: with a day before that one, the clock would pass it over. */
const FOLLOWS: Partial<Record<Step, Step>> = {
	...{ corrected: 'correction-requested', resumed: 'suspended', decided: 'appealed' },
	...{ dispatched: 'decided', posted: 'decided', appealed: 'decided', waived: 'decided' },
	'taken-down': 'posted',
}

/** @throws Problem 'filing-step-malformed' */
export function checkFacts({ step, facts, found, steps, before, today }: CheckedStep): void {
	const received = dayOf(found.received)
	const { day, days, channel, party, code, how } = facts
	if (day !== null && !isDay(day)) throw malformed('day', 'is no day of the calendar')
	if (day !== null && (day < received || day > today)) {
		throw malformed('day', `is not between ${received} and ${today}`)
	}
	if (days !== null && (days < 1 || days > MAX_DAYS))
		throw malformed('days', `is not between 1 and ${MAX_DAYS}`)
	if (channel !== null && !CHANNELS.some((one) => one === channel))
		throw malformed('channel', 'is none that is known')
	const at = day ?? today
	const follows = FOLLOWS[step]
	if (follows !== undefined) demandAfter(at, steps, follows)
	if (step === 'corrected' && found.row.state === 'suspended-correction') demandAfter(at, steps, 'suspended')
	switch (step) {
		case 'confirmed':
			if (!CONFIRMED_BY.some((one) => one === how)) throw malformed('how', 'is none that is known')
			if (before?.deadline != null && at > before.deadline) {
				throw malformed('day', `is after ${before.deadline}, the last day for it`)
			}
			return
		case 'lapsed':
			if (before?.overdue !== true)
				throw malformed('day', `is not after ${before?.deadline ?? 'the last day for it'}`)
			return
		case 'extended': {
			const known = found.agenda === null ? [] : rulesFor(found.agenda.clock, received).additions
			const addition = known.find((one) => one.code === code)
			if (addition === undefined) throw malformed('code', 'is no addition that the rules of the agenda know')
			if (addition.days === undefined && days === null)
				throw malformed('days', 'is needed: the law says no number')
			if (addition.days !== undefined && days !== null && days > addition.days) {
				throw malformed('days', `is more than the ${addition.days} of the law`)
			}
			return
		}
		case 'deposited':
		case 'served': {
			const ofCall = isCalled(found.row.state)
			if ((code === 'correction') !== ofCall) throw malformed('code', 'does not say what was served')
			if (ofCall) {
				demandAfter(at, steps, 'correction-requested')
				return
			}
			// Of this decision: what was sent before an appeal was another one.
			const since = steps.slice(steps.findLastIndex((one) => one.step === 'decided') + 1)
			const sent = since.findLast((one) => one.step === 'dispatched' && one.party === party)
			if (sent === undefined) throw malformed('party', 'was not sent anything')
			if (at < dayOfStep({ day: sent.day ?? null, time: sent.time }))
				throw malformed('day', 'is before it was sent')
			return
		}
		case 'decided':
			if (code !== null && !DECIDED_AS.includes(code)) throw malformed('code', 'is none that is known')
			if (code !== null && OF_APPEAL.includes(code) && found.row.state !== 'appealed')
				throw malformed('code', 'is of a decision about an appeal')
			return
		case 'taken-down':
			if (!steps.some((one) => one.step === 'posted')) throw malformed('step', 'is of what was not posted')
			return
		case 'finality-confirmed': {
			const of = (before?.finality ?? []).filter((one) => party === null || one.party === party)
			if (of.length === 0) throw malformed('party', 'was not served anything')
			const open = of.find(({ earliest }) => earliest === null || earliest > at)
			if (open !== undefined) {
				throw malformed(
					'day',
					`is before the decision can be final: ${open.earliest ?? 'nothing was served yet'}`,
				)
			}
			return
		}
		default:
	}
}

function demandAfter(at: Day, steps: readonly TimedStep[], follows: Step): void {
	const before = steps.findLast(({ step }) => step === follows)
	if (before === undefined) return
	const first = dayOfStep({ day: before.day ?? null, time: before.time })
	if (at < first) throw malformed('day', `is before ${first}, the day of ${follows}`)
}

/** @param at the member that is wrong */
export function malformed(at: string, message: string): Problem {
	const extra = { errors: [{ at, message }] }
	return new Problem('filing-step-malformed', `${at} ${message}.`, { extra })
}
