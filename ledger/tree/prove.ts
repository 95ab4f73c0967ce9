/**
 * Inclusion and consistency proofs and roots of older sizes, RFC 9162 §2.1.3 and §2.1.4, from stored tiles.
 * Knows no storage: whoever has tiles hands in a `TileSource`.
 *
 * Cost: at most one tile per eight levels and edge, read in one call; 254 node hashes for a full tile seen for
 * the first time, none for one in the cache.
 * @module
 */
import {
	consistencyPath,
	foldNodes,
	frontier,
	HASH_SIZE,
	type Hash,
	inclusionPath,
	type NodeId,
	TILE_HEIGHT,
	TILE_WIDTH,
	tileOfNode,
} from '@letopis/format'
import { writeNodeHashes } from './native-hash.ts'

/** Where a prover finds the tree. */
export interface TileSource {
	/** A complete node that is at hand without reading, usually at the right edge. */
	node(level: number, index: number): Hash | undefined
	/**
	 * Full tiles, in the order asked for.
	 * @throws LedgerError `corrupt` if one is missing or has the wrong length
	 */
	fullTiles(tiles: readonly { level: number; index: number }[]): Promise<Uint8Array[]>
}

/** Expanded tiles kept, 16 KiB each. */
const CACHED_TILES = 512

/** All nodes within a full tile: row k (of k levels up) begins at ROWS[k]; the tile's own root is not among them. */
const ROWS = Array.from({ length: TILE_HEIGHT }, (_, k) => 2 * TILE_WIDTH - 2 ** (TILE_HEIGHT + 1 - k))
const EXPANDED_NODES = 2 * TILE_WIDTH - 2

export class TreeProver {
	readonly #source: TileSource
	readonly #cache = new Map<string, Uint8Array>()

	constructor(source: TileSource) {
		this.#source = source
	}

	/** Merkle Tree Hash of the first `size` leaves. */
	async rootAt(size: number): Promise<Hash> {
		return foldNodes(await this.#nodes(frontier(size)))
	}

	/** @throws RangeError unless 0 ≤ index < size */
	async inclusion(index: number, size: number): Promise<Hash[]> {
		return this.#fold(inclusionPath(index, size))
	}

	/** @throws RangeError unless 1 ≤ older ≤ newer */
	async consistency(older: number, newer: number): Promise<Hash[]> {
		return this.#fold(consistencyPath(older, newer))
	}

	/** Forgets what was read, for when the source changed under it. */
	clear(): void {
		this.#cache.clear()
	}

	async #fold(path: NodeId[][]): Promise<Hash[]> {
		const hashes = await this.#nodes(path.flat())
		let at = 0
		return path.map((group) => {
			at += group.length
			return foldNodes(hashes.slice(at - group.length, at))
		})
	}

	async #nodes(ids: readonly NodeId[]): Promise<Hash[]> {
		const missing = new Map<string, { level: number; index: number }>()
		const found = ids.map(({ level, index }) => this.#source.node(level, index))
		const places = ids.map((id, i) => {
			if (found[i] !== undefined) return undefined
			const place = tileOfNode(id)
			const name = `${place.level}/${place.index}`
			if (!this.#cache.has(name)) missing.set(name, { level: place.level, index: place.index })
			return { name, row: id.level % TILE_HEIGHT, node: place.start / place.count }
		})
		// Tiles in use stay reachable here whatever the cache drops meanwhile.
		const tiles = new Map<string, Uint8Array>()
		for (const place of places) {
			const cached = place && this.#cache.get(place.name)
			if (place === undefined || cached === undefined) continue
			tiles.set(place.name, cached)
			// To the young end: what is used again stays.
			this.#cache.delete(place.name)
			this.#cache.set(place.name, cached)
		}
		if (missing.size > 0) {
			const read = await this.#source.fullTiles([...missing.values()])
			for (const [i, name] of [...missing.keys()].entries()) {
				const expanded = expand(read[i] as Uint8Array)
				tiles.set(name, expanded)
				this.#remember(name, expanded)
			}
		}
		return places.map((place, i) => {
			if (place === undefined) return found[i] as Hash
			const start = ((ROWS[place.row] as number) + place.node) * HASH_SIZE
			return (tiles.get(place.name) as Uint8Array).slice(start, start + HASH_SIZE)
		})
	}

	#remember(name: string, expanded: Uint8Array): void {
		if (this.#cache.size >= CACHED_TILES) {
			const [oldest] = this.#cache.keys()
			if (oldest !== undefined) this.#cache.delete(oldest)
		}
		this.#cache.set(name, expanded)
	}
}

function expand(tile: Uint8Array): Uint8Array {
	const nodes = new Uint8Array(EXPANDED_NODES * HASH_SIZE)
	nodes.set(tile)
	// Row by row: the nodes of a row are hashed side by side, so all below them must be there.
	for (let row = 1; row < ROWS.length; row++) {
		const [below, above, end] = [ROWS[row - 1], ROWS[row], ROWS[row + 1] ?? EXPANDED_NODES] as [
			number,
			number,
			number,
		]
		writeNodeHashes(nodes, above * HASH_SIZE, nodes, below * HASH_SIZE, end - above)
	}
	return nodes
}
