/**
 * Which public blobs an entry names: they lie beside the log under their own hashes, and go wherever a copy of it goes.
 * @module
 */
import {
	bodyOf,
	type Cid,
	cidOfDigest,
	DIGESTS_IN_LIST,
	type Entry,
	FIELD_ROOTS_IN_BLOB,
	HASH_SIZE,
	type RenewedHeads,
} from '@letopis/format'

/** Note and token of an anchor; token, revocation lists and the top of the field roots of a renewal. */
export function namedBlobs(entry: Entry): readonly Cid[] {
	const anchor = bodyOf(entry, 'anchor')
	if (anchor !== undefined) return [anchor.note, anchor.token]
	const renewal = bodyOf(entry, 'renewal')
	if (renewal === undefined) return []
	const fields = renewal.heads === undefined ? [] : [renewal.heads.fields]
	return [renewal.token, ...renewal.revocation, ...fields]
}

/** Under whose top blob there are others. */
export function renewedHeadsOf(entry: Entry): RenewedHeads | null {
	return bodyOf(entry, 'renewal')?.heads ?? null
}

/**
 * The blobs of field roots, and the lists that lead to them, below the top one.
 * @param read bytes of a list; undefined if they are not to be had: what it names is left out
 */
export async function* listedBlobs(
	{ fields, size }: RenewedHeads,
	read: (cid: Cid) => Promise<Uint8Array | undefined>,
): AsyncGenerator<Cid, void, undefined> {
	let depth = 0
	for (let n = Math.ceil(size / FIELD_ROOTS_IN_BLOB); n > 1; n = Math.ceil(n / DIGESTS_IN_LIST)) depth++
	yield* below(fields, depth, read)
}

async function* below(
	list: Cid,
	depth: number,
	read: (cid: Cid) => Promise<Uint8Array | undefined>,
): AsyncGenerator<Cid, void, undefined> {
	const bytes = depth === 0 ? undefined : await read(list)
	for (let at = 0; bytes !== undefined && at + HASH_SIZE <= bytes.length; at += HASH_SIZE) {
		const cid = cidOfDigest('blob', bytes.slice(at, at + HASH_SIZE))
		yield cid
		yield* below(cid, depth - 1, read)
	}
}
