/**
 * What the clock is told and what it answers.
 * @module
 */
import type { Day } from '../calendar/day.ts'

/** How a writing reaches a party, § 19. */
export type Channel = 'in-person' | 'data-box' | 'post' | 'public-notice'

/**
 * | Kind | `at` | Besides |
 * | --- | --- | --- |
 * | `received` | the filing came to the office | `code` `unconfirmed`: without a recognised signature (§ 37(4)) |
 * | `confirmed` | it was confirmed; handing to the post counts (§ 40(1)(d)) | |
 * | `correction-requested` | the call to remove defects was made (§ 45(2)) | `days` given for it |
 * | `corrected` | the defects were removed | |
 * | `suspended` | the reason arose (§ 65(1)) | `code` `correction`: with a call of § 45(2); `days`: for how long (§ 64(2), (3)) |
 * | `resumed` | the proceeding went on | |
 * | `extended` | the reason was recorded | `code` of an addition of the rules, `days` |
 * | `decided` | the decision was made; after an appeal, another one | `code` `without-instruction`: § 83(2); `code` `appellate`: by the appellate body (§ 91(1)); `code` `late-or-inadmissible`: it refused the appeals made until then (§ 92(1)) |
 * | `dispatched` | handed over for service, which issues it (§ 71(2)) | `party`, `channel` |
 * | `deposited` | put into the data box, or ready for collection at the post (§ 24(1)) | `party`, `channel` |
 * | `served` | taken over, or read in the data box | `party`, `channel`; `code` `correction`: the call of § 45(2); `code` `instruction`: the mended instruction of § 83(2) |
 * | `posted`, `taken-down` | put on the official board and on-line, taken from it (§ 25) | `party`, or for all who have no service of their own |
 * | `appealed` | an appeal was made; handing to the post counts | `party` |
 * | `waived` | the right to appeal was given up (§ 81(2)) | `party` |
 * | `finality-confirmed` | `at` is the day of finality that an official confirms | `party`, or all |
 * | `withdrawn` | the application was taken back | |
 * | `lapsed` | an official found that the filing was not confirmed in time | |
 */
export type ClockEventKind =
	| 'received'
	| 'confirmed'
	| 'correction-requested'
	| 'corrected'
	| 'suspended'
	| 'resumed'
	| 'extended'
	| 'decided'
	| 'dispatched'
	| 'deposited'
	| 'served'
	| 'posted'
	| 'taken-down'
	| 'appealed'
	| 'waived'
	| 'finality-confirmed'
	| 'withdrawn'
	| 'lapsed'

/** In any order; those of one day count in the order given. */
export interface ClockEvent {
	readonly at: Day
	readonly kind: ClockEventKind
	/** Whom it concerns: a name that the caller chooses; `applicant` where left out. */
	readonly party?: string
	readonly code?: string
	/** 1..3650. */
	readonly days?: number
	readonly channel?: Channel
}

export type Phase =
	| 'nothing-received'
	| 'awaiting-confirmation'
	| 'running'
	| 'correction'
	| 'suspended'
	| 'decided'
	| 'service'
	| 'appeal-period'
	| 'appealed'
	| 'final-unconfirmed'
	| 'final'
	| 'withdrawn'
	| 'lapsed'

/** One line of a computation; the words for `code` are the portal's. */
export interface ClockStep {
	readonly code: string
	/** Where the law says so, such as `§ 40 odst. 1 písm. c) zákona č. 500/2004 Sb.` */
	readonly law: string
	/** The day before the step and after it: a step begins where the one before ended. */
	readonly from: Day
	readonly to: Day
	/** `to` less `from`. */
	readonly days: number
	/** What the words need besides: `reason` a code, `count`, `unit`, `holiday`, `channel`. */
	readonly values: Readonly<Record<string, string | number>>
}

export interface PartyFinality {
	readonly party: string
	/** Day from which the decision is deemed known to the party, null while it is not. */
	readonly served: Day | null
	/** Last day for an appeal. */
	readonly appealUntil: Day | null
	/** The day of an appeal in time; one that is late is a step. */
	readonly appealed: Day | null
	/** `nejdříve dne`: the first day on which the decision can be final for the party. */
	readonly earliest: Day | null
	/** The day that an official confirmed. */
	readonly confirmed: Day | null
	readonly steps: readonly ClockStep[]
}

export interface ClockState {
	readonly phase: Phase
	readonly turn: 'office' | 'applicant' | 'nobody'
	/** Last day of the period of whose turn it is; null where none runs. */
	readonly deadline: Day | null
	/** Today is later than `deadline`. */
	readonly overdue: boolean
	/** Last day for issuing the decision (§ 71), whoever's turn it is; null while suspended and before the start. */
	readonly decideBy: Day | null
	/** The day on which the decision was issued, § 71(2). */
	readonly issued: Day | null
	/** How `decideBy` came about. */
	readonly steps: readonly ClockStep[]
	/** How the end of the applicant's own period came about: of the newest correction, otherwise of the confirmation. */
	readonly applicantSteps: readonly ClockStep[]
	/** By party, in the order of their first event. */
	readonly finality: readonly PartyFinality[]
	/** For all parties: the last of their days (§ 73(1)), null while one is open. */
	readonly jointFinality: Day | null
}
