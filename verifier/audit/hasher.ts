/**
 * SHA-256 over parts of buffers into parts of buffers: what an audit spends its time on. The default is format's; the
 * command line hands in a native one, which a test holds against it.
 * @module
 */
import { sha256 } from '@letopis/format'

export interface Hasher {
	/** A buffer of the kind that `hash` writes into fastest, zeroed. */
	buffer(length: number): Uint8Array
	/** SHA-256 of data[start, end) to out[at, at + 32); `out` comes from `buffer`. */
	hash(data: Uint8Array, start: number, end: number, out: Uint8Array, at: number): void
}

export const portableHasher: Hasher = {
	buffer: (length) => new Uint8Array(length),
	hash(data, start, end, out, at) {
		out.set(sha256(data.subarray(start, end)), at)
	},
}
