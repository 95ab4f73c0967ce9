/**
 * Entry bundles as an audit needs them: fetched ahead, hashed, compared with the tile that the log serves, and the last
 * ones kept, so that the root at a recent size can be had without reading again.
 * @module
 */
import {
	type Bundle,
	bundlePath,
	decodeBundle,
	decodeEntry,
	type Entry,
	equalBytes,
	RefusalError,
	TILE_WIDTH,
	tilePath,
} from '@letopis/format'
import { refusalPhrase } from '../words/phrases.ts'
import type { AuditContext } from './context.ts'
import { type LogSource, SourceError } from './source.ts'
import { firstDifference } from './tree-hashes.ts'

/** Requests under way before their turn, enough to hide a network's delay. */
const AHEAD = 6
/** Bytes of entries kept; a bundle has 128 KiB as a rule, and 16 MiB where a log wants to fill our memory. */
const CACHED = 64 * 1024 * 1024

export interface HashedBundle {
	index: number
	width: number
	/** one view for each entry; none where the log could not serve them */
	entries: readonly Uint8Array[]
	/** leaf hashes */
	leaves: Uint8Array
}

/** A hashed bundle as it is kept: a view of each entry would survive, and so slow down, collections of garbage. */
interface KeptBundle {
	/** undefined where the log could not serve it */
	bytes: Uint8Array | undefined
	/** number of entries in `bytes` */
	bytesWidth: number
	leaves: Uint8Array
}

interface Fetched {
	bundle: Uint8Array | undefined
	tile: Uint8Array | undefined
	/** how many entries the fetched bundle has: the full one may stand in for a partial one (tlog-tiles) */
	bundleWidth: number
}

/** A partial resource may be gone once the full one exists; its beginning is then the same. */
async function fetchOrFull<T extends Bundle>(
	read: (path: string) => Promise<Uint8Array | undefined>,
	pathOf: (place: T) => string,
	place: T,
): Promise<{ bytes: Uint8Array | undefined; width: number }> {
	const bytes = await read(pathOf(place))
	if (bytes !== undefined || place.width === TILE_WIDTH) return { bytes, width: place.width }
	const full = await read(pathOf({ ...place, width: TILE_WIDTH }))
	return { bytes: full, width: full === undefined ? place.width : TILE_WIDTH }
}

/** Hashes of a tile as the log serves it, cut to `width`; undefined if it is missing or has another length. */
export async function fetchTile(
	source: LogSource,
	level: number,
	index: number,
	width: number,
): Promise<Uint8Array | undefined> {
	const tile = await fetchOrFull((path) => source.tile(path), tilePath, { level, index, width })
	return tile.bytes?.length === 32 * tile.width ? tile.bytes.subarray(0, 32 * width) : undefined
}

async function fetchBundle(source: LogSource, place: Bundle): Promise<Fetched> {
	const [bundle, tile] = await Promise.all([
		fetchOrFull((path) => source.bundle(path), bundlePath, place),
		fetchTile(source, 0, place.index, place.width),
	])
	return { bundle: bundle.bytes, bundleWidth: bundle.width, tile }
}

/** Views of a subclass such as Node's Buffer take longer to make. */
function plain({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
	return new Uint8Array(buffer, byteOffset, byteLength)
}

function sizeOf({ bytes, leaves }: KeptBundle): number {
	return leaves.length + (bytes?.buffer.byteLength ?? 0)
}

export class Bundles {
	private readonly context: AuditContext
	private readonly cache = new Map<number, KeptBundle>()
	private cached = 0

	constructor(context: AuditContext) {
		this.context = context
	}

	/** Bundles from `first` to the end of the tree, in order; ends early where leaf hashes cannot be had at all. */
	async *readAll(first: number): AsyncIterable<HashedBundle> {
		const { source, head } = this.context
		const queue: { place: Bundle; fetched: Promise<Fetched> }[] = []
		let next = first
		const count = Math.ceil(head.size / TILE_WIDTH)
		for (let index = first; index < count; index++) {
			for (; next < count && queue.length < AHEAD; next++) {
				const place = { index: next, width: Math.min(TILE_WIDTH, head.size - next * TILE_WIDTH) }
				const fetched = fetchBundle(source, place)
				// A failure is reported when its turn comes; until then it must not count as unhandled.
				fetched.catch(() => undefined)
				queue.push({ place, fetched })
			}
			const turn = queue.shift()
			if (turn === undefined) return
			const hashed = this.hash(turn.place, await turn.fetched)
			if (hashed === null) return
			yield hashed
		}
	}

	private hash(place: Bundle, { bundle, bundleWidth, tile }: Fetched): HashedBundle | null {
		const { tree, findings } = this.context
		const { index, width } = place
		const first = index * TILE_WIDTH
		const entries = bundle === undefined ? null : this.split(bundle, bundleWidth, first)?.slice(0, width)
		if (bundle === undefined) findings.add('bundle-missing', first, { path: bundlePath(place) })
		if (tile === undefined) findings.add('tile-missing', first, { path: tilePath({ level: 0, ...place }) })
		if (!entries) {
			// The served hashes stand in, so that everything else can still be examined.
			if (tile === undefined) return null
			this.keep(index, { bytes: undefined, bytesWidth: 0, leaves: tile })
			return { index, width, entries: [], leaves: tile }
		}
		const leaves = tree.hashLeaves(entries)
		const different = tile === undefined ? -1 : firstDifference(tile, leaves, width)
		if (different >= 0) findings.add('leaf-differs', first + different)
		this.keep(index, { bytes: bundle, bytesWidth: bundleWidth, leaves })
		return { index, width, entries, leaves }
	}

	private split(bundle: Uint8Array, width: number, first: number): Uint8Array[] | null {
		try {
			return decodeBundle(plain(bundle), width)
		} catch (error) {
			if (!(error instanceof RefusalError)) throw error
			this.context.findings.add('bundle-malformed', first, { detail: refusalPhrase(error) })
			return null
		}
	}

	private keep(index: number, kept: KeptBundle): void {
		this.cache.set(index, kept)
		this.cached += sizeOf(kept)
		for (const [other, oldest] of this.cache) {
			if (this.cached <= CACHED || oldest === kept) break
			this.cache.delete(other)
			this.cached -= sizeOf(oldest)
		}
	}

	/** A bundle that was hashed before: from memory, or read again and held against its hash. */
	private async recall(index: number): Promise<KeptBundle> {
		const cached = this.cache.get(index)
		if (cached !== undefined) return cached
		const { source, tree } = this.context
		const bytes = await source.bundle(bundlePath({ index, width: TILE_WIDTH }))
		const entries = bytes === undefined ? null : this.split(bytes, TILE_WIDTH, index * TILE_WIDTH)
		const leaves = entries === null ? null : tree.hashLeaves(entries)
		if (leaves === null || !equalBytes(tree.reduce(leaves, TILE_WIDTH), tree.bundleHash(index))) {
			throw new SourceError({ key: 'source-changed', values: { index } })
		}
		const again = { bytes, bytesWidth: TILE_WIDTH, leaves }
		this.keep(index, again)
		return again
	}

	/** Root of the first `size` entries, all of which have been read. */
	async rootAt(size: number): Promise<Uint8Array> {
		const { tree } = this.context
		if (size % TILE_WIDTH === 0) return tree.rootAt(size, undefined)
		const { leaves } = await this.recall(Math.floor(size / TILE_WIDTH))
		return tree.rootAt(size, leaves)
	}

	/** Bytes of the first entries of a bundle that has been read; none where the log could not serve them. */
	async entriesOf(bundle: number, width: number): Promise<readonly Uint8Array[]> {
		const { bytes, bytesWidth } = await this.recall(bundle)
		return bytes === undefined ? [] : decodeBundle(bytes, bytesWidth).slice(0, width)
	}

	/** Public minute of an entry that has been read; undefined if it cannot be decoded. */
	async minuteOf(index: number): Promise<number | undefined> {
		return (await this.entryAt(index))?.time
	}

	/** An entry that has been read; undefined if it cannot be decoded. */
	async entryAt(index: number): Promise<Entry | undefined> {
		const { bytes, bytesWidth } = await this.recall(Math.floor(index / TILE_WIDTH))
		try {
			const entry = bytes === undefined ? undefined : decodeBundle(bytes, bytesWidth)[index % TILE_WIDTH]
			return entry === undefined ? undefined : decodeEntry(entry)
		} catch (error) {
			if (error instanceof RefusalError) return undefined
			throw error
		}
	}
}
