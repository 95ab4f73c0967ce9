/**
 * The verifier as a library: for its command line, its page, and programs that check receipts in a browser.
 * @module
 */
export { type AuditOptions, auditLog } from './audit/audit-log.ts'
export { type AuditReport, findingLine } from './audit/audit-report.ts'
export { type Hasher, portableHasher } from './audit/hasher.ts'
export {
	type AuditState,
	type AuditStore,
	formatState,
	type Head,
	parseState,
	RECORD_BYTES,
} from './audit/progress.ts'
export { OtherLogError } from './audit/run.ts'
export { LIMITS, type LogSource, SourceError } from './audit/source.ts'
export { type AlgorithmPolicy, parseAlgorithms } from './evidence/algorithms.ts'
export type { EvidenceReason, EvidenceReport, EvidenceStamp } from './evidence/report.ts'
export { blobSource, digestBlob } from './package/blob-source.ts'
export type {
	PackageCheck,
	PackageFile,
	PackageReason,
	PackageReport,
	PackageUnmet,
} from './package/report.ts'
export { type ByteSource, memorySource } from './package/source.ts'
export type { PackageRequirement } from './package/summary.ts'
export { evidenceAsReport, packageAsReport, packageParts, type ToldPart } from './package/told.ts'
export { type Printed, printReport } from './print/print-report.ts'
export { timeSentence } from './receipt/summary.ts'
export type { Requirement } from './receipt/verdict.ts'
export type {
	Bound,
	BoundStamp,
	Check,
	Claim,
	Content,
	Input,
	Language,
	LaterAct,
	Question,
	Reason,
	Report,
	StateVerdict,
	TimelineEvent,
	TimeVerdict,
	TrustSummary,
	Unmet,
} from './report.ts'
export type { SignatureReport, SignaturesReport, StampReport } from './signatures/report.ts'
export { parseRoots } from './timestamp/check.ts'
export { type EvidenceInput, evidenceDigests, verifyEvidence } from './verify-evidence.ts'
export { type PackageInput, verifyPackage } from './verify-package.ts'
export { readTrust, type VerifyInput, verifyReceipt } from './verify-receipt.ts'
export {
	examineSignatures,
	SIGNED_MAX_BYTES,
	type SignaturesInput,
	verifySignatures,
} from './verify-signatures.ts'
export { say } from './words/say.ts'
