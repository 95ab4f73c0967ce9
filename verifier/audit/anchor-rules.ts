/**
 * What must hold for anchor entries and the stamps of genesis: blobs that are what the entry names, a stamped head that
 * is this log at that size, the log's signature under it, the token itself, and times in order.
 * @module
 */
import {
	type AnchorBody,
	anchorImprint,
	blobCid,
	bodyOf,
	type Checkpoint,
	type Cid,
	cidText,
	type Entry,
	equalBytes,
	fromUtf8,
	genesisImprint,
	judgeCheckpoint,
	parseCheckpoint,
	parseNote,
	RefusalError,
} from '@letopis/format'
import { MINUTE } from '../receipt/record.ts'
import { CLOCK_TOLERANCE } from '../receipt/time.ts'
import { checkTimestamp, type Stamp } from '../timestamp/check.ts'
import { StampRefusal } from '../timestamp/refusal.ts'
import type { AuditCode } from './audit-finding.ts'
import type { Bundles } from './bundles.ts'
import type { AuditContext } from './context.ts'

/** Judges one token; tallies it. @returns null where it says nothing */
export async function judgeToken(
	context: AuditContext,
	index: number,
	code: Extract<AuditCode, 'anchor-stamp' | 'genesis-stamp' | 'renewal-stamp'>,
	token: Uint8Array,
	imprint: Uint8Array,
): Promise<Stamp | null> {
	const { tallies, findings, roots } = context
	try {
		const stamp = await checkTimestamp(token, imprint, roots)
		if (stamp.root === null) tallies.stampsUntrusted++
		else tallies.stampsTrusted++
		return stamp
	} catch (error) {
		if (!(error instanceof StampRefusal)) throw error
		if (error.fault === 'unsupported') tallies.stampsUnsupported++
		else findings.add(code, index, { detail: error.why })
		return null
	}
}

export async function checkGenesisStamps(context: AuditContext, index: number, entry: Entry): Promise<void> {
	for (const token of bodyOf(entry, 'genesis')?.stamps ?? []) {
		await judgeToken(context, index, 'genesis-stamp', token, genesisImprint(entry))
	}
}

/** A blob, known to be what its CID says; a missing or foreign one is a finding. */
export async function fetchBlob(context: AuditContext, index: number, cid: Cid): Promise<Uint8Array | null> {
	const text = cidText(cid)
	const bytes = await context.source.blob(text)
	if (bytes === undefined) context.findings.add('anchor-blob-missing', index, { cid: text })
	else if (cidText(blobCid(bytes)) !== text) context.findings.add('anchor-blob-differs', index, { cid: text })
	else return bytes
	return null
}

interface StampedNote {
	bytes: Uint8Array
	text: string
	checkpoint: Checkpoint
}

async function readNote(context: AuditContext, index: number, body: AnchorBody): Promise<StampedNote | null> {
	const bytes = await fetchBlob(context, index, body.note)
	if (bytes === null) return null
	try {
		const text = fromUtf8(bytes)
		const checkpoint = parseCheckpoint(parseNote(text).text)
		if (checkpoint.origin === context.origin && checkpoint.size === body.size)
			return { bytes, text, checkpoint }
		context.findings.add('anchor-note', index, { origin: checkpoint.origin, size: checkpoint.size })
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		context.findings.add('anchor-note', index, { origin: '?', size: body.size })
	}
	return null
}

/** Authorities whose order is watched, so that a log with a thousand names does not fill memory and state file. */
const MAX_AUTHORITIES = 256

function checkOrder({ authorities, findings }: AuditContext, index: number, body: AnchorBody): void {
	const last = authorities.get(body.authority)
	if (last !== undefined && (body.size < last.size || body.time < last.time)) {
		findings.add('anchor-order', index, { authority: body.authority, other: last.index })
	}
	// Nothing is lost by the bound: whoever invents names escapes the order of any of them.
	if (last === undefined && authorities.size >= MAX_AUTHORITIES) return
	authorities.set(body.authority, { index, size: body.size, time: body.time })
}

/** Entries below the stamped size existed at the stamp, the anchor itself came after it: their own times must fit. */
async function checkClock(
	{ findings }: AuditContext,
	bundles: Bundles,
	index: number,
	entry: Entry,
	body: AnchorBody,
	stamp: Stamp,
): Promise<void> {
	const accuracy = stamp.accuracy ?? 0
	const before = await bundles.minuteOf(body.size - 1)
	const tooLate = before !== undefined && before * MINUTE - CLOCK_TOLERANCE > stamp.genTimeUp + accuracy
	const tooEarly = (entry.time + 1) * MINUTE + CLOCK_TOLERANCE < stamp.genTime - accuracy
	if (tooLate || tooEarly) {
		findings.add('anchor-clock', tooLate ? body.size - 1 : index, {
			authority: body.authority,
			time: { ms: stamp.genTime },
		})
	}
}

/** Everything about one anchor entry. */
export async function checkAnchor(
	context: AuditContext,
	bundles: Bundles,
	index: number,
	entry: Entry,
): Promise<void> {
	const body = bodyOf(entry, 'anchor')
	if (body === undefined) return
	const { findings, trust, isTrusted } = context
	if (body.size > index) {
		findings.add('anchor-size', index, { size: body.size })
		return
	}
	checkOrder(context, index, body)
	const note = await readNote(context, index, body)
	const token = await fetchBlob(context, index, body.token)
	if (note !== null && !equalBytes(note.checkpoint.root, await bundles.rootAt(body.size))) {
		findings.add('anchor-root', index, { size: body.size })
	}
	if (note === null || token === null) return
	const stamp = await judgeToken(
		context,
		index,
		'anchor-stamp',
		token,
		anchorImprint(note.bytes, body.documents),
	)
	if (
		trust !== null &&
		isTrusted &&
		judgeCheckpoint(trust, note.text, stamp?.genTime ?? body.time).log === null
	) {
		findings.add('anchor-unsigned', index, { authority: body.authority })
	}
	if (stamp === null) return
	if (stamp.genTime !== body.time) findings.add('anchor-stamp', index, { detail: { key: 'why-anchor-time' } })
	await checkClock(context, bundles, index, entry, body, stamp)
}
