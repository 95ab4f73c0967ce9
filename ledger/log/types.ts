/**
 * The words of the log engine: what goes in, what comes out, and what it needs from the outside. Effects are
 * arguments, so that a test can put each of them out of order.
 * @module
 */
import type { Cid, DagMap, Fields, Hash, Links, Opening, Predecessor, Vkey } from '@letopis/format'
import type { Store } from '../store/store.ts'
import type { VaultRecord } from '../vault/record-format.ts'
import type { Frozen, HeadFile } from './head-file.ts'
import type { Signer } from './signer.ts'

export interface Clock {
	/** Milliseconds since 1970. */
	now(): number
	/**
	 * Milliseconds since any moment, by a clock that nobody sets. With it, a step ahead is noticed before it gets into
	 * an entry; only for logs that a trusted authority stamps, for nobody else can say who is right.
	 */
	monotonic?(): number
}

/**
 * Where the private half of entries goes; the vault is one.
 * `appendRecords` resolves once the records are durable. Indexes are consecutive from `size` on. Calls never
 * overlap. `truncate` drops the records from `size` on and is used in recovery only. `record` throws `corrupt` for one
 * that is damaged beyond reading.
 */
export interface RecordSink {
	readonly size: number
	appendRecords(records: readonly VaultRecord[]): Promise<void>
	truncate(size: number): Promise<void>
	record(index: number): Promise<VaultRecord | 'erased' | undefined>
	/**
	 * Used in recovery only: the log has `size` entries, more than there are records. Takes the missing ones for
	 * lost if something is left of them; false if not.
	 */
	lose?(size: number): Promise<boolean>
}

/** One entry to be appended. The sequencer sets time, anchors, commitment and tag, and the two fields left out. */
export interface Draft {
	/** public kind, e.g. `sealed` */
	readonly kind: string
	readonly links?: Links
	/** public body, by kind */
	readonly body: DagMap
	/** private fields; `time` and `idempotency` are the sequencer's and must be absent */
	readonly fields: Fields
	/** age v1 header of the content, for the vault */
	readonly header?: Uint8Array
	/** 32 B per document, for the vault */
	readonly secret?: Uint8Array
	/**
	 * Makes this an access entry, whose tag is the HMAC under `key` (32 B) of the next access number of the
	 * document. The fields must be those of an access: kind `access`, object = `document`.
	 */
	readonly access?: { readonly document: Cid; readonly key: Uint8Array }
	/** 32 B each: who asks for what, and a fingerprint of the request. A repeated request gets the first answer. */
	readonly idempotency?: { readonly key: Uint8Array; readonly request: Uint8Array }
}

/** The answer to an append: the entry is durable, and the proof leads to a head that the log signed. */
export interface Appended {
	readonly index: number
	readonly cid: Cid
	readonly entry: Uint8Array
	readonly opening: Opening
	/** ms since 1970; the entry itself says the minute */
	readonly time: number
	/** signed note over the head at `size` */
	readonly checkpoint: string
	/** siblings from the leaf up, to the root of `checkpoint`; shared between answers, read only */
	readonly proof: readonly Hash[]
	readonly size: number
	/** present and true if this is the answer to an earlier request with the same idempotency key */
	readonly repeated?: true
	/**
	 * present and true if nobody can say whether this repeats an earlier request: its idempotency key is new, but the
	 * keys of some entries were lost with their records (`Log.lostKeys`)
	 */
	readonly perhapsRepeated?: true
}

/** A head that is shown to the world. */
export interface Published {
	/** note with the Ed25519 and ML-DSA-44 signatures of the log and the cosignatures known so far */
	readonly note: string
	readonly size: number
}

/** Told after an entry or head is durable, in order, one call at a time. A listener must not throw. */
export type LogEvent =
	| {
			readonly type: 'appended'
			/** index of the first entry */
			readonly from: number
			/** tree size with them */
			readonly size: number
			readonly entries: readonly AppendedEntry[]
	  }
	| { readonly type: 'published'; readonly published: Published }
	| { readonly type: 'frozen'; readonly frozen: Frozen }

/** One entry in an event: the same values that its caller is answered with. */
export type AppendedEntry = Pick<Appended, 'index' | 'cid' | 'entry' | 'opening' | 'time'>

export interface LogLimits {
	/** most entries in a batch; 1024 */
	readonly batchEntries?: number
	/** most bytes of entries and openings in a batch; 8 MiB */
	readonly batchBytes?: number
	/** most entries waiting; 16,384 */
	readonly queueEntries?: number
	/** most bytes waiting; 64 MiB */
	readonly queueBytes?: number
	/** how far the clock may go back before appends are refused, ms; 10,000 */
	readonly clockTolerance?: number
}

export interface LogOptions {
	/** entries, tiles, states, blobs; sequential keys */
	readonly store: Store
	/** indexes, which are rebuilt from the log when lost; keys without order */
	readonly index: Store
	readonly vault: RecordSink
	readonly signer: Signer
	readonly head: HeadFile
	readonly clock: Clock
	/** that many unpredictable bytes */
	readonly random: (size: number) => Uint8Array
	readonly limits?: LogLimits
	/** keys of the witnesses that readers ask for in every head; none unless given */
	readonly quorum?: readonly Vkey[]
	readonly onProgress?: (done: number, total: number) => void
}

/** What the genesis entry says. */
export interface Genesis {
	readonly town: string
	readonly demo: boolean
	/** the log that this one continues */
	readonly predecessor?: Predecessor
	/** time-stamp tokens (DER) over the imprint, as many authorities as answer; none is fine */
	readonly stamp?: (imprint: Hash) => Promise<Uint8Array[]>
}
