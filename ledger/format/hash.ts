/**
 * SHA-256 (FIPS 180-4) and the hashes of the log's tree (RFC 6962 §2.1 = RFC 9162 §2.1.1).
 * The default is the pure implementation of @noble/hashes; a host with a faster one hands it in once, at
 * start, and everything in this package uses it.
 * @module
 */
import { sha256 as pureSha256 } from '@noble/hashes/sha2.js'
import { fromHex } from './bytes.ts'

/** 32 bytes: a SHA-256 value or another secret-free value of that size. */
export type Hash = Uint8Array

/** Bytes of a {@link Hash}. */
export const HASH_SIZE = 32

/** A SHA-256 in progress; `digest` ends it. */
export interface IncrementalSha256 {
	update(bytes: Uint8Array): void
	digest(): Hash
}

let oneShot: (bytes: Uint8Array) => Uint8Array = pureSha256

/** SHA-256 of the bytes to target[at, at + 32). */
type HashInto = (bytes: Uint8Array, target: Uint8Array, at: number) => void

const oneShotInto: HashInto = (bytes, target, at) => target.set(oneShot(bytes), at)

let into: HashInto = oneShotInto

/** Four SHA-256 at a time, over messages that lie, padded, in a memory that they share with their hashes. */
export interface HashLanes {
	readonly memory: Uint8Array
	/** So many bytes of the memory for the caller alone. @returns where they begin @throws RangeError if it is full */
	readonly reserve: (size: number) => number
	/** Hashes message k: `blocks` blocks of 64 bytes at `from`, to 32 bytes at `to`; after 0 blocks these mean nothing. */
	readonly run: (
		...lanes: [
			...[from0: number, from1: number, from2: number, from3: number],
			...[blocks0: number, blocks1: number, blocks2: number, blocks3: number],
			...[to0: number, to1: number, to2: number, to3: number],
		]
	) => void
}

let incremental: () => IncrementalSha256 = () => {
	const state = pureSha256.create()
	return {
		update: (bytes) => {
			state.update(bytes)
		},
		digest: () => state.digest(),
	}
}

/** SHA-256 of the bytes: 32 B of its own, never a view of the input. */
export function sha256(bytes: Uint8Array): Hash {
	return oneShot(bytes)
}

/** SHA-256 of the bytes to target[at, at + 32): for trees in flat arrays, where no node has an array of its own. */
export function sha256Into(bytes: Uint8Array, target: Uint8Array, at: number): void {
	into(bytes, target, at)
}

/** A new SHA-256 for content that does not fit in memory. */
export function newSha256(): IncrementalSha256 {
	return incremental()
}

/**
 * Hands in a native one-shot SHA-256, for the whole process. It must finish before it returns and keep no
 * reference to its argument, which is often a buffer that is used again.
 * @param writing the same for {@link sha256Into}, if it can do without an array for the result
 * @throws RangeError if one of the functions does not know SHA-256("abc")
 */
export function useSha256(fn: (bytes: Uint8Array) => Uint8Array, writing?: HashInto): void {
	const abc = Uint8Array.of(0x61, 0x62, 0x63)
	mustKnowAbc(fn(abc))
	if (writing !== undefined) {
		const target = new Uint8Array(1 + HASH_SIZE)
		writing(abc, target, 1)
		mustKnowAbc(target.subarray(1))
	}
	oneShot = fn
	into = writing ?? oneShotInto
}

/**
 * Hands in a native incremental SHA-256, for the whole process.
 * @throws RangeError if the function does not know SHA-256("abc")
 */
export function useIncrementalSha256(fn: () => IncrementalSha256): void {
	const state = fn()
	state.update(Uint8Array.of(0x61))
	state.update(Uint8Array.of(0x62, 0x63))
	mustKnowAbc(state.digest())
	incremental = fn
}

/** FIPS 180-4, example of SHA-256 for the message "abc". */
const ABC = fromHex('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')

function mustKnowAbc(digest: Uint8Array): void {
	if (digest.length === HASH_SIZE && ABC.every((byte, i) => byte === digest[i])) return
	throw new RangeError('the function handed in does not compute SHA-256')
}

/** Root of the tree without leaves: SHA-256 of nothing (RFC 6962 §2.1). */
export const EMPTY_ROOT: Hash = fromHex('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')

/** Longest entry of a C2SP tlog-tiles bundle, whose length prefix has 16 bits. */
const LEAF_MAX = 65_535

/** Hash inputs are laid out here: the hash functions are synchronous, so one buffer of each shape is enough. */
const leafInput = new Uint8Array(1 + LEAF_MAX)
const nodeInput = new Uint8Array(1 + 2 * HASH_SIZE)
nodeInput[0] = 0x01

/**
 * Hash of one log entry, the level-0 node of the tree.
 * @param entry 0..65,535 B
 * @returns SHA-256(0x00 ‖ entry)
 * @throws RangeError if the entry is longer
 */
export function leafHash(entry: Uint8Array): Hash {
	if (entry.length > LEAF_MAX) throw new RangeError(`expected at most ${LEAF_MAX} bytes, got ${entry.length}`)
	leafInput.set(entry, 1)
	return oneShot(leafInput.subarray(0, 1 + entry.length))
}

/**
 * Hash of an inner node.
 * @returns SHA-256(0x01 ‖ left ‖ right)
 * @throws RangeError unless both are 32 B
 */
export function nodeHash(left: Hash, right: Hash): Hash {
	if (left.length !== HASH_SIZE || right.length !== HASH_SIZE) {
		throw new RangeError(`expected two hashes of ${HASH_SIZE} bytes, got ${left.length} and ${right.length}`)
	}
	nodeInput.set(left, 1)
	nodeInput.set(right, 1 + HASH_SIZE)
	return oneShot(nodeInput)
}
