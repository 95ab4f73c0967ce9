/**
 * SHA-256 over many small parts at once: what an audit spends its time on. The default is format's; the command line
 * hands in a native one, which a test holds against it.
 * @module
 */
import { HASH_SIZE, type Hash, sha256 } from '@letopis/format'

export interface Hasher {
	/** SHA-256 of each part, one after the other to out[0, 32 · parts). */
	hashAll(parts: readonly Uint8Array[], out: Uint8Array): void
	/** Root (RFC 6962 §2.1) over `count` hashes of a row, a power of two from 2 to 256, from hash `first` on. */
	rootOf(row: Uint8Array, first: number, count: number): Hash
}

export const portableHasher: Hasher = {
	hashAll(parts, out) {
		for (const [i, part] of parts.entries()) out.set(sha256(part), HASH_SIZE * i)
	},
	rootOf(row, first, count) {
		const hashes = row.slice(HASH_SIZE * first, HASH_SIZE * (first + count))
		const node = new Uint8Array(1 + 2 * HASH_SIZE).fill(0x01)
		for (let left = count; left > 1; left /= 2) {
			for (let i = 0; i < left; i += 2) {
				node.set(hashes.subarray(HASH_SIZE * i, HASH_SIZE * (i + 2)), 1)
				hashes.set(sha256(node), (HASH_SIZE * i) / 2)
			}
		}
		return hashes.slice(0, HASH_SIZE)
	},
}
