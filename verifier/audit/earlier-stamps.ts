/**
 * What an earlier log says of time-stamps: its anchors by authority and its renewals, noted while it is read once; and its
 * entries again, held against what they were then. Renewals in its successors are held against these.
 * @module
 */
import {
	bodyOf,
	cidDigest,
	cidOfDigest,
	decodeEntry,
	type Entry,
	equalBytes,
	HASH_SIZE,
	RefusalError,
	type RenewalBody,
	TILE_WIDTH,
} from '@letopis/format'
import { type LogSource, SourceError } from './source.ts'
import type { TreeHashes } from './tree-hashes.ts'

/** A stamp that renewals may cover: its token's name, and its time. */
export type Covered = Pick<RenewalBody, 'token' | 'time'>

/** Where a renewal stands, and the SHA-256 of its entry. */
export interface FoundRenewal {
	readonly index: number
	readonly digest: Uint8Array
}

/** Anchors of one authority in a few arrays: there is one for every hour. */
class Anchors {
	readonly #indexes: number[] = []
	readonly #times: number[] = []
	#tokens = new Uint8Array(64 * HASH_SIZE)

	add(index: number, { token, time }: Covered): void {
		const at = HASH_SIZE * this.#indexes.length
		if (at === this.#tokens.length) {
			const wider = new Uint8Array(2 * at)
			wider.set(this.#tokens)
			this.#tokens = wider
		}
		this.#tokens.set(cidDigest(token), at)
		this.#indexes.push(index)
		this.#times.push(time)
	}

	between(from: number, to: number): Covered[] {
		const found: Covered[] = []
		for (const [i, index] of this.#indexes.entries()) {
			if (index < from || index >= to) continue
			const digest = this.#tokens.slice(HASH_SIZE * i, HASH_SIZE * (i + 1))
			found.push({ token: cidOfDigest('blob', digest), time: this.#times[i] as number })
		}
		return found
	}
}

/** Bundle `index` of a source, `width` entries of it; null where it is missing or none. */
export type ReadBundle = (index: number, width: number) => Promise<Uint8Array[] | null>

export class EarlierStamps {
	readonly origin: string
	/** Entries that its successor names. */
	readonly size: number
	readonly source: LogSource
	readonly renewals: FoundRenewal[] = []
	readonly #anchors = new Map<string, Anchors>()
	readonly #tree: TreeHashes
	readonly #read: ReadBundle
	/** Leaf hashes of the bundle in which it ends. */
	#partial: Uint8Array | undefined

	/** @param tree of all entries, once they are read */
	constructor(origin: string, size: number, source: LogSource, tree: TreeHashes, read: ReadBundle) {
		this.origin = origin
		this.size = size
		this.source = source
		this.#tree = tree
		this.#read = read
	}

	/** Notes an entry, in the order of the log; one that cannot be decoded is for the log's own audit. @param digest its SHA-256 */
	note(index: number, bytes: Uint8Array, digest: Uint8Array): void {
		const entry = decoded(bytes)
		const anchor = entry && bodyOf(entry, 'anchor')
		if (anchor) {
			const own = this.#anchors.get(anchor.authority) ?? new Anchors()
			this.#anchors.set(anchor.authority, own)
			own.add(index, anchor)
		}
		if (entry?.kind === 'renewal') this.renewals.push({ index, digest: digest.slice() })
	}

	/** All is read. @param partial leaf hashes of a last bundle that is not full */
	end(partial: Uint8Array | undefined): void {
		this.#partial = partial
	}

	/** Anchors of an authority at from ≤ index < to, ascending. */
	anchors(of: string, from: number, to: number): Covered[] {
		return this.#anchors.get(of)?.between(from, to) ?? []
	}

	/** What the renewal at an index says. @throws SourceError if the entries are not what they were */
	async renewalAt(index: number): Promise<RenewalBody | undefined> {
		const { entries } = await this.#again(Math.floor(index / TILE_WIDTH))
		const bytes = entries[index % TILE_WIDTH]
		const entry = bytes === undefined ? null : decoded(bytes)
		return entry === null ? undefined : bodyOf(entry, 'renewal')
	}

	/** Root of the first entries. @param size at most all @throws SourceError if they are not what they were */
	async rootAt(size: number): Promise<Uint8Array> {
		if (size % TILE_WIDTH === 0) return this.#tree.rootAt(size, undefined)
		return this.#tree.rootAt(size, (await this.#again(Math.floor(size / TILE_WIDTH))).leaves)
	}

	/** The first entries of a bundle, read again. @throws SourceError if they are not what they were */
	async entriesOf(bundle: number, width: number): Promise<readonly Uint8Array[]> {
		return (await this.#again(bundle)).entries.slice(0, width)
	}

	async #again(bundle: number): Promise<{ entries: Uint8Array[]; leaves: Uint8Array }> {
		const width = Math.min(TILE_WIDTH, this.size - bundle * TILE_WIDTH)
		const entries = await this.#read(bundle, width)
		const leaves = entries === null ? null : this.#tree.hashLeaves(entries)
		const isSame =
			leaves !== null &&
			(width === TILE_WIDTH
				? equalBytes(this.#tree.reduce(leaves, width), this.#tree.bundleHash(bundle))
				: this.#partial !== undefined && equalBytes(leaves, this.#partial))
		if (entries === null || leaves === null || !isSame) {
			throw new SourceError({ key: 'source-changed', values: { index: bundle } })
		}
		return { entries, leaves }
	}
}

function decoded(bytes: Uint8Array): Entry | null {
	try {
		return decodeEntry(bytes)
	} catch (error) {
		if (error instanceof RefusalError) return null
		throw error
	}
}
