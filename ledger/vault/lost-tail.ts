/**
 * Records at the end of the vault that rot has taken in both copies. The vault alone cannot tell them from a torn
 * append; the log can, for it knows how many records were acknowledged. That they are lost is then kept on disk as an
 * empty segment at the place where the log ends: a segment is only ever begun at the end of what was durable, so
 * whoever opens the vault knows how far it had reached.
 * @module
 */
import { createSecretKey } from 'node:crypto'
import type { Epoch } from './epochs.ts'
import type { SegmentFiles } from './segment-files.ts'
import { encodeSegmentHeader } from './segment-format.ts'
import type { SegmentReplacer } from './segment-replace.ts'
import { COPIES, type Examined } from './segment-scan.ts'

/** A record has at least the salt of one field. What is left of records must have room for them. */
const RECORD_MIN = 32

/**
 * Bytes from record `from` on that no key opens: what rot leaves. An older vault, or one that lost its last writes,
 * ends cleanly.
 * @param firsts first indexes of all segment files, ascending
 */
export async function hasRemains(
	files: SegmentFiles,
	replacer: SegmentReplacer,
	firsts: readonly number[],
	from: number,
	to: number,
): Promise<boolean> {
	const last = firsts.findLast((first) => first < from) ?? 0
	let bytes = 0
	for (const first of firsts.filter((at) => at >= last && at < to)) {
		const copies = await files.read(first)
		const found = replacer.examine(first, copies)
		const known = found !== undefined && found.frames.length > 0 ? found.end : 0
		bytes += Math.max(0, ...COPIES.map((copy) => (copies[copy]?.length ?? 0) - known))
	}
	return bytes >= (to - from) * RECORD_MIN
}

/** Begins a segment that has no records yet, durably, in both copies. */
export async function beginEmpty(
	files: SegmentFiles,
	replacer: SegmentReplacer,
	random: (size: number) => Uint8Array,
	first: number,
	epoch: Epoch,
): Promise<Examined> {
	const claims = { epoch: epoch.number, first, generation: 0 }
	const key = createSecretKey(random(32))
	const header = encodeSegmentHeader(claims, epoch.identity.secret, key, random(32))
	await files.stage(COPIES, first, header)
	for (const copy of COPIES) await files.commit(copy, first)
	const found = replacer.examine(first, { a: header, b: header })
	if (found === undefined) throw new Error('a new segment cannot be opened')
	return found
}
