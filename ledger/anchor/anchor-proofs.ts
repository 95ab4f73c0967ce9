/**
 * The parts of a receipt that bound an entry's time, assembled from the log.
 * @module
 */
import { type Cid, fromUtf8, type LinkedAnchor, type ReceiptAnchor } from '@letopis/format'
import { LedgerError } from '../error.ts'
import type { AnchorHistory, AnchorRecord } from './anchor-history.ts'
import type { AnchorLog } from './anchor-log.ts'

/** An anchor as receipts hold it, with the size of the stamped tree. */
export interface SizedAnchor extends ReceiptAnchor {
	readonly size: number
}

/** What a receipt holds of anchors over heads that cover the entry at `index`. */
export function receiptAnchors(
	log: Pick<AnchorLog, 'blob' | 'inclusionProof'>,
	anchors: readonly AnchorRecord[],
	index: number,
): Promise<SizedAnchor[]> {
	return Promise.all(
		anchors.map(async ({ authority, note, token, documents, size }) => ({
			authority,
			note: fromUtf8(await blob(log, note)),
			token: await blob(log, token),
			documents,
			size,
			proof: await log.inclusionProof(index, size),
		})),
	)
}

/**
 * What a receipt holds of the anchors (or the genesis entry, which has no note and token) that an entry links
 * to.
 */
export function linkedAnchors(
	log: Pick<AnchorLog, 'blob' | 'entry' | 'indexOf'>,
	history: AnchorHistory,
	links: readonly Cid[],
): Promise<LinkedAnchor[]> {
	return Promise.all(
		links.map(async (cid) => {
			const index = await log.indexOf(cid)
			const entry = index === undefined ? undefined : await log.entry(index)
			if (entry === undefined)
				throw new LedgerError('corrupt', 'an entry links to an anchor that is not in the log')
			const anchor = await history.byCid(cid)
			if (anchor === null) return { entry, note: null, token: null }
			return { entry, note: fromUtf8(await blob(log, anchor.note)), token: await blob(log, anchor.token) }
		}),
	)
}

async function blob(log: Pick<AnchorLog, 'blob'>, cid: Cid): Promise<Uint8Array> {
	const bytes = await log.blob(cid)
	if (bytes === undefined) throw new LedgerError('corrupt', `the blob ${cid} of an anchor is missing`)
	return bytes
}
