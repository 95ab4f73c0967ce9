/**
 * The projection of the logs: follows them entry by entry into a store of its own, from which documents, versions,
 * relations, accesses and tokens are found. Disposable: it holds nothing that log and vault do not, writes without
 * waiting for the disk, and resumes after its stored position, which is written in the same batch as the rows.
 *
 * A reader waits (`current`) until everything that was acknowledged before it asked is folded, so that an
 * acknowledged write is visible to the next read although no writer waits for the projection.
 * @module
 */
import { decodeEntry, decodeOpening, entryCid, equalBytes, type Opening } from '@letopis/format'
import { LedgerError, type Store } from '@letopis/ledger'
import { Chronicle } from '../chronicle.ts'
import type { Appended, Log, PastLog, ReadableLog, ReadableVault } from '../deps.ts'
import { Directory } from '../people/directory.ts'
import { loadPeople } from '../people/fold.ts'
import { TokenTable } from '../tokens/table.ts'
import { DisposedEntries } from './disposed-entries.ts'
import { type Doubt, encodeDoubt, loadDoubts } from './doubts.ts'
import { Draft, fold, type MemoryEvent, OwnerTags } from './fold.ts'
import type { FoldedEntry } from './folded.ts'
import { decodeMeta, encodeMeta, indexIn, keys, type Meta, ranges } from './rows.ts'
import { UnreadAccesses } from './unread-accesses.ts'

/** Entries folded in one write. */
const BATCH = 256
/** Fresh entries kept so that they need not be read back. */
const MAX_HINTS = 4096

export interface ProjectionOptions {
	readonly store: Store
	readonly log: Pick<Log, 'subscribe'> & ReadableLog
	readonly vault: ReadableVault
	/** earlier logs of the town by number, oldest first */
	readonly closedLogs?: ReadonlyMap<number, PastLog> | undefined
	/** 32 B that stay the same for the town: owner tags depend on them */
	readonly secret: Uint8Array
	/** ms since 1970; of the system unless given */
	readonly now?: () => number
}

interface Waiter {
	readonly size: number
	readonly resolve: () => void
	readonly reject: (error: unknown) => void
}

export class Projection {
	readonly store: Store
	readonly tokens = new TokenTable()
	readonly people = new Directory()
	readonly owners: OwnerTags
	/** what rows speak of: their indexes are positions in it */
	readonly chronicle: Chronicle
	readonly #now: () => number
	readonly #accesses: UnreadAccesses
	readonly #disposed: DisposedEntries
	#doubts: Doubt[] = []
	readonly #hints = new Map<number, { entry: Uint8Array; opening: Opening }>()
	readonly #listeners = new Set<(folded: FoldedEntry) => void>()
	#waiters: Waiter[] = []
	#position = 0
	#running: Promise<void> | null = null
	#failure: unknown = null
	/** No following now: being cleared, or closed. */
	#halted = false
	#unsubscribe: () => void = () => {}

	/** Use {@link openProjection}. */
	constructor(options: ProjectionOptions) {
		this.store = options.store
		this.chronicle = new Chronicle(options)
		this.#accesses = new UnreadAccesses(this.chronicle)
		this.#disposed = new DisposedEntries(this.chronicle)
		this.#now = options.now ?? Date.now
		this.owners = new OwnerTags(options.secret)
	}

	/** Entries folded so far. */
	get position(): number {
		return this.#position
	}

	/** Why the projection cannot follow the log; null while it can. */
	get failure(): unknown {
		return this.#failure
	}

	/** Acts that nobody can read any more, in the order of the log. */
	get doubts(): readonly Doubt[] {
		return this.#doubts
	}

	/** Rights that are void because of them, and were not given again. @param now ms */
	voidRights(now: number): number {
		return this.tokens.inDoubt(now) + this.people.inDoubt()
	}

	/** Resolves when every entry that is in the logs now has been folded. */
	current(): Promise<void> {
		return this.#folded(this.chronicle.size)
	}

	/** Resolves when the first `size` entries of the present log have been folded. @throws what stopped the projection */
	reached(size: number): Promise<void> {
		return this.#folded(this.chronicle.base + size)
	}

	/** @param size a position */
	#folded(size: number): Promise<void> {
		if (this.#position >= size) return Promise.resolve()
		return new Promise((resolve, reject) => {
			this.#waiters.push({ size, resolve, reject })
			this.#wake()
		})
	}

	/** Tells of each entry after it was folded, in order. */
	subscribe(listener: (folded: FoldedEntry) => void): () => void {
		this.#listeners.add(listener)
		return () => this.#listeners.delete(listener)
	}

	/** Throws all rows away and folds the whole log again. */
	async rebuild(onProgress?: (position: number, size: number) => void): Promise<void> {
		this.#halted = true
		await this.#stop()
		await this.#clear()
		this.#halted = false
		await this.#follow(onProgress)
	}

	/** Finds out where an earlier run stopped, and catches up with the log. */
	async open(): Promise<void> {
		const bytes = await this.store.get(keys.meta)
		const meta = bytes === undefined ? null : decodeMeta(bytes)
		if (meta !== null && (await this.#belongs(meta))) {
			this.#position = meta.position
			await this.#loadMemory()
		} else {
			await this.#clear()
		}
		await this.#follow()
		this.#unsubscribe = this.chronicle.subscribe((event) => {
			if (event.type === 'appended') this.#take(event.entries)
		})
	}

	/** Stops following; the store is closed by whoever opened it. */
	async close(): Promise<void> {
		this.#unsubscribe()
		this.#halted = true
		await this.#stop()
		const error = new LedgerError('closed', 'the service is closing')
		for (const waiter of this.#waiters.splice(0)) waiter.reject(error)
	}

	/** Whether the rows were made from these logs, with this secret, and the last folded entry is where it was. */
	async #belongs(meta: Meta): Promise<boolean> {
		const { chronicle } = this
		if (meta.position > chronicle.size || meta.layout !== chronicle.layout(meta.position)) return false
		if (!equalBytes(meta.secret, this.#secretMark)) return false
		if (meta.position === 0) return true
		const last = await chronicle.entry(meta.position - 1)
		if (last === undefined || meta.last === null) return last === undefined && meta.last === null
		return equalBytes(entryCid(last).bytes, meta.last.bytes)
	}

	/** A value that changes with the secret and tells nothing of it; no principal has the empty name. */
	get #secretMark(): Uint8Array {
		return this.owners.of('')
	}

	async #clear(): Promise<void> {
		this.#position = 0
		this.#failure = null
		this.tokens.clear()
		this.people.clear()
		this.#doubts = []
		// The position goes first: a crash in the middle leaves rows without one, which the next start clears.
		await this.store.write([{ key: keys.meta, delete: true }], { sync: true })
		await this.store.clear(ranges.everything())
	}

	/** What is kept in memory, from the rows. */
	async #loadMemory(): Promise<void> {
		const { store, chronicle, owners: tags, tokens } = this
		const doubts = await loadDoubts(store)
		await this.#loadTokens()
		for (const { index } of doubts) tokens.doubt(index)
		const sources = { store, log: chronicle, vault: chronicle, tags }
		const found = await loadPeople(sources, this.people, this.#now(), doubts)
		this.#doubts = [...doubts, ...found].toSorted((a, b) => a.index - b.index)
	}

	async #loadTokens(): Promise<void> {
		this.tokens.clear()
		for await (const [, value] of this.store.range(ranges.tokens())) {
			const index = indexIn(value)
			const bytes = await this.chronicle.entry(index)
			const opening = await this.#openingOf(index)
			if (bytes === undefined || typeof opening === 'string') continue
			this.tokens.grant(index, entryCid(bytes), opening)
			if ((await this.store.get(keys.revoked(index))) !== undefined) this.tokens.revoke(index)
		}
	}

	/** Keeps fresh entries, so that they are not read back from log and vault. */
	#take(entries: readonly Pick<Appended, 'index' | 'entry' | 'opening'>[]): void {
		for (const { index, entry, opening } of entries) {
			if (index >= this.#position && this.#hints.size < MAX_HINTS) this.#hints.set(index, { entry, opening })
		}
		this.#wake()
	}

	#wake(): void {
		if (this.#running !== null || this.#halted) return
		// Failures reach whoever waits; a later append or read tries again.
		void this.#follow().catch(() => {})
	}

	async #stop(): Promise<void> {
		while (this.#running !== null) await this.#running.catch(() => {})
	}

	#follow(onProgress?: (position: number, size: number) => void): Promise<void> {
		const run = this.#foldAll(onProgress).finally(() => {
			this.#running = null
			// An entry may have come between the last look at the size and here.
			if (this.#failure === null && this.#waiters.length > 0) this.#wake()
		})
		this.#running = run
		return run
	}

	async #foldAll(onProgress?: (position: number, size: number) => void): Promise<void> {
		try {
			// One turn of the event loop lets the callers of a whole batch hand in their entries.
			await new Promise<void>((resolve) => setImmediate(resolve))
			const { chronicle } = this
			while (this.#position < chronicle.size && !this.#halted) {
				await this.#foldBatch(Math.min(chronicle.size, this.#position + BATCH))
				onProgress?.(this.#position, chronicle.size)
			}
			this.#failure = null
			this.#accesses.forget()
		} catch (error) {
			this.#failure = error
			for (const waiter of this.#waiters.splice(0)) waiter.reject(error)
			throw error
		}
	}

	async #foldBatch(to: number): Promise<void> {
		const draft = new Draft(this.store)
		const context = {
			...{ draft, owners: this.owners },
			indexOf: (cid: FoldedEntry['cid']) => this.chronicle.indexOf(cid),
			isAccess: ({ index, entry }: FoldedEntry) => this.#accesses.has(index, entry),
			isDisposed: ({ cid }: FoldedEntry) => this.#disposed.has(cid),
		}
		const batch: FoldedEntry[] = []
		const events: MemoryEvent[] = []
		let next = this.#position
		const missing = (end: number) => {
			if (next >= end) return
			// Only of a closed log may something be lost.
			if (this.chronicle.isPresent(end - 1))
				throw new LedgerError('corrupt', `the log holds no entry ${end - 1}`)
			const doubt: Doubt = { index: end - 1, time: 0, why: 'missing' }
			draft.put(keys.unread(end - 1), encodeDoubt(doubt))
			events.push({ type: 'doubted', doubt })
		}
		for await (const folded of this.#entries(this.#position, to)) {
			missing(folded.index)
			next = folded.index + 1
			const event = await fold(context, folded)
			if (event !== null) events.push(event)
			batch.push(folded)
		}
		const last = batch.at(-1)
		missing(to)
		const meta: Meta = {
			position: to,
			layout: this.chronicle.layout(to),
			last: last?.index === to - 1 ? last.cid : null,
			secret: this.#secretMark,
		}
		await this.store.write([{ key: keys.meta, value: encodeMeta(meta) }, ...draft.ops()], { sync: false })
		this.#position = to
		for (const event of events) {
			if (event.type === 'granted') this.tokens.grant(event.index, event.cid, event.opening)
			else if (event.type === 'revoked') this.tokens.revoke(event.grant)
			else if (event.type === 'doubted') this.#doubt(event.doubt)
			else this.people.apply(event)
		}
		for (const folded of batch) for (const listener of this.#listeners) listener(folded)
		const waiting = this.#waiters
		this.#waiters = waiting.filter(({ size }) => size > to)
		for (const waiter of waiting) if (waiter.size <= to) waiter.resolve()
	}

	#doubt(doubt: Doubt): void {
		this.#doubts.push(doubt)
		this.tokens.doubt(doubt.index)
		this.people.doubt(doubt.index, doubt.time)
	}

	async *#entries(from: number, to: number): AsyncIterable<FoldedEntry> {
		let index = from
		for (; index < to; index++) {
			const hint = this.#hints.get(index)
			if (hint === undefined) break
			this.#hints.delete(index)
			yield foldedEntry(index, hint.entry, hint.opening)
		}
		if (index === to) return
		for await (const { index: at, entry } of this.chronicle.entries(index, to)) {
			const hint = this.#hints.get(at)
			this.#hints.delete(at)
			yield foldedEntry(at, entry, hint?.opening ?? (await this.#openingOf(at)))
		}
	}

	/** What both copies of the vault have lost takes nothing with it but what `doubts.ts` says. */
	async #openingOf(index: number): Promise<Opening | 'erased' | 'lost'> {
		try {
			const record = await this.chronicle.record(index)
			if (record !== undefined) return record === 'erased' ? record : decodeOpening(record.opening)
		} catch (error) {
			if (error instanceof LedgerError && error.code === 'corrupt') return 'lost'
			throw error
		}
		// A vault without the record is behind its log, not damaged: nobody's rights may hang on that.
		throw new LedgerError('behind', `the vault holds no record ${index}`)
	}
}

function foldedEntry(index: number, bytes: Uint8Array, found: Opening | 'erased' | 'lost'): FoldedEntry {
	const [opening, unread] = typeof found === 'string' ? [null, found] : [found, 'erased' as const]
	return { index, cid: entryCid(bytes), entry: decodeEntry(bytes), opening, unread }
}

/** Opens the projection over its store, caught up with the log. */
export async function openProjection(options: ProjectionOptions): Promise<Projection> {
	const projection = new Projection(options)
	await projection.open()
	return projection
}
