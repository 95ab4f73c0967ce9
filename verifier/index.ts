/**
 * The verifier as a library: for its command line, its page, and programs that check receipts in a browser.
 * @module
 */
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
export { readTrust, type VerifyInput, verifyReceipt } from './verify-receipt.ts'
