/**
 * SHA-256 over many small parts at once: what an audit spends its time on. The default is format's; the command line
 * hands in a native one, which a test holds against it.
 * @module
 */
import { HASH_SIZE, sha256 } from '@letopis/format'

export interface Hasher {
	/** SHA-256 of each part, one after the other to out[0, 32 · parts). */
	hashAll(parts: readonly Uint8Array[], out: Uint8Array): void
	/**
	 * Hashes of inner nodes (RFC 6962 §2.1), SHA-256(0x01 ‖ left ‖ right), of `pairs` neighbouring pairs of hashes from
	 * hash `first` of `row` on, one after the other to out[0, 32 · pairs); `row` and `out` may be the same.
	 */
	hashPairs(row: Uint8Array, first: number, pairs: number, out: Uint8Array): void
}

/** Input of an inner node's hash, laid out once: the hash functions are synchronous. */
export function newNodeInput(): Uint8Array {
	const input = new Uint8Array(1 + 2 * HASH_SIZE)
	input[0] = 0x01
	return input
}

/** Puts pair `pair` of the hashes from `first` on behind the prefix. */
export function fillNodeInput(input: Uint8Array, row: Uint8Array, first: number, pair: number): void {
	const from = HASH_SIZE * (first + 2 * pair)
	// For 64 bytes a loop is faster than the view that `set` would need.
	for (let i = 0; i < 2 * HASH_SIZE; i++) input[1 + i] = row[from + i] as number
}

const nodeInput = newNodeInput()

export const portableHasher: Hasher = {
	hashAll(parts, out) {
		for (const [i, part] of parts.entries()) out.set(sha256(part), HASH_SIZE * i)
	},
	hashPairs(row, first, pairs, out) {
		for (let pair = 0; pair < pairs; pair++) {
			fillNodeInput(nodeInput, row, first, pair)
			out.set(sha256(nodeInput), HASH_SIZE * pair)
		}
	},
}
