/**
 * Inner nodes of the tree (RFC 6962 §2.1: SHA-256, FIPS 180-4, over 0x01 and two hashes), four at a time in the lanes
 * of WebAssembly's vectors. For 65 bytes a call of the system's library is nearly all overhead; this takes half as long.
 * The server's own is not used: neither is to hide a mistake of the other.
 *
 * The module is assembled here, instruction by instruction, so that nobody has to trust a binary. A word of the
 * algorithm is a vector: that word of four nodes. Opcodes: WebAssembly specification 2.0, "Binary Format".
 * @module
 */
import { equalBytes, HASH_SIZE, type Hash, sha256, TILE_WIDTH } from '@letopis/format'

const K = words(
	`428a2f98 71374491 b5c0fbcf e9b5dba5 3956c25b 59f111f1 923f82a4 ab1c5ed5 d807aa98 12835b01 243185be 550c7dc3
	72be5d74 80deb1fe 9bdc06a7 c19bf174 e49b69c1 efbe4786 0fc19dc6 240ca1cc 2de92c6f 4a7484aa 5cb0a9dc 76f988da
	983e5152 a831c66d b00327c8 bf597fc7 c6e00bf3 d5a79147 06ca6351 14292967 27b70a85 2e1b2138 4d2c6dfc 53380d13
	650a7354 766a0abb 81c2c92e 92722c85 a2bfe8a1 a81a664b c24b8b70 c76c51a3 d192e819 d6990624 f40e3585 106aa070
	19a4c116 1e376c08 2748774c 34b0bcb5 391c0cb3 4ed8aa4a 5b9cca4f 682e6ff3 748f82ee 78a5636f 84c87814 8cc70208
	90befffa a4506ceb bef9a3f7 c67178f2`,
)
const INITIAL = words('6a09e667 bb67ae85 3c6ef372 a54ff53a 510e527f 9b05688c 1f83d9ab 5be0cd19')

function words(text: string): number[] {
	return text.split(/\s+/).map((word) => Number.parseInt(word, 16))
}

/** Where the row lies in memory; not at 0, since a pair is read from the byte before it on. */
const ROW_AT = 16
/** Pairs hashed at a time. */
const LANES = 4

/** Bytes of instructions; each leaves its result on the stack. */
type Code = readonly number[]

/** Unsigned LEB128. */
function leb(n: number): number[] {
	return n < 0x80 ? [n] : [(n & 0x7f) | 0x80, ...leb(n >>> 7)]
}

/** Signed LEB128 of an integer ≥ 0. */
function signedLeb(n: number): number[] {
	return n < 0x40 ? [n] : [(n & 0x7f) | 0x80, ...signedLeb(n >>> 7)]
}

const get = (local: number): Code => [0x20, ...leb(local)]
const set = (local: number, value: Code): Code => [...value, 0x21, ...leb(local)]
const integer = (n: number): Code => [0x41, ...signedLeb(n)]
const addIntegers = (a: Code, b: Code): Code => [...a, ...b, 0x6a]
const subtractIntegers = (a: Code, b: Code): Code => [...a, ...b, 0x6b]

const vector = (opcode: number, ...immediate: number[]): Code => [0xfd, ...leb(opcode), ...immediate]
const load = (address: Code, offset: number): Code => [...address, ...vector(0x00, 0, ...leb(offset))]
const store = (address: Code, offset: number, value: Code): Code => [
	...address,
	...value,
	...vector(0x0b, 0, ...leb(offset)),
]
const and = (a: Code, b: Code): Code => [...a, ...b, ...vector(0x4e)]
const or = (a: Code, b: Code): Code => [...a, ...b, ...vector(0x50)]
/** The first and each of the others, put together by one instruction. */
const folded = (opcode: number, first: Code, others: readonly Code[]): Code => [
	...first,
	...others.flatMap((other) => [...other, ...vector(opcode)]),
]
const xor = (first: Code, ...others: Code[]): Code => folded(0x51, first, others)
const add = (first: Code, ...others: Code[]): Code => folded(0xae, first, others)
/** Bits of `a` where `mask` has ones, of `b` elsewhere. */
const select = (a: Code, b: Code, mask: Code): Code => [...a, ...b, ...mask, ...vector(0x52)]
const shiftLeft = (a: Code, bits: number): Code => [...a, ...integer(bits), ...vector(0xab)]
const shiftRight = (a: Code, bits: number): Code => [...a, ...integer(bits), ...vector(0xad)]
const rotate = (a: Code, bits: number): Code => or(shiftRight(a, bits), shiftLeft(a, 32 - bits))

/** One word in every lane. */
function constant(word: number): Code {
	const bytes = [0, 8, 16, 24].map((bits) => (word >>> bits) & 0xff)
	return vector(0x0c, ...bytes, ...bytes, ...bytes, ...bytes)
}

/** Four words of two vectors, numbered 0..7; `turned` puts the bytes of each into the other order. */
function pick(a: Code, b: Code, places: readonly number[], turned = false): Code {
	const order = turned ? [3, 2, 1, 0] : [0, 1, 2, 3]
	return [...a, ...b, ...vector(0x0d, ...places.flatMap((place) => order.map((byte) => 4 * place + byte)))]
}

/** Column `k` of four rows of four words, with the bytes of each word turned round. */
function column(rows: readonly number[], k: number): Code {
	const [a, b, c, d] = rows.map(get) as [Code, Code, Code, Code]
	const half = k < 2 ? [0, 4, 1, 5] : [2, 6, 3, 7]
	return pick(pick(a, b, half), pick(c, d, half), k % 2 === 0 ? [0, 1, 4, 5] : [2, 3, 6, 7], true)
}

/** The parameter: groups of four pairs that are left. */
const LEFT = 0
/** The byte before the group, where its hashes go, whether its second block has begun. */
const [FROM, TO, SECOND] = [1, 2, 3] as const
const vectors = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i)
const W = vectors(4, 16)
const STATE = vectors(20, 8)
const SUM = vectors(28, 8)
const ROWS = vectors(36, 4)
const VECTORS = 36

const one = (list: readonly number[], i: number) => list[i % list.length] as number
const w = (i: number) => get(one(W, i))

/** FIPS 180-4 §6.2.2, steps 1 to 3; the names of a..h move on by one local each round. */
function round(t: number): Code {
	const [a, b, c, d, e, f, g, h] = vectors(64 - t, 8).map((i) => one(STATE, i)) as [number, ...number[]]
	const of = (local: number | undefined) => get(local as number)
	const schedule =
		t < 16
			? []
			: set(
					one(W, t),
					add(
						w(t),
						xor(rotate(w(t + 1), 7), rotate(w(t + 1), 18), shiftRight(w(t + 1), 3)),
						w(t + 9),
						xor(rotate(w(t + 14), 17), rotate(w(t + 14), 19), shiftRight(w(t + 14), 10)),
					),
				)
	const t1 = add(
		of(h),
		xor(rotate(of(e), 6), rotate(of(e), 11), rotate(of(e), 25)),
		select(of(f), of(g), of(e)),
		constant(K[t] as number),
		w(t),
	)
	const majority = select(of(c), of(a), xor(of(a), of(b)))
	const t2 = add(xor(rotate(of(a), 2), rotate(of(a), 13), rotate(of(a), 22)), majority)
	return [
		...schedule,
		...set(h as number, t1),
		...set(d as number, add(of(d), of(h))),
		...set(h as number, add(of(h), t2)),
	]
}

/** The first 64 bytes: 0x01, the left hash, the right one but for its last byte. */
function firstBlock(): Code {
	const quarter = (j: number): Code => [
		...ROWS.flatMap((row, lane) => set(row, load(get(FROM), 64 * lane + 16 * j))),
		...[0, 1, 2, 3].flatMap((k) => set(one(W, 4 * j + k), column(ROWS, k))),
	]
	const prefix = set(one(W, 0), or(and(w(0), constant(0x00ffffff)), constant(0x01000000)))
	return [...[0, 1, 2, 3].flatMap(quarter), ...prefix]
}

/** The last byte and the padding: a one bit, zeros, the length of 520 bits. */
function secondBlock(): Code {
	return [
		...ROWS.flatMap((row, lane) => set(row, load(get(FROM), 64 * lane + 49))),
		...set(one(W, 0), or(shiftLeft(column(ROWS, 3), 24), constant(0x00800000))),
		...W.slice(1).flatMap((local, i) => set(local, constant(i === 14 ? 8 * (1 + 2 * HASH_SIZE) : 0))),
	]
}

function storeHashes(): Code {
	return [0, 4].flatMap((half) => [
		...[0, 1, 2, 3].flatMap((k) => set(one(ROWS, k), column(SUM.slice(half, half + 4), k))),
		...ROWS.flatMap((row, lane) => store(get(TO), HASH_SIZE * lane + 4 * half, get(row))),
	])
}

/** Hashes LEFT groups of four pairs from ROW_AT on, to ROW_AT on: what is written was read before. */
function body(): Code {
	const VOID = 0x40
	return [
		...set(FROM, integer(ROW_AT - 1)),
		...set(TO, integer(ROW_AT)),
		...[0x03, VOID],
		...INITIAL.flatMap((word, i) => [
			...set(one(STATE, i), constant(word)),
			...set(one(SUM, i), constant(word)),
		]),
		...firstBlock(),
		...set(SECOND, integer(0)),
		...[0x03, VOID],
		...vectors(0, 64).flatMap(round),
		...SUM.flatMap((sum, i) => set(sum, add(get(sum), get(one(STATE, i))))),
		...get(SECOND),
		...[0x45, 0x04, VOID],
		...SUM.flatMap((sum, i) => set(one(STATE, i), get(sum))),
		...secondBlock(),
		...set(SECOND, integer(1)),
		...[0x0c, 1, 0x0b, 0x0b],
		...storeHashes(),
		...set(FROM, addIntegers(get(FROM), integer(2 * HASH_SIZE * LANES))),
		...set(TO, addIntegers(get(TO), integer(HASH_SIZE * LANES))),
		...set(LEFT, subtractIntegers(get(LEFT), integer(1))),
		...[...get(LEFT), 0x0d, 0, 0x0b],
		0x0b,
	]
}

function assemble(): Uint8Array<ArrayBuffer> {
	const section = (id: number, content: Code): Code => [id, ...leb(content.length), ...content]
	const locals = [2, 3, 0x7f, VECTORS, 0x7b]
	const code = [...locals, ...body()]
	const name = (text: string) => [text.length, ...[...text].map((letter) => letter.charCodeAt(0))]
	return Uint8Array.from([
		...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
		...section(1, [1, 0x60, 1, 0x7f, 0]),
		...section(3, [1, 0]),
		...section(5, [1, 0, 1]),
		...section(7, [2, ...name('pairs'), 0, 0, ...name('memory'), 2, 0]),
		...section(10, [1, ...leb(code.length), ...code]),
	])
}

/** Root over `count` hashes of a row, a power of two from 2 to 256, from hash `first` on. */
export type RowRoot = (row: Uint8Array, first: number, count: number) => Hash

/** What is used of the global object WebAssembly, which engines may lack, and which Node's types leave out. */
interface Engine {
	validate(bytes: Uint8Array): boolean
	Module: new (bytes: Uint8Array) => object
	Instance: new (
		module: object,
	) => { exports: { pairs(groups: number): void; memory: { buffer: ArrayBuffer } } }
}

/** @returns undefined where the engine has no vectors, or does not compute SHA-256 with them */
export function openLanes(): RowRoot | undefined {
	const { WebAssembly: engine } = globalThis as unknown as { WebAssembly?: Engine }
	const bytes = assemble()
	if (engine?.validate(bytes) !== true) return undefined
	const { pairs, memory } = new engine.Instance(new engine.Module(bytes)).exports
	const space = new Uint8Array(memory.buffer, ROW_AT, HASH_SIZE * TILE_WIDTH)
	const root: RowRoot = (row, first, count) => {
		space.set(row.subarray(HASH_SIZE * first, HASH_SIZE * (first + count)))
		for (let left = count; left > 1; left /= 2) pairs(Math.ceil(left / (2 * LANES)))
		return space.slice(0, HASH_SIZE)
	}
	return knowsSha256(root) ? root : undefined
}

function knowsSha256(root: RowRoot): boolean {
	const row = Uint8Array.from({ length: 2 * HASH_SIZE }, (_, i) => 255 - i)
	return equalBytes(root(row, 0, 2), sha256(Uint8Array.of(0x01, ...row)))
}
