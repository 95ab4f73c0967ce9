/**
 * HMAC-SHA256 (RFC 2104) of one short message under many keys of 32 bytes, four at a time in vectors where the engine can.
 * A test holds it against Node's own.
 * @module
 */
import type { HashLanes } from '@letopis/format'
import { sharedLanes } from '../tree/shared-lanes.ts'
import { hmacSha256, MAC_SIZE } from './hmac.ts'

const BLOCK = 64
const KEY = 32
const LANES = 4
/** Longest message that the lanes have room for: with the key's block and the padding it fills six blocks. */
const LONGEST = 5 * BLOCK - 9
const INNER = 6 * BLOCK
/** The key's block, a hash, and its padding. */
const OUTER = 2 * BLOCK

interface Places {
	readonly lanes: HashLanes
	readonly inner: number
	readonly outer: number
	readonly macs: number
}

let places: Places | null | undefined

/** Taken when first needed; null where there are no lanes. */
function takePlaces(): Places | null {
	if (places !== undefined) return places
	const lanes = sharedLanes()
	if (lanes === undefined) {
		places = null
		return places
	}
	const inner = lanes.reserve(LANES * INNER)
	const outer = lanes.reserve(LANES * OUTER)
	places = { lanes, inner, outer, macs: lanes.reserve(LANES * MAC_SIZE) }
	for (let lane = 0; lane < LANES; lane++) {
		lanes.memory.fill(0x36, inner + lane * INNER, inner + lane * INNER + BLOCK)
		lanes.memory.fill(0x5c, outer + lane * OUTER, outer + lane * OUTER + BLOCK)
		pad(lanes.memory, outer + lane * OUTER, BLOCK + MAC_SIZE, OUTER)
	}
	return places
}

/** FIPS 180-4 §5.1.1, for messages below 8 KiB. */
function pad(memory: Uint8Array, from: number, length: number, end: number): void {
	memory.fill(0, from + length, from + end)
	memory[from + length] = 0x80
	memory[from + end - 2] = (8 * length) >> 8
	memory[from + end - 1] = (8 * length) & 0xff
}

/**
 * Writes the MACs of `message` under `count` keys, which lie one after the other in `keys`, to `target` from `offset` on, each
 * `stride` bytes after the one before.
 */
export function writeMacs(
	message: Uint8Array,
	keys: Uint8Array,
	count: number,
	target: Uint8Array,
	offset: number,
	stride: number,
): void {
	const own = message.length <= LONGEST ? takePlaces() : null
	if (own === null) {
		for (let i = 0; i < count; i++) {
			target.set(hmacSha256(keys.subarray(i * KEY, (i + 1) * KEY), message), offset + i * stride)
		}
		return
	}
	const { lanes, inner, outer, macs } = own
	const { memory, run } = lanes
	const blocks = Math.ceil((BLOCK + message.length + 9) / BLOCK)
	for (let lane = 0; lane < LANES; lane++) {
		const from = inner + lane * INNER
		pad(memory, from, BLOCK + message.length, blocks * BLOCK)
		memory.set(message, from + BLOCK)
	}
	const [a, b, c, d] = [inner, inner + INNER, inner + 2 * INNER, inner + 3 * INNER] as const
	const [e, f, g, h] = [outer, outer + OUTER, outer + 2 * OUTER, outer + 3 * OUTER] as const
	for (let done = 0; done < count; done += LANES) {
		const width = Math.min(LANES, count - done)
		for (let lane = 0; lane < width; lane++) {
			const key = (done + lane) * KEY
			const [to, also] = [inner + lane * INNER, outer + lane * OUTER]
			for (let i = 0; i < KEY; i++) {
				const byte = keys[key + i] as number
				memory[to + i] = byte ^ 0x36
				memory[also + i] = byte ^ 0x5c
			}
		}
		run(a, b, c, d, blocks, blocks, blocks, blocks, e + BLOCK, f + BLOCK, g + BLOCK, h + BLOCK)
		run(e, f, g, h, 2, 2, 2, 2, macs, macs + MAC_SIZE, macs + 2 * MAC_SIZE, macs + 3 * MAC_SIZE)
		for (let lane = 0; lane < width; lane++) {
			const [from, to] = [macs + lane * MAC_SIZE, offset + (done + lane) * stride]
			for (let i = 0; i < MAC_SIZE; i++) target[to + i] = memory[from + i] as number
		}
	}
}
