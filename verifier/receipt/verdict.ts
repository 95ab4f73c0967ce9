/**
 * Draws the verdict from the findings: content, what is unmet, and the exit code. One place, so that the order in which
 * things are decided (contradictions and other content before trust, trust before completeness) can be read off.
 * @module
 */
import type { Content, Reason, Report, StateVerdict, TimeVerdict, Unmet } from '../report.ts'
import type { Findings } from './finding.ts'
import type { HeadJudgement } from './head.ts'
import type { GivenFile, RecordFacts } from './record.ts'
import { STATUS_CHECK } from './state.ts'
import { CLOCK_CHECK } from './time.ts'

/** What a reader may insist on beyond the trust file. */
export type Requirement = 'time' | 'witness'

export interface Evidence {
	findings: Findings
	record: RecordFacts | null
	/** whether file and record are the same; null if that cannot be told */
	same: boolean | null
	file: GivenFile | undefined
	/** null without a trust file */
	head: HeadJudgement | null
	time: TimeVerdict
	state: StateVerdict
	require: readonly Requirement[]
}

/** The content's verdict; `differs` and `no-record` need no trust, `agrees` needs all of it. */
export function judgeContent(evidence: Evidence): { is: Content; reason: Reason | null } {
	const { findings, record, same, file, head } = evidence
	const undecided = (reason: Reason) => ({ is: 'cannot-be-decided', reason }) as const
	// A disclosed field that does not open is no basis for saying that a file differs from it, nor that it agrees.
	if (same === false && !brokenBelow(evidence)) return { is: 'differs', reason: 'other-content' }
	if (findings.contradicted) return undecided('invalid')
	if (record?.hasContent === 'no') return { is: 'no-record', reason: 'no-content' }
	if (head === null) return undecided('no-trust')
	if (head.judgement.log === null) return undecided('untrusted-log')
	if (record?.hasContent === 'undisclosed') return undecided('undisclosed')
	if (file === undefined) return undecided('no-file')
	if (!head.judgement.ok) return undecided('quorum-unmet')
	return { is: 'agrees', reason: null }
}

/** Whether question 1 itself found a contradiction: then even the recorded hash is in doubt. */
function brokenBelow({ findings }: Evidence): boolean {
	return findings.all.some(({ question, plain }) => question === 1 && plain)
}

/** Everything that keeps a proof by the trusted log from being complete, in the order of the questions. */
export function listUnmet({ findings, file, record, head, time, require }: Evidence): Unmet[] {
	const failed = (id: string) => findings.all.some((finding) => finding.id === id && finding.ok === 'no')
	const unmet: Unmet[] = []
	if (file === undefined || record?.hasContent !== 'yes') unmet.push('file')
	if (head !== null && head.judgement.log !== null && !head.judgement.ok) unmet.push('quorum')
	if (require.includes('witness') && (head?.independent.length ?? 0) === 0) unmet.push('witness')
	if (require.includes('time') && time.upper === null) unmet.push('time')
	if (failed(CLOCK_CHECK)) unmet.push('clock')
	if (failed(STATUS_CHECK)) unmet.push('status')
	return unmet
}

const WITHDRAWN: ReadonlySet<StateVerdict['is']> = new Set(['superseded', 'annulled', 'disposed'])

/** 1 differs or invalid; 2 no trust file; 4 not of a trusted log; 2 anything unmet; 3 withdrawn as far as known; 0 agrees. */
export function exitCodeOf(
	content: { is: Content; reason: Reason | null },
	unmet: readonly Unmet[],
	evidence: Evidence,
): Report['exitCode'] {
	const { head, state, file } = evidence
	if (content.is === 'differs' || content.reason === 'invalid') return 1
	if (content.is === 'no-record' && file !== undefined) return 1
	if (head === null) return 2
	if (head.judgement.log === null) return 4
	if (unmet.length > 0) return 2
	return WITHDRAWN.has(state.is) ? 3 : 0
}
