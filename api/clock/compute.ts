/**
 * The statutory clock of one filing: what the law's periods say on a given day, and how each came about.
 *
 * Pure: the same rules, events and day give the same answer. It never refuses a course of events, for what has happened
 * has happened: what has no legal effect (an addition after the period, a late appeal) is a step that says so.
 * @module
 */
import { type Day, expectDay } from '../calendar/day.ts'
import { type Correction, confirmationPeriod, corrections } from './correction.ts'
import { type DecisionPeriod, decisionPeriod } from './decision-period.ts'
import type { ClockEvent, ClockState, ClockStep, PartyFinality, Phase } from './events.ts'
import { finalities, isNewestIssued, issuingEvent, jointFinality, refusalsTakenOut } from './finality.ts'
import { LAW } from './law.ts'
import type { ClockRules } from './rules.ts'
import type { Trail } from './trail.ts'

/**
 * @param rules sound ones (`checkRules`)
 * @param today the day that is asked about; events after it have not happened
 * @throws RangeError for rules without a set and days that are none: bugs in the caller
 */
export function compute(rules: ClockRules, events: readonly ClockEvent[], today: Day): ClockState {
	expectDay(today, 'today')
	const past = events.filter(({ at, kind }) => expectDay(at, kind) <= today)
	const inOrder = refusalsTakenOut(past.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)))
	const received = inOrder.find(({ kind }) => kind === 'received')
	if (received === undefined) return { ...EMPTY, phase: 'nothing-received' }
	const lapsed = inOrder.find(({ kind }) => kind === 'lapsed')
	const unconfirmed = received.code === 'unconfirmed' ? confirmationPeriod(rules, received.at) : null
	const confirmed = inOrder.find(({ kind }) => kind === 'confirmed')
	if (unconfirmed !== null && (confirmed === undefined || confirmed.at > unconfirmed.at)) {
		return unconfirmedState(unconfirmed, confirmed?.at ?? null, lapsed !== undefined, today)
	}
	if (confirmed !== undefined) unconfirmed?.add(0, 'confirmed', LAW.confirmation, { at: confirmed.at })
	return new Proceeding(rules, received.at, inOrder, today, unconfirmed).state()
}

const EMPTY: Omit<ClockState, 'phase'> = {
	turn: 'nobody',
	deadline: null,
	overdue: false,
	decideBy: null,
	issued: null,
	steps: [],
	applicantSteps: [],
	finality: [],
	jointFinality: null,
}

function unconfirmedState(period: Trail, late: Day | null, lapsed: boolean, today: Day): ClockState {
	const deadline = period.at
	if (late !== null) period.add(0, 'confirmed-late', LAW.confirmation, { at: late })
	const applicantSteps = period.steps
	if (lapsed) return { ...EMPTY, phase: 'lapsed', applicantSteps }
	const overdue = today > deadline
	// What was given to the post on the last day may still come: that the filing lapsed, an official finds.
	const turn = overdue ? 'office' : 'applicant'
	return { ...EMPTY, phase: 'awaiting-confirmation', turn, deadline, overdue, applicantSteps }
}

class Proceeding {
	readonly #today: Day
	readonly #period: DecisionPeriod
	readonly #correction: Correction | undefined
	readonly #confirmation: Trail | null
	readonly #issued: Day | null
	readonly #newestIssued: boolean
	readonly #decided: boolean
	readonly #withdrawn: boolean
	readonly #finality: PartyFinality[]

	constructor(
		rules: ClockRules,
		start: Day,
		events: readonly ClockEvent[],
		today: Day,
		confirmation: Trail | null,
	) {
		const issuing = issuingEvent(events)
		const issued = issuing?.at ?? null
		const before = issuing === undefined ? events : events.slice(0, events.indexOf(issuing))
		const calls = corrections(rules, before)
		this.#today = today
		this.#confirmation = confirmation
		this.#issued = issued
		this.#newestIssued = isNewestIssued(events)
		this.#correction = calls.at(-1)
		this.#decided = before.some(({ kind }) => kind === 'decided')
		this.#withdrawn = before.some(({ kind }) => kind === 'withdrawn')
		this.#period = decisionPeriod(rules, start, before, calls, issued ?? today)
		this.#finality = issued === null ? [] : finalities(rules, events, today)
	}

	state(): ClockState {
		const { phase, turn, deadline } = this.#situation()
		return {
			phase,
			turn,
			deadline,
			overdue: deadline !== null && turn === 'office' && this.#today > deadline,
			decideBy: this.#period.decideBy,
			issued: this.#issued,
			steps: this.#period.trail.steps,
			applicantSteps: this.#applicantSteps(),
			finality: this.#finality,
			jointFinality: jointFinality(this.#finality),
		}
	}

	#situation(): Pick<ClockState, 'phase' | 'turn' | 'deadline'> {
		const nobody = (phase: Phase, deadline: Day | null = null) => ({
			phase,
			turn: 'nobody' as const,
			deadline,
		})
		const office = (phase: Phase, deadline: Day | null) => ({ phase, turn: 'office' as const, deadline })
		const { suspended, decideBy } = this.#period
		if (this.#withdrawn) return nobody('withdrawn')
		if (this.#issued !== null) return this.#afterIssue()
		if (this.#decided) return office('decided', decideBy)
		const correction = this.#openCorrection()
		if (suspended?.forCorrection && correction !== null) {
			return { phase: 'suspended', turn: 'applicant', deadline: correction.until }
		}
		// The applicant's time is over, or nobody recorded when it began: the office has to go on or to stop (§ 66).
		if (suspended?.forCorrection) return office('suspended', null)
		if (suspended !== null) return nobody('suspended', suspended.until)
		if (correction !== null) return { phase: 'correction', turn: 'applicant', deadline: correction.until }
		return office('running', decideBy)
	}

	/** The call that the applicant still has time for. */
	#openCorrection(): Correction | null {
		const last = this.#correction
		return last !== undefined && last.corrected === null && last.until >= this.#today ? last : null
	}

	#afterIssue(): Pick<ClockState, 'phase' | 'turn' | 'deadline'> {
		if (!this.#newestIssued) return { phase: 'decided', turn: 'office', deadline: null }
		const parties = this.#finality
		const last = jointFinality(parties)
		const appealUntil = parties.map((one) => one.appealUntil ?? '').reduce((a, b) => (a > b ? a : b), '')
		if (parties.length > 0 && parties.every(({ confirmed }) => confirmed !== null)) {
			return { phase: 'final', turn: 'nobody', deadline: null }
		}
		if (parties.some(({ appealed }) => appealed !== null)) {
			return { phase: 'appealed', turn: 'office', deadline: null }
		}
		if (last === null) return { phase: 'service', turn: 'nobody', deadline: null }
		if (this.#today < last)
			return { phase: 'appeal-period', turn: 'applicant', deadline: appealUntil || null }
		return { phase: 'final-unconfirmed', turn: 'office', deadline: null }
	}

	#applicantSteps(): ClockStep[] {
		const corrections = this.#correction?.trail.steps ?? []
		return corrections.length > 0 ? corrections : (this.#confirmation?.steps ?? [])
	}
}
