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
	RENEWAL_SIZES,
	type RenewalDigest,
	renewalHash,
	renewalPair,
	renewalStatement,
} from '@letopis/format'
import type { AnchorHistory, AnchorRecord } from './anchor-history.ts'
import type { AnchorLog, AnchorVault } from './anchor-log.ts'
import { type BlindedDocument, blindDocument } from './document-tree.ts'
import { type ArchiveStamp, formatEvidenceRecord } from './evidence-record.ts'
import { isRehash, type RenewalHistory, type RenewalRecord } from './renewal-history.ts'
import { anchorPlace, PREVIOUS_PLACE, rehashFolder, renewalFolder, tokenOf } from './renewal-tree.ts'
import { type RevocationData, revocationKind } from './revocation.ts'
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
	/** DER of its time-stamp tokens, in order. */
	readonly tokens: readonly Uint8Array[]
	/** Statements of its renewals, and the revocation lists and OCSP responses that these name. */
	readonly statements: readonly Uint8Array[]
	readonly revocation: readonly Pick<RevocationData, 'kind' | 'der'>[]
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
	const { found, damaged } = await chainsOfDocument(source, index)
	const records: Evidence[] = []
	for (const { authority, time, size, chains, renewals } of found) {
		const revocation: Pick<RevocationData, 'kind' | 'der'>[] = []
		for (const cid of renewals.flatMap(({ revocation: named }) => named)) {
			const der = await source.log.blob(cid)
			if (der !== undefined) revocation.push({ kind: revocationKind(der), der })
		}
		records.push({
			...{ authority, time, size, record: formatEvidenceRecord(chains), revocation },
			tokens: chains.flatMap((stamps) => stamps.map(({ token }) => token)),
			statements: renewals.map(renewalStatement),
		})
	}
	return { records, damaged }
}

/** A document's archive time-stamps by one authority. */
export interface DocumentChains extends Pick<Evidence, 'authority' | 'time' | 'size'> {
	/** Index of the anchor that has stamped it. */
	readonly anchor: number
	readonly chains: readonly (readonly ArchiveStamp[])[]
	/** Those that its later stamps are of. */
	readonly renewals: readonly RenewalRecord[]
}

/** As `evidenceOf`, before it is written. @param upTo later renewals are left out */
export async function chainsOfDocument(
	source: EvidenceSource,
	index: number,
	upTo = Number.MAX_SAFE_INTEGER,
): Promise<{ readonly found: readonly DocumentChains[]; readonly damaged: readonly string[] }> {
	const found: DocumentChains[] = []
	const damaged: string[] = []
	await source.renewals.refresh()
	for (const first of await source.history.firstCovering(index)) {
		const evidence = await evidenceBy(source, first, index, upTo)
		if (evidence === 'damaged') damaged.push(first.authority)
		else if (evidence !== null) found.push(evidence)
	}
	return { found, damaged }
}

/**
 * The authority's first anchor that covers the entry has the document, unless its tree was lost: then a later one has.
 * @returns null for what is no document any more
 */
async function evidenceBy(
	source: EvidenceSource,
	first: AnchorRecord,
	index: number,
	upTo: number,
): Promise<DocumentChains | 'damaged' | null> {
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
		const chains = await chainsOf(source, anchor, { index, first: stamp, upTo })
		return chains === null ? 'damaged' : { authority, time, size, anchor: anchor.index, ...chains }
	}
	return 'damaged'
}

/**
 * The first stamp and those that renew it, one after the other; a hash-tree renewal begins a new chain.
 * @returns null where a kept tree does not lead to what was stamped
 */
async function chainsOf(
	{ log, renewals, dir }: EvidenceSource,
	{ authority, index, token }: AnchorRecord,
	document: { readonly index: number; readonly first: ArchiveStamp; readonly upTo: number },
): Promise<Pick<DocumentChains, 'chains' | 'renewals'> | null> {
	const chains = [[document.first]]
	const followed: RenewalRecord[] = []
	let [place, before] = [anchorPlace(index), token]
	for (const renewal of renewals.chainOf(authority, index)) {
		if (renewal.place >= document.upTo) break
		const { digest, root, to } = renewal
		const rehash = isRehash(renewal)
		const path = await readPath(
			(rehash ? rehashFolder : renewalFolder)(dir, authority),
			to,
			rehash ? document.index : place,
		)
		// It could not be read when all others were hashed anew: what is there is what it had before.
		if (rehash && path === null) break
		if (path === null || root === null) return null
		const leaf = rehash ? path.node : renewalHash(digest, await tokenOf(log, before))
		if (!leadsTo(digest, leaf, path.siblings, root)) return null
		const statement = renewalHash(digest, renewalStatement(renewal))
		const lists = [leaf, ...path.siblings, statement].map((hash) => [hash])
		const stamp = { digest, lists, token: await tokenOf(log, renewal.token) }
		if (rehash) chains.push([stamp])
		else chains.at(-1)?.push(stamp)
		followed.push(renewal)
		;[place, before] = [rehash ? anchorPlace(renewal.place) : PREVIOUS_PLACE, renewal.token]
	}
	return { chains, renewals: followed }
}

function leadsTo(
	digest: RenewalDigest,
	leaf: Uint8Array,
	siblings: readonly Uint8Array[],
	root: Uint8Array,
): boolean {
	if ([leaf, ...siblings].some(({ length }) => length !== RENEWAL_SIZES[digest])) return false
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
