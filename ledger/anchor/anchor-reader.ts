/**
 * The anchors of a log that gets no new ones: what receipts of its entries hold, and the trees that were kept for
 * evidence records.
 * @module
 */
import { join } from 'node:path'
import { decodeEntry, type LinkedAnchor } from '@letopis/format'
import { AnchorHistory } from './anchor-history.ts'
import type { AnchorLog, AnchorVault } from './anchor-log.ts'
import { linkedAnchors, receiptAnchors, type SizedAnchor } from './anchor-proofs.ts'
import { type EvidenceFound, evidenceOf } from './evidence.ts'
import { checkRenewalTrees, checkTrees, type TreeReport } from './kept-trees.ts'
import { RenewalHistory } from './renewal-history.ts'

export interface AnchorReader {
	/** As `Anchorer.anchorsFor`. */
	anchorsFor(index: number): Promise<SizedAnchor[]>
	/** As `Anchorer.linkedAnchors`. */
	linkedAnchors(entry: Uint8Array): Promise<LinkedAnchor[]>
	/** As `Anchorer.evidenceFor`. */
	evidenceFor(index: number): Promise<EvidenceFound>
	/** Verifies every kept document tree, and rebuilds what can be. */
	checkTrees(): Promise<TreeReport[]>
}

/**
 * Reads nothing before it is asked.
 * @param dir with a sub-folder for each authority, as the anchorer of that log has left it
 */
export function createAnchorReader(
	log: Pick<
		AnchorLog,
		'origin' | 'size' | 'entry' | 'entries' | 'indexOf' | 'inclusionProof' | 'blob' | 'renewals'
	>,
	vault: AnchorVault,
	dir: string,
): AnchorReader {
	const renewals = new RenewalHistory(log)
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
		evidenceFor: async (index) => evidenceOf({ log, vault, history: await open(), renewals, dir }, index),
		async checkTrees() {
			const history = await open()
			const reports: TreeReport[] = []
			for (const { authority } of history.allNewest()) {
				const anchors = await history.since(authority, 0)
				const report = await checkTrees(log, vault, authority, join(dir, authority), anchors)
				const renewalsLost = await checkRenewalTrees(log, history, renewals, dir, authority)
				reports.push({ ...report, renewalsLost })
			}
			return reports
		},
	}
}
