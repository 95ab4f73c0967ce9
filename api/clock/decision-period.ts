/**
 * The period for the decision: § 71(3), with additions, and with suspensions of §§ 64 and 65.
 *
 * During a suspension the period does not run: from the day on which its reason arose to the day on which the suspension
 * ended, both included. It ends no sooner than 15 days after the suspension (§ 65(1)). What is recorded only after the
 * period has ended cannot bring it back.
 * @module
 */
import { namedEnd } from '../calendar/counting.ts'
import { addDays, type Day, daysBetween, laterOf } from '../calendar/day.ts'
import { workingDayFrom } from '../calendar/holidays.ts'
import type { Correction } from './correction.ts'
import type { ClockEvent } from './events.ts'
import { LAW } from './law.ts'
import { type ClockRuleSet, type ClockRules, rulesFor } from './rules.ts'
import { Trail } from './trail.ts'

/** § 65(1). */
const DAYS_AFTER_SUSPENSION = 15

export interface Suspension {
	readonly since: Day
	/** Last day on which it holds; null where only an act of the office ends it. */
	readonly until: Day | null
	readonly forCorrection: boolean
}

export interface DecisionPeriod {
	/** Last day for issuing the decision; null while suspended. */
	readonly decideBy: Day | null
	readonly trail: Trail
	/** The suspension that holds today. */
	readonly suspended: Suspension | null
}

/**
 * @param start the day on which the proceeding began (§ 44)
 * @param events in order, none after `today`, none after the decision was issued
 */
export function decisionPeriod(
	rules: ClockRules,
	start: Day,
	events: readonly ClockEvent[],
	corrections: readonly Correction[],
	today: Day,
): DecisionPeriod {
	const run = new Run(rulesFor(rules, start), start, corrections)
	for (const event of events) run.take(event)
	return run.end(today)
}

class Run {
	readonly #rules: ClockRuleSet
	readonly #corrections: readonly Correction[]
	readonly #trail: Trail
	readonly #added = new Map<string, number>()
	/** First day that can be one on which the period does not run. */
	#free: Day
	#open: Suspension | null = null

	constructor(rules: ClockRuleSet, start: Day, corrections: readonly Correction[]) {
		const { basic } = rules
		this.#rules = rules
		this.#corrections = corrections
		this.#free = addDays(start, 1)
		this.#trail = new Trail(start)
			.to(start, 'start', LAW.received)
			.to(namedEnd(start, basic), 'period', basic.law ?? LAW.decision, {
				count: basic.count,
				unit: basic.unit,
			})
	}

	take(event: ClockEvent) {
		this.#closeBefore(event.at)
		if (event.kind === 'extended') this.#extend(event)
		else if (event.kind === 'suspended') this.#suspend(event)
		else if (event.kind === 'resumed') this.#resume(event.at, LAW.suspension)
		else if (event.kind === 'corrected' && this.#open?.forCorrection)
			this.#resume(event.at, LAW.resumedByItself)
	}

	end(today: Day): DecisionPeriod {
		this.#closeBefore(today)
		if (this.#open !== null) {
			const { since } = this.#open
			this.#trail.add(0, 'suspended-now', LAW.suspension, { since })
			return { decideBy: null, trail: this.#trail, suspended: this.#open }
		}
		this.#trail.toWorkingDay()
		return { decideBy: this.#trail.at, trail: this.#trail, suspended: null }
	}

	/** A suspension for a set time ends by itself (§ 65(2)), whether or not somebody records it. */
	#closeBefore(day: Day) {
		const until = this.#open?.until ?? null
		if (until !== null && until < day) this.#resume(until, LAW.resumedByItself)
	}

	#extend({ at, code = '', days = 0 }: ClockEvent) {
		const addition = this.#rules.additions.find((one) => one.code === code)
		if (addition === undefined) {
			this.#trail.add(0, 'addition-unknown', LAW.decision, { reason: code })
			return
		}
		if (this.#isOver(at)) {
			this.#trail.add(0, 'addition-late', addition.law, { reason: code, at })
			return
		}
		const before = this.#added.get(code) ?? 0
		const counted = Math.max(0, Math.min(days, (addition.days ?? Number.MAX_SAFE_INTEGER) - before))
		this.#added.set(code, before + counted)
		const values = { reason: code, at, asked: days }
		this.#trail.add(counted, counted < days ? 'addition-at-most' : 'addition', addition.law, values)
	}

	#suspend({ at, code, days }: ClockEvent) {
		if (this.#open !== null) return
		if (this.#isOver(at)) {
			this.#trail.add(0, 'suspension-late', LAW.suspension, { at })
			return
		}
		const forCorrection = code === 'correction'
		const correction = this.#corrections.findLast(({ requested }) => requested <= at)
		const ownEnd = days === undefined ? null : workingDayFrom(addDays(at, days))
		// A call whose service nobody has recorded may not have begun to run: it ends nothing by itself.
		const theirEnd = forCorrection && correction?.served ? correction.until : null
		this.#open = { since: at, until: theirEnd ?? ownEnd, forCorrection }
	}

	#resume(at: Day, law: string) {
		if (this.#open === null) return
		const { since } = this.#open
		this.#open = null
		const from = laterOf(since, this.#free)
		const still = Math.max(0, daysBetween(from, at) + 1)
		this.#free = laterOf(this.#free, addDays(at, 1))
		// Begun after the named end but before the working day that it moved to, it finds no day left that could be put off.
		this.#trail.add(since <= this.#trail.at ? still : 0, 'suspension', law, { since, until: at })
		const least = addDays(at, DAYS_AFTER_SUSPENSION)
		if (this.#trail.at < least) {
			this.#trail.to(least, 'after-suspension', LAW.suspension, { count: DAYS_AFTER_SUSPENSION, until: at })
		}
	}

	#isOver(day: Day): boolean {
		return this.#open === null && day > workingDayFrom(this.#trail.at)
	}
}
