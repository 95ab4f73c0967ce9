/**
 * Evidence records of one document, assembled from what anchoring has kept: by each authority {H(d)}, {r}, the siblings
 * one by one, {H(note)}, and the token. A record discloses H(d) and r and says nothing of any other document: of these it
 * holds blinded nodes alone.
 * @module
 */
import { join } from 'node:path'
import { cidDigest, documentNode, documentsRootFromPath, equalBytes, type Hash } from '@letopis/format'
import { LedgerError } from '../error.ts'
import type { AnchorHistory, AnchorRecord } from './anchor-history.ts'
import type { AnchorLog, AnchorVault } from './anchor-log.ts'
import { type BlindedDocument, blindDocument } from './document-tree.ts'
import { formatEvidenceRecord } from './evidence-record.ts'
import { readPath } from './tree-file.ts'

export interface Evidence {
	/** Name of the authority in the log. */
	readonly authority: string
	/** Stamped time, milliseconds since 1970. */
	readonly time: number
	/** Size of the stamped head. */
	readonly size: number
	/** DER EvidenceRecord (RFC 4998). */
	readonly record: Uint8Array
}

/** Where records come from. */
export interface EvidenceSource {
	readonly log: Pick<AnchorLog, 'blob'>
	readonly vault: AnchorVault
	readonly history: AnchorHistory
	/** Folder of the trees, with a sub-folder for each authority. */
	readonly dir: string
}

/** What there is of a document. */
export interface EvidenceFound {
	/** One record of each authority, in the order of their stamps. */
	readonly records: readonly Evidence[]
	/**
	 * Authorities that have stamped a head over the document, and no kept tree leads to it: `letopis fsck` builds a damaged
	 * one again, or has the document stamped anew.
	 */
	readonly damaged: readonly string[]
}

/** A lost tree is made good within few anchors; what is not, `fsck` mends. Nobody makes a year of them be looked through. */
const ANCHORS_TRIED = 24

/**
 * The evidence of the document at `index`; nothing for an entry that is no document, is not stamped yet, or of which
 * nothing is left. Cost: some dozens of small reads for each authority.
 */
export async function evidenceOf(source: EvidenceSource, index: number): Promise<EvidenceFound> {
	const records: Evidence[] = []
	const damaged: string[] = []
	for (const first of await source.history.firstCovering(index)) {
		const evidence = await evidenceBy(source, first, index)
		if (evidence === 'damaged') damaged.push(first.authority)
		else if (evidence !== null) records.push(evidence)
	}
	return { records, damaged }
}

/**
 * The authority's first anchor that covers the entry has the document, unless its tree was lost: then a later one has.
 * @returns null for what is no document any more
 */
async function evidenceBy(
	{ log, vault, history, dir }: EvidenceSource,
	first: AnchorRecord,
	index: number,
): Promise<Evidence | 'damaged' | null> {
	let tried = 0
	for (const anchor of await history.since(first.authority, first.time)) {
		const { authority, documents, note, token, size, time } = anchor
		if (++tried > ANCHORS_TRIED) break
		const document = await blindDocument(vault, index, { authority, note })
		if (document === null) return null
		if (anchor.index < first.index || documents === null) continue
		const siblings = await pathTo(join(dir, authority), size, index, document, documents)
		if (siblings === null) continue
		const stamp = await log.blob(token)
		if (stamp === undefined) throw new LedgerError('corrupt', `the blob ${token} of an anchor is missing`)
		const lists = [document.digest, document.blinder, ...siblings, cidDigest(note)].map((hash) => [hash])
		return { authority, time, size, record: formatEvidenceRecord([[{ lists, token: stamp }]]) }
	}
	return 'damaged'
}

/** Siblings that lead the document to D; null where the kept tree does not. */
async function pathTo(
	dir: string,
	size: number,
	index: number,
	{ digest, blinder }: BlindedDocument,
	documents: Hash,
): Promise<readonly Hash[] | null> {
	const path = await readPath(dir, size, index)
	if (path === null) return null
	const root = documentsRootFromPath(documentNode(digest, blinder), path.siblings)
	return equalBytes(root, documents) ? path.siblings : null
}
