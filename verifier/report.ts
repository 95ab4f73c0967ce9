/**
 * What the verifier answers: a verdict in three parts, every check with its inputs, and a timeline. The answers are
 * codes that stay stable; sentences come in the reader's language and may be reworded.
 * @module
 */
import type { FieldName, State } from '@letopis/format'

export type Language = 'cs' | 'en'

export type Content = 'agrees' | 'differs' | 'no-record' | 'cannot-be-decided'

/** Why the content is not simply `agrees`; null if it is. */
export type Reason =
	/** the receipt is not a receipt */
	| 'malformed'
	/** a part of the receipt contradicts another, which anyone can see */
	| 'invalid'
	/** the file has another hash than the recorded one */
	| 'other-content'
	/** the entry records no document */
	| 'no-content'
	| 'no-trust'
	| 'untrusted-log'
	| 'quorum-unmet'
	/** the receipt does not disclose the hash of the content */
	| 'undisclosed'
	| 'no-file'

/** What else must hold for exit code 0 or 3 and does not. */
export type Unmet =
	/** no file was given */
	| 'file'
	/** the trusted log has signed, its policy's quorum has not cosigned */
	| 'quorum'
	/** asked for with `--require`: no trusted upper bound of time */
	| 'time'
	/** asked for with `--require`: nobody but the log itself cosigned */
	| 'witness'
	/** the status statement is not by the trusted status key */
	| 'status'
	/** trusted stamps contradict each other or the time that the town declares */
	| 'clock'

export interface Bound {
	/** ms since 1970, the accuracy already counted against us */
	at: number
	/** the stamps it rests on, one per public key of a trusted root */
	stamps: readonly BoundStamp[]
}

export interface BoundStamp {
	/** name in the log; the token does not bind it */
	authority: string
	/** name in the signing certificate */
	signer: string
	root: string
	/** ms since 1970, finer fractions rounded down, and rounded up */
	genTime: number
	genTimeUp: number
	/** ms either way; null where the token states none, then counted as 0 */
	accuracy: number | null
}

export interface TimeVerdict {
	kind: 'bounded' | 'upper-only' | 'lower-only' | 'self-declared'
	lower: Bound | null
	upper: Bound | null
	/** how many trusted authorities each bound needs */
	required: number
	/** by the town's clock, ms since 1970: the public minute, and the exact time if disclosed */
	declared: { minute: number; exact: number | null } | null
	/** authorities whose sound stamps do not count, for the reader does not trust them */
	untrusted: readonly string[]
}

export interface LaterAct {
	relation: 'disposes' | 'annuls' | 'supersedes' | 'corrects'
	/** origin of the log that holds it */
	log: string
	index: number
	cid: string
}

export interface StateVerdict {
	/** `unknown`: nothing trustworthy is said about later acts */
	is: State | 'unknown'
	/** tree size that the answer refers to; null without a readable checkpoint */
	size: number | null
	/** origin of the log that has this size, where it is another than the entry's; else null */
	log: string | null
	/** of a trusted statement: by the town's clock, ms since 1970 */
	statedAt: number | null
	acts: readonly LaterAct[]
}

export type Question = 1 | 2 | 3 | 4 | 6

export interface Input {
	/** stable */
	id: string
	/** in the reader's language */
	label: string
	value: string
}

export interface Check {
	/** stable; repeated where a receipt has several parts of a kind */
	id: string
	question: Question
	/** `unknown`: nothing to check, or not decidable with what is at hand */
	ok: 'yes' | 'no' | 'unknown'
	sentence: string
	inputs: readonly Input[]
}

export interface TimelineEvent {
	/** ms since 1970 */
	at: number
	kind: 'not-before' | 'declared' | 'not-after' | 'cosigned' | 'status' | 'act' | 'signed' | 'stamped'
	/** whose word it is: one whom the trust file trusts beside the town, the town's own, or anybody's */
	whose: 'trusted' | 'town' | 'untrusted'
	sentence: string
}

export interface TrustSummary {
	town: string
	origin: string
	demo: boolean
	/** SHA-256 of the file in groups of four hex digits */
	fingerprint: string
}

/** What the receipt claims; believed only as far as the verdict says. */
export interface Claim {
	origin: string
	index: number
	cid: string
	kind: string
	/** size and hex root of the head that the proof leads to */
	size: number
	root: string
	/** hex SHA-256 of the recorded content; null if there is none or it is not disclosed */
	content: string | null
	/** disclosed private fields as text, without the two above */
	fields: readonly { name: FieldName; value: string }[]
}

export interface Report {
	type: 'letopis-report/v1'
	language: Language
	/** the verdict in a few words */
	headline: string
	/** the verdict in one sentence */
	sentence: string
	/** what else the reader must know: what is not proven, what to do */
	notes: readonly string[]
	verdict: {
		content: { is: Content; reason: Reason | null }
		time: TimeVerdict
		state: StateVerdict
	}
	unmet: readonly Unmet[]
	/** for the command line: the first that holds of 1, 2, 4, 2, 3, 0 */
	exitCode: 0 | 1 | 2 | 3 | 4
	claim: Claim | null
	/** the file that was held against the receipt, hex SHA-256 */
	file: { sha256: string; name: string | null } | null
	trust: TrustSummary | null
	checks: readonly Check[]
	timeline: readonly TimelineEvent[]
}
