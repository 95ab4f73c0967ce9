/**
 * SHA-256 by the system's library, written straight into flat arrays of hashes.
 * `crypto.hash` with a string result costs a quarter of one with a Buffer result: allocating the Buffer, not
 * SHA-256, is what takes the time. So hashes pass through a string of 32 characters, one per byte ('binary' is
 * Node's other name for latin1).
 * @module
 */
import { createHash, hash } from 'node:crypto'
import { HASH_SIZE, type Hash, useIncrementalSha256, useSha256 } from '@letopis/format'

/**
 * Hash inputs are laid out here: hashing is synchronous, so one array of each shape is enough. Plain arrays
 * everywhere, no Buffers: the engine then compiles all of this for one kind of object.
 */
const leafInput = new Uint8Array(1 + 65_535)
const nodeInput = new Uint8Array(1 + 2 * HASH_SIZE).fill(0x01)

/** Writes SHA-256(0x00 ‖ entry), RFC 6962 §2.1, at `offset` of `target`. */
export function writeLeafHash(target: Uint8Array, offset: number, entry: Uint8Array): void {
	leafInput.set(entry, 1)
	writeHash(target, offset, leafInput.subarray(0, 1 + entry.length))
}

/** Writes SHA-256(0x01 ‖ left ‖ right) at `offset` of `target`; the two hashes lie one after the other. */
export function writeNodeHash(target: Uint8Array, offset: number, pair: Uint8Array, from: number): void {
	nodeInput.set(pair.subarray(from, from + 2 * HASH_SIZE), 1)
	writeHash(target, offset, nodeInput)
}

function writeHash(target: Uint8Array, offset: number, bytes: Uint8Array): void {
	const text = hash('sha256', bytes, 'binary')
	for (let i = 0; i < HASH_SIZE; i++) target[offset + i] = text.charCodeAt(i)
}

/** SHA-256, a plain array of its own. */
export function nativeSha256(bytes: Uint8Array): Hash {
	const digest = new Uint8Array(HASH_SIZE)
	writeHash(digest, 0, bytes)
	return digest
}

/** Makes the format package hash natively, for the whole process; a test says that the bytes are the same. */
export function useNativeHashing(): void {
	useSha256(nativeSha256, (bytes, target, at) => writeHash(target, at, bytes))
	useIncrementalSha256(() => {
		const state = createHash('sha256')
		return {
			update: (bytes) => {
				state.update(bytes)
			},
			digest: () => new Uint8Array(state.digest()),
		}
	})
}
