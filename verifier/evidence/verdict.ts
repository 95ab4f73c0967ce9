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

interface Counted {
	/** of the roots of all authorities that a record rests on */
	keys: ReadonlySet<string>
	stamp: ReturnType<typeof boundStamp>
}

/** The first records, in their order, of which none shares a key with another; null where there are not so many. */
function disjoint(records: readonly Counted[], count: number): Counted[] | null {
	if (count === 0) return []
	const [first, ...others] = records
	if (first === undefined || records.length < count) return null
	const apart = others.filter(({ keys }) => ![...keys].some((key) => first.keys.has(key)))
	const rest = disjoint(apart, count - 1)
	if (rest !== null) return [first, ...rest]
	// A record in the way of one other at most could have been taken in its place. This also bounds the search: below
	// 1.47^n steps, for at most 32 records.
	return others.length - apart.length <= 1 ? null : disjoint(others, count)
}

/**
 * What as many authorities as `required` agree on: the latest of their earliest stamps, as early as the records allow.
 * After a renewal a record rests on all authorities that it names, so records count as several only if they share none.
 * Whichever are chosen, a further record never takes anything away. Authorities are told apart by the keys of their roots.
 */
export function boundOfRecords(judged: readonly JudgedRecord[], required: number): Bound | null {
	const found = judged
		.flatMap(({ stamps, proven, covers }): Counted[] => {
			const [first] = stamps
			if (!proven || covers !== true || first === undefined) return []
			const keys = new Set(stamps.map(({ stamp }) => stamp.root?.key ?? ''))
			return [{ keys, stamp: boundStamp(first.stamp) }]
		})
		.toSorted((a, b) => limitOf('upper', a.stamp) - limitOf('upper', b.stamp))
	for (const [i, { stamp: last }] of found.entries()) {
		const agreeing = disjoint(found.slice(0, i + 1), required)
		if (agreeing !== null) {
			return { at: limitOf('upper', last), stamps: agreeing.map(({ stamp }) => stamp) }
		}
	}
	return null
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
	if (!file || open(CHECKS.link) || judged.some(({ covers }) => covers === null)) return 'no-file'
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
