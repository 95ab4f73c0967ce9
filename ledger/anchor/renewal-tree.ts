/**
 * The tree over the stamps that one renewal covers (ledger/format/README.md §22), and the file that keeps it: as the trees of
 * anchors (tree-file.ts), in `renewals/` beside them, where the place of an anchor is its index + 1 and 0 that of the
 * renewal before. Like those it is never believed, and can be built again from the log at any time.
 * @module
 */
import { join } from 'node:path'
import { cidDigest, RENEWAL_SIZES, type RenewalBody, type RenewalDigest, renewalHash } from '@letopis/format'
import { LedgerError } from '../error.ts'
import type { AnchorHistory } from './anchor-history.ts'
import type { AnchorLog } from './anchor-log.ts'
import type { DocumentTree } from './document-tree.ts'
import { growLevels, treeLength } from './flat-tree.ts'
import type { RenewalHistory, RenewalRecord } from './renewal-history.ts'

/** Which stamps a renewal covers. */
export type Covered = Pick<RenewalBody, 'of' | 'digest' | 'from' | 'to'>

/** Folder of an authority's renewal trees; the file of one is named by its `to`. */
export function renewalFolder(dir: string, of: string): string {
	return join(dir, of, 'renewals')
}

/** Folder of the trees over documents that a hash-tree renewal made; the file of one is named by its `to`. */
export function rehashFolder(dir: string, of: string): string {
	return join(dir, of, 'rehashed')
}

/** Place in the tree file of an anchor's stamp, and of the renewal before. */
export const PREVIOUS_PLACE = 0
export function anchorPlace(index: number): number {
	return index + 1
}

/**
 * The tree over the stamp of `previous` and those that are covered: of anchors, or under SHA-512 of hash-tree renewals.
 * @returns null if there is no stamp
 */
export async function coveredTree(
	log: Pick<AnchorLog, 'blob'>,
	history: AnchorHistory,
	renewals: RenewalHistory,
	{ of, digest, from, to }: Covered,
	previous: Pick<RenewalRecord, 'token'> | null,
): Promise<DocumentTree | null> {
	const anchors =
		digest === 'sha2-256'
			? (await history.between(of, from, to)).map(({ index, token }) => ({ place: index, token }))
			: renewals.rehashed(of).filter(({ place }) => place >= from && place < to)
	const stamps = anchors.map(({ place, token }) => ({ place: anchorPlace(place), token }))
	if (previous !== null) stamps.unshift({ place: PREVIOUS_PLACE, token: previous.token })
	if (stamps.length === 0) return null
	const leaves: Uint8Array[] = []
	for (const { token } of stamps) {
		// A token's CID is its SHA-256 already.
		leaves.push(digest === 'sha2-256' ? cidDigest(token) : renewalHash(digest, await tokenOf(log, token)))
	}
	return treeOver(
		digest,
		stamps.map(({ place }) => place),
		leaves,
	)
}

/** All levels over some leaves. */
export async function treeOver(
	digest: RenewalDigest,
	indexes: readonly number[],
	leaves: readonly Uint8Array[],
): Promise<DocumentTree> {
	const size = RENEWAL_SIZES[digest]
	const hashes = new Uint8Array(treeLength(leaves.length) * size)
	for (const [i, leaf] of leaves.entries()) hashes.set(leaf, i * size)
	await growLevels(hashes, leaves.length, digest)
	return { indexes: Float64Array.from(indexes), hashes, digest }
}

/** @throws LedgerError `corrupt` if it is missing */
export async function tokenOf(log: Pick<AnchorLog, 'blob'>, cid: RenewalBody['token']): Promise<Uint8Array> {
	const bytes = await log.blob(cid)
	if (bytes === undefined) throw new LedgerError('corrupt', `the blob ${cid} of a time-stamp is missing`)
	return bytes
}
