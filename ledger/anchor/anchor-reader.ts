/**
 * The anchors of a log that gets no new ones: what receipts of its entries hold, and the trees that were kept for
 * evidence records.
 * @module
 */
import { join } from 'node:path'
import { type Cid, decodeEntry, type LinkedAnchor } from '@letopis/format'
import { AnchorHistory } from './anchor-history.ts'
import type { AnchorLog, AnchorVault } from './anchor-log.ts'
import { linkedAnchors, receiptAnchors, type SizedAnchor } from './anchor-proofs.ts'
import { type EvidenceFound, evidenceOf } from './evidence.ts'
import { checkRenewalTrees, checkTrees, type TreeReport } from './kept-trees.ts'
import { closedRenewable, type Renewable } from './renewable-log.ts'
import { RenewalHistory, type RenewalLog } from './renewal-history.ts'

export interface AnchorReader {
	/** As `Anchorer.anchorsFor`. */
	anchorsFor(index: number): Promise<SizedAnchor[]>
	/** As `Anchorer.linkedAnchors`. */
	linkedAnchors(entry: Uint8Array): Promise<LinkedAnchor[]>
	/** As `Anchorer.evidenceFor`. */
	evidenceFor(index: number): Promise<EvidenceFound>
	/** Verifies every kept document tree, and rebuilds what can be. */
	checkTrees(): Promise<TreeReport[]>
	/**
	 * For renewing its stamps.
	 * @param present takes the entries and the blobs @param first place of its first entry, counted through from this log's
	 */
	renewable(present: Pick<AnchorLog, 'size' | 'append' | 'putBlob'>, first: number): Promise<Renewable>
}

type ClosedLog = Pick<
	AnchorLog,
	'origin' | 'size' | 'entry' | 'entries' | 'indexOf' | 'inclusionProof' | 'rootAt' | 'blob' | 'renewals'
>

/**
 * Reads nothing before it is asked.
 * @param dir with a sub-folder for each authority, as the anchorer of that log has left it
 * @param later the logs after it, oldest first: what renews its stamps is in them
 */
export function createAnchorReader(
	log: ClosedLog,
	vault: AnchorVault,
	dir: string,
	later: () => Promise<readonly RenewalLog[]> = async () => [],
): AnchorReader {
	const renewals = new RenewalHistory(log.origin, async () => [{ first: 0, log }, ...(await later())])
	const blob = async (cid: Cid) => {
		const own = await log.blob(cid)
		if (own !== undefined) return own
		for (const { log: other } of await later()) {
			const bytes = await other.blob(cid)
			if (bytes !== undefined) return bytes
		}
		return undefined
	}
	let opening: Promise<AnchorHistory> | undefined
	const open = () => {
		opening ??= AnchorHistory.open(log).catch((error: unknown) => {
			opening = undefined
			throw error
		})
		return opening
	}
	return {
		anchorsFor: async (index) => receiptAnchors(log, await (await open()).firstCovering(index), index),
		linkedAnchors: async (entry) => linkedAnchors(log, await open(), decodeEntry(entry).anchors),
		evidenceFor: async (index) =>
			evidenceOf({ log: { blob }, vault, history: await open(), renewals, dir }, index),
		renewable: async (present, first) => {
			const history = await open()
			return { log: closedRenewable(log, present, first, blob), vault, history, renewals, dir }
		},
		async checkTrees() {
			const history = await open()
			const reports: TreeReport[] = []
			for (const { authority } of history.allNewest()) {
				const anchors = await history.since(authority, 0)
				const report = await checkTrees(log, vault, authority, join(dir, authority), anchors)
				const renewalsLost = await checkRenewalTrees({ blob }, history, renewals, dir, authority)
				reports.push({ ...report, renewalsLost })
			}
			return reports
		},
	}
}
