/**
 * Tiles and entry bundles of a log as C2SP tlog-tiles lays them out: 256 neighbouring hashes of every eighth
 * level, and 256 neighbouring entries. Paths are relative to the log's URL and have one spelling each.
 * @module
 */
import { HASH_SIZE, type Hash, nodeHash } from './hash.ts'
import type { NodeId } from './proof.ts'
import { RefusalError } from './refusal.ts'

/** Levels of the tree that one tile spans. */
export const TILE_HEIGHT = 8
/** Hashes in a full tile, entries in a full bundle. */
export const TILE_WIDTH = 256
const MAX_LEVEL = 63
const MAX_ENTRY = 65_535

/** 1..256 entries from index·256 on. */
export interface Bundle {
	index: number
	width: number
}

/** 1..256 hashes of level 8·`level` of the tree, from index·256 on. */
export interface Tile extends Bundle {
	/** 0..63 */
	level: number
}

/**
 * Path of a tile, e.g. `tile/0/x001/234` or, partial, `tile/0/x001/234.p/5`.
 * @throws RangeError for a tile that cannot exist
 */
export function tilePath(tile: Tile): string {
	if (!Number.isInteger(tile.level) || tile.level < 0 || tile.level > MAX_LEVEL) {
		throw new RangeError(`expected a level 0..${MAX_LEVEL}, got ${tile.level}`)
	}
	return `tile/${tile.level}/${place(tile)}`
}

/** Path of an entry bundle, e.g. `tile/entries/x001/234.p/5`. */
export function bundlePath(bundle: Bundle): string {
	return `tile/entries/${place(bundle)}`
}

function place({ index, width }: Bundle): string {
	if (!Number.isInteger(width) || width < 1 || width > TILE_WIDTH) {
		throw new RangeError(`expected a width 1..${TILE_WIDTH}, got ${width}`)
	}
	if (!isPlace(index, width)) throw new RangeError(`expected an index below 2^45, got ${index}`)
	const digits = String(index)
	const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0')
	const groups = padded.match(/.{3}/g) as string[]
	const last = groups.pop() as string
	const path = groups.map((group) => `x${group}/`).join('') + last
	return width < TILE_WIDTH ? `${path}.p/${width}` : path
}

/** Nodes of a tile must have safe integers for indexes themselves. */
function isPlace(index: number, width: number): boolean {
	return Number.isSafeInteger(index) && index >= 0 && Number.isSafeInteger(index * TILE_WIDTH + width)
}

const PATH = /^tile\/(entries|0|[1-9][0-9]?)\/((?:x[0-9]{3}\/){0,5}[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/

/**
 * What a path names; a tile has a `level`, a bundle has none.
 * @param path from a URL, without the leading slash
 * @throws RefusalError `malformed`, `not-canonical` (leading zeros, `.p/256`), `out-of-range`
 */
export function parseTilePath(path: string): Tile | Bundle {
	const match = PATH.exec(path)
	if (!match) throw new RefusalError('malformed', 'not the path of a tile or bundle')
	const [, level, groups, partial] = match as unknown as [string, string, string, string | undefined]
	const index = Number(groups.replace(/[x/]/g, ''))
	const width = partial === undefined ? TILE_WIDTH : Number(partial)
	if (!isPlace(index, width) || width > TILE_WIDTH) throw new RefusalError('out-of-range', 'no such tile')
	const bundle: Bundle = { index, width }
	const tile = level === 'entries' ? bundle : { level: Number(level), ...bundle }
	if ('level' in tile && tile.level > MAX_LEVEL) throw new RefusalError('out-of-range', 'no such tile')
	const canonical = 'level' in tile ? tilePath(tile) : bundlePath(tile)
	if (canonical !== path) throw new RefusalError('not-canonical', 'a tile has only one path')
	return tile
}

/** Number of hashes that a tree of `size` has in a tile: 0 if the tile does not exist, 256 if it is full. */
export function widthAt(level: number, index: number, size: number): number {
	const nodes = Math.floor(size / TILE_WIDTH ** level)
	return Math.min(TILE_WIDTH, Math.max(0, nodes - index * TILE_WIDTH))
}

/** All tiles of a tree, level by level, left to right; the last of a level may be partial. */
export function* tilesOf(size: number): Iterable<Tile> {
	for (let level = 0; widthAt(level, 0, size) > 0; level++) {
		for (const bundle of bundlesOf(Math.floor(size / TILE_WIDTH ** level))) yield { level, ...bundle }
	}
}

/** All entry bundles of a tree, left to right; the last may be partial. */
export function* bundlesOf(size: number): Iterable<Bundle> {
	for (let index = 0; index * TILE_WIDTH < size; index++) yield { index, width: widthAt(0, index, size) }
}

/**
 * Where to find a node of the tree: it is {@link subtreeRoot} of `count` hashes, a power of two up to 128,
 * from hash `start` of tile `index` of tile level `level`.
 */
export function tileOfNode(node: NodeId): { level: number; index: number; start: number; count: number } {
	const level = Math.floor(node.level / TILE_HEIGHT)
	const count = 2 ** (node.level % TILE_HEIGHT)
	const first = node.index * count
	return { level, index: Math.floor(first / TILE_WIDTH), start: first % TILE_WIDTH, count }
}

/** One hash of a tile; a view. */
export function tileHash(tile: Uint8Array, position: number): Hash {
	const from = position * HASH_SIZE
	if (from + HASH_SIZE > tile.length) throw new RangeError(`expected a position in the tile, got ${position}`)
	return tile.subarray(from, from + HASH_SIZE)
}

/**
 * Root over `count` hashes of a tile, `count` a power of two: for a full tile's 256 the hash that stands for it
 * in the tile above.
 */
export function subtreeRoot(tile: Uint8Array, start: number, count: number): Hash {
	let row: Hash[] = []
	for (let i = 0; i < count; i++) row.push(tileHash(tile, start + i))
	while (row.length > 1) {
		const above: Hash[] = []
		for (let i = 0; i < row.length; i += 2) above.push(nodeHash(row[i] as Hash, row[i + 1] as Hash))
		row = above
	}
	return row[0] as Hash
}

/**
 * Bytes of a bundle: each entry behind its length in 16 bits, big-endian.
 * @throws RangeError for more than 256 entries or an entry longer than 65,535 B
 */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
	if (entries.length > TILE_WIDTH) throw new RangeError(`expected at most ${TILE_WIDTH} entries`)
	let length = 0
	for (const entry of entries) {
		if (entry.length > MAX_ENTRY)
			throw new RangeError(`expected at most ${MAX_ENTRY} bytes, got ${entry.length}`)
		length += 2 + entry.length
	}
	const bytes = new Uint8Array(length)
	let at = 0
	for (const entry of entries) {
		bytes[at] = entry.length >> 8
		bytes[at + 1] = entry.length & 0xff
		bytes.set(entry, at + 2)
		at += 2 + entry.length
	}
	return bytes
}

/**
 * Entries of a bundle: views, not copies.
 * @param width how many it must hold
 * @throws RefusalError `malformed` unless it holds exactly that many and nothing more
 */
export function decodeBundle(bytes: Uint8Array, width: number): Uint8Array[] {
	const entries: Uint8Array[] = []
	let at = 0
	for (let i = 0; i < width; i++) {
		const end = at + 2 + (((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0))
		if (at + 2 > bytes.length || end > bytes.length)
			throw new RefusalError('malformed', 'bundle is truncated')
		entries.push(bytes.subarray(at + 2, end))
		at = end
	}
	if (at !== bytes.length) throw new RefusalError('malformed', 'bundle holds more than its entries')
	return entries
}
