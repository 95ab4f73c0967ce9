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
		const direct = restingDirectly(first, left, i)
		const all = new Set(direct.flatMap((one) => [one, ...(found.get(one) ?? [])]))
		found.set(on, left.filter((one) => all.has(one)).toReversed())
	}
	return found
}

/** Those that could not stand if one step and they were taken away together. @param from index of it */
function restingDirectly<S extends Voidable>(first: FilingState, left: readonly S[], from: number): S[] {
	const gone = new Set<S>(left.slice(from, from + 1))
	const found: S[] = []
	let state = stateOf(first, left.slice(0, from))
	for (const [i, one] of left.entries()) {
		if (i <= from) continue
		if (RULES[one.step].from.includes(state) && !rests(one, left, i, gone)) {
			state = stateAfterStep(state, one.step, false)
			continue
		}
		gone.add(one)
		found.push(one)
	}
	return found
}

/** What the states do not tell. @param i index of the step among those that stood */
function rests<S extends Voidable>(one: S, all: readonly S[], i: number, gone: ReadonlySet<S>): boolean {
	const { step, party, code } = one
	if (step !== 'decided' && (!OF_DECISION.includes(step) || code === 'correction')) return false
	const before = all.slice(0, i)
	// A decision is made, and is final, by all that came of the one before it.
	if (step === 'decided') return before.some((other) => gone.has(other) && OF_DECISION.includes(other.step))
	const decided = before.findLastIndex((other) => other.step === 'decided')
	const since = before.slice(Math.max(0, decided))
	if (step === 'finality-confirmed')
		return before.some((other) => gone.has(other) && FINAL_BY.includes(other.step))
	if (since.some((other) => other.step === 'decided' && gone.has(other))) return true
	if (step === 'taken-down') {
		const posted = since.findLast((other) => other.step === 'posted')
		return posted !== undefined && gone.has(posted)
	}
	if (step !== 'served' && step !== 'deposited') return false
	const sent = since.filter((other) => other.step === 'dispatched' && other.party === party)
	return sent.length > 0 && sent.every((other) => gone.has(other))
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
