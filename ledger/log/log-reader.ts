/**
 * The part of a log that anyone may read, at its committed size: entries, bundles, tiles, proofs, blobs. An append
 * under way is not visible, and one that failed never becomes so.
 *
 * Every proof is checked against the root before it is handed out: a rotted tile gives an error, not a proof that
 * fails in the hands of a citizen.
 * @module
 */
import {
	type Cid,
	checkConsistency,
	checkInclusion,
	EMPTY_ROOT,
	encodeBundle,
	entryCid,
	equalBytes,
	HASH_SIZE,
	type Hash,
	RefusalError,
	TILE_HEIGHT,
	TILE_WIDTH,
	type Tile,
	widthAt,
} from '@letopis/format'
import type { GrowingTree } from '../tree/append.ts'
import { writeLeafHash } from '../tree/native-hash.ts'
import { TreeProver } from '../tree/prove.ts'
import { corrupt } from './damage.ts'
import { indexMismatch, type LogIndex } from './log-index.ts'
import type { LogStore } from './log-store.ts'
import type { Published } from './types.ts'

/** The newest head of a log. */
export interface SignedHead {
	readonly size: number
	readonly root: Hash
	/** note with the log's Ed25519 signature */
	readonly note: string
}

const ROOTS_KEPT = 128

export interface ReaderParts {
	/** origin line of the checkpoints */
	readonly origin: string
	readonly log: LogStore
	readonly index: LogIndex
	readonly tree: GrowingTree
	readonly head: SignedHead
	/** newest published head when the log was opened */
	readonly published: Published | null
}

export class LogReader {
	readonly origin: string
	readonly #log: LogStore
	readonly #tree: GrowingTree
	readonly #index: LogIndex
	readonly #prover: TreeProver
	readonly #published: Published | null
	readonly #roots = new Map<number, Hash>()
	#head: SignedHead

	/** Use `openClosedLog`, or `openLog` for one that can be appended to. */
	constructor({ origin, log, tree, index, head, published }: ReaderParts) {
		this.origin = origin
		this.#log = log
		this.#tree = tree
		this.#index = index
		this.#head = head
		this.#published = published
		this.#prover = new TreeProver({
			// A node below the committed size is final, so it may be read while an append is under way.
			node: (level, at) => tree.node(level, at),
			fullTiles: (tiles) => log.fullTiles(tiles),
		})
	}

	/** Entries that are durable and covered by a signed head. */
	get size(): number {
		return this.#head.size
	}

	get root(): Hash {
		return this.#head.root
	}

	/** Newest note of the log alone: it covers every acknowledged entry. */
	get checkpoint(): string {
		return this.#head.note
	}

	/** Newest published head; null before the first. */
	get published(): Published | null {
		return this.#published
	}

	/** The head that readers accept without asking again: of a closed log, its last. */
	get witnessed(): Published | null {
		return this.#published
	}

	/** Makes a batch visible, once its records and its head are durable. */
	protected advance(head: SignedHead): void {
		this.#head = head
	}

	/** Bytes of an entry; undefined beyond the end. @throws LedgerError `corrupt` if it is missing */
	entry(index: number): Promise<Uint8Array | undefined> {
		return this.#log.entry(index, this.#head.size)
	}

	/** Entries of [from, to), in order; the end is cut to the size when the reading began. */
	entries(from: number, to: number): AsyncIterable<{ index: number; entry: Uint8Array }> {
		return this.#log.entries(from, Math.min(to, this.#head.size))
	}

	/** @throws LedgerError `corrupt` if the index names an entry that has another CID */
	async indexOf(cid: Cid): Promise<number | undefined> {
		const index = await this.#index.candidate(cid)
		if (index === undefined || index >= this.#head.size) return undefined
		const entry = await this.entry(index)
		if (entry === undefined) throw indexMismatch(`entry ${cid}`)
		// The index knows a prefix only: what merely shares it is not the entry asked for.
		return equalBytes(entryCid(entry).bytes, cid.bytes) ? index : undefined
	}

	/** Indexes of the entries that renew time-stamps, ascending. */
	async renewals(): Promise<number[]> {
		return (await this.#index.renewals()).filter((index) => index < this.#head.size)
	}

	/**
	 * Bytes of a tile; undefined if the tree is not so wide there.
	 * @throws LedgerError `corrupt`
	 */
	async tile(tile: Tile): Promise<Uint8Array | undefined> {
		const { level, index, width } = tile
		if (!isTile(tile) || widthAt(level, index, this.#head.size) < width) return undefined
		const edge = this.#tree.tile(tile)
		if (edge !== undefined) return edge
		const [full] = await this.#log.fullTiles([{ level, index }])
		return full?.slice(0, width * HASH_SIZE)
	}

	/** Bytes of an entry bundle; undefined if there are not so many entries. */
	async bundle({ index, width }: { index: number; width: number }): Promise<Uint8Array | undefined> {
		if (!isTile({ level: 0, index, width }) || widthAt(0, index, this.#head.size) < width) return undefined
		const entries: Uint8Array[] = []
		const from = index * TILE_WIDTH
		for await (const { entry } of this.entries(from, from + width)) entries.push(entry)
		return encodeBundle(entries)
	}

	blob(cid: Cid): Promise<Uint8Array | undefined> {
		return this.#log.blob(cid)
	}

	/** @throws RangeError beyond the committed size */
	async rootAt(size: number): Promise<Hash> {
		this.#mustBeSize(size)
		if (size === this.#head.size) return this.#head.root
		if (size === 0) return EMPTY_ROOT
		let root = this.#roots.get(size)
		if (root === undefined) {
			root = await this.#prover.rootAt(size)
			if (this.#roots.size >= ROOTS_KEPT) this.#roots.delete(this.#roots.keys().next().value ?? 0)
			this.#roots.set(size, root)
		}
		return root
	}

	/** @throws RangeError unless 0 ≤ index < size ≤ committed size; LedgerError `corrupt` */
	async inclusionProof(index: number, size: number): Promise<Hash[]> {
		this.#mustBeSize(size)
		const [proof, root, leaf] = await Promise.all([
			this.#prover.inclusion(index, size),
			this.rootAt(size),
			this.#leaf(index),
		])
		checked(`proof of entry ${index}`, () => checkInclusion({ index, size, leaf, proof, root }))
		return proof
	}

	/** @throws RangeError unless 1 ≤ older ≤ newer ≤ committed size; LedgerError `corrupt` */
	async consistencyProof(older: number, newer: number): Promise<Hash[]> {
		this.#mustBeSize(newer)
		const [proof, root1, root2] = await Promise.all([
			this.#prover.consistency(older, newer),
			this.rootAt(older),
			this.rootAt(newer),
		])
		checked(`proof from size ${older} to ${newer}`, () =>
			checkConsistency({ size1: older, size2: newer, root1, root2, proof }),
		)
		return proof
	}

	/** Leaf hash of an entry, from the entry itself: its own rot must show as well. */
	async #leaf(index: number): Promise<Hash> {
		const entry = await this.entry(index)
		if (entry === undefined) throw new RangeError(`expected an index below ${this.#head.size}, got ${index}`)
		const leaf = new Uint8Array(HASH_SIZE)
		writeLeafHash(leaf, 0, entry)
		return leaf
	}

	#mustBeSize(size: number): void {
		if (Number.isSafeInteger(size) && size >= 0 && size <= this.#head.size) return
		throw new RangeError(`expected a size of at most ${this.#head.size}, got ${size}`)
	}
}

/** Bounds that keep the arithmetic of places exact; `widthAt` does the rest. */
function isTile({ level, index, width }: Tile): boolean {
	return (
		Number.isInteger(level) &&
		level >= 0 &&
		level * TILE_HEIGHT < 53 &&
		Number.isSafeInteger(index) &&
		index >= 0 &&
		Number.isInteger(width) &&
		width >= 1 &&
		width <= TILE_WIDTH
	)
}

function checked(what: string, check: () => void): void {
	try {
		check()
	} catch (error) {
		if (error instanceof RefusalError && error.code === 'root-mismatch') {
			throw corrupt(`the stored tiles or entries are damaged: the ${what} does not verify`, error)
		}
		throw error
	}
}
