/**
 * What the verifier answers about evidence records: in shape as the report on a receipt, so that both are shown alike.
 * @module
 */
import type { Bound, Report } from '../report.ts'

/** Why the content is not simply `agrees`; null if it is. */
export type EvidenceReason =
	/** a record is not an evidence record */
	| 'malformed'
	/** a part of a record contradicts another, which anyone can see */
	| 'invalid'
	/** the file has another hash than the one that is stamped */
	| 'other-content'
	| 'no-file'
	| 'no-trust'
	/** a time-stamp is by an authority that the trust file does not name */
	| 'untrusted-authority'
	/** a time-stamp was withdrawn, or had ended before it was renewed; not renewed, before the time of judging */
	| 'lapsed'
	/** made with something that this verifier cannot judge */
	| 'unsupported'
	/** fewer authorities than the trust file asks for */
	| 'too-few'

export interface EvidenceStamp {
	/** Counted from 1. */
	record: number
	chain: number
	stamp: number
	/** Digest of its hash tree. */
	digest: string
	/** Name in the signing certificate, and of the trusted root; null where the reader trusts none. */
	signer: string
	root: string | null
	/** ms since 1970, rounded down; ms either way, null where the token states none */
	genTime: number
	accuracy: number | null
	/** ms since 1970: the first end among the certificates of its path; of its algorithms, null for none known */
	certificatesUntil: number
	algorithmsUntil: number | null
}

export interface EvidenceReport
	extends Pick<Report, 'language' | 'headline' | 'sentence' | 'notes' | 'trust' | 'checks' | 'timeline'> {
	type: 'letopis-evidence-report/v1'
	verdict: {
		content: { is: 'agrees' | 'differs' | 'cannot-be-decided'; reason: EvidenceReason | null }
		/** the file existed by then; null where that is not shown */
		time: { upper: Bound | null; required: number }
	}
	/** for the command line: 1 before 2 before 0 */
	exitCode: 0 | 1 | 2
	/** the time as of which everything was judged, ms since 1970 */
	at: number
	/** the table of algorithms that was applied */
	algorithms: { issued: string; source: string }
	/** what was held against the records; digests in hex by name */
	file: { name: string | null; digests: Readonly<Record<string, string>> } | null
	stamps: readonly EvidenceStamp[]
	/** Numbers of the records all of whose stamps count for this reader, each until the next took over. */
	counted: readonly number[]
}
