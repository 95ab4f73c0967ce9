/**
 * The steps of a filing: who may take which, from which state, and to which state it leads. Pure.
 *
 * | State | Whose turn | Means |
 * | --- | --- | --- |
 * | `awaiting` | applicant | made without proof of identity, five days to confirm it (§ 37(4) správní řád) |
 * | `open` | office | received; the period of § 71 runs |
 * | `correction` | applicant | asked to mend it (§ 45) |
 * | `suspended` | nobody | proceeding suspended (§ 64) |
 * | `suspended-correction` | applicant | suspended with the call to mend it (§ 64(1)(a)), which is still open |
 * | `decided` | office | decided; dispatch, service and finality follow |
 * | `appealed` | office | an appeal came (§ 81) |
 * | `final`, `settled`, `lapsed`, `withdrawn` | nobody | ended: by finality, otherwise than by a decision, for it was never confirmed, taken back |
 * @module
 */

export const FILING_STATES = [
	...(['awaiting', 'open', 'correction', 'suspended', 'decided', 'appealed'] as const),
	...(['final', 'settled', 'lapsed', 'withdrawn', 'suspended-correction'] as const),
] as const
export type FilingState = (typeof FILING_STATES)[number]

/** States in which somebody still has to do something. */
export const UNRESOLVED = [
	...(['awaiting', 'open', 'correction', 'suspended', 'suspended-correction'] as const),
	...(['decided', 'appealed'] as const),
] as const
const UNDECIDED = ['awaiting', 'open', 'correction', 'suspended', 'suspended-correction'] as const
/** A call to mend the filing is open: what is served is the call, and the applicant may do what it asks for. */
const CALLED = ['correction', 'suspended-correction'] as const
/** The slips of some parties come back when others have appealed already. */
const SERVED_FROM = ['decided', 'appealed'] as const

export const STEPS = [
	...(['confirmed', 'lapsed', 'assigned', 'handed-over', 'correction-requested', 'corrected'] as const),
	...(['message', 'reply', 'suspended', 'resumed', 'extended', 'decided', 'dispatched'] as const),
	...(['deposited', 'served', 'posted', 'taken-down', 'appealed', 'waived', 'finality-confirmed'] as const),
	...(['settled', 'withdrawn', 'pin-renewed', 'voided'] as const),
] as const
export type Step = (typeof STEPS)[number]

export type Actor = 'filer' | 'clerk'

interface Rule {
	readonly by: readonly Actor[]
	readonly from: readonly FilingState[]
	/** null: the state stays; where it depends on the state before, by that */
	readonly to: FilingState | null | Readonly<Partial<Record<FilingState, FilingState>>>
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
		| 'voids'
	)[]
}

const clerk = ['clerk'] as const

export const RULES: Readonly<Record<Step, Rule>> = {
	confirmed: { by: clerk, from: ['awaiting'], to: 'open', needs: ['how'] },
	lapsed: { by: clerk, from: ['awaiting'], to: 'lapsed' },
	assigned: { by: clerk, from: UNRESOLVED, to: null },
	'handed-over': { by: clerk, from: UNRESOLVED, to: null, needs: ['department', 'text'] },
	'correction-requested': { by: clerk, from: ['open'], to: 'correction', needs: ['text', 'days'] },
	corrected: { by: ['filer', 'clerk'], from: CALLED, to: 'open' },
	message: { by: clerk, from: UNRESOLVED, to: null, needs: ['text'] },
	reply: { by: ['filer'], from: UNRESOLVED, to: null },
	suspended: {
		...{ by: clerk, from: ['open', 'correction'], needs: ['how'] },
		to: { open: 'suspended', correction: 'suspended-correction' },
	},
	// A call that nobody answered is still open: its time may run on, and the office can decide on what it has (§ 45(2), § 66(1)(c)).
	resumed: {
		...{ by: clerk, from: ['suspended', 'suspended-correction'] },
		to: { suspended: 'open', 'suspended-correction': 'correction' },
	},
	extended: { by: clerk, from: ['open'], to: null, needs: ['code', 'text'] },
	decided: { by: clerk, from: ['open', 'correction', 'appealed'], to: 'decided', needs: ['document'] },
	dispatched: { by: clerk, from: SERVED_FROM, to: null, needs: ['party', 'channel'] },
	deposited: { by: clerk, from: SERVED_FROM, to: null, needs: ['party', 'channel'] },
	// While a call is open it is the call that was served: its time runs from then.
	served: { by: clerk, from: [...SERVED_FROM, ...CALLED], to: null, needs: ['party', 'channel'] },
	posted: { by: clerk, from: SERVED_FROM, to: null },
	'taken-down': { by: clerk, from: SERVED_FROM, to: null },
	appealed: { by: clerk, from: SERVED_FROM, to: 'appealed' },
	waived: { by: clerk, from: SERVED_FROM, to: null, needs: ['party'] },
	// Final as a whole when it is final for each party: the clock says so.
	'finality-confirmed': { by: clerk, from: ['decided'], to: null, needs: ['day'] },
	settled: { by: clerk, from: ['open', 'correction'], to: 'settled', needs: ['how'] },
	withdrawn: { by: clerk, from: UNDECIDED, to: 'withdrawn' },
	'pin-renewed': { by: clerk, from: FILING_STATES, to: null, needs: ['how'] },
	// To which state it leads back, the steps say that are left: see `voiding.ts`.
	voided: { by: clerk, from: FILING_STATES, to: null, needs: ['voids', 'text'] },
}

/** How a filing without identity may be confirmed (§ 37(4)). */
export const CONFIRMED_BY = ['paper', 'in-person', 'signed-document', 'data-box', 'identity'] as const
export const CHANNELS = ['in-person', 'data-box', 'post', 'public-notice'] as const

export function isCalled(state: FilingState): boolean {
	return CALLED.some((one) => one === state)
}

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
	const { to } = RULES[step]
	return (typeof to === 'object' ? to?.[state] : to) ?? state
}
