/**
 * What the log needs from a database: ordered keys, atomic batches, one durable write at a time. Small enough
 * for LevelDB, memory and a table in PostgreSQL; `test/contract/store-suite.ts` is the contract, run by each.
 *
 * Guarantees of every implementation:
 * - `write` is atomic: after a crash either all operations of a batch are there or none.
 * - With `sync: true` a batch, and every batch written before it, is durable once the promise resolves; of those
 *   after the last synced one a crash may lose a tail.
 * - After a rejected `write` nobody knows whether it was applied. The store refuses all further writes (code
 *   `io`) until it is closed and opened again: only recovery may find out what is there.
 * - Parallel writes have no order among them. Whoever needs an order waits.
 * - Keys are ordered by unsigned bytes; a prefix comes first.
 * - Arguments are not changed and may be used again once the promise settles; results belong to the caller.
 * @module
 */

export type WriteOp =
	| { readonly key: Uint8Array; readonly value: Uint8Array }
	| { readonly key: Uint8Array; readonly delete: true }

export interface WriteOptions {
	/** Wait until the batch survives a power failure. */
	readonly sync: boolean
}

export interface Range {
	/** First key that belongs to the range. */
	readonly gte: Uint8Array
	/** First key after the range. */
	readonly lt: Uint8Array
	/** From the last key to the first. */
	readonly reverse?: boolean
	/** At most so many pairs; all unless given. */
	readonly limit?: number
}

export interface Store {
	/** Value of a key, or undefined. @throws LedgerError `closed`, `io`, `corrupt` */
	get(key: Uint8Array): Promise<Uint8Array | undefined>
	/** Values in the order of the keys. */
	getMany(keys: readonly Uint8Array[]): Promise<(Uint8Array | undefined)[]>
	/**
	 * Applies all operations or none; a later operation on the same key wins. An empty batch does nothing.
	 * @throws LedgerError `closed`, `disk-full`, `io`; TypeError for an empty key
	 */
	write(ops: readonly WriteOp[], options: WriteOptions): Promise<void>
	/** The pairs of a range as they were when the iteration began, or later. Not to be left open for long. */
	range(range: Range): AsyncIterable<[Uint8Array, Uint8Array]>
	/**
	 * Removes the pairs of a range, without handing them out one by one. Not atomic: after a crash or an error any of
	 * them may be there. Durable with the next synced write.
	 * @throws LedgerError `closed`, `disk-full`, `io`
	 */
	clear(range: Pick<Range, 'gte' | 'lt'>): Promise<void>
	/** Waits for writes under way, then frees the store. May be called again. */
	close(): Promise<void>
}
