/**
 * Hashes of sorted pairs, RFC 4998 §4.2, for trees in flat arrays: H of two hashes in ascending order of their bytes, four
 * pairs at a time in vectors where the engine can. A test holds it against the format's `sortedPair`.
 * @module
 */
import { hash } from 'node:crypto'
import { compareBytes, HASH_SIZE, type HashLanes } from '@letopis/format'
import { sharedLanes } from './shared-lanes.ts'

const PAIR = 2 * HASH_SIZE
/** A message of 64 bytes takes a second block that says only that it has 512 bits (FIPS 180-4 §5.1.1). */
const MESSAGE = 128
const LANES = 4

interface PairLanes {
	readonly lanes: HashLanes
	readonly messages: number
	readonly hashes: number
}

let opened: PairLanes | undefined
let asked = false

/** Made when it is first needed; undefined where the engine cannot run it. */
function openLanes(): PairLanes | undefined {
	if (asked) return opened
	asked = true
	const lanes = sharedLanes()
	if (lanes === undefined) return undefined
	const messages = lanes.reserve(LANES * MESSAGE)
	for (let at = messages; at < messages + LANES * MESSAGE; at += MESSAGE) {
		lanes.memory[at + PAIR] = 0x80
		lanes.memory[at + MESSAGE - 2] = 0x02
	}
	opened = { lanes, messages, hashes: lanes.reserve(LANES * HASH_SIZE) }
	return opened
}

const input = new Uint8Array(PAIR)

/**
 * Writes the hashes of `count` pairs, which lie one after the other from `from` on, to as many places from `offset` on.
 * Source and target may be one array if the places written lie behind all that is read.
 */
export function writeSortedPairs(
	target: Uint8Array,
	offset: number,
	pairs: Uint8Array,
	from: number,
	count: number,
): void {
	const own = openLanes()
	let done = 0
	// A lane that has nothing to do takes its time all the same: a single pair is cheaper alone.
	for (; own !== undefined && count - done > 1; done += Math.min(LANES, count - done)) {
		const width = Math.min(LANES, count - done)
		const { memory } = own.lanes
		for (let lane = 0; lane < width; lane++) {
			copySorted(memory, own.messages + lane * MESSAGE, pairs, from + (done + lane) * PAIR)
		}
		run(own)
		for (let i = 0; i < width * HASH_SIZE; i++) {
			target[offset + done * HASH_SIZE + i] = memory[own.hashes + i] as number
		}
	}
	for (; done < count; done++) {
		copySorted(input, 0, pairs, from + done * PAIR)
		const text = hash('sha256', input, 'binary')
		for (let i = 0; i < HASH_SIZE; i++) target[offset + done * HASH_SIZE + i] = text.charCodeAt(i)
	}
}

const input512 = new Uint8Array(128)

/** The same under SHA-512, for hashes of 64 bytes; by the system's library, whose SHA-512 is as quick as lanes are. */
export function writeSortedPairs512(
	target: Uint8Array,
	offset: number,
	pairs: Uint8Array,
	from: number,
	count: number,
): void {
	for (let i = 0; i < count; i++) {
		const [a, b] = [0, 64].map((at) => pairs.subarray(from + i * 128 + at, from + i * 128 + at + 64))
		const [first, second] = compareBytes(a as Uint8Array, b as Uint8Array) <= 0 ? [a, b] : [b, a]
		input512.set(first as Uint8Array)
		input512.set(second as Uint8Array, 64)
		const text = hash('sha512', input512, 'binary')
		for (let k = 0; k < 64; k++) target[offset + i * 64 + k] = text.charCodeAt(k)
	}
}

function run({ lanes, messages: a, hashes: to }: PairLanes): void {
	const [b, c, d] = [a + MESSAGE, a + 2 * MESSAGE, a + 3 * MESSAGE] as const
	lanes.run(a, b, c, d, 2, 2, 2, 2, to, to + HASH_SIZE, to + 2 * HASH_SIZE, to + 3 * HASH_SIZE)
}

function copySorted(target: Uint8Array, at: number, pairs: Uint8Array, from: number): void {
	let differs = 0
	while (differs < HASH_SIZE && pairs[from + differs] === pairs[from + HASH_SIZE + differs]) differs++
	const swapped =
		differs < HASH_SIZE && (pairs[from + differs] as number) > (pairs[from + HASH_SIZE + differs] as number)
	const [first, second] = swapped ? [HASH_SIZE, 0] : [0, HASH_SIZE]
	for (let i = 0; i < HASH_SIZE; i++) {
		target[at + i] = pairs[from + first + i] as number
		target[at + HASH_SIZE + i] = pairs[from + second + i] as number
	}
}
