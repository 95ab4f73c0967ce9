/**
 * What the verifier answers about an evidence package: the verdict of its receipt, what its evidence records, its seal and
 * the signatures of its document say, and which of its files nothing vouches for.
 * @module
 */
import type { EvidenceReport } from '../evidence/report.ts'
import type { Content, Reason, Report, TimelineEvent, Unmet } from '../report.ts'
import type { SignaturesReport } from '../signatures/report.ts'

/** Why the content is not simply `agrees`; null if it is. */
export type PackageReason =
	| Reason
	/** not a package, or damaged */
	| 'package-malformed'
	/** changed after it was sealed, or contradicting itself, which anyone can see */
	| 'package-invalid'
	| 'no-receipt'
	| 'no-document'

/** What else must hold for exit code 0 or 3 and does not. */
export type PackageUnmet =
	| Unmet
	/** files that no manifest covers, or only one whose seal does not hold */
	| 'uncovered'
	/** stamps of evidence records ended or were withdrawn before others took over, and too few are left */
	| 'evidence'
	/** asked for with `--require`: a seal that the trust file names */
	| 'seal'

export type FileRole =
	| 'document'
	| 'receipt'
	| 'provenance'
	| 'protocol'
	| 'readme'
	| 'token'
	| 'certificate'
	| 'revocation'
	| 'statement'
	| 'trust'
	| 'record'
	| 'manifest'
	| 'seal'
	| 'mimetype'
	| 'other'

export interface PackageFile {
	name: string
	role: FileRole
	size: number
	/** hex; null where the package was refused before */
	sha256: string
	/** `structure`: manifests, what they are signed with, and the kind of the package */
	covered: 'yes' | 'no' | 'structure'
}

export interface PackageCheck {
	/** stable */
	id: string
	ok: 'yes' | 'no' | 'unknown'
	sentence: string
}

export interface PackageReport
	extends Pick<
		Report,
		'language' | 'headline' | 'sentence' | 'notes' | 'exitCode' | 'claim' | 'file' | 'trust'
	> {
	type: 'letopis-package-report/v1'
	verdict: {
		content: { is: Content; reason: PackageReason | null }
		time: Report['verdict']['time']
		state: Report['verdict']['state']
	}
	unmet: readonly PackageUnmet[]
	timeline: readonly TimelineEvent[]
	files: readonly PackageFile[]
	/** names of files that nothing vouches for */
	uncovered: readonly string[]
	/** of the package itself; those of its parts stand in their reports */
	packageChecks: readonly PackageCheck[]
	/** null where there is none, or where the package was refused before */
	receipt: Report | null
	evidence: EvidenceReport | null
	/** over the manifest; the first, where there are several */
	seal: SignaturesReport | null
	/** of the document; null where it is not signed in a form that is examined here */
	signatures: SignaturesReport | null
}
