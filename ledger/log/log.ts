/**
 * An open log: appending through the sequencer, reading at the committed size, publishing, and the freeze that
 * stops all signing when someone shows a head of ours that we do not hold.
 * @module
 */
import { blobCid, type Cid, decodeOpening, entryCid, type Opening, sortCids } from '@letopis/format'
import { LedgerError, storageError } from '../error.ts'
import { Appender } from './appender.ts'
import { parseStored } from './damage.ts'
import { frozenError, type WitnessClaim } from './freeze.ts'
import { Freezing } from './freezing.ts'
import { type Finding, fsck } from './fsck.ts'
import type { Frozen } from './head-file.ts'
import { catchUpIndex } from './index-catch-up.ts'
import { blobKey } from './keys.ts'
import { Listeners } from './listeners.ts'
import { accessRow, type Idempotent, type IndexRow, indexMismatch, type LogIndex } from './log-index.ts'
import { LogReader, type ReaderParts } from './log-reader.ts'
import type { LogStore } from './log-store.ts'
import type { Prepared } from './make-entry.ts'
import type { OwnHistory } from './outside-head.ts'
import { type PublishedBefore, Publisher } from './publisher.ts'
import { pooledRandom } from './random.ts'
import { type Batch, Sequencer } from './sequencer.ts'
import type { Appended, Draft, LogEvent, LogLimits, LogOptions, Published } from './types.ts'

/** What recovery hands over. */
export interface LogParts extends Omit<ReaderParts, 'origin' | 'published'> {
	readonly options: LogOptions
	readonly limits: Required<LogLimits>
	readonly publishedBefore: PublishedBefore
	readonly frozen: Frozen | null
	/** ms since 1970 of the newest entry */
	readonly lastTime: number
	/** newest anchor entry of each authority, or the genesis entry */
	readonly anchors: readonly Cid[]
}

export class Log extends LogReader {
	readonly #options: LogOptions
	readonly #log: LogStore
	readonly #index: LogIndex
	readonly #sequencer: Sequencer
	readonly #appender: Appender
	readonly #publisher: Publisher
	readonly #listeners = new Listeners()
	readonly #freezing: Freezing
	#closing: Promise<void> | undefined

	/** Use `openLog` or `createLog`. */
	constructor(parts: LogParts) {
		const { options, log, index, tree, limits } = parts
		const { store, vault, signer, head } = options
		super({ ...parts, origin: signer.origin, published: parts.publishedBefore.newest })
		this.#options = options
		this.#log = log
		this.#index = index
		this.#publisher = new Publisher(
			{
				store,
				log,
				index,
				signer,
				head: () => ({ size: this.size, root: this.root, note: this.checkpoint }),
				now: () => Math.max(options.clock.now(), this.lastTime),
				mustSign: () => this.#mustSign(),
				published: (published) => this.#listeners.tell({ type: 'published', published }),
				failed: (error) => this.#sequencer.stop(storageError(error, 'writing a published head')),
				quorum: options.quorum ?? [],
			},
			parts.publishedBefore,
		)
		this.#sequencer = new Sequencer({
			store,
			vault,
			signer,
			head,
			tree,
			limits,
			committed: (batch) => this.#committed(batch),
		})
		this.#appender = new Appender(
			{
				sequencer: this.#sequencer,
				index,
				clock: options.clock,
				random: pooledRandom(options.random),
				clockTolerance: limits.clockTolerance,
				lastTime: parts.lastTime,
				replay: (at) => this.#replay(at),
			},
			parts.anchors,
		)
		const sequencer = this.#sequencer
		this.#freezing = new Freezing(
			{
				...{ store, head, clock: options.clock, own: () => this.#own() },
				stop: (error) => sequencer.stop(error),
				frozen: (frozen) => this.#listeners.tell({ type: 'frozen', frozen }),
			},
			parts.frozen,
		)
	}

	/** Newest published head; null before the first. */
	override get published(): Published | null {
		return this.#publisher.newest
	}

	/** Newest published head that has the cosignatures of the whole quorum; null before the first. */
	override get witnessed(): Published | null {
		return this.#publisher.witnessed
	}

	/** Why nothing is signed; null while all is well. */
	get frozen(): Frozen | null {
		return this.#freezing.reason
	}

	/** Why appends stopped until the log is opened again (or resumed); null while all is well. */
	get failure(): LedgerError | null {
		return this.#sequencer.failure ?? null
	}

	/** Time of the newest entry taken in, ms since 1970. */
	get lastTime(): number {
		return this.#appender.lastTime
	}

	/**
	 * Appends an entry. Resolves when it is durable, with private half and signed head, and proven.
	 * @throws RefusalError for values that the format refuses; LedgerError `queue-full`, `clock`, `frozen`,
	 *   `conflict` (idempotency key of another request), `erased` (repeated request whose private half is gone),
	 *   `io`, `disk-full`, `closed`: the entry may then be in the log or not; after the log was opened again, an
	 *   idempotency key tells
	 */
	append(draft: Draft): Promise<Appended> {
		return this.#appender.append(draft)
	}

	/** Appends an entry that was made elsewhere: the genesis entry. */
	async appendPrepared(prepared: Prepared): Promise<Appended> {
		this.#sequencer.mustAccept()
		return this.#sequencer.enqueue(prepared)
	}

	/**
	 * The newest anchor entry of each authority, which new entries link to.
	 * @param anchors CIDs of anchor entries, or of the genesis entry while there is none
	 */
	setAnchors(anchors: readonly Cid[]): void {
		if (anchors.length === 0) throw new RangeError('expected at least one anchor or the genesis entry')
		this.#appender.setAnchors(sortCids(anchors))
	}

	/** Why the next append would be refused for the clock's sake; null while it would not. */
	get clockFault(): string | null {
		return this.#appender.clockFault
	}

	/**
	 * Refuses appends with the code `clock` and this reason, until it is set to null: then someone outside agrees with the
	 * clock as it is now.
	 */
	setClockFault(reason: string | null): void {
		this.#appender.setClockFault(reason)
	}

	/** The entry that an idempotency key led to. @param key 32 B */
	idempotent(key: Uint8Array): Promise<Idempotent | undefined> {
		return this.#index.idempotent(key)
	}

	/**
	 * Entries whose idempotency keys nobody knows any more: their records were lost before the index was built. While
	 * there are any, a repeated request may be taken for a new one; its answer says so (`perhapsRepeated`).
	 */
	get lostKeys(): number {
		return this.#index.lost
	}

	/** Logged accesses to a document. @param document CID of its first entry */
	accessCount(document: Cid): Promise<number> {
		return this.#index.accessCount(document)
	}

	/** Keeps a public blob (a token, a note) durably, under its own hash. */
	async putBlob(bytes: Uint8Array): Promise<Cid> {
		const cid = blobCid(bytes)
		try {
			await this.#options.store.write([{ key: blobKey(cid), value: bytes }], { sync: true })
		} catch (error) {
			this.#sequencer.stop(storageError(error, 'writing a blob'))
			throw storageError(error, 'writing a blob')
		}
		return cid
	}

	publish(): Promise<Published> {
		return this.#publisher.publish()
	}

	/** Published note of a size, with its cosignatures, while it is kept (the newest 32 are). */
	publishedAt(size: number): Promise<string | undefined> {
		return this.#publisher.at(size)
	}

	/** Adds verified cosignature lines to the published note of that size. */
	mergeCosignatures(size: number, lines: readonly string[]): Promise<Published> {
		return this.#publisher.mergeCosignatures(size, lines)
	}

	/** @returns ends the subscription */
	subscribe(listener: (event: LogEvent) => void): () => void {
		return this.#listeners.add(listener)
	}

	/**
	 * Judges a head that someone shows us. One that is signed with our key but is not in our history freezes all
	 * signing, durably, in the data and among the keys.
	 * @param note from anyone
	 */
	seen(note: string): Promise<'consistent' | 'frozen' | 'not-ours'> {
		return this.#freezing.seen(note)
	}

	/**
	 * A witness says that it has cosigned a head of ours of that size. One beyond ours freezes all signing, as a shown
	 * head does: data and keys that were set back together are seen only from outside. Without the head itself the
	 * claim proves nothing to others; the witness can take it back by cosigning our head.
	 * @returns whether the log is frozen
	 */
	claimed(claim: Pick<WitnessClaim, 'witness' | 'url' | 'size'>): Promise<boolean> {
		return this.#freezing.claimed(claim)
	}

	#own(): OwnHistory {
		const { ed25519, mldsa44 } = this.#options.signer.vkeys
		return {
			origin: this.origin,
			size: this.size,
			vkeys: [ed25519, mldsa44],
			rootAt: (size) => this.rootAt(size),
		}
	}

	/**
	 * Derives everything again: leaves, tiles, roots, signatures, commitments, index.
	 * @returns what is wrong, nothing if all is well; never throws for damaged data
	 */
	fsck(onProgress?: (done: number, total: number) => void): Promise<Finding[]> {
		const { store, vault, signer } = this.#options
		const { ed25519, mldsa44 } = signer.vkeys
		const index = this.#index
		return fsck({
			store,
			vault,
			index,
			origin: this.origin,
			vkeys: [ed25519, mldsa44],
			size: this.size,
			onProgress,
		})
	}

	/** Throws the index away and builds it again from log and vault; no append may be under way. */
	async reindex(onProgress?: (done: number, total: number) => void): Promise<void> {
		await this.#sequencer.idle()
		await this.#index.clear()
		await catchUpIndex(this.#index, this.#log, this.#options.vault, this.size, onProgress)
	}

	/** Commits and answers what is queued, takes nothing more, and leaves stores and files to their owner. */
	close(): Promise<void> {
		this.#closing ??= this.#close()
		return this.#closing
	}

	[Symbol.asyncDispose](): Promise<void> {
		return this.close()
	}

	async #close(): Promise<void> {
		await this.#sequencer.close()
		await this.#publisher.idle()
		// An index that could not be written is caught up at the next start.
		await this.#index.close().catch(() => {})
	}

	async #committed(batch: Batch): Promise<void> {
		const { from, size, root, note, entries } = batch
		this.advance({ size, root, note })
		const accesses = new Map<string, number>()
		const rows = entries.map(({ draft, cid, accessNumber }, i) => {
			const row: { -readonly [K in keyof IndexRow]: IndexRow[K] } = { index: from + i, cid }
			if (draft.idempotency !== undefined) row.idempotency = draft.idempotency
			if (draft.kind === 'anchor') row.authority = String(draft.body.authority)
			else if (draft.kind === 'renewal') row.renewal = true
			if (draft.access !== undefined) accesses.set(accessRow(draft.access.document), accessNumber as number)
			return row
		})
		this.#index.add(rows, accesses)
		this.#appender.committed(batch)
		this.#listeners.tellAppended(batch)
		await this.#index.ready()
		if (this.#index.failed !== undefined) throw this.#index.failed
	}

	#mustSign(): void {
		const { reason } = this.#freezing
		if (reason !== null) throw frozenError(reason)
		const { failure } = this.#sequencer
		if (failure !== undefined) throw failure
		if (this.#closing !== undefined) throw new LedgerError('closed', 'the log is closed')
	}

	/** The answer to a request whose entry is in the log already, at the newest head. */
	async #replay(index: number): Promise<Appended> {
		const { size, checkpoint } = this
		const entry = await this.entry(index)
		if (entry === undefined) throw indexMismatch('an idempotency key')
		const record = await this.#options.vault.record(index)
		if (record === 'erased' || record === undefined) {
			throw new LedgerError('erased', `the private half of entry ${index} was erased`)
		}
		const opening: Opening = parseStored(`the vault's record of entry ${index}`, () =>
			decodeOpening(record.opening),
		)
		const time = opening.fields.find(({ name }) => name === 'time')?.value
		return {
			index,
			cid: entryCid(entry),
			entry,
			opening,
			time: Number(time),
			checkpoint,
			proof: await this.inclusionProof(index, size),
			size,
		}
	}
}
