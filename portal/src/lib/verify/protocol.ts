/**
 * What the page and its worker say to each other. The worker holds all code that touches proofs; the page shows.
 * @module
 */
import type { Language, Report, ToldPart, TrustSummary } from '@letopis/verifier'
import type { ProofStep } from './proof-steps.ts'

export interface GivenFile {
	sha256: Uint8Array
	size: number
	name: string
}

export interface Checked {
	report: Report
	/** how the time is bounded, in one sentence; empty where there is no record */
	time: string
	/** what is known of later acts, in one sentence; empty where there is no record */
	state: string
	/** what else the reader must know, without the two above */
	notes: readonly string[]
	/** null where the receipt is none */
	path: { leaf: string; steps: ProofStep[] } | null
	/** what a package holds beside the receipt */
	parts: readonly ToldPart[]
}

/** A receipt, a package with everything in it, or evidence records of one document by several authorities. */
export type Evidence = Uint8Array | string | Blob | readonly Uint8Array[]

export interface Tasks {
	hash: { in: { file: Blob; whole: number }; out: Uint8Array | null }
	check: {
		in: {
			receipt: Evidence
			file: GivenFile | null
			/** the same file, where other digests of it could be needed */
			document: Blob | null
			trust: Uint8Array | null
			/** a newer statement than the receipt has, asked for by the reader */
			status: string | null
			language: Language
		}
		out: Checked
	}
	/** null for what is no trust file */
	trust: { in: { bytes: Uint8Array }; out: TrustSummary | null }
	'clause-name': { in: { secret: string }; out: string }
	'clause-open': { in: { secret: string; sealed: string }; out: string | null }
}

export type TaskName = keyof Tasks

export type ToWorker =
	| { [N in TaskName]: { id: number; task: N; input: Tasks[N]['in'] } }[TaskName]
	| { cancel: number }

export type FromWorker =
	| { id: number; share: number }
	| { id: number; result: unknown }
	| { id: number; failed: string }
