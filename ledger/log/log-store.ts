/**
 * Reading and laying out a log's records in a Store; `keys.ts` has the key space. No state of its own but a few
 * slices kept because neighbouring entries are often read together.
 * @module
 */
import {
	blobCid,
	type Cid,
	decodeBundle,
	encodeBundle,
	equalBytes,
	HASH_SIZE,
	TILE_WIDTH,
	type Tile,
} from '@letopis/format'
import type { Store, WriteOp } from '../store/store.ts'
import { corrupt, parseStored } from './damage.ts'
import {
	AFTER_RECORDS,
	blobKey,
	FIRST_RECORD,
	parseRecordKey,
	RECORD,
	recordKey,
	SLICE_ENTRIES,
	tileKey,
} from './keys.ts'
import { decodeState, encodeState, type LogState } from './state.ts'

const TILE_BYTES = TILE_WIDTH * HASH_SIZE
const SLICES_KEPT = 64

export class LogStore {
	readonly #store: Store
	readonly #slices = new Map<number, Uint8Array[]>()

	constructor(store: Store) {
		this.#store = store
	}

	/**
	 * Entry of the log.
	 * @param size of the log: entries of a batch under way are not there yet
	 * @throws LedgerError `corrupt` if an entry below `size` is missing
	 */
	async entry(index: number, size: number): Promise<Uint8Array | undefined> {
		if (!Number.isSafeInteger(index) || index < 0 || index >= size) return undefined
		const aligned = index - (index % SLICE_ENTRIES)
		for (const [first, entries] of this.#slices) {
			if (first <= index && index < first + entries.length) return copyOf(entries[index - first])
		}
		// Where a log grows by large batches nearly all slices are whole, and to get one costs less than to seek it.
		const whole = await this.#store.get(recordKey(aligned, RECORD.slice))
		const found = whole && this.#entryOf(whole, aligned, index)
		if (found !== undefined) return found
		const range = {
			gte: recordKey(aligned, RECORD.slice),
			lt: recordKey(index + 1, RECORD.tile),
			reverse: true,
			limit: 1,
		}
		for await (const [key, value] of this.#store.range(range)) {
			const { position, type } = parseRecordKey(key)
			const entry = type === RECORD.slice ? this.#entryOf(value, position, index) : undefined
			if (entry !== undefined) return entry
		}
		throw corrupt(`entry ${index} is missing`)
	}

	/** Entry of a stored slice, which is kept for its neighbours; undefined if the slice ends before it. */
	#entryOf(slice: Uint8Array, position: number, index: number): Uint8Array | undefined {
		const entries = decodeSlice(slice, position)
		if (index >= position + entries.length) return undefined
		if (this.#slices.size >= SLICES_KEPT) this.#slices.delete(this.#slices.keys().next().value ?? 0)
		this.#slices.set(position, entries)
		return copyOf(entries[index - position])
	}

	/** Entries of [from, to), in order. @throws LedgerError `corrupt` if one is missing */
	async *entries(from: number, to: number): AsyncIterable<{ index: number; entry: Uint8Array }> {
		let next = from
		if (next >= to) return
		const aligned = from - (from % SLICE_ENTRIES)
		const range = { gte: recordKey(aligned, RECORD.slice), lt: recordKey(to, RECORD.tile) }
		for await (const [key, value] of this.#store.range(range)) {
			const { position, type } = parseRecordKey(key)
			if (type !== RECORD.slice) continue
			const entries = decodeSlice(value, position)
			if (position + entries.length <= next) continue
			if (position > next) break
			for (; next < to && next < position + entries.length; next++) {
				yield { index: next, entry: entries[next - position] as Uint8Array }
			}
		}
		if (next < to) throw corrupt(`entry ${next} is missing`)
	}

	/** Full tiles in the order asked for. @throws LedgerError `corrupt` if one is missing or too short */
	async fullTiles(tiles: readonly { level: number; index: number }[]): Promise<Uint8Array[]> {
		const values = await this.#store.getMany(tiles.map(({ level, index }) => tileKey(level, index)))
		return values.map((value, i) => {
			if (value?.length === TILE_BYTES) return value
			throw corrupt(`tile ${tiles[i]?.level}/${tiles[i]?.index} is ${value ? 'damaged' : 'missing'}`)
		})
	}

	/** The newest state; undefined for a store without a log. @throws LedgerError `corrupt` */
	async newestState(): Promise<LogState | undefined> {
		const range = { gte: FIRST_RECORD, lt: AFTER_RECORDS, reverse: true }
		for await (const [key, value] of this.#store.range(range)) {
			const { type } = parseRecordKey(key)
			if (type === RECORD.published) continue
			if (type !== RECORD.state) throw corrupt('the log does not end with a state')
			return parseStored('the state of the log', () => decodeState(value))
		}
		return undefined
	}

	async published(size: number): Promise<string | undefined> {
		const value = await this.#store.get(recordKey(size, RECORD.published))
		return value && Buffer.from(value).toString('utf8')
	}

	/**
	 * The newest published note, however long ago: heads are published at sizes that have a state, and each state
	 * names the one before it. One or two small reads for each batch since.
	 * @returns null if no note was ever published, or a state on the way is lost
	 */
	async lastPublished(): Promise<{ note: string; size: number } | null> {
		const last = { gte: FIRST_RECORD, lt: AFTER_RECORDS, reverse: true, limit: 1 }
		let size = 0
		for await (const [key] of this.#store.range(last)) size = parseRecordKey(key).position
		while (size > 0) {
			const note = await this.published(size)
			if (note !== undefined) return { note, size }
			const state = await this.#store.get(recordKey(size, RECORD.state))
			const before = state === undefined ? 0 : parseStored('a state', () => decodeState(state)).before
			size = before < size ? before : 0
		}
		return null
	}

	/** @throws LedgerError `corrupt` if the bytes are not those of the CID */
	async blob(cid: Cid): Promise<Uint8Array | undefined> {
		const value = await this.#store.get(blobKey(cid))
		if (value !== undefined && !equalBytes(blobCid(value).bytes, cid.bytes)) {
			throw corrupt(`blob ${cid} is damaged`)
		}
		return value
	}
}

/** Not slice(): that of a Buffer, which a store may hand out, copies nothing. */
function copyOf(bytes: Uint8Array | undefined): Uint8Array | undefined {
	return bytes && new Uint8Array(bytes)
}

/** Entries of a stored slice: views of one buffer. @throws LedgerError `corrupt` */
export function decodeSlice(value: Uint8Array, position: number): Uint8Array[] {
	let count = 0
	for (let at = 0; at < value.length; count++) at += 2 + (((value[at] ?? 0) << 8) | (value[at + 1] ?? 0))
	if (count === 0 || (position % SLICE_ENTRIES) + count > SLICE_ENTRIES) {
		throw corrupt(`the slice of entries at ${position} is damaged`)
	}
	return parseStored(`the slice of entries at ${position}`, () => decodeBundle(value, count))
}

/** The records of one batch: slices, the tiles it filled, the state after it. */
export function batchOps(
	first: number,
	entries: readonly Uint8Array[],
	tiles: readonly { tile: Tile; bytes: Uint8Array }[],
	state: LogState,
): WriteOp[] {
	const ops: WriteOp[] = []
	for (let from = 0; from < entries.length; ) {
		const to = Math.min(entries.length, from + SLICE_ENTRIES - ((first + from) % SLICE_ENTRIES))
		ops.push({ key: recordKey(first + from, RECORD.slice), value: encodeBundle(entries.slice(from, to)) })
		from = to
	}
	for (const { tile, bytes } of tiles) ops.push({ key: tileKey(tile.level, tile.index), value: bytes })
	ops.push({ key: recordKey(first + entries.length, RECORD.state), value: encodeState(state) })
	return ops
}
