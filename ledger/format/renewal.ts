/**
 * What a `renewal` entry says and what its time-stamp is over (README §22): time-stamps of one authority made good by a
 * newer one before they end, as RFC 4998 §5.2 renews archive time-stamps. The tree is that of §12 under the digest of the
 * renewal.
 * @module
 */
import { sha512 } from '@noble/hashes/sha2.js'
import { compareBytes, concat } from './bytes.ts'
import type { Cid } from './cid.ts'
import type { DagMap } from './dag.ts'
import { encodeDag } from './dag-writer.ts'
import { type Hash, sha256 } from './hash.ts'

/** Digests under which stamps are renewed, by their names in the multicodec table. */
export type RenewalDigest = 'sha2-256' | 'sha2-512'

/** Bytes of a value of each. */
export const RENEWAL_SIZES: Readonly<Record<RenewalDigest, number>> = { 'sha2-256': 32, 'sha2-512': 64 }

/** A time-stamp over earlier time-stamps. */
export interface RenewalBody {
	/** origin of the log whose anchors are renewed */
	log: string
	/** name of the authority whose stamps they are, and of the one that made the new stamp */
	of: string
	authority: string
	digest: RenewalDigest
	/** the anchors of `of` at indexes from ≤ i < to */
	from: number
	to: number
	/** CID of the renewal entry whose stamp is renewed with them, null if there is none */
	previous: Cid | null
	/** raw CIDs of the revocation lists and OCSP responses (DER) that were collected, at most 16 */
	revocation: Cid[]
	/** root of the tree over the renewed stamps; of a hash-tree renewal over documents, null if there was none */
	root: Uint8Array | null
	/** present in a hash-tree renewal: the log under both digests */
	heads?: RenewedHeads
	/** raw CID of the DER TimeStampToken */
	token: Cid
	/** the token's genTime, milliseconds since 1970 */
	time: number
}

/** The heads of both trees of the log at one size. */
export interface RenewedHeads {
	/** ≥ 1 */
	size: number
	/** of the log's own tree */
	root: Hash
	/** of the second tree, 64 bytes (renewed-tree.ts) */
	renewed: Uint8Array
	/** raw CID of the renewed field roots, or of the list of their blobs */
	fields: Cid
}

/** What the stamp is over, beside the tree: all that the entry says but the stamp itself. */
export function renewalStatement(body: Omit<RenewalBody, 'token' | 'time'>): Uint8Array {
	const { log, of, authority, digest, from, to, previous, revocation, root, heads } = body
	const said: DagMap = { log, of, authority, digest, from, to, previous, revocation, root }
	const both: DagMap = heads === undefined ? {} : { heads: { ...heads } }
	return encodeDag({ type: 'letopis-renewal/v1', ...said, ...both })
}

export function renewalHash(digest: RenewalDigest, bytes: Uint8Array): Uint8Array {
	return digest === 'sha2-256' ? sha256(bytes) : sha512(bytes)
}

/** Hash of two hashes in ascending byte order. */
export function renewalPair(digest: RenewalDigest, a: Uint8Array, b: Uint8Array): Uint8Array {
	const size = RENEWAL_SIZES[digest]
	if (a.length !== size || b.length !== size) throw new RangeError(`expected two hashes of ${size} B`)
	return renewalHash(digest, compareBytes(a, b) <= 0 ? concat(a, b) : concat(b, a))
}

/** Root of the tree over at least one leaf; an odd last one goes up unchanged. @throws RangeError for none */
export function renewalRoot(digest: RenewalDigest, leaves: readonly Uint8Array[]): Uint8Array {
	let level = leaves
	while (level.length > 1) {
		const above: Uint8Array[] = []
		for (let i = 0; i < level.length; i += 2) {
			const [left, right] = [level[i] as Uint8Array, level[i + 1]]
			above.push(right === undefined ? left : renewalPair(digest, left, right))
		}
		level = above
	}
	const [root] = level
	if (root === undefined) throw new RangeError('expected at least one leaf')
	return root
}

/** The imprint of the new stamp, by the digest of the renewal. */
export function renewalImprint(
	digest: RenewalDigest,
	statement: Uint8Array,
	root: Uint8Array | null,
): Uint8Array {
	const said = renewalHash(digest, statement)
	return root === null ? said : renewalPair(digest, said, root)
}
