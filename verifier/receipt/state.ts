/**
 * Question 6: what came after, as of which checkpoint? A receipt proves what was; only a status statement, signed under
 * the trusted status key, says whether the entry was later superseded, corrected, annulled or disposed. Of an entry of
 * a closed log, the log that continues it speaks, at a head of its own.
 * @module
 */
import {
	cidText,
	equalBytes,
	hex,
	judgeStatus,
	parseNote,
	parseStatus,
	type Receipt,
	type Status,
	type Trust,
} from '@letopis/format'
import type { StateVerdict } from '../report.ts'
import type { Finding, Findings } from './finding.ts'
import { checkpointOf } from './head.ts'
import type { RecordFacts } from './record.ts'

/** The id under which a distrusted statement is found again when the verdict is drawn. */
export const STATUS_CHECK = 'status'

/** Judges the status note of a receipt, or says that none tells. */
export function judgeState(
	receipt: Receipt,
	record: RecordFacts | null,
	trust: Trust | null,
	findings: Findings,
): StateVerdict {
	const head = checkpointOf(receipt.proof.checkpoint)
	const unknown: StateVerdict = { is: 'unknown', size: head.size, log: null, statedAt: null, acts: [] }
	if (receipt.status === null) {
		findings.unknown([6, STATUS_CHECK], 'no-status', { size: head.size }, [['size', String(head.size)]])
		return unknown
	}
	// The receipt's reader has checked the form; whose word it is comes below.
	const status = parseStatus(parseNote(receipt.status).text)
	const inputs = inputsOf(status)
	if (!isAbout(status, receipt, record)) {
		findings.contradiction([6, STATUS_CHECK], 'status-of-another', {}, inputs)
		return unknown
	}
	if (status.origin === head.origin && status.size === head.size && !equalBytes(status.root, head.root)) {
		const values = { size: status.size }
		findings.contradiction([6, STATUS_CHECK], 'status-two-roots', values, [
			...inputs,
			['other-root', hex(head.root)],
		])
		return unknown
	}
	if (trust === null) {
		findings.unknown([6, STATUS_CHECK], 'status-no-trust', {}, inputs)
		return unknown
	}
	if (status.origin !== trust.origin) {
		// The trust file names a status key for the log in force alone: not for closed ones, nor for later ones.
		findings.unknown([6, STATUS_CHECK], 'status-closed-log', {}, inputs)
		return unknown
	}
	const judgement = judgeStatus(trust, receipt.status)
	if (!judgement.ok) {
		findings.no([6, STATUS_CHECK], 'status-unsigned', { detail: { key: 'why-status-key' } }, inputs)
		return unknown
	}
	const statedAt = status.time * 1000
	const time = { ms: statedAt }
	const log = status.log === status.origin ? null : status.origin
	const stated: StateVerdict = { is: status.state, size: status.size, log, statedAt, acts: status.acts }
	findings.yes([6, STATUS_CHECK], `state-${status.state}`, { size: sizeText(stated), time }, inputs)
	return stated
}

/** The size that a statement refers to, for people: alone it would be taken for one of the entry's own log. */
export function sizeText({ size, log }: StateVerdict): string {
	return log === null ? String(size) : `${size}, ${log}`
}

function isAbout(status: Status, receipt: Receipt, record: RecordFacts | null): boolean {
	const head = checkpointOf(receipt.proof.checkpoint)
	return (
		record !== null &&
		status.index === receipt.proof.index &&
		status.cid === cidText(record.cid) &&
		status.log === head.origin
	)
}

function inputsOf(status: Status): Finding['inputs'] {
	return [
		['origin', status.origin],
		['size', String(status.size)],
		['root', hex(status.root)],
		...(status.log === status.origin ? [] : [['entry-log', status.log] as const]),
		['index', String(status.index)],
		['cid', status.cid],
		['state', { key: `word-${status.state}` }],
		...status.acts.map((act) => {
			const place = act.log === status.log ? String(act.index) : `${act.index} (${act.log})`
			const values = { relation: { key: `relation-${act.relation}` as const }, index: place, cid: act.cid }
			return ['act', { key: 'act-input', values }] as const
		}),
	]
}
