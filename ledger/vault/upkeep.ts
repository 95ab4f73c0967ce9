/**
 * Erasing, scrubbing and repairing what the vault holds.
 * @module
 */
import type { Cid } from '@letopis/format'
import type { VaultDamage } from './damage-list.ts'
import type { PayloadFiles } from './payload-files.ts'
import type { FoundRecord } from './record-format.ts'
import type { Fault } from './segment-scan.ts'
import type { Segments } from './segments.ts'

export type VaultFinding =
	| ({ kind: 'segment' } & VaultDamage)
	| { kind: 'payload'; cid: Cid; reason: 'damaged' | 'unreadable' }

export type ScrubProgress = (progress: { what: 'segments' | 'payloads'; done: number; total: number }) => void

export interface RepairReport {
	/** segments of which a copy was rewritten, by their first index */
	repaired: number[]
	/** records that both copies have lost; all others can be read */
	lost: VaultDamage[]
}

/** Leaves markers in place of records, also of those that are damaged beyond reading. @throws RangeError for an index ≥ size; LedgerError */
export async function eraseRecords(segments: Segments, indexes: Iterable<number>): Promise<void> {
	const bySegment = new Map<number, Set<number>>()
	for (const index of indexes) {
		if (!Number.isSafeInteger(index) || index < 0 || index >= segments.size) {
			throw new RangeError(`expected an index of 0 to ${segments.size - 1}, got ${index}`)
		}
		const first = segments.firstOf(index)
		const group = bySegment.get(first)
		if (group === undefined) bySegment.set(first, new Set([index]))
		else group.add(index)
	}
	for (const [first, group] of bySegment) {
		await segments.maintenance.run(async () => {
			await segments.seal(first)
			await segments.rewrite(first, async (records) => withoutRecords(records, first, group))
		})
	}
}

/** @returns undefined if all of them are erased already */
function withoutRecords(
	records: readonly FoundRecord[],
	first: number,
	indexes: ReadonlySet<number>,
): FoundRecord[] | undefined {
	if ([...indexes].every((index) => records[index - first] === 'erased')) return undefined
	return records.map((record, i) => (indexes.has(first + i) ? 'erased' : record))
}

/** Examines the segments that damage was met in, and makes their copies equal again. */
export async function repairSegments(segments: Segments): Promise<RepairReport> {
	const report: RepairReport = { repaired: [], lost: [] }
	for (const first of new Set(segments.damage.all.map((damage) => damage.segment))) {
		await segments.maintenance.run(async () => {
			await segments.seal(first)
			const { copies, found, next } = await segments.inspect(first)
			if (found === undefined) {
				report.lost.push({ segment: first, copy: 'both', from: first, to: next, reason: 'damaged header' })
				return
			}
			if (found.faults.some((fault) => fault.copy !== 'both')) {
				await segments.putRight(first, copies, found)
				report.repaired.push(first)
			}
			const lost = found.faults.filter((fault) => fault.copy === 'both')
			segments.damage.set(first, lost)
			report.lost.push(...lost.map((fault) => ({ segment: first, ...fault })))
		})
	}
	return report
}

/** Reads everything; damage in segments is also kept in their list. */
export async function scrub(
	segments: Segments,
	payloads: PayloadFiles,
	onProgress: ScrubProgress = () => {},
): Promise<VaultFinding[]> {
	const findings: VaultFinding[] = []
	const firsts = [...segments.firsts]
	for (const [i, first] of firsts.entries()) {
		await segments.maintenance.run(async () => {
			const { found, next } = await segments.inspect(first)
			const whole: Fault[] = [{ copy: 'both', from: first, to: next, reason: 'damaged header' }]
			segments.damage.set(first, found?.faults ?? whole)
		})
		onProgress({ what: 'segments', done: i + 1, total: firsts.length })
	}
	findings.push(...segments.damage.all.map((damage) => ({ kind: 'segment' as const, ...damage })))
	let total = 0
	for await (const _ of payloads.list()) total++
	let done = 0
	for await (const cid of payloads.list()) {
		const reason = await judgePayload(payloads, cid)
		if (reason !== undefined) findings.push({ kind: 'payload', cid, reason })
		onProgress({ what: 'payloads', done: ++done, total: Math.max(done, total) })
	}
	return findings
}

async function judgePayload(payloads: PayloadFiles, cid: Cid): Promise<'damaged' | 'unreadable' | undefined> {
	try {
		return (await payloads.isWhole(cid)) ? undefined : 'damaged'
	} catch {
		// Gone since it was listed: removed on purpose.
		const there = await payloads.exists(cid)
		return there ? 'unreadable' : undefined
	}
}
