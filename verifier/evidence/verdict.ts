/**
 * Draws the verdict on evidence records from the findings, in one place, so that the order in which things are decided can
 * be read off: contradictions first, then another file, then whether enough of the records count for the reader.
 * @module
 */
import type { Findings } from '../receipt/finding.ts'
import { limitOf } from '../receipt/time.ts'
import type { Bound } from '../report.ts'
import type { EvidenceReason, EvidenceReport } from './report.ts'
import { boundStamp, CHECKS, type JudgedRecord } from './stamps.ts'

export interface JudgedEvidence {
	findings: Findings
	judged: readonly JudgedRecord[]
	/** whether there is a file and a trust file */
	file: boolean
	trusted: boolean
	upper: Bound | null
}

/**
 * What as many authorities as `required` agree on: the latest of their earliest stamps. After a renewal a record rests on
 * all authorities that it names, so records count as several only if they share none; each is counted once, the earliest
 * first. Authorities are told apart by the keys of their roots.
 */
export function boundOfRecords(judged: readonly JudgedRecord[], required: number): Bound | null {
	const found = judged.flatMap(({ stamps, proven, covers }) => {
		const [first] = stamps
		if (!proven || covers !== true || first === undefined) return []
		const keys = new Set(stamps.map(({ stamp }) => stamp.root?.key ?? ''))
		return [{ keys, stamp: boundStamp(first.stamp) }]
	})
	const used = new Set<string>()
	const agreeing = found
		.toSorted((a, b) => limitOf('upper', a.stamp) - limitOf('upper', b.stamp))
		.filter(({ keys }) => {
			if ([...keys].some((key) => used.has(key))) return false
			for (const key of keys) used.add(key)
			return true
		})
		.slice(0, required)
	const last = agreeing[required - 1]
	if (last === undefined) return null
	return { at: limitOf('upper', last.stamp), stamps: agreeing.map(({ stamp }) => stamp) }
}

function reasonOf({ findings, judged, file, trusted, upper }: JudgedEvidence): EvidenceReason | null {
	const failed = (id: string) => findings.all.some((finding) => finding.id === id && finding.ok === 'no')
	const open = (id: string) => findings.all.some((finding) => finding.id === id && finding.ok === 'unknown')
	if (failed(CHECKS.record)) return 'malformed'
	if (findings.contradicted) return 'invalid'
	if (judged.some(({ covers }) => covers === false)) return 'other-content'
	// Enough authorities agree: records that do not count beside them take nothing away.
	if (upper !== null) return null
	if (open(CHECKS.stamp)) return 'unsupported'
	if (!trusted) return 'no-trust'
	if (open(CHECKS.trust)) return 'untrusted-authority'
	if (failed(CHECKS.force)) return 'lapsed'
	if (!file || judged.some(({ covers }) => covers === null)) return 'no-file'
	return 'too-few'
}

/** 1 differs or invalid; 2 cannot be decided; 0 agrees. */
export function judgeEvidence(evidence: JudgedEvidence): {
	content: EvidenceReport['verdict']['content']
	exitCode: EvidenceReport['exitCode']
} {
	const reason = reasonOf(evidence)
	if (reason === null) return { content: { is: 'agrees', reason }, exitCode: 0 }
	if (reason === 'other-content') return { content: { is: 'differs', reason }, exitCode: 1 }
	const exitCode = reason === 'malformed' || reason === 'invalid' ? 1 : 2
	return { content: { is: 'cannot-be-decided', reason }, exitCode }
}
