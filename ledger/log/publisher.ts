/**
 * Published heads: the newest checkpoint with the ML-DSA-44 signature beside the Ed25519 one, kept durably before
 * anyone hears of it, and the cosignatures of witnesses as they come in. Older published notes stay for a while,
 * because a slow witness still answers about them.
 * @module
 */
import {
	formatNote,
	parseCheckpoint,
	parseNote,
	parseSignatureLine,
	RefusalError,
	utf8,
	type Vkey,
} from '@letopis/format'
import { LedgerError } from '../error.ts'
import type { Store, WriteOp } from '../store/store.ts'
import { RECORD, recordKey } from './keys.ts'
import type { LogIndex } from './log-index.ts'
import type { SignedHead } from './log-reader.ts'
import type { LogStore } from './log-store.ts'
import type { Signer } from './signer.ts'
import type { Published } from './types.ts'

/** Published notes kept. */
const NOTES_KEPT = 32

export interface PublisherParts {
	readonly store: Store
	readonly log: LogStore
	readonly index: LogIndex
	readonly signer: Signer
	readonly head: () => SignedHead
	/** ms since 1970, never before the newest entry */
	readonly now: () => number
	/** @throws LedgerError if nothing may be signed */
	readonly mustSign: () => void
	/** Told of a new head once it is durable. */
	readonly published: (published: Published) => void
	/** Told of a failed write: the store takes no more. */
	readonly failed: (error: unknown) => void
	/** Keys of the witnesses that readers ask for. */
	readonly quorum: readonly Vkey[]
}

/** What was published before the log was opened. */
export interface PublishedBefore {
	/** by the sizes that the index remembers, otherwise looked for near the end of the log */
	readonly newest: Published | null
	/** the newest note that has the whole quorum */
	readonly witnessed: Published | null
	/** sizes of the notes kept, oldest first */
	readonly sizes: readonly number[]
}

export class Publisher {
	readonly #parts: PublisherParts
	#newest: Published | null
	#witnessed: Published | null
	/** Sizes of the notes kept, oldest first. */
	#sizes: number[]
	/** The one thing under way: publications and merges never overlap. */
	#last: Promise<unknown> = Promise.resolve()

	constructor(parts: PublisherParts, before: PublishedBefore) {
		this.#parts = parts
		this.#newest = before.newest
		this.#witnessed = before.witnessed
		this.#sizes = [...before.sizes]
	}

	/** None is no harm: the next publication comes at once. @param sizes as far as the index remembers them */
	static async recover(
		log: LogStore,
		sizes: readonly number[],
		quorum: readonly Vkey[],
	): Promise<PublishedBefore> {
		let newest: Published | null = null
		for (const size of sizes.toReversed()) {
			const note = await log.published(size)
			if (note === undefined) continue
			newest ??= { note, size }
			if (hasQuorum(note, quorum)) return { newest, witnessed: { note, size }, sizes }
		}
		newest ??= await log.lastPublished()
		return { newest, witnessed: newest !== null && hasQuorum(newest.note, quorum) ? newest : null, sizes }
	}

	get newest(): Published | null {
		return this.#newest
	}

	/** The newest head that has the cosignatures of the whole quorum; null before the first. */
	get witnessed(): Published | null {
		return this.#witnessed
	}

	/** Resolves when nothing is under way. */
	async idle(): Promise<void> {
		await this.#last.catch(() => {})
	}

	/**
	 * Publishes the newest head; the one published already if nothing came since.
	 * @throws LedgerError `frozen`, `closed`, `io`, `disk-full`
	 */
	publish(): Promise<Published> {
		return this.#inTurn(async () => {
			const { signer, store, index, head, now, mustSign } = this.#parts
			const { size, note } = head()
			if (this.#newest?.size === size) return this.#newest
			mustSign()
			const { text, signatures } = parseNote(note)
			const line = await signer.cosignMlDsa(parseCheckpoint(text), Math.floor(now() / 1000))
			// Freezing may have come while the thread pool signed; then this signature never leaves.
			mustSign()
			const published = { note: formatNote(text, [...signatures.map((one) => one.line), line]), size }
			const ops: WriteOp[] = [{ key: recordKey(size, RECORD.published), value: utf8(published.note) }]
			const dropped = this.#sizes.length >= NOTES_KEPT ? this.#sizes[0] : undefined
			if (dropped !== undefined) ops.push({ key: recordKey(dropped, RECORD.published), delete: true })
			await this.#write(store, ops, true)
			this.#sizes = [...this.#sizes.slice(dropped === undefined ? 0 : 1), size]
			this.#newest = published
			this.#noteQuorum(published)
			// A hint only: lost, the next start finds an older note and publishes again at once.
			await index.setPublished(this.#sizes)
			this.#parts.published(published)
			return published
		})
	}

	/** The published note of a size, if it is still kept. */
	at(size: number): Promise<string | undefined> {
		return this.#newest?.size === size ? Promise.resolve(this.#newest.note) : this.#parts.log.published(size)
	}

	/**
	 * Adds cosignatures to a published note; of several by one key the last counts. Whoever calls has verified
	 * them.
	 * @returns the note as it is now
	 * @throws LedgerError `not-found` if the note is not kept any more; RefusalError for a line that is none
	 */
	mergeCosignatures(size: number, lines: readonly string[]): Promise<Published> {
		return this.#inTurn(async () => {
			const known = await this.at(size)
			if (known === undefined) throw new LedgerError('not-found', `no published note of size ${size} is kept`)
			const { text, signatures } = parseNote(known)
			const merged = new Map(signatures.map((one) => [`${one.name} ${one.id}`, one.line]))
			for (const line of lines) {
				const { name, id } = parseSignatureLine(line)
				const { ed25519, mldsa44 } = this.#parts.signer.vkeys
				if ([ed25519, mldsa44].some((own) => own.name === name && own.id === id)) {
					throw new RefusalError('duplicate', 'a cosignature in the name of the log itself')
				}
				merged.set(`${name} ${id}`, line)
			}
			const published = { note: formatNote(text, [...merged.values()]), size }
			// Not synced: a witness that was forgotten is asked again.
			await this.#write(
				this.#parts.store,
				[{ key: recordKey(size, RECORD.published), value: utf8(published.note) }],
				false,
			)
			if (this.#newest?.size === size) this.#newest = published
			this.#noteQuorum(published)
			return published
		})
	}

	#noteQuorum(published: Published): void {
		if (published.size < (this.#witnessed?.size ?? 0)) return
		if (hasQuorum(published.note, this.#parts.quorum)) this.#witnessed = published
	}

	async #write(store: Store, ops: readonly WriteOp[], sync: boolean): Promise<void> {
		try {
			await store.write(ops, { sync })
		} catch (error) {
			this.#parts.failed(error)
			throw error
		}
	}

	#inTurn<T>(work: () => Promise<T>): Promise<T> {
		const result = this.#last.then(work, work)
		this.#last = result
		// A failure is the caller's to see, not the next one's.
		result.catch(() => {})
		return result
	}
}

/** Whether all of these have cosigned; their signatures were verified when they came. */
function hasQuorum(note: string, quorum: readonly Vkey[]): boolean {
	if (quorum.length === 0) return true
	const { signatures } = parseNote(note)
	return quorum.every((key) => signatures.some(({ name, id }) => name === key.name && id === key.id))
}

/** What a timer needs of a log. */
interface Publishing {
	readonly size: number
	readonly published: Published | null
	publish(): Promise<Published>
}

/**
 * Publishes the head in intervals, whenever something came since.
 * @param options.interval ms, 2,000 unless given
 * @param options.onError told of failures; the next interval tries again
 * @returns stops it, and waits for a publication under way
 */
export function startPublishing(
	log: Publishing,
	options: { interval?: number; onError?: (error: unknown) => void } = {},
): () => Promise<void> {
	let running: Promise<unknown> = Promise.resolve()
	let busy = false
	const tick = () => {
		if (busy || log.published?.size === log.size) return
		busy = true
		running = log
			.publish()
			.catch((error: unknown) => options.onError?.(error))
			.finally(() => {
				busy = false
			})
	}
	tick()
	const timer = setInterval(tick, options.interval ?? 2000)
	return async () => {
		clearInterval(timer)
		await running
	}
}
