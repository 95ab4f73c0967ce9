/**
 * SHA-256 for the server: by the system's library, and four nodes of a tree at a time in vectors, both written straight
 * into flat arrays of hashes.
 * `crypto.hash` with a string result costs a quarter of one with a Buffer result: allocating the Buffer, not
 * SHA-256, is what takes the time. So hashes pass through a string of 32 characters, one per byte ('binary' is
 * Node's other name for latin1).
 * @module
 */
import { createHash, hash } from 'node:crypto'
import {
	HASH_SIZE,
	type Hash,
	type HashLanes,
	useHashLanes,
	useIncrementalSha256,
	useSha256,
} from '@letopis/format'
import { sharedLanes } from './shared-lanes.ts'

/**
 * Hash inputs are laid out here: hashing is synchronous, so one array of each shape is enough. Plain arrays
 * everywhere, no Buffers: the engine then compiles all of this for one kind of object.
 */
const leafInput = new Uint8Array(1 + 65_535)
const PAIR = 2 * HASH_SIZE
const nodeInput = new Uint8Array(1 + PAIR).fill(0x01)

/** Writes SHA-256(0x00 ‖ entry), RFC 6962 §2.1, at `offset` of `target`. */
export function writeLeafHash(target: Uint8Array, offset: number, entry: Uint8Array): void {
	leafInput.set(entry, 1)
	writeHash(target, offset, leafInput.subarray(0, 1 + entry.length))
}

/** Writes SHA-256(0x01 ‖ left ‖ right) at `offset` of `target`; the two hashes lie one after the other. */
export function writeNodeHash(target: Uint8Array, offset: number, pair: Uint8Array, from: number): void {
	for (let i = 0; i < PAIR; i++) nodeInput[1 + i] = pair[from + i] as number
	writeHash(target, offset, nodeInput)
}

/** The nodes above `count` pairs, which lie one after the other from `from` on, to as many places from `offset` on. */
export function writeNodeHashes(
	target: Uint8Array,
	offset: number,
	pairs: Uint8Array,
	from: number,
	count: number,
): void {
	let done = 0
	// A lane that has nothing to do takes its time all the same: a single node is cheaper alone.
	if (count > 1 && openLanes() !== undefined) {
		for (; count - done > 1; done += 4) {
			fourNodes(target, offset + done * HASH_SIZE, pairs, from + done * PAIR, Math.min(4, count - done))
		}
	}
	for (; done < count; done++) writeNodeHash(target, offset + done * HASH_SIZE, pairs, from + done * PAIR)
}

/** A message of 65 bytes takes two blocks; the last two bytes say that it has 520 bits (FIPS 180-4 §5.1.1). */
const MESSAGE = 128
const PADDING = new Uint8Array(MESSAGE - 1 - PAIR)
PADDING[0] = 0x80
PADDING[PADDING.length - 2] = 0x02
PADDING[PADDING.length - 1] = 0x08

/** What runs four messages at a time, and where this module's are. */
interface NodeLanes {
	readonly lanes: HashLanes
	/** four of MESSAGE bytes */
	readonly messages: number
	readonly hashes: number
}

/** Made when it is first needed; undefined where the engine cannot run it. */
let nodeLanes: NodeLanes | undefined
let asked = false

function openLanes(): NodeLanes | undefined {
	if (asked) return nodeLanes
	asked = true
	const opened = sharedLanes()
	if (opened === undefined) return undefined
	const messages = opened.reserve(4 * MESSAGE)
	for (let message = messages; message < messages + 4 * MESSAGE; message += MESSAGE) {
		opened.memory[message] = 0x01
		opened.memory.set(PADDING, message + 1 + PAIR)
	}
	nodeLanes = { lanes: opened, messages, hashes: opened.reserve(4 * HASH_SIZE) }
	return nodeLanes
}

/** Up to four nodes. */
function fourNodes(target: Uint8Array, offset: number, pairs: Uint8Array, from: number, count: number): void {
	const { lanes, messages: a, hashes } = nodeLanes as NodeLanes
	const { memory } = lanes
	for (let lane = 0; lane < count; lane++) {
		const message = a + lane * MESSAGE + 1
		const pair = from + lane * PAIR
		for (let i = 0; i < PAIR; i++) memory[message + i] = pairs[pair + i] as number
	}
	const [b, c, d] = [a + MESSAGE, a + 2 * MESSAGE, a + 3 * MESSAGE] as const
	const [to1, to2, to3] = [hashes + HASH_SIZE, hashes + 2 * HASH_SIZE, hashes + 3 * HASH_SIZE] as const
	lanes.run(a, b, c, d, 2, 2, 2, 2, hashes, to1, to2, to3)
	for (let i = 0; i < count * HASH_SIZE; i++) target[offset + i] = memory[hashes + i] as number
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

let lanesHandedIn = false

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
	const own = openLanes()
	// Once: its trees of fields take a part of the memory for good.
	if (own === undefined || lanesHandedIn) return
	useHashLanes(own.lanes)
	lanesHandedIn = true
}
