/**
 * What an audit finds wrong, bounded: a log whose every entry is wrong must not fill the auditor's memory.
 * @module
 */
import type { Values } from '../words/message.ts'

export type AuditCode =
	| 'checkpoint-malformed'
	| 'rollback'
	| 'fork'
	| 'bundle-missing'
	| 'bundle-malformed'
	| 'tile-missing'
	| 'tile-differs'
	| 'leaf-differs'
	| 'root-differs'
	| 'entry-malformed'
	| 'genesis-misplaced'
	| 'genesis-missing'
	| 'genesis-origin'
	| 'genesis-demo'
	| 'genesis-stamp'
	| 'genesis-predecessor'
	| 'closed-short'
	| 'earlier-differs'
	| 'time-backwards'
	| 'anchor-link'
	| 'link'
	| 'anchor-size'
	| 'anchor-order'
	| 'anchor-blob-missing'
	| 'anchor-blob-differs'
	| 'anchor-note'
	| 'anchor-root'
	| 'anchor-unsigned'
	| 'anchor-stamp'
	| 'anchor-clock'
	| 'renewal-log'
	| 'renewal-range'
	| 'renewal-root'
	| 'renewal-stamp'
	| 'renewal-order'
	| 'renewal-head'
	| 'renewal-second-head'
	| 'access-gap'

export interface AuditFinding {
	/** entry that is wrong; null for the log as a whole */
	index: number | null
	code: AuditCode
	values: Values
}

/** Kept of each sort, so that a thousand wrong entries do not hide that the history as a whole was rewritten. */
const KEPT = 100

export class AuditFindings {
	/** the first hundred about entries and the first hundred about the log, in the order of their discovery */
	readonly kept: AuditFinding[]
	total: number

	constructor(kept: readonly AuditFinding[] = [], total = kept.length) {
		this.kept = [...kept]
		this.total = total
	}

	add(code: AuditCode, index: number | null, values: Values = {}): void {
		this.total++
		const alike = this.kept.filter((finding) => (finding.index === null) === (index === null))
		if (alike.length < KEPT) this.kept.push({ index, code, values })
	}
}
