/**
 * Derives a whole log again from its entries and compares it with everything that is stored about it: leaves, full
 * tiles, every signed head, order of times, the vault's commitments, the index, blobs. Reports what is wrong
 * and goes on; damaged data never makes it throw.
 * @module
 */
import {
	type Cid,
	cidOfDigest,
	cidText,
	decodeEntry,
	decodeOpening,
	equalBytes,
	fromUtf8,
	HASH_SIZE,
	type Opening,
	openingRoot,
	sha256,
	TILE_WIDTH,
	type Vkey,
} from '@letopis/format'
import type { Store } from '../store/store.ts'
import { GrowingTree } from '../tree/append.ts'
import { writeLeafHash } from '../tree/native-hash.ts'
import { indexRow } from './index-catch-up.ts'
import {
	AFTER_BLOBS,
	AFTER_RECORDS,
	blobKey,
	FIRST_BLOB,
	FIRST_RECORD,
	parseRecordKey,
	RECORD,
	type RecordKey,
} from './keys.ts'
import type { LogIndex } from './log-index.ts'
import { decodeSlice } from './log-store.ts'
import { listedBlobs, namedBlobs, renewedHeadsOf } from './named-blobs.ts'
import { decodeState, verifiedCheckpoint } from './state.ts'
import type { RecordSink } from './types.ts'

/** Something wrong. */
export interface Finding {
	/** entry it is about, null if it is about none */
	readonly index: number | null
	readonly what: string
	readonly remedy: string
}

export interface FsckParts {
	readonly store: Store
	readonly vault: RecordSink
	readonly index: LogIndex
	readonly origin: string
	readonly vkeys: readonly Vkey[]
	/** committed entries */
	readonly size: number
	readonly onProgress?: ((done: number, total: number) => void) | undefined
}

const RESTORE = 'Restore the data folder from a backup or from a follower of this log.'
const REINDEX = 'Run "letopis reindex".'
const REPAIR_VAULT = 'Run "letopis fsck --repair": the vault has two copies of each record.'
/** Findings kept: a store that is wrong everywhere need not be described entry by entry. */
const FINDINGS_MAX = 1000

export async function fsck(parts: FsckParts): Promise<Finding[]> {
	const run = new Fsck(parts)
	await run.attempt(null, RESTORE, () => run.records())
	await run.attempt(null, RESTORE, () => run.blobs())
	return run.findings
}

class Fsck {
	readonly findings: Finding[] = []
	readonly #parts: FsckParts
	readonly #tree = new GrowingTree()
	/** Tiles that became full, until their record is met. */
	readonly #filled = new Map<string, Uint8Array>()
	readonly #accesses = new Map<string, { document: Cid; count: number }>()
	#time = 0
	#lastState = 0

	constructor(parts: FsckParts) {
		this.#parts = parts
	}

	/** Runs a check; what it throws is a finding. */
	async attempt(index: number | null, remedy: string, check: () => Promise<void> | void): Promise<void> {
		try {
			await check()
		} catch (error) {
			this.#found(index, error instanceof Error ? error.message : String(error), remedy)
		}
	}

	#found(index: number | null, what: string, remedy: string): void {
		if (this.findings.length < FINDINGS_MAX) this.findings.push({ index, what, remedy })
	}

	/** All records in the order of the log: slices grow the tree, and the others are compared with it. */
	async records(): Promise<void> {
		const { store, size, onProgress } = this.#parts
		for await (const [bytes, value] of store.range({ gte: FIRST_RECORD, lt: AFTER_RECORDS })) {
			const key = parseRecordKey(bytes)
			// A batch that is under way, or that nobody acknowledged.
			if (key.position > size || (key.position === size && key.type === RECORD.slice)) break
			if (key.type === RECORD.slice) {
				if (key.position !== this.#tree.size) {
					this.#found(
						this.#tree.size,
						`entries ${this.#tree.size} to ${key.position - 1} are missing`,
						RESTORE,
					)
					return
				}
				await this.#slice(key.position, value)
				onProgress?.(this.#tree.size, size)
			} else {
				await this.attempt(null, RESTORE, () => this.#compare(key, value))
			}
		}
		if (this.#tree.size < size) {
			this.#found(this.#tree.size, `entries ${this.#tree.size} to ${size - 1} are missing`, RESTORE)
		}
		if (this.#lastState !== this.#tree.size)
			this.#found(null, 'the log does not end with a signed head', RESTORE)
		for (const name of this.#filled.keys()) this.#found(null, `tile ${name} is missing`, RESTORE)
		await this.#counters()
	}

	async #slice(position: number, value: Uint8Array): Promise<void> {
		const entries = decodeSlice(value, position)
		const leaves = new Uint8Array(entries.length * HASH_SIZE)
		for (const [i, entry] of entries.entries()) writeLeafHash(leaves, i * HASH_SIZE, entry)
		const before = this.#tree.size
		this.#tree.append(leaves)
		for (const { tile, bytes } of this.#tree.filledSince(before)) {
			this.#filled.set(`${tile.level}/${tile.index}`, bytes)
		}
		this.#tree.trim()
		for (const [i, entry] of entries.entries()) {
			await this.attempt(position + i, RESTORE, () => this.#entry(position + i, entry))
		}
	}

	async #entry(index: number, bytes: Uint8Array): Promise<void> {
		const entry = decodeEntry(bytes)
		const { kind, time, commitment } = entry
		if (time < this.#time) this.#found(index, 'its time is before that of the entry before it', RESTORE)
		this.#time = Math.max(this.#time, time)
		if ((kind === 'genesis') !== (index === 0))
			this.#found(index, `a ${kind} entry in the wrong place`, RESTORE)
		for (const cid of namedBlobs(entry)) await this.#named(cid, index)
		const heads = renewedHeadsOf(entry)
		const read = (cid: Cid) => this.#parts.store.get(blobKey(cid))
		if (heads !== null) for await (const cid of listedBlobs(heads, read)) await this.#named(cid, index)
		let opening: Opening | undefined
		await this.attempt(index, REPAIR_VAULT, async () => {
			opening = await this.#opening(index, commitment)
		})
		await this.attempt(index, REINDEX, () => this.#indexed(index, bytes, opening))
	}

	/** Blobs that an entry names must be there; whether they are whole is judged apart. */
	async #named(cid: Cid, index: number): Promise<void> {
		const there = await this.#parts.store.get(blobKey(cid))
		if (there === undefined) this.#found(index, `the blob ${cidText(cid)} that it names is missing`, RESTORE)
	}

	/** The private half, undefined if it was erased. */
	async #opening(index: number, commitment: Uint8Array): Promise<Opening | undefined> {
		const record = await this.#parts.vault.record(index)
		if (record === 'erased') return undefined
		if (record === undefined) throw new Error('the vault has no record of it')
		const opening = decodeOpening(record.opening)
		if (!equalBytes(openingRoot(opening), commitment))
			throw new Error("the vault's record belongs to another entry")
		return opening
	}

	async #indexed(at: number, bytes: Uint8Array, opening: Opening | undefined): Promise<void> {
		const { index } = this.#parts
		const row = indexRow(at, bytes, opening)
		if ((await index.candidate(row.cid)) !== at) this.#found(at, 'the index does not find it', REINDEX)
		if (row.idempotency !== undefined && (await index.idempotent(row.idempotency.key))?.index !== at) {
			this.#found(at, 'the index does not find it by its idempotency key', REINDEX)
		}
		const { accessTo } = row
		if (accessTo === undefined) return
		const name = accessTo.toString()
		this.#accesses.set(name, { document: accessTo, count: (this.#accesses.get(name)?.count ?? 0) + 1 })
	}

	/** Erased accesses are no longer countable, so the index may know of more. */
	async #counters(): Promise<void> {
		for (const [name, { document, count }] of this.#accesses) {
			if ((await this.#parts.index.accessCount(document)) >= count) continue
			this.#found(null, `the index counts too few accesses to ${name}`, REINDEX)
		}
	}

	/** A tile or a head against the tree at its place in the log. */
	#compare({ position, type, level }: RecordKey, value: Uint8Array): void {
		if (type === RECORD.tile) {
			const name = `${level}/${position / TILE_WIDTH ** (level + 1) - 1}`
			const expected = this.#filled.get(name)
			this.#filled.delete(name)
			if (expected === undefined || !equalBytes(expected, value)) throw new Error(`tile ${name} is damaged`)
			return
		}
		const { origin, vkeys } = this.#parts
		const state = type === RECORD.state ? decodeState(value) : undefined
		const note = state?.note ?? fromUtf8(value)
		const head = verifiedCheckpoint(note, origin, vkeys)
		if (head.size !== position || position !== this.#tree.size || !equalBytes(head.root, this.#tree.root())) {
			throw new Error(`the signed head at size ${position} is not the root of the entries`)
		}
		if (state === undefined) return
		if (state.before !== this.#lastState) throw new Error(`a signed head is missing before size ${position}`)
		this.#lastState = position
	}

	async blobs(): Promise<void> {
		for await (const [key, value] of this.#parts.store.range({ gte: FIRST_BLOB, lt: AFTER_BLOBS })) {
			if (equalBytes(sha256(value), key.subarray(1))) continue
			this.#found(null, `blob ${cidOfDigest('blob', key.slice(1))} is damaged`, RESTORE)
		}
	}
}
