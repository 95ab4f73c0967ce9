/**
 * Evidence records of one document, assembled from what anchoring has kept: by each authority {H(d)}, {r}, the siblings
 * one by one, {H(note)}, and the token; then, for each renewal of that token, {H(token)}, the siblings, {H(statement)} and the
 * new token. A record discloses H(d) and r and says nothing of any other document: of these it holds blinded nodes alone.
 * @module
 */
import { join } from 'node:path'
import {
	cidDigest,
	documentNode,
	documentsRootFromPath,
	equalBytes,
	HASH_SIZE,
	type Hash,
	type RenewalDigest,
	renewalHash,
	renewalPair,
	renewalStatement,
} from '@letopis/format'
import type { AnchorHistory, AnchorRecord } from './anchor-history.ts'
import type { AnchorLog, AnchorVault } from './anchor-log.ts'
import { type BlindedDocument, blindDocument } from './document-tree.ts'
import { type ArchiveStamp, formatEvidenceRecord } from './evidence-record.ts'
import type { RenewalHistory } from './renewal-history.ts'
import { anchorPlace, PREVIOUS_PLACE, renewalFolder, tokenOf } from './renewal-tree.ts'
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
	readonly renewals: RenewalHistory
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
	await source.renewals.refresh()
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
	source: EvidenceSource,
	first: AnchorRecord,
	index: number,
): Promise<Evidence | 'damaged' | null> {
	const { log, vault, history, dir } = source
	let tried = 0
	for (const anchor of await history.since(first.authority, first.time)) {
		const { authority, documents, note, token, size, time } = anchor
		if (++tried > ANCHORS_TRIED) break
		const document = await blindDocument(vault, index, { authority, note })
		if (document === null) return null
		if (anchor.index < first.index || documents === null) continue
		const siblings = await pathTo(join(dir, authority), size, index, document, documents)
		if (siblings === null) continue
		const lists = [document.digest, document.blinder, ...siblings, cidDigest(note)].map((hash) => [hash])
		const stamp: ArchiveStamp = { digest: 'sha2-256', lists, token: await tokenOf(log, token) }
		const renewed = await renewalsOf(source, anchor)
		if (renewed === null) return 'damaged'
		return { authority, time, size, record: formatEvidenceRecord([[stamp, ...renewed]]) }
	}
	return 'damaged'
}

/** The stamps that renew an anchor's, one after the other; null where a kept tree does not lead to what was stamped. */
async function renewalsOf(
	{ log, renewals, dir }: EvidenceSource,
	{ authority, index, token }: AnchorRecord,
): Promise<ArchiveStamp[] | null> {
	const stamps: ArchiveStamp[] = []
	let [place, before] = [anchorPlace(index), token]
	for (const renewal of renewals.chainOf(authority, index)) {
		const { digest, root, to } = renewal
		const path = await readPath(renewalFolder(dir, authority), to, place)
		const leaf = renewalHash(digest, await tokenOf(log, before))
		if (path === null || !leadsTo(digest, leaf, path.siblings, root)) return null
		const statement = renewalHash(digest, renewalStatement(renewal))
		const lists = [leaf, ...path.siblings, statement].map((hash) => [hash])
		stamps.push({ digest, lists, token: await tokenOf(log, renewal.token) })
		;[place, before] = [PREVIOUS_PLACE, renewal.token]
	}
	return stamps
}

function leadsTo(
	digest: RenewalDigest,
	leaf: Uint8Array,
	siblings: readonly Uint8Array[],
	root: Uint8Array,
): boolean {
	if (siblings.some(({ length }) => length !== leaf.length)) return false
	const reached = siblings.reduce((hash, sibling) => renewalPair(digest, hash, sibling), leaf)
	return equalBytes(reached, root)
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
	if (path === null || path.siblings.some(({ length }) => length !== HASH_SIZE)) return null
	const root = documentsRootFromPath(documentNode(digest, blinder), path.siblings)
	return equalBytes(root, documents) ? path.siblings : null
}
