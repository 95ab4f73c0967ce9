/**
 * Steps that were recorded by mistake: a step `voided` names one and says why. Both stay where they are, and whatever is
 * computed from steps passes the two over; what is right is recorded by taking the step again. Pure.
 *
 * Only what the law counts from can be voided, and nothing that the applicant did. A step on which others rest goes after
 * them, newest first, so that the steps that are left are always a course that the rules allow.
 * @module
 */
import { type Cid, cidText } from '@letopis/format'
import { FILER_NAME } from './filer.ts'
import { type FilingState, RULES, type Step, stateAfterStep } from './rules.ts'
import { isCounted } from './timeline.ts'

export interface Voidable {
	readonly step: Step
	readonly cid: Cid
	readonly voidedBy: Cid | null
	readonly party: string | null
	readonly code: string | null
	readonly posting: Cid | null
	readonly by: { readonly name: string } | null
}

const SERVICE: readonly Step[] = ['dispatched', 'deposited', 'served', 'posted', 'taken-down']
const FINAL_BY: readonly Step[] = ['decided', ...SERVICE, 'appealed', 'waived']
const OF_DECISION: readonly Step[] = [...SERVICE, 'appealed', 'waived', 'finality-confirmed']

/** Steps by the CID of the one that they void. */
export function voidings<S extends { readonly step: Step; readonly voids: Cid | null; readonly cid: Cid }>(
	steps: readonly S[],
): Map<string, Cid> {
	return new Map(
		steps.flatMap(({ step, voids, cid }) =>
			step === 'voided' && voids !== null ? [[cidText(voids), cid] as const] : [],
		),
	)
}

/** What is neither voided nor voids another. */
export function standing<S extends Pick<Voidable, 'step' | 'voidedBy'>>(steps: readonly S[]): S[] {
	return steps.filter(({ step, voidedBy }) => step !== 'voided' && voidedBy === null)
}

/** Why a step cannot be voided, whatever else stands; null where it can. */
export function unvoidable({ step, voidedBy, by }: Voidable): string | null {
	if (voidedBy !== null) return 'was voided before'
	if (!isCounted(step)) return 'is nothing that the law counts from'
	return by?.name === FILER_NAME ? 'was taken by the applicant' : null
}

/**
 * The standing steps, each with those that rest on it, newest first: without it they could not have been taken, or were
 * found from what it says. Voided in this order, none is in the way of the next.
 * @param first state in which the filing was recorded
 */
export function resting<S extends Voidable>(first: FilingState, steps: readonly S[]): Map<S, S[]> {
	const left = standing(steps)
	const found = new Map<S, S[]>()
	for (const [i, on] of [...left.entries()].toReversed()) {
		const all = new Set<S>()
		for (const one of restingDirectly(first, left, i)) {
			// With it came already what rests on it.
			if (all.has(one)) continue
			for (const later of [one, ...(found.get(one) ?? [])]) all.add(later)
		}
		found.set(on, left.filter((one) => all.has(one)).toReversed())
	}
	return found
}

/** Those that could not stand if one step and they were taken away together. @param from index of it */
function restingDirectly<S extends Voidable>(first: FilingState, left: readonly S[], from: number): S[] {
	const course = new Course(first)
	const found: S[] = []
	for (const [i, one] of left.entries()) {
		if (i === from) course.lose(one)
		else if (i < from || course.stands(one)) course.take(one)
		else {
			course.lose(one)
			found.push(one)
		}
	}
	return found
}

/** What stands of a course from which steps are taken away, one step after the other. */
class Course {
	#state: FilingState
	readonly #lost = new Set<Step>()
	#callLost = false
	/** of the newest decision, and of what was posted and sent since */
	#decisionLost = false
	#postedLost = false
	/** by party, whether anything that was sent to it stands */
	readonly #sent = new Map<string | null, boolean>()

	constructor(first: FilingState) {
		this.#state = first
	}

	stands({ step, party, code }: Voidable): boolean {
		if (!RULES[step].from.includes(this.#state)) return false
		// A decision is made, and is final, by all that came of the one before it.
		if (step === 'decided') return !OF_DECISION.some((kind) => this.#lost.has(kind))
		if (step === 'finality-confirmed') return !FINAL_BY.some((kind) => this.#lost.has(kind))
		if (step !== 'suspended' && !OF_DECISION.includes(step)) return true
		if (code === 'correction') return !this.#callLost
		// With an open call it would be another suspension.
		if (step === 'suspended') return this.#state !== 'correction' || !this.#lost.has('corrected')
		if (this.#decisionLost) return false
		if (step === 'taken-down') return !this.#postedLost
		return (step !== 'served' && step !== 'deposited') || this.#sent.get(party) !== false
	}

	take(one: Voidable): void {
		this.#state = stateAfterStep(this.#state, one.step, false)
		this.#note(one, false)
	}

	lose(one: Voidable): void {
		// Service of a call is none of a decision.
		if (one.code !== 'correction') this.#lost.add(one.step)
		this.#note(one, true)
	}

	#note({ step, party }: Voidable, isLost: boolean): void {
		if (step === 'correction-requested') this.#callLost = isLost
		if (step === 'posted') this.#postedLost = isLost
		if (step === 'dispatched') this.#sent.set(party, !isLost || this.#sent.get(party) === true)
		if (step !== 'decided') return
		this.#decisionLost = isLost
		this.#postedLost = false
		this.#sent.clear()
	}
}

function stateOf(first: FilingState, steps: readonly Voidable[]): FilingState {
	return steps.reduce((so, { step }) => stateAfterStep(so, step, false), first)
}

/** The state that steps lead to. @param isFinal whether the clock says of them that the decision is final for everyone */
export function stateAfterAll(first: FilingState, steps: readonly Voidable[], isFinal: boolean): FilingState {
	const state = stateOf(first, standing(steps))
	return isFinal ? stateAfterStep(state, 'finality-confirmed', true) : state
}

/** The notice that no other step names; null where another does, or the step names none. */
export function freedPosting(steps: readonly Voidable[], { step, cid, posting }: Voidable): Cid | null {
	if (step !== 'posted' || posting === null) return null
	const others = standing(steps).filter((one) => one.step === 'posted' && !one.cid.equals(cid))
	return others.some((one) => one.posting?.equals(posting) === true) ? null : posting
}
