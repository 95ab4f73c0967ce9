/**
 * Moves the vault to a new epoch and destroys the key of the old one. One pass over the segments, each replaced
 * by one whose key and age headers are wrapped for the new epoch; then everything is read again, from both
 * copies and with the new key alone; then, last, the old key goes. Payloads are not touched.
 *
 * It can be interrupted anywhere: two epoch keys say that a rotation is under way, and the next call goes on
 * with it. Until the last step the old key opens whatever was not reached.
 * @module
 */
import { setImmediate } from 'node:timers/promises'
import { RefusalError } from '@letopis/format'
import { LedgerError } from '../error.ts'
import { openHeader, sealHeader } from './age-header.ts'
import type { Epoch, Epochs } from './epochs.ts'
import type { PendingHeaders } from './pending-headers.ts'
import type { FoundRecord } from './record-format.ts'
import type { Segments } from './segments.ts'

/** Headers rewrapped in one go, some 0.2 ms each, before others get their turn. */
const HEADERS_AT_ONCE = 16

export type RotationProgress = (progress: { step: 'rewrap' | 'verify'; done: number; total: number }) => void

export interface RotationOptions {
	readonly onProgress?: RotationProgress | undefined
	/**
	 * Goes on although records are damaged in both copies. With the old key goes what a backup could still give
	 * back of them, so nobody but a person decides this.
	 */
	readonly abandonDamaged?: boolean
	/** Wraps anew what others keep under the epoch's key, before the old one goes. */
	readonly beside?: (rewrap: (header: Uint8Array) => Uint8Array) => Promise<void>
}

interface Moving {
	readonly epochs: Epochs
	readonly to: Epoch
	readonly abandon: boolean
}

/** @throws LedgerError `corrupt` if anything cannot be moved: then no key is destroyed; `disk-full`, `io` */
export async function rotate(
	segments: Segments,
	pending: PendingHeaders,
	{ onProgress = () => {}, abandonDamaged: abandon = false, beside }: RotationOptions = {},
): Promise<{ from: number; to: number }> {
	const { epochs } = segments
	if (epochs.all.length < 2) {
		await segments.betweenAppends(async () => {
			const next = await epochs.add()
			pending.rewrap((header) => rewrapHeader(header, epochs.all, next))
		})
	}
	const from = epochs.all[0] as Epoch
	const to = epochs.current as Epoch
	await segments.seal()
	await eachSegment(segments, 'rewrap', onProgress, async (first) => {
		if (await segments.isUnder(first, to.number)) return
		await segments.rewrite(first, (records) => rewrapRecords(records, first, { epochs, to, abandon }), to)
	})
	if (segments.size > 0 && segments.firsts[0] !== 0 && !abandon) throw notMoved(0)
	await eachSegment(segments, 'verify', onProgress, (first) => verify(segments, first, to, abandon))
	await beside?.((header) => rewrapHeader(header, epochs.all, to))
	for (const old of epochs.all.filter((epoch) => epoch !== to)) await epochs.destroy(old.number)
	return { from: from.number, to: to.number }
}

async function eachSegment(
	segments: Segments,
	step: 'rewrap' | 'verify',
	onProgress: RotationProgress,
	operation: (first: number) => Promise<void>,
): Promise<void> {
	// Segments that are begun from here on belong to the new epoch.
	const firsts = [...segments.firsts]
	for (const [i, first] of firsts.entries()) {
		await segments.maintenance.run(() => operation(first))
		onProgress({ step, done: i + 1, total: firsts.length })
	}
}

async function rewrapRecords(
	records: FoundRecord[],
	first: number,
	{ epochs, to, abandon }: Moving,
): Promise<FoundRecord[]> {
	const changed: FoundRecord[] = []
	let rewrapped = 0
	for (const [i, record] of records.entries()) {
		if (record === 'lost' && !abandon) throw notMoved(first + i)
		if (record === 'erased' || record === 'lost' || record.header === undefined) {
			changed.push(record)
			continue
		}
		changed.push({ ...record, header: rewrapHeader(record.header, epochs.all, to) })
		if (++rewrapped % HEADERS_AT_ONCE === 0) await setImmediate()
	}
	return changed
}

/**
 * The header for an epoch; the same one if it is for this epoch already.
 * @throws LedgerError `corrupt` if no epoch's key opens it
 */
export function rewrapHeader(header: Uint8Array, epochs: readonly Epoch[], to: Epoch): Uint8Array {
	if (openWith([to], header) !== undefined) return header
	const fileKey = openWith(epochs, header)
	if (fileKey !== undefined) return sealHeader(fileKey, to.identity.recipient)
	throw new LedgerError('corrupt', 'no epoch key opens the age header', {
		remedy: 'Read the record again if it was held during a rotation; else restore the vault from a backup.',
	})
}

/** The file key of a header, or undefined if no key of these epochs opens it or it is malformed. */
export function openWith(epochs: readonly Epoch[], header: Uint8Array): Uint8Array | undefined {
	try {
		return openHeader(
			header,
			epochs.map((epoch) => epoch.identity),
		)
	} catch (error) {
		if (error instanceof RefusalError) return undefined
		throw error
	}
}

/** Reads a segment again, from both copies, as one who has only the new key. */
async function verify(segments: Segments, first: number, to: Epoch, abandon: boolean): Promise<void> {
	const headers: { index: number; header: Uint8Array }[] = []
	const { found } = await segments.inspect(first, {
		secretOf: (epoch) => (epoch === to.number ? to.identity.secret : undefined),
		visit: (_, records) => {
			for (const record of records) {
				if (record !== 'erased' && record.header !== undefined) {
					headers.push({ index: record.index, header: record.header })
				}
			}
		},
	})
	const fault = found?.faults.find(({ copy }) => !(abandon && copy === 'both'))
	if (found === undefined || fault !== undefined) throw notMoved(fault?.from ?? first)
	for (const [i, { index, header }] of headers.entries()) {
		if (openWith([to], header) === undefined) throw notMoved(index)
		if (i % HEADERS_AT_ONCE === 0) await setImmediate()
	}
}

function notMoved(index: number): LedgerError {
	return new LedgerError('corrupt', `vault record ${index} cannot be read under the new epoch alone`, {
		remedy:
			'No key was destroyed. Run "letopis fsck --repair", then rotate again; what both copies have lost, a backup may still have, as long as the key is there. To give it up: "letopis keys rotate --abandon-damaged".',
	})
}
