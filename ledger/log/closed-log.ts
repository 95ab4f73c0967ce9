/**
 * A log that its successor has closed: read like any other, never written to. What can be derived again (the index)
 * still is, so that an old log stays as easy to look after as the present one.
 * @module
 */
import type { Cid, Vkey } from '@letopis/format'
import { LedgerError } from '../error.ts'
import type { Store } from '../store/store.ts'
import { type Finding, fsck } from './fsck.ts'
import { catchUpIndex } from './index-catch-up.ts'
import type { Idempotent, LogIndex } from './log-index.ts'
import { LogReader, type ReaderParts } from './log-reader.ts'
import type { LogStore } from './log-store.ts'
import type { RecordSink } from './types.ts'

export interface ClosedLogParts extends ReaderParts {
	readonly store: Store
	readonly vault: RecordSink
	readonly vkeys: readonly Vkey[]
}

export class ClosedLog extends LogReader {
	readonly #store: Store
	readonly #vault: RecordSink
	readonly #vkeys: readonly Vkey[]
	readonly #log: LogStore
	readonly #index: LogIndex

	/** Use `openClosedLog`. */
	constructor(parts: ClosedLogParts) {
		super(parts)
		this.#store = parts.store
		this.#vault = parts.vault
		this.#vkeys = parts.vkeys
		this.#log = parts.log
		this.#index = parts.index
	}

	/** The entry that an idempotency key led to. @param key 32 B */
	idempotent(key: Uint8Array): Promise<Idempotent | undefined> {
		return this.#index.idempotent(key)
	}

	/** Logged accesses to a document in this log. @param document CID of its first entry */
	accessCount(document: Cid): Promise<number> {
		return this.#index.accessCount(document)
	}

	/** As `Log.fsck`. */
	fsck(onProgress?: (done: number, total: number) => void): Promise<Finding[]> {
		const { origin, size } = this
		const [store, vault, index, vkeys] = [this.#store, this.#vault, this.#index, this.#vkeys]
		return fsck({ store, vault, index, origin, vkeys, size, onProgress })
	}

	/** Throws the index away and builds it again from log and vault. */
	async reindex(onProgress?: (done: number, total: number) => void): Promise<void> {
		await this.#index.clear()
		await catchUpIndex(this.#index, this.#log, toleratingLoss(this.#vault), this.size, onProgress)
	}
}

/**
 * Private halves as far as they can be read: that some are lost may be why the log was closed, and must not keep
 * the others from being found.
 */
export function toleratingLoss(vault: RecordSink): RecordSink {
	const closed = () => Promise.reject(new LedgerError('closed', 'the log is closed'))
	return {
		size: vault.size,
		appendRecords: closed,
		truncate: closed,
		async record(index) {
			try {
				return (await vault.record(index)) ?? 'erased'
			} catch (error) {
				if (error instanceof LedgerError && error.code === 'corrupt') return 'erased'
				throw error
			}
		},
	}
}
