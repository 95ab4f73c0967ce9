/**
 * The parts of the log and of the vault that anchoring uses, so that it can be read and tested without the
 * rest of them.
 * @module
 */
import type { Cid, DagMap, Fields, Hash } from '@letopis/format'

export interface AnchorLog {
	/** Origin line of the checkpoints. */
	readonly origin: string
	/** Durable entries. */
	readonly size: number
	/**
	 * Newest published head: the note as it stands now (cosignatures are added to it), or null before the
	 * first.
	 */
	readonly published: { readonly note: string; readonly size: number } | null
	publish(): Promise<unknown>
	append(draft: {
		readonly kind: 'anchor' | 'renewal' | 'renewal-pass'
		readonly body: DagMap
		readonly fields: Fields
	}): Promise<{ index: number; cid: Cid }>
	/** Bytes of an entry; undefined at and beyond the size. */
	entry(index: number): Promise<Uint8Array | undefined>
	/** Entries of [from, to), in order. */
	entries(from: number, to: number): AsyncIterable<{ readonly index: number; readonly entry: Uint8Array }>
	indexOf(cid: Cid): Promise<number | undefined>
	/** Indexes of the entries that renew time-stamps, ascending. */
	renewals(): Promise<number[]>
	inclusionProof(index: number, size: number): Promise<Hash[]>
	rootAt(size: number): Promise<Hash>
	/** Durable when it resolves. */
	putBlob(bytes: Uint8Array): Promise<Cid>
	blob(cid: Cid): Promise<Uint8Array | undefined>
	/** Newest anchor of each authority, for entries to link to. */
	setAnchors(cids: readonly Cid[]): void
	/** Why appends are refused for the clock's sake, by whoever found it out. */
	readonly clockFault: string | null
	/** Stops appends with a reason, or lets them go on: a stamp agrees with the clock. */
	setClockFault(reason: string | null): void
	subscribe(listener: (event: { type: string }) => void): () => void
}

export interface AnchorVault {
	record(index: number): Promise<PrivateRecord | 'erased' | undefined>
	/** Plaintext of a document, for hashing it anew. */
	read?(kept: { header: Uint8Array; payload?: Uint8Array }, cid: Cid): AsyncIterable<Uint8Array>
}

/**
 * What of a vault record concerns a document: the encoded opening of its fields, and the secret that only
 * documents have.
 */
export interface PrivateRecord {
	readonly opening: Uint8Array
	readonly secret?: Uint8Array
	readonly header?: Uint8Array
	readonly payload?: Uint8Array
}
