/**
 * Where things are in the log: CID → index, idempotency key → index, document → number of logged accesses,
 * authority → newest anchor entry. Kept in a store of its own, written without sync and behind the log: after a
 * crash `catchUp` reads the missing entries again, and without the store all of it is rebuilt from log and vault.
 * What is not written yet is answered from memory, so a reader never notices.
 *
 * Digests have no order, and LevelDB would merge new rows with all old ones again and again. So these rows are kept by
 * epochs of 2^20 entries: only the newest epoch is ever merged, and a lookup asks one filter per epoch.
 *
 * | key | value |
 * | --- | --- |
 * | `c` ‖ u16 epoch ‖ first 16 bytes of an entry's digest | u48 index; the caller checks the entry |
 * | `i` ‖ u16 epoch ‖ idempotency key, 32 B | u48 index ‖ request, 32 B |
 * | `a` ‖ digest of a document's first entry | u48 number of accesses |
 * | `l` ‖ u48 index | (empty) an entry whose private half was lost when the index was built |
 * | `n` ‖ authority | u48 index ‖ CID of its newest anchor entry |
 * | `r` ‖ u48 index | (empty) a renewal entry |
 * | `m` | dag-cbor { v, origin, indexed }: entries below `indexed` are in |
 * | `p` | dag-cbor [size…] of the newest published notes |
 * @module
 */
import {
	type Cid,
	cidDigest,
	concat,
	type DagValue,
	decodeCid,
	decodeDag,
	encodeDag,
	isDagMap,
	RefusalError,
	utf8,
} from '@letopis/format'
import { LedgerError } from '../error.ts'
import type { Store } from '../store/store.ts'
import { readUint48, writeUint48 } from './keys.ts'
import { latin1, WaitingRows } from './waiting-rows.ts'

/** What the index says about one entry. */
export interface IndexRow {
	readonly index: number
	readonly cid: Cid
	readonly idempotency?: { readonly key: Uint8Array; readonly request: Uint8Array }
	/** document of an access entry */
	readonly accessTo?: Cid
	/** authority of an anchor entry */
	readonly authority?: string
	readonly renewal?: true
	/** its private half is damaged in both copies: what it held is not found any more */
	readonly lost?: true
}

export interface Idempotent {
	readonly index: number
	readonly request: Uint8Array
}

/** Rows are written when so many are waiting, or when no more came for so many milliseconds. */
const FLUSH_ROWS = 4096
const FLUSH_AFTER_MS = 50
/** Rows waiting beyond which appends wait for the index. */
const BACKLOG_ROWS = 65_536
const CID_PREFIX = 16
const EPOCH = 2 ** 20
/** Bytes of a row `c`, key and value: where the digest begins, where the value does, how many there are. */
const CID_ROW_NAME = 3
const CID_ROW_VALUE = CID_ROW_NAME + CID_PREFIX
const CID_ROW = CID_ROW_VALUE + 6

const META_KEY = utf8('m')
/** Raised whenever rows change their meaning: an index of another layout is emptied and built anew. */
const LAYOUT = 2
const PUBLISHED_KEY = utf8('p')

export class LogIndex {
	readonly #store: Store
	readonly #origin: string
	/** Rows not yet written. */
	#waiting = new WaitingRows()
	/** Those of the write under way. */
	#writing = new WaitingRows()
	/** Entries below this are in the store or in memory. */
	#indexed = 0
	#rows = 0
	#lost = 0
	#writes = 0
	#flushing: Promise<void> | undefined
	#timer: NodeJS.Timeout | undefined
	#failed: unknown

	constructor(store: Store, origin: string) {
		this.#store = store
		this.#origin = origin
	}

	/** Entries below this are in the index. */
	get indexed(): number {
		return this.#indexed
	}

	/**
	 * Entries whose private half was lost when the index was built. An idempotency key that is not found may be
	 * that of one of them.
	 */
	get lost(): number {
		return this.#lost
	}

	/** Why the index could not be written, if so: appends must stop then. */
	get failed(): unknown {
		return this.#failed
	}

	/**
	 * Finds out how far the index reaches; one of another log, of a longer log or one that cannot be read is
	 * emptied.
	 */
	async open(size: number): Promise<void> {
		const meta = await this.#store.get(META_KEY)
		// Rows without the mark are those of an emptying that was cut off: counters among them would count on.
		const indexed = meta === undefined ? undefined : this.#parseMeta(meta)
		if (indexed === undefined || indexed > size) return this.clear()
		this.#indexed = indexed
		for await (const _ of this.#store.range({ gte: utf8('l'), lt: utf8('m') })) this.#lost++
	}

	#parseMeta(bytes: Uint8Array): number | undefined {
		try {
			const meta = decodeDag(bytes)
			if (!isDagMap(meta) || meta.v !== LAYOUT || meta.origin !== this.#origin) return undefined
			return typeof meta.indexed === 'number' ? meta.indexed : undefined
		} catch (error) {
			if (error instanceof RefusalError) return undefined
			throw error
		}
	}

	/** Empties the index, to be rebuilt by adding the log's entries again. */
	async clear(): Promise<void> {
		await this.flush()
		// The mark goes first: a crash in between leaves an index that starts over, not one with holes.
		await this.#store.write([{ key: META_KEY, delete: true }], { sync: true })
		await this.#store.clear({ gte: Uint8Array.of(0), lt: Uint8Array.of(0xff, 0xff) })
		this.#indexed = 0
		this.#lost = 0
	}

	/**
	 * Takes in the next entries of the log; at once visible to readers. The numbers of accesses must be known
	 * (`accesses`), since counting up needs the number before.
	 */
	add(rows: readonly IndexRow[], accesses: ReadonlyMap<string, number>): void {
		// One array for all keys and values: thousands of small ones a second are what costs here.
		const bytes = new Uint8Array(rows.length * CID_ROW)
		for (const [i, row] of rows.entries()) {
			const epoch = Math.floor(row.index / EPOCH)
			const index = this.#addCid(bytes, i * CID_ROW, epoch, row)
			const { idempotency, authority } = row
			if (idempotency) {
				const name = inEpoch('i', epoch, idempotencyName(idempotency.key))
				this.#waiting.set(name, concat(index, idempotency.request))
			}
			if (authority !== undefined) this.#waiting.set(`n${authority}`, concat(index, row.cid.bytes))
			if (row.renewal) this.#waiting.set(`r${latin1(index)}`, new Uint8Array())
			if (row.lost) {
				this.#lost++
				this.#waiting.set(`l${latin1(index)}`, new Uint8Array())
			}
			this.#indexed = row.index + 1
		}
		for (const [document, count] of accesses) {
			const value = new Uint8Array(6)
			writeUint48(value, 0, count)
			this.#waiting.set(document, value)
		}
		this.#rows += rows.length
		if (this.#rows >= FLUSH_ROWS) void this.#startFlush()
		else this.#timer ??= setTimeout(() => void this.#startFlush(), FLUSH_AFTER_MS)
	}

	/** @param at where the row goes in `bytes` @returns the index, as it is stored */
	#addCid(bytes: Uint8Array, at: number, epoch: number, { cid, index }: IndexRow): Uint8Array {
		const digest = cidDigest(cid)
		bytes[at] = 0x63
		bytes[at + 1] = epoch >> 8
		bytes[at + 2] = epoch & 0xff
		for (let i = 0; i < CID_PREFIX; i++) bytes[at + CID_ROW_NAME + i] = digest[i] as number
		writeUint48(bytes, at + CID_ROW_VALUE, index)
		const value = bytes.subarray(at + CID_ROW_VALUE, at + CID_ROW)
		this.#waiting.add(bytes.subarray(at, at + CID_ROW_VALUE), value)
		return value
	}

	/** Resolves when few enough rows are waiting; bounds the memory when the disk is slower than the log. */
	async ready(): Promise<void> {
		while (this.#rows > BACKLOG_ROWS && this.#failed === undefined) await this.#startFlush()
	}

	/** Writes all that is waiting. @throws LedgerError what went wrong with any write so far */
	async flush(): Promise<void> {
		while ((!this.#waiting.isEmpty || this.#flushing) && this.#failed === undefined) await this.#startFlush()
		if (this.#failed !== undefined) throw this.#failed
	}

	#startFlush(): Promise<void> {
		clearTimeout(this.#timer)
		this.#timer = undefined
		this.#flushing ??= this.#write().finally(() => {
			this.#flushing = undefined
			if (this.#rows >= FLUSH_ROWS && this.#failed === undefined) void this.#startFlush()
		})
		return this.#flushing
	}

	async #write(): Promise<void> {
		if (this.#waiting.isEmpty || this.#failed !== undefined) return
		this.#writing = this.#waiting
		this.#waiting = new WaitingRows()
		this.#rows = 0
		const ops = this.#writing.ops()
		const meta = { v: LAYOUT, origin: this.#origin, indexed: this.#indexed }
		ops.push({ key: META_KEY, value: encodeDag(meta) })
		try {
			await this.#store.write(ops, { sync: false })
		} catch (error) {
			this.#failed = error
			return
		}
		this.#writes++
		this.#writing = new WaitingRows()
	}

	/** Value of the first of some rows that exists, whether written or not. */
	async #find(names: readonly string[]): Promise<Uint8Array | undefined> {
		const inMemory = () => {
			for (const name of names) {
				const value = this.#waiting.get(name) ?? this.#writing.get(name)
				if (value !== undefined) return value
			}
			return undefined
		}
		const keys = names.map((name) => Buffer.from(name, 'latin1'))
		for (;;) {
			const known = inMemory()
			if (known !== undefined) return known
			const writes = this.#writes
			const values = await this.#store.getMany(keys)
			// A write that ended meanwhile may have been missed by the read and be gone from memory.
			if (writes === this.#writes) return inMemory() ?? values.find((value) => value !== undefined)
		}
	}

	/** A row by its name, newest epoch first. */
	#inAnyEpoch(letter: 'c' | 'i', name: string): Promise<Uint8Array | undefined> {
		const newest = Math.floor(this.#indexed / EPOCH)
		return this.#find(Array.from({ length: newest + 1 }, (_, i) => inEpoch(letter, newest - i, name)))
	}

	/** Index of the only entry that may have this CID; the entry itself decides. */
	async candidate(cid: Cid): Promise<number | undefined> {
		const value = await this.#inAnyEpoch('c', cidName(cid))
		return value && readUint48(value, 0)
	}

	async idempotent(key: Uint8Array): Promise<Idempotent | undefined> {
		const value = await this.#inAnyEpoch('i', idempotencyName(key))
		return value && { index: readUint48(value, 0), request: new Uint8Array(value.subarray(6)) }
	}

	/** Logged accesses to a document so far. */
	async accessCount(document: Cid): Promise<number> {
		const value = await this.#find([accessRow(document)])
		return value ? readUint48(value, 0) : 0
	}

	/** CID of each authority's newest anchor entry. */
	async newestAnchors(): Promise<Cid[]> {
		await this.flush()
		const anchors: Cid[] = []
		for await (const [, value] of this.#store.range({ gte: utf8('n'), lt: utf8('o') })) {
			anchors.push(decodeCid(value.subarray(6)))
		}
		return anchors
	}

	/** Indexes of all renewal entries, ascending. */
	async renewals(): Promise<number[]> {
		await this.flush()
		const indexes: number[] = []
		for await (const [key] of this.#store.range({ gte: utf8('r'), lt: utf8('s') })) {
			indexes.push(readUint48(key, 1))
		}
		return indexes
	}

	/** Sizes of the newest published notes, oldest first; a hint that may be gone. */
	async published(): Promise<number[]> {
		const bytes = await this.#store.get(PUBLISHED_KEY)
		try {
			const sizes: DagValue = bytes === undefined ? [] : decodeDag(bytes)
			return Array.isArray(sizes) ? sizes.filter((size) => typeof size === 'number') : []
		} catch (error) {
			if (error instanceof RefusalError) return []
			throw error
		}
	}

	async setPublished(sizes: readonly number[]): Promise<void> {
		await this.#store.write([{ key: PUBLISHED_KEY, value: encodeDag([...sizes]) }], { sync: false })
	}

	/** Ends the writing of rows; the store stays open. */
	async close(): Promise<void> {
		clearTimeout(this.#timer)
		this.#timer = undefined
		await this.flush()
	}
}

function inEpoch(letter: 'c' | 'i', epoch: number, name: string): string {
	return letter + String.fromCharCode(epoch >> 8, epoch & 0xff) + name
}

function cidName(cid: Cid): string {
	return latin1(cidDigest(cid).subarray(0, CID_PREFIX))
}

function idempotencyName(key: Uint8Array): string {
	if (key.length !== 32) throw new RangeError(`expected an idempotency key of 32 bytes, got ${key.length}`)
	return latin1(key)
}

/** Name of a document's counter. */
export function accessRow(document: Cid): string {
	return `a${latin1(cidDigest(document))}`
}

/** Refusal for an index whose rows contradict the log. */
export function indexMismatch(what: string): LedgerError {
	return new LedgerError('corrupt', `the index is wrong about ${what}`, { remedy: 'Run "letopis reindex".' })
}
