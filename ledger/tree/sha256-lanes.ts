/**
 * SHA-256 (FIPS 180-4) of four messages at once, in WebAssembly with 128-bit vectors: lane k of every vector belongs to
 * message k. The system's library takes longer to be called than to hash the 65 bytes of a tree's node; four of them
 * here take a third of the time. The program is put together below, so that what runs is what can be read; tests hold
 * it against the system's for every length and mixture of lengths.
 * @module
 */
import type { HashLanes } from '@letopis/format'

/** Of the host; what is used of it is all that is said here. */
declare const WebAssembly: {
	readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object
	readonly Instance: new (module: object) => { readonly exports: object }
}

type Code = readonly number[]

/** Layout of the memory: 64 round constants and the 8 words of the initial state, then what callers reserve. */
const CONSTANTS = 0
const INITIAL = 256
const FREE = 288
const PAGES = 1
const MEMORY = PAGES * 65_536

const I32 = 0x7f
const V128 = 0x7b
const END = [0x0b]
const I32_ADD = [0x6a]
const I32_LESS = [0x48]
const I32_GREATER = [0x4a]
const SELECT = [0x1b]
const BRANCH_IF = [0x0d, 0]
const LOOP = [0x03, 0x40]
const vector = (op: number): Code => [0xfd, ...unsigned(op)]
const SWIZZLE = vector(0x0e)
const SPLAT = vector(0x11)
const GREATER = vector(0x3b)
const AND_OR = vector(0x52)
const OR = vector(0x50)
const XOR = vector(0x51)
const SHIFT_LEFT = vector(0xab)
const SHIFT_RIGHT = vector(0xad)
const ADD = vector(0xae)

/** LEB128 of n ≥ 0. */
function unsigned(n: number): number[] {
	return n < 0x80 ? [n] : [(n & 0x7f) | 0x80, ...unsigned(n >>> 7)]
}

/** Signed LEB128 of n ≥ 0. */
function constant(n: number): Code {
	const bytes = unsigned(n)
	// The sixth bit of the last byte is the sign.
	if (((bytes.at(-1) ?? 0) & 0x40) === 0) return [0x41, ...bytes]
	bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 0x80
	return [0x41, ...bytes, 0]
}

const get = (local: number): Code => [0x20, ...unsigned(local)]
const set = (local: number): Code => [0x21, ...unsigned(local)]
const tee = (local: number): Code => [0x22, ...unsigned(local)]
const load = (offset: number): Code => [...vector(0x00), 0, ...unsigned(offset)]
const loadSplat = (offset: number): Code => [...constant(0), ...vector(0x09), 2, ...unsigned(offset)]
const store = (offset: number): Code => [...vector(0x0b), 0, ...unsigned(offset)]
const replaceLane = (lane: number): Code => [...vector(0x1c), lane]
/** Four words out of the eight of two vectors. */
const words = (...from: readonly number[]): Code => [
	...vector(0x0d),
	...from.flatMap((word) => [4 * word, 4 * word + 1, 4 * word + 2, 4 * word + 3]),
]
/** Turns round the bytes of each word: messages and hashes are big-endian. */
const SWAP: Code = [...vector(0x0c), 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12, ...SWIZZLE]
const shiftRight = (x: Code, bits: number): Code => [...x, ...constant(bits), ...SHIFT_RIGHT]
const rotateRight = (x: Code, bits: number): Code => [
	...shiftRight(x, bits),
	...x,
	...constant(32 - bits),
	...SHIFT_LEFT,
	...OR,
]

/** Locals: the twelve arguments, two counters, then vectors. */
const from = (lane: number) => lane
const blocks = (lane: number) => 4 + lane
const to = (lane: number) => 8 + lane
const ROUND = 12
const MOST = 13
const word = (i: number) => 14 + (i & 15)
const state = (i: number) => 30 + i
const hash = (i: number) => 38 + i
const COUNTS = 46
const A = 47
const B = 48
const row = (lane: number) => 49 + lane
const VECTORS = row(4) - word(0)

/** Words of four rows become rows of one word each, and the other way round. */
function transpose(rows: readonly Code[], result: (i: number, code: Code) => Code): number[] {
	const [r0, r1, r2, r3] = rows as [Code, Code, Code, Code]
	const half = (low: number): number[] => [
		...[...r0, ...r1, ...words(low, low + 4, low + 1, low + 5), ...set(A)],
		...[...r2, ...r3, ...words(low, low + 4, low + 1, low + 5), ...set(B)],
		...result(low, [...get(A), ...get(B), ...words(0, 1, 4, 5)]),
		...result(low + 1, [...get(A), ...get(B), ...words(2, 3, 6, 7)]),
	]
	return [...half(0), ...half(2)]
}

/** FIPS 180-4 §6.2.2, step 3, of round t; the variables change their names instead of their places. */
function round(t: number): number[] {
	const variable = (i: number) => state((i - t + 64) & 7)
	const [a, b, c, d, e, f, g, h] = Array.from({ length: 8 }, (_, i) => get(variable(i))) as [
		...[Code, Code, Code, Code],
		...[Code, Code, Code, Code],
	]
	const code: number[] = []
	if (t >= 16) {
		const w15 = get(word(t - 15))
		const w2 = get(word(t - 2))
		code.push(...get(word(t)), ...get(word(t - 7)), ...ADD)
		code.push(...rotateRight(w15, 7), ...rotateRight(w15, 18), ...XOR, ...shiftRight(w15, 3), ...XOR, ...ADD)
		code.push(...rotateRight(w2, 17), ...rotateRight(w2, 19), ...XOR, ...shiftRight(w2, 10), ...XOR, ...ADD)
		code.push(...set(word(t)))
	}
	code.push(...h, ...loadSplat(CONSTANTS + 4 * t), ...get(word(t)), ...ADD, ...ADD)
	code.push(...rotateRight(e, 6), ...rotateRight(e, 11), ...XOR, ...rotateRight(e, 25), ...XOR, ...ADD)
	// Ch: bits of f where e has ones, of g elsewhere.
	code.push(...f, ...g, ...e, ...AND_OR, ...ADD, ...set(A))
	code.push(...d, ...get(A), ...ADD, ...set(variable(3)))
	code.push(...rotateRight(a, 2), ...rotateRight(a, 13), ...XOR, ...rotateRight(a, 22), ...XOR)
	// Maj: where a and b differ c decides, elsewhere they do.
	code.push(...c, ...a, ...a, ...b, ...XOR, ...AND_OR, ...ADD, ...get(A), ...ADD, ...set(variable(7)))
	return code
}

/** The function: hashes message k, `blocks(k)` blocks of 64 bytes at `from(k)`, to `to(k)`. */
function body(): number[] {
	const lanes = [0, 1, 2, 3]
	const eight = [0, 1, 2, 3, 4, 5, 6, 7]
	const code: number[] = []
	for (const i of eight) code.push(...loadSplat(INITIAL + 4 * i), ...set(hash(i)))
	code.push(...get(blocks(0)), ...SPLAT)
	for (const lane of [1, 2, 3]) code.push(...get(blocks(lane)), ...replaceLane(lane))
	code.push(...set(COUNTS), ...get(blocks(0)), ...set(MOST))
	for (const lane of [1, 2, 3]) {
		const both = [...get(blocks(lane)), ...get(MOST)]
		code.push(...both, ...both, ...I32_GREATER, ...SELECT, ...set(MOST))
	}
	code.push(...LOOP)
	for (const quarter of lanes) {
		for (const lane of lanes) code.push(...get(from(lane)), ...load(16 * quarter), ...SWAP, ...set(row(lane)))
		const rows = lanes.map((lane) => get(row(lane)))
		code.push(...transpose(rows, (i, value) => [...value, ...set(word(4 * quarter + i))]))
	}
	for (const i of eight) code.push(...get(hash(i)), ...set(state(i)))
	for (let t = 0; t < 64; t++) code.push(...round(t))
	// A message that has ended keeps its hash.
	code.push(...get(COUNTS), ...get(ROUND), ...SPLAT, ...GREATER, ...set(A))
	for (const i of eight) {
		code.push(
			...get(hash(i)),
			...get(state(i)),
			...ADD,
			...get(hash(i)),
			...get(A),
			...AND_OR,
			...set(hash(i)),
		)
	}
	for (const lane of lanes) code.push(...get(from(lane)), ...constant(64), ...I32_ADD, ...set(from(lane)))
	code.push(
		...get(ROUND),
		...constant(1),
		...I32_ADD,
		...tee(ROUND),
		...get(MOST),
		...I32_LESS,
		...BRANCH_IF,
		...END,
	)
	for (const half of [0, 1]) {
		const rows = lanes.map((i) => get(hash(4 * half + i)))
		code.push(...transpose(rows, (lane, value) => [...get(to(lane)), ...value, ...SWAP, ...store(16 * half)]))
	}
	return [...code, ...END]
}

function section(id: number, ...content: number[]): number[] {
	return [id, ...unsigned(content.length), ...content]
}

function program(): Uint8Array<ArrayBuffer> {
	const code = [2, 2, I32, VECTORS, V128, ...body()]
	return new Uint8Array([
		...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
		...section(1, 1, 0x60, 12, ...new Array<number>(12).fill(I32), 0),
		...section(3, 1, 0),
		...section(5, 1, 0, PAGES),
		...section(7, 2, 1, 0x6d, 2, 0, 1, 0x66, 0, 0),
		...section(10, 1, ...unsigned(code.length), ...code),
	])
}

/** The first 32 bits behind the point of the square (2) or cube (3) roots of the first primes. */
function rootBits(count: number, degree: 2 | 3): number[] {
	const bits: number[] = []
	for (let n = 2n; bits.length < count; n++) {
		let divisor = 2n
		while (n % divisor !== 0n) divisor++
		if (divisor === n) bits.push(Number(integerRoot(n << BigInt(32 * degree), degree) & 0xffff_ffffn))
	}
	return bits
}

/** Largest integer whose power is at most n. */
function integerRoot(n: bigint, degree: 2 | 3): bigint {
	let root = 0n
	for (let bit = 1n << 40n; bit > 0n; bit >>= 1n) if ((root + bit) ** BigInt(degree) <= n) root += bit
	return root
}

/** @returns undefined where WebAssembly or its vectors are missing */
export function openHashLanes(): HashLanes | undefined {
	let exports: { m: { buffer: ArrayBuffer }; f: HashLanes['run'] }
	try {
		const module = new WebAssembly.Module(program())
		exports = new WebAssembly.Instance(module).exports as typeof exports
	} catch {
		return undefined
	}
	const memory = new Uint8Array(exports.m.buffer)
	const view = new DataView(exports.m.buffer)
	for (const [i, bits] of rootBits(64, 3).entries()) view.setUint32(CONSTANTS + 4 * i, bits, true)
	for (const [i, bits] of rootBits(8, 2).entries()) view.setUint32(INITIAL + 4 * i, bits, true)
	let free = FREE
	return {
		memory,
		run: exports.f,
		reserve: (size) => {
			const start = free
			if (start + size > MEMORY) throw new RangeError(`expected at most ${MEMORY - free} bytes`)
			free += size
			return start
		},
	}
}
