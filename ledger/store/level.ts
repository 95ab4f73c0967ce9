/**
 * The store of a single machine: LevelDB through `level`. The only file that imports it.
 *
 * Two weaknesses of LevelDB are met here. After a write that failed half-way it would append the next batch
 * behind the torn record, and a later recovery drops both (`DBImpl::Write` notes an error only when the sync
 * fails): so a failed write closes the store for writing. And it opens without complaint when log records were
 * lost to a flipped bit: its word on what is there is never enough, and the log proves it against the signed
 * head when it opens.
 * @module
 */
import { Level } from 'level'
import { LedgerError, storageError } from '../error.ts'
import type { Range, Store, WriteOp, WriteOptions } from './store.ts'

const MiB = 1 << 20
/** Pairs of a range got at once: one at a time costs half as much again. At first fewer, for many ranges end early. */
const PAIRS = 512
const FIRST_PAIRS = 16

export interface LevelStoreOptions {
	/** Bytes kept in memory before a table is written, twice that at the peak; 8 MiB unless given. */
	readonly writeBuffer?: number
	/** Bytes of the cache of blocks; 8 MiB unless given. */
	readonly cache?: number
	/** Snappy; on unless given. Off is better for keys and values without structure. */
	readonly compress?: boolean
}

/**
 * Opens the database in a folder, or makes a new one.
 * @throws LedgerError `in-use` when another process (or this one) has it open, `corrupt`, `io`
 */
export async function openLevelStore(dir: string, options: LevelStoreOptions = {}): Promise<Store> {
	const db = new Level<Uint8Array, Uint8Array>(dir, {
		keyEncoding: 'view',
		valueEncoding: 'view',
		writeBufferSize: options.writeBuffer ?? 8 * MiB,
		cacheSize: options.cache ?? 8 * MiB,
		compression: options.compress ?? true,
		// Few large tables: a log of 10 million entries would otherwise be thousands of files.
		maxFileSize: 32 * MiB,
	})
	try {
		await db.open()
	} catch (error) {
		throw openError(error, dir)
	}
	return new LevelStore(db)
}

class LevelStore implements Store {
	readonly #db: Level<Uint8Array, Uint8Array>
	#failed: LedgerError | undefined

	constructor(db: Level<Uint8Array, Uint8Array>) {
		this.#db = db
	}

	async get(key: Uint8Array): Promise<Uint8Array | undefined> {
		try {
			return plain(await this.#db.get(key))
		} catch (error) {
			throw levelError(error, 'reading')
		}
	}

	async getMany(keys: readonly Uint8Array[]): Promise<(Uint8Array | undefined)[]> {
		try {
			return (await this.#db.getMany([...keys])).map(plain)
		} catch (error) {
			throw levelError(error, 'reading')
		}
	}

	async write(ops: readonly WriteOp[], options: WriteOptions): Promise<void> {
		for (const { key } of ops) if (key.length === 0) throw new TypeError('a key must not be empty')
		this.#mustTakeWrites()
		if (ops.length === 0) return
		try {
			// A chained batch takes each operation over at once: an array of them costs four times as much.
			const batch = this.#db.batch()
			for (const op of ops) {
				if ('value' in op) batch.put(op.key, op.value)
				else batch.del(op.key)
			}
			await batch.write({ sync: options.sync })
		} catch (error) {
			throw this.#writeFailed(error)
		}
	}

	async *range(range: Range): AsyncIterable<[Uint8Array, Uint8Array]> {
		const { gte, lt, reverse = false, limit = -1 } = range
		try {
			const iterator = this.#db.iterator({ gte, lt, reverse, limit })
			try {
				for (let some = limit < 0 ? FIRST_PAIRS : Math.min(limit, PAIRS); ; some = PAIRS) {
					const pairs = await iterator.nextv(some)
					if (pairs.length === 0) return
					for (const [key, value] of pairs) yield [plain(key), plain(value)]
				}
			} finally {
				await iterator.close()
			}
		} catch (error) {
			throw levelError(error, 'reading')
		}
	}

	async clear({ gte, lt }: Pick<Range, 'gte' | 'lt'>): Promise<void> {
		this.#mustTakeWrites()
		try {
			await this.#db.clear({ gte, lt })
		} catch (error) {
			throw this.#writeFailed(error)
		}
	}

	#mustTakeWrites(): void {
		if (this.#failed === undefined) return
		throw new LedgerError('io', `an earlier write failed: ${this.#failed.message}`, {
			cause: this.#failed,
			remedy: 'Start the server again: what was written is found out when the store opens.',
		})
	}

	#writeFailed(error: unknown): LedgerError {
		const coded = levelError(error, 'writing')
		if (coded.code !== 'closed') this.#failed = coded
		return coded
	}

	async close(): Promise<void> {
		await this.#db.close()
	}
}

/** The binding hands out Buffers, whose `slice` is a view: a trap for whoever expects a Uint8Array. */
function plain(value: Uint8Array): Uint8Array
function plain(value: Uint8Array | undefined): Uint8Array | undefined
function plain(value: Uint8Array | undefined): Uint8Array | undefined {
	return value && new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
}

function codeOf(error: unknown): string {
	return error instanceof Error && 'code' in error ? String(error.code) : ''
}

function levelError(error: unknown, doing: string): LedgerError {
	const code = codeOf(error)
	if (code === 'LEVEL_DATABASE_NOT_OPEN' || code === 'LEVEL_ITERATOR_NOT_OPEN') {
		return new LedgerError('closed', 'the store is closed', { cause: error })
	}
	if (code === 'LEVEL_CORRUPTION' || /^Corruption/.test(String((error as Error)?.message))) {
		return corruption(error)
	}
	return storageError(error, doing)
}

function corruption(cause: unknown): LedgerError {
	return new LedgerError('corrupt', `LevelDB found damage: ${String((cause as Error)?.message ?? cause)}`, {
		cause,
		remedy: 'Restore the data folder from a backup or from a follower of this log.',
	})
}

/** `open` wraps what LevelDB said into a general error; the reason is its cause. */
function openError(error: unknown, dir: string): LedgerError {
	const reason = error instanceof Error && error.cause !== undefined ? error.cause : error
	if (codeOf(reason) === 'LEVEL_LOCKED') {
		return new LedgerError('in-use', `the folder ${dir} is in use by another process`, {
			cause: error,
			remedy: 'Stop the other server first: a log has exactly one writer.',
		})
	}
	if (codeOf(reason) === 'LEVEL_CORRUPTION') return corruption(reason)
	return storageError(reason, `opening ${dir}`)
}
