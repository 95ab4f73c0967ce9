/**
 * The log's tree, hashed anew from entry bundles: leaf hashes, every tile of every level, and the root at any size.
 * Kept in memory is one hash for each full bundle and what lies above: 32 B for 256 entries.
 *
 * A row holds hashes as a tile is served: one after the other.
 * @module
 */
import {
	EMPTY_ROOT,
	foldNodes,
	frontier,
	HASH_SIZE,
	type Hash,
	type NodeId,
	TILE_WIDTH,
	tileOfNode,
} from '@letopis/format'
import type { Hasher } from './hasher.ts'

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

	constructor(hasher: Hasher) {
		this.hasher = hasher
	}

	/** Leaf hashes of the entries of one bundle; each stands in it behind two octets of length. */
	hashLeaves(entries: readonly Uint8Array[]): Uint8Array {
		const row = new Uint8Array(HASH_SIZE * entries.length)
		// The prefix 0x00 of a leaf is put where the length's second octet stands, for the time of the hash only.
		const parts = entries.map(withOctetBefore)
		for (const part of parts) part[0] = 0x00
		this.hasher.hashAll(parts, row)
		for (const part of parts) part[0] = (part.length - 1) & 0xff
		return row
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
			if (count % TILE_WIDTH === 0) rows.push(new Uint8Array(HASH_SIZE * TILE_WIDTH))
			const row = rows[rows.length - 1] as Uint8Array
			row.set(carried, HASH_SIZE * (count % TILE_WIDTH))
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

	/** Root over `count` hashes of a row, a power of two, from hash `first` on. */
	reduce(row: Uint8Array, count: number, first = 0): Hash {
		return count === 1 ? copyHash(row, first) : this.hasher.rootOf(row, first, count)
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

/** The same bytes and the one before them. */
function withOctetBefore({ buffer, byteOffset, length }: Uint8Array): Uint8Array {
	return new Uint8Array(buffer, byteOffset - 1, length + 1)
}

function copyHash(row: Uint8Array, i: number): Hash {
	return Uint8Array.from(row.subarray(HASH_SIZE * i, HASH_SIZE * (i + 1)))
}

/** Position of the first of `width` hashes in which a served tile and a row differ; -1 if they agree. */
export function firstDifference(tile: Uint8Array, row: Uint8Array, width: number): number {
	for (let i = 0; i < HASH_SIZE * width; i++) if (tile[i] !== row[i]) return Math.floor(i / HASH_SIZE)
	return -1
}
