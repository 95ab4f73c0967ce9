/**
 * The log's tree, hashed anew from entry bundles: leaf hashes, every tile of every level, and the root at any size.
 * Kept in memory is one hash for each full bundle and what lies above: 32 B for 256 entries.
 *
 * Hashes of one tile lie in rows of pairs, each pair behind the prefix 0x01 of an inner node (RFC 6962 §2.1), so that
 * a node is hashed where it stands, without copying.
 * @module
 */
import {
	EMPTY_ROOT,
	foldNodes,
	frontier,
	type Hash,
	type NodeId,
	TILE_WIDTH,
	tileOfNode,
} from '@letopis/format'
import type { Hasher } from './hasher.ts'

const PAIR = 65

/** Where hash `i` of a row stands. */
function slot(i: number): number {
	return (i >> 1) * PAIR + 1 + (i & 1) * 32
}

function newRow(hasher: Hasher, hashes: number): Uint8Array {
	const row = hasher.buffer(Math.ceil(hashes / 2) * PAIR)
	for (let at = 0; at < row.length; at += PAIR) row[at] = 0x01
	return row
}

/** A growing list of rows, one for each tile of a level. */
interface Level {
	rows: Uint8Array[]
	count: number
}

/** A full tile, known as soon as its last hash is. */
export interface CompletedTile {
	level: number
	index: number
	row: Uint8Array
}

export class TreeHashes {
	private readonly hasher: Hasher
	/** levels[0] is tile level 1 */
	private readonly levels: Level[] = []
	/** rows of 128, 64, … 1 hashes, reused for every tile */
	private readonly scratch: Uint8Array[]
	private readonly top: Uint8Array

	constructor(hasher: Hasher) {
		this.hasher = hasher
		this.scratch = [128, 64, 32, 16, 8, 4, 2].map((hashes) => newRow(hasher, hashes))
		this.top = hasher.buffer(32)
	}

	/** An empty row for the leaf hashes of one bundle. */
	newLeaves(): Uint8Array {
		return newRow(this.hasher, TILE_WIDTH)
	}

	/** Leaf hash of the entry at bundle[start, end), two length octets before it, into place `i` of `leaves`. */
	hashLeaf(bundle: Uint8Array, start: number, end: number, leaves: Uint8Array, i: number): void {
		// The prefix 0x00 of a leaf is put where the length's second octet stands, for the time of the hash only.
		const kept = bundle[start - 1] as number
		bundle[start - 1] = 0x00
		this.hasher.hash(bundle, start - 1, end, leaves, slot(i))
		bundle[start - 1] = kept
	}

	/** Number of full bundles taken in. */
	get bundles(): number {
		return this.levels[0]?.count ?? 0
	}

	/**
	 * Takes in the 256 leaf hashes of the next bundle.
	 * @returns the tiles of higher levels that it completes, lowest first
	 */
	push(leaves: Uint8Array): CompletedTile[] {
		return this.pushHash(this.reduce(leaves, TILE_WIDTH))
	}

	/** Takes in the hash that stands for the next full bundle, from an earlier run over the same log. */
	pushHash(hash: Hash): CompletedTile[] {
		const completed: CompletedTile[] = []
		let carried: Hash = hash
		for (let level = 1; ; level++) {
			this.levels[level - 1] ??= { rows: [], count: 0 }
			const { rows, count } = this.levels[level - 1] as Level
			if (count % TILE_WIDTH === 0) rows.push(newRow(this.hasher, TILE_WIDTH))
			const row = rows[rows.length - 1] as Uint8Array
			row.set(carried, slot(count % TILE_WIDTH))
			;(this.levels[level - 1] as Level).count++
			if ((count + 1) % TILE_WIDTH !== 0) return completed
			completed.push({ level, index: rows.length - 1, row })
			carried = this.reduce(row, TILE_WIDTH)
		}
	}

	/** The hash that stands for a full bundle. */
	bundleHash(index: number): Hash {
		const row = this.levels[0]?.rows[Math.floor(index / TILE_WIDTH)]
		if (row === undefined || index >= this.bundles) throw new RangeError(`bundle ${index} is not hashed yet`)
		return copyHash(row, index % TILE_WIDTH)
	}

	/** Row of a tile of level 1 or higher; undefined where nothing is hashed yet. */
	row(level: number, index: number): Uint8Array | undefined {
		return this.levels[level - 1]?.rows[index]
	}

	/** Root over the first `count` hashes of a row, a power of two. */
	reduce(row: Uint8Array, count: number, first = 0): Hash {
		if (count === 1) return copyHash(row, first)
		let from = row
		let offset = first
		for (let left = count; left > 2; left /= 2) {
			const to = this.scratch[this.scratch.length - Math.log2(left) + 1] as Uint8Array
			for (let i = 0; i < left / 2; i++) {
				const pair = ((offset >> 1) + i) * PAIR
				this.hasher.hash(from, pair, pair + PAIR, to, slot(i))
			}
			from = to
			offset = 0
		}
		const pair = (offset >> 1) * PAIR
		this.hasher.hash(from, pair, pair + PAIR, this.top, 0)
		return Uint8Array.from(this.top)
	}

	/**
	 * Root of the first `size` entries.
	 * @param leaves row of the bundle in which the tree ends; needed unless size is a multiple of 256
	 */
	rootAt(size: number, leaves: Uint8Array | undefined): Hash {
		if (size === 0) return EMPTY_ROOT
		return foldNodes(frontier(size).map((node) => this.nodeHash(node, leaves)))
	}

	private nodeHash(node: NodeId, leaves: Uint8Array | undefined): Hash {
		const { level, index, start, count } = tileOfNode(node)
		const row = level === 0 ? leaves : this.row(level, index)
		if (row === undefined) throw new RangeError(`tile ${level}/${index} is not hashed yet`)
		return this.reduce(row, count, start)
	}
}

function copyHash(row: Uint8Array, i: number): Hash {
	return Uint8Array.from(row.subarray(slot(i), slot(i) + 32))
}

/** Position of the first of `width` hashes in which a served tile and a row differ; -1 if they agree. */
export function firstDifference(tile: Uint8Array, row: Uint8Array, width: number): number {
	for (let i = 0; i < width; i++) {
		const at = slot(i)
		for (let k = 0; k < 32; k++) if (tile[32 * i + k] !== row[at + k]) return i
	}
	return -1
}

/** Takes the hashes of a served tile over into a row, for a bundle that cannot be read. */
export function fillRow(row: Uint8Array, tile: Uint8Array, width: number): void {
	for (let i = 0; i < width; i++) row.set(tile.subarray(32 * i, 32 * i + 32), slot(i))
}
