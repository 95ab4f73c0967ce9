/**
 * Which positions have a tag, in rows of 1,024 positions: so that a question about several common words reads some rows
 * for each word and not one for each document.
 *
 * | Key | Value |
 * | --- | --- |
 * | `l` tag block | offsets in the block, u16 big-endian, ascending, up to 63; or, where there are more, 128 B whose bit n is the offset n (the lowest bit of a byte first) |
 *
 * `block` is the position through 1,024, u64 big-endian. A block without positions has no row.
 * @module
 */
import { concat, uint64be, utf8 } from '@letopis/format'
import type { Store } from '@letopis/ledger'

const L = utf8('l')
/** Positions in a block. */
export const BLOCK = 1024
const WORDS = BLOCK / 32
const BITMAP = BLOCK / 8
const SPARSE_MAX = 63
/** Rows of a tag that are got at first, twice as many each time after, up to the most. */
const FIRST_ROWS = 2
const MOST_ROWS = 64
/** Rows by which rare tags are told from common ones. */
const PROBED = 2

export interface Rows {
	get(key: Uint8Array): Promise<Uint8Array | undefined>
	getMany(keys: readonly Uint8Array[]): Promise<(Uint8Array | undefined)[]>
	put(key: Uint8Array, value?: Uint8Array): void
	delete(key: Uint8Array): void
}

const rowKey = (tag: Uint8Array, block: number) => concat(L, tag, uint64be(block))
const blockOf = (position: number) => Math.floor(position / BLOCK)

/** Says of a position that it has some tags. */
export async function mark(rows: Rows, tags: readonly Uint8Array[], position: number): Promise<void> {
	await change(rows, tags, position, (value) => withOffset(value, position % BLOCK))
}

/** Takes some tags from a position. */
export async function unmark(rows: Rows, tags: readonly Uint8Array[], position: number): Promise<void> {
	const offset = position % BLOCK
	await change(rows, tags, position, (value) => encode(offsetsIn(value).filter((other) => other !== offset)))
}

async function change(
	rows: Rows,
	tags: readonly Uint8Array[],
	position: number,
	how: (value: Uint8Array | undefined) => Uint8Array,
): Promise<void> {
	const keys = tags.map((tag) => rowKey(tag, blockOf(position)))
	const values = await rows.getMany(keys)
	for (const [i, key] of keys.entries()) {
		const value = how(values[i])
		if (value.length === 0) rows.delete(key)
		else rows.put(key, value)
	}
}

function withOffset(value: Uint8Array | undefined, offset: number): Uint8Array {
	if (value?.length !== BITMAP)
		return encode([...new Set([...offsetsIn(value), offset])].sort((a, b) => a - b))
	const bitmap = value.slice()
	bitmap[offset >> 3] = (bitmap[offset >> 3] ?? 0) | (1 << (offset & 7))
	return bitmap
}

/** The same offsets give the same bytes, however they came about. @param offsets ascending */
function encode(offsets: readonly number[]): Uint8Array {
	if (offsets.length <= SPARSE_MAX)
		return Uint8Array.from(offsets.flatMap((offset) => [offset >> 8, offset & 255]))
	const bitmap = new Uint8Array(BITMAP)
	for (const offset of offsets) bitmap[offset >> 3] = (bitmap[offset >> 3] ?? 0) | (1 << (offset & 7))
	return bitmap
}

function offsetsIn(value: Uint8Array | undefined): number[] {
	return value === undefined ? [] : offsetsOf(bitsIn(value))
}

/** One bit for each position of a block. */
type Bits = Uint32Array<ArrayBuffer>

function bitsIn(value: Uint8Array): Bits {
	const bits = new Uint32Array(WORDS)
	const view = new DataView(value.buffer, value.byteOffset, value.byteLength)
	if (value.length === BITMAP) for (let i = 0; i < WORDS; i++) bits[i] = view.getUint32(i * 4, true)
	else for (let i = 0; i < value.length; i += 2) setBit(bits, view.getUint16(i))
	return bits
}

function setBit(bits: Bits, offset: number): void {
	const word = offset >> 5
	if (word < WORDS) bits[word] = (bits[word] ?? 0) | (1 << (offset & 31))
}

function offsetsOf(bits: Bits): number[] {
	const found: number[] = []
	for (const [i, word] of bits.entries()) {
		for (let left = word; left !== 0; left &= left - 1) found.push(i * 32 + 31 - Math.clz32(left & -left))
	}
	return found
}

function within(bits: Bits, other: Uint8Array | undefined): void {
	const theirs = other === undefined ? undefined : bitsIn(other)
	for (let i = 0; i < WORDS; i++) bits[i] = theirs === undefined ? 0 : (bits[i] ?? 0) & (theirs[i] ?? 0)
}

export interface Question {
	/** at least one; a position is found that has all of them */
	readonly tags: readonly Uint8Array[]
	/** positions: at or after, below */
	readonly from: number
	readonly to: number
	readonly oldestFirst: boolean
	readonly limit: number
	/** rows to be looked at, about */
	readonly examine: number
}

export interface Found {
	readonly positions: readonly number[]
	/** for `to`, or `from` where the oldest come first, of the next page; null at the end. A page may be short and have a next one. */
	readonly next: number | null
}

/** One page of what has all of some tags. Looks at a bounded number of rows, whatever is asked. */
export async function intersect(store: Store, question: Question): Promise<Found> {
	const { from, to, oldestFirst, limit, examine } = question
	// The rarest tag says which blocks are looked at, the others are asked about each.
	const [rarest, ...others] = await byRarity(store, question)
	if (rarest === undefined || from >= to) return { positions: [], next: null }
	const positions: number[] = []
	let [start, end] = [blockOf(from), blockOf(to - 1) + 1]
	let examined = 0
	for (let some = FIRST_ROWS; ; some = Math.min(2 * some, MOST_ROWS)) {
		const blocks: { block: number; bits: Bits }[] = []
		const range = { gte: rowKey(rarest, start), lt: rowKey(rarest, end), reverse: !oldestFirst, limit: some }
		for await (const [key, value] of store.range(range))
			blocks.push({ block: blockIn(key), bits: bitsIn(value) })
		// One question for many rows: asked one by one, each would wait for another thread.
		const keys = others.flatMap((tag) => blocks.map(({ block }) => rowKey(tag, block)))
		const values = await store.getMany(keys)
		for (const [i, value] of values.entries()) within(blocks[i % blocks.length]?.bits ?? EMPTY, value)
		for (const { block, bits } of blocks) {
			const found = offsetsOf(bits).map((offset) => block * BLOCK + offset)
			const inside = found.filter((position) => position >= from && position < to)
			positions.push(...(oldestFirst ? inside : inside.reverse()))
		}
		if (positions.length > limit) {
			const page = positions.slice(0, limit)
			return { positions: page, next: (page.at(-1) ?? 0) + (oldestFirst ? 1 : 0) }
		}
		if (blocks.length < some) return { positions, next: null }
		const last = blocks.at(-1)?.block ?? 0
		if (oldestFirst) start = last + 1
		else end = last
		examined += blocks.length + keys.length
		if (examined >= examine) {
			const next = (oldestFirst ? start : end) * BLOCK
			return { positions, next: next > from && next < to ? next : null }
		}
	}
}

const EMPTY: Bits = new Uint32Array(WORDS)

/** The tags, the rarest first, as far as it shows where the page begins: by how much its first rows hold. */
async function byRarity(
	store: Store,
	{ tags, from, to, oldestFirst }: Question,
): Promise<readonly Uint8Array[]> {
	if (tags.length < 2) return tags
	const [start, end] = [blockOf(from), blockOf(Math.max(from, to - 1)) + 1]
	const shares = await Promise.all(
		tags.map(async (tag) => {
			const range = { gte: rowKey(tag, start), lt: rowKey(tag, end), reverse: !oldestFirst, limit: PROBED }
			let [rows, held, reached] = [0, 0, 0]
			for await (const [key, value] of store.range(range)) {
				rows++
				held += offsetsIn(value).length
				reached = blockIn(key)
			}
			const blocks = rows < PROBED ? end - start : oldestFirst ? reached - start + 1 : end - reached
			return { tag, share: held / blocks }
		}),
	)
	return shares.toSorted((a, b) => a.share - b.share).map(({ tag }) => tag)
}

function blockIn(key: Uint8Array): number {
	return Number(new DataView(key.buffer, key.byteOffset + key.length - 8, 8).getBigUint64(0))
}
