/**
 * The log's second tree (README §22): the same entries under SHA-512, each together with the root of its private fields under
 * SHA-512. It takes over when SHA-256 is retired; a stamped `renewal` entry binds the heads of both at one size.
 * @module
 */
import { sha512 } from '@noble/hashes/sha2.js'
import { concat } from './bytes.ts'
import { encodeDag } from './dag-writer.ts'
import { planFor, SLOTS } from './field-tree.ts'
import { FIELD_SLOTS, type Opening } from './fields.ts'

/** Bytes of its hashes. */
export const RENEWED_SIZE = 64
/** Field roots in one blob, and digests in one list of blobs: 64 KiB each. */
export const FIELD_ROOTS_IN_BLOB = 1024
export const DIGESTS_IN_LIST = 2048

let hash: (bytes: Uint8Array) => Uint8Array = sha512

/** Hands in a faster SHA-512, for the whole process. @throws RangeError unless it is one */
export function useSha512(faster: (bytes: Uint8Array) => Uint8Array): void {
	const sample = Uint8Array.from({ length: 200 }, (_, i) => i)
	const [own, other] = [sha512(sample), faster(sample)]
	if (own.length !== other.length || own.some((byte, i) => byte !== other[i])) {
		throw new RangeError('the function handed in does not compute SHA-512')
	}
	hash = faster
}

const LEAF = Uint8Array.of(0x00)
const NODE = Uint8Array.of(0x01)

/** Leaf of an entry. @param fields its renewed field root, null where the private half is gone: 64 zero bytes */
export function renewedLeaf(entry: Uint8Array, fields: Uint8Array | null): Uint8Array {
	return hash(concat(LEAF, entry, fields ?? new Uint8Array(RENEWED_SIZE)))
}

export function renewedNode(left: Uint8Array, right: Uint8Array): Uint8Array {
	return hash(concat(NODE, left, right))
}

/** Root of the tree of §8 over the same leaves under SHA-512. */
export function renewedFieldRoot({ fields, nulls }: Opening): Uint8Array {
	const slots: number[] = fields.map(({ name }) => FIELD_SLOTS[name])
	const plan = planFor(slots.reduce((used, slot) => used | (1 << slot), 0))
	const nodes = new Map<number, Uint8Array>()
	for (const [i, { leaf }] of fields.entries())
		nodes.set(SLOTS + (slots[i] as number), hash(concat(LEAF, leaf)))
	for (const { position, salt } of nulls) nodes.set(position, hash(concat(LEAF, encodeDag(['', null, salt]))))
	for (const position of plan.inner) {
		nodes.set(
			position,
			renewedNode(nodes.get(2 * position) as Uint8Array, nodes.get(2 * position + 1) as Uint8Array),
		)
	}
	return nodes.get(1) as Uint8Array
}
