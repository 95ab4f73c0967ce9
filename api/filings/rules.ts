/**
 * The steps of a filing: who may take which, from which state, and to which state it leads. Pure.
 *
 * | State | Whose turn | Means |
 * | --- | --- | --- |
 * | `awaiting` | applicant | made without proof of identity, five days to confirm it (§ 37(4) správní řád) |
 * | `open` | office | received; the period of § 71 runs |
 * | `correction` | applicant | asked to mend it (§ 45) |
 * | `suspended` | nobody | proceeding suspended (§ 64) |
 * | `decided` | office | decided; dispatch, service and finality follow |
 * | `appealed` | office | an appeal came (§ 81) |
 * | `final`, `settled`, `lapsed`, `withdrawn` | nobody | ended: by finality, otherwise than by a decision, for it was never confirmed, taken back |
 * @module
 */

export const FILING_STATES = [
	...(['awaiting', 'open', 'correction', 'suspended', 'decided', 'appealed'] as const),
	...(['final', 'settled', 'lapsed', 'withdrawn'] as const),
] as const
export type FilingState = (typeof FILING_STATES)[number]

/** States in which somebody still has to do something. */
export const UNRESOLVED = ['awaiting', 'open', 'correction', 'suspended', 'decided', 'appealed'] as const
const UNDECIDED = ['awaiting', 'open', 'correction', 'suspended'] as const

export const STEPS = [
	...(['confirmed', 'lapsed', 'assigned', 'handed-over', 'correction-requested', 'corrected'] as const),
	...(['message', 'reply', 'suspended', 'resumed', 'extended', 'decided', 'dispatched'] as const),
	...(['deposited', 'served', 'posted', 'taken-down', 'appealed', 'waived', 'finality-confirmed'] as const),
	...(['settled', 'withdrawn', 'pin-renewed'] as const),
] as const
export type Step = (typeof STEPS)[number]

export type Actor = 'filer' | 'clerk'

interface Rule {
	readonly by: readonly Actor[]
	readonly from: readonly FilingState[]
	/** null: the state stays */
	readonly to: FilingState | null
	/** members of the facts that it cannot be without */
	readonly needs?: readonly (
		| 'text'
		| 'how'
		| 'day'
		| 'days'
		| 'code'
		| 'document'
		| 'party'
		| 'channel'
		| 'department'
	)[]
}

const clerk = ['clerk'] as const

export const RULES: Readonly<Record<Step, Rule>> = {
	confirmed: { by: clerk, from: ['awaiting'], to: 'open', needs: ['how'] },
	lapsed: { by: clerk, from: ['awaiting'], to: 'lapsed' },
	assigned: { by: clerk, from: UNRESOLVED, to: null },
	'handed-over': { by: clerk, from: UNRESOLVED, to: null, needs: ['department', 'text'] },
	'correction-requested': { by: clerk, from: ['open'], to: 'correction', needs: ['text', 'days'] },
	corrected: { by: ['filer', 'clerk'], from: ['correction'], to: 'open' },
	message: { by: clerk, from: UNRESOLVED, to: null, needs: ['text'] },
	reply: { by: ['filer'], from: UNRESOLVED, to: null },
	suspended: { by: clerk, from: ['open', 'correction'], to: 'suspended', needs: ['how'] },
	resumed: { by: clerk, from: ['suspended'], to: 'open' },
	extended: { by: clerk, from: ['open'], to: null, needs: ['code', 'text'] },
	decided: { by: clerk, from: ['open', 'appealed'], to: 'decided', needs: ['document'] },
	dispatched: { by: clerk, from: ['decided'], to: null, needs: ['party', 'channel'] },
	deposited: { by: clerk, from: ['decided'], to: null, needs: ['party', 'channel'] },
	// In a correction it is the call that was served: its time runs from then.
	served: { by: clerk, from: ['decided', 'correction'], to: null, needs: ['party', 'channel'] },
	posted: { by: clerk, from: ['decided'], to: null },
	'taken-down': { by: clerk, from: ['decided'], to: null },
	appealed: { by: clerk, from: ['decided'], to: 'appealed' },
	waived: { by: clerk, from: ['decided'], to: null, needs: ['party'] },
	// Final as a whole when it is final for each party: the clock says so.
	'finality-confirmed': { by: clerk, from: ['decided'], to: null, needs: ['day'] },
	settled: { by: clerk, from: ['open'], to: 'settled', needs: ['how'] },
	withdrawn: { by: clerk, from: UNDECIDED, to: 'withdrawn' },
	'pin-renewed': { by: clerk, from: FILING_STATES, to: null, needs: ['how'] },
}

/** How a filing without identity may be confirmed (§ 37(4)). */
export const CONFIRMED_BY = ['paper', 'in-person', 'signed-document', 'data-box', 'identity'] as const
export const CHANNELS = ['in-person', 'data-box', 'post', 'public-notice'] as const

export function isUnresolved(state: FilingState): boolean {
	return UNRESOLVED.some((one) => one === state)
}

/** Steps that somebody may take in a state, in the order of {@link STEPS}. */
export function stepsOpen(actor: Actor, state: FilingState): Step[] {
	return STEPS.filter((step) => RULES[step].by.includes(actor) && RULES[step].from.includes(state))
}

export type Refusal =
	| { readonly why: 'not-yours' | 'wrong-state' }
	| { readonly why: 'missing'; readonly fields: readonly string[] }

/** What speaks against a step; null if nothing does. @param said members of the facts that are given */
export function refusalOf(
	actor: Actor,
	state: FilingState,
	step: Step,
	said: ReadonlySet<string>,
): Refusal | null {
	const { by, from, needs = [] } = RULES[step]
	if (!by.includes(actor)) return { why: 'not-yours' }
	if (!from.includes(state)) return { why: 'wrong-state' }
	const fields = needs.filter((name) => !said.has(name))
	return fields.length > 0 ? { why: 'missing', fields } : null
}

/** The state after a step. @param isFinal whether the clock says that the decision is final for everyone */
export function stateAfterStep(state: FilingState, step: Step, isFinal: boolean): FilingState {
	if (step === 'finality-confirmed') return isFinal ? 'final' : state
	return RULES[step].to ?? state
}
