/**
 * The growing right edge of the log's tree (RFC 6962 §2.1), in memory and without storage.
 *
 * For each level of the tree one flat array holds the complete nodes from a `base` on: those whose tile (C2SP
 * tlog-tiles, eight levels each) is not full yet, and those added since the last `trim`. That is all that
 * appending, the newest root and the proofs of the newest entries ever need; older nodes are in stored tiles.
 * Nodes are only ever added, so whoever reads at an older size is not disturbed by an append under way.
 *
 * Cost: one node hash per leaf (amortized), at most log2(size) more per batch. Memory: 16 KiB per eight levels,
 * plus 64 B per leaf not yet trimmed.
 * @module
 */
import {
	EMPTY_ROOT,
	HASH_SIZE,
	type Hash,
	nodeHash,
	TILE_HEIGHT,
	TILE_WIDTH,
	type Tile,
	widthAt,
} from '@letopis/format'
import { writeNodeHashes } from './native-hash.ts'

/** One level's complete nodes [base, count), 32 B each; node `base` lies at offset 0. */
interface Level {
	nodes: Uint8Array
	base: number
	count: number
}

/** Nodes that an array holds at first: the eight levels of one tile are at most so wide. */
const INITIAL_NODES = TILE_WIDTH

export class GrowingTree {
	#size = 0
	readonly #levels: Level[] = []

	/**
	 * The tree of `size` leaves.
	 * @param partialTile bytes of the partial tile at the right edge of a tile level (0 is the leaves); asked for
	 *   each level that has one
	 * @throws RangeError if a tile does not have exactly the width that it has at this size
	 */
	static restore(size: number, partialTile: (level: number, width: number) => Uint8Array): GrowingTree {
		const tree = new GrowingTree()
		tree.#size = size
		for (let level = 0; nodesAt(size, level) > 0; level++) tree.#levels.push(emptyLevel(size, level))
		for (let tileLevel = 0; tileLevel * TILE_HEIGHT < tree.#levels.length; tileLevel++) {
			const nodes = nodesAt(size, tileLevel * TILE_HEIGHT)
			const width = nodes % TILE_WIDTH
			if (width === 0) continue
			const bytes = partialTile(tileLevel, width)
			if (bytes.length !== width * HASH_SIZE) {
				throw new RangeError(`expected ${width} hashes at tile level ${tileLevel}, got ${bytes.length} bytes`)
			}
			tree.#extend(tileLevel * TILE_HEIGHT, bytes, TILE_HEIGHT - 1)
		}
		return tree
	}

	/** Number of leaves. */
	get size(): number {
		return this.#size
	}

	/**
	 * Adds leaves at the end.
	 * @param leaves leaf hashes, 32 B each; copied
	 */
	append(leaves: Uint8Array): void {
		if (leaves.length % HASH_SIZE !== 0)
			throw new RangeError(`expected whole hashes, got ${leaves.length} bytes`)
		this.#extend(0, leaves, Number.POSITIVE_INFINITY)
		this.#size += leaves.length / HASH_SIZE
	}

	/** Adds nodes to a level and what they complete above it, up to `height` levels. */
	#extend(from: number, hashes: Uint8Array, height: number): void {
		let below = this.#reserve(from, hashes.length / HASH_SIZE)
		below.nodes.set(hashes, (below.count - below.base) * HASH_SIZE)
		below.count += hashes.length / HASH_SIZE
		for (let level = from + 1; level <= from + height; level++) {
			const known = this.#levels[level]?.count ?? 0
			const complete = Math.floor(below.count / 2)
			if (complete === known) break
			const above = this.#reserve(level, complete - known)
			const target = (known - above.base) * HASH_SIZE
			const source = (2 * known - below.base) * HASH_SIZE
			writeNodeHashes(above.nodes, target, below.nodes, source, complete - known)
			above.count = complete
			below = above
		}
	}

	/** The level, with room for so many more nodes. */
	#reserve(index: number, more: number): Level {
		let level = this.#levels[index]
		if (level === undefined) {
			level = { nodes: new Uint8Array(INITIAL_NODES * HASH_SIZE), base: 0, count: 0 }
			this.#levels[index] = level
		}
		const needed = (level.count - level.base + more) * HASH_SIZE
		if (needed > level.nodes.length) {
			const wider = new Uint8Array(Math.max(needed, 2 * level.nodes.length))
			wider.set(level.nodes.subarray(0, (level.count - level.base) * HASH_SIZE))
			level.nodes = wider
		}
		return level
	}

	/** Forgets the nodes of tiles that are full. Call it once those tiles can be read from elsewhere. */
	trim(): void {
		for (const [index, level] of this.#levels.entries()) {
			const base = baseAt(this.#size, index)
			level.nodes.copyWithin(0, (base - level.base) * HASH_SIZE, (level.count - level.base) * HASH_SIZE)
			level.base = base
		}
	}

	/** Complete node of the tree, a copy; undefined if it is not complete or no longer here. */
	node(level: number, index: number): Hash | undefined {
		const row = this.#levels[level]
		if (row === undefined || index < row.base || index >= row.count) return undefined
		return copyOf(row, index)
	}

	/** Bytes of a tile, a copy; undefined unless all its hashes are here. */
	tile(tile: Tile): Uint8Array | undefined {
		const row = this.#levels[tile.level * TILE_HEIGHT]
		const first = tile.index * TILE_WIDTH
		if (row === undefined || first < row.base || first + tile.width > row.count) return undefined
		return copyOf(row, first, tile.width)
	}

	/** The tiles that became full since the tree had `size` leaves, lowest level first. */
	filledSince(size: number): { tile: Tile; bytes: Uint8Array }[] {
		const filled: { tile: Tile; bytes: Uint8Array }[] = []
		for (let level = 0; level * TILE_HEIGHT < this.#levels.length; level++) {
			const nodes = nodesAt(size, level * TILE_HEIGHT)
			for (let index = Math.floor(nodes / TILE_WIDTH); ; index++) {
				if (widthAt(level, index, this.#size) < TILE_WIDTH) break
				const tile = { level, index, width: TILE_WIDTH }
				const bytes = this.tile(tile)
				if (bytes === undefined)
					throw new Error(`full tile ${level}/${index} was trimmed before it was taken`)
				filled.push({ tile, bytes })
			}
		}
		return filled
	}

	/** Merkle Tree Hash of all leaves. */
	root(): Hash {
		return this.#rests().root
	}

	/**
	 * Proofs of the entries from `first` to the end against the present root, siblings from the leaf up.
	 * Proofs share the arrays of the hashes that they have in common: read them, do not write to them.
	 * @param first not below the size at the last trim
	 */
	proofs(first: number): { root: Hash; proofs: Hash[][] } {
		const { rests, root } = this.#rests()
		const last = this.#size - 1
		const rows = this.#levels.map((row, level) => new SharedRow(row, Math.floor(first / 2 ** level) - 1))
		const sibling = (level: number, node: number, lastNode: number): Hash | undefined => {
			const other = node % 2 === 0 ? node + 1 : node - 1
			// A level beyond the complete ones has only the rest, and nothing to its left.
			if (other < (this.#levels[level]?.count ?? 0)) return rows[level]?.hash(other)
			return other === lastNode ? rests[level] : undefined
		}
		// From some level on all these entries have the same ancestors, hence the same siblings.
		let common = 0
		while (Math.floor(first / 2 ** common) !== Math.floor(last / 2 ** common)) common++
		const upper: Hash[] = []
		for (let level = common; last >= 2 ** level; level++) {
			const hash = sibling(level, Math.floor(first / 2 ** level), Math.floor(last / 2 ** level))
			if (hash !== undefined) upper.push(hash)
		}
		const proofs: Hash[][] = []
		for (let index = first; index <= last; index++) {
			const proof: Hash[] = []
			let node = index
			let lastNode = last
			for (let level = 0; level < common; level++) {
				const hash = sibling(level, node, lastNode)
				if (hash !== undefined) proof.push(hash)
				node = Math.floor(node / 2)
				lastNode = Math.floor(lastNode / 2)
			}
			for (const hash of upper) proof.push(hash)
			proofs.push(proof)
		}
		return { root, proofs }
	}

	/**
	 * For every level the hash of the leaves behind its last complete node (undefined where there are none),
	 * and the root, which is the rest of the level above all.
	 */
	#rests(): { rests: (Hash | undefined)[]; root: Hash } {
		const rests: (Hash | undefined)[] = [undefined]
		let rest: Hash | undefined
		for (const [index, row] of this.#levels.entries()) {
			if (row.count % 2 === 1) {
				const peak = copyOf(row, row.count - 1)
				rest = rest === undefined ? peak : nodeHash(peak, rest)
			}
			rests[index + 1] = rest
		}
		return { rests, root: rest ?? EMPTY_ROOT }
	}
}

/** Complete nodes that a tree has at a level. */
function nodesAt(size: number, level: number): number {
	return Math.floor(size / 2 ** level)
}

/** First node of a level that is below no full tile. */
function baseAt(size: number, level: number): number {
	const height = level % TILE_HEIGHT
	const tiles = Math.floor(nodesAt(size, level - height) / TILE_WIDTH)
	return tiles * (TILE_WIDTH / 2 ** height)
}

function emptyLevel(size: number, level: number): Level {
	const base = baseAt(size, level)
	return { nodes: new Uint8Array(INITIAL_NODES * HASH_SIZE), base, count: base }
}

/** Copies: the array of a level is used again. */
function copyOf(row: Level, index: number, count = 1): Uint8Array {
	const start = (index - row.base) * HASH_SIZE
	return row.nodes.slice(start, start + count * HASH_SIZE)
}

/** Copies of a level's nodes, each made once. */
class SharedRow {
	readonly #row: Level
	readonly #from: number
	readonly #hashes: Hash[] = []

	constructor(row: Level, from: number) {
		this.#row = row
		this.#from = from
	}

	hash(index: number): Hash {
		this.#hashes[index - this.#from] ??= copyOf(this.#row, index)
		return this.#hashes[index - this.#from] as Hash
	}
}
