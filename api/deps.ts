/**
 * What the service needs of the ledger and of its surroundings: structural types, so that the engine, a test town or a
 * later store can be handed in. Nothing here is implemented in this package.
 * @module
 */
import type {
	Cid,
	DagMap,
	Fields,
	Hash,
	LinkedAnchor,
	Links,
	Opening,
	ReceiptAnchor,
	Tile,
} from '@letopis/format'
import type { Forecast, LedgerError, RenewalOutcome, RenewOptions } from '@letopis/ledger'

/** Milliseconds since 1970. Handed in, so that tests can move it. */
export interface Clock {
	now(): number
}

/** One entry to be appended. `fields` lacks `time` and `idempotency`: the sequencer sets both. */
export interface Draft {
	readonly kind: string
	readonly links?: Links
	readonly body: DagMap
	readonly fields: Fields
	/** age header that belongs to the content of this entry. */
	readonly header?: Uint8Array
	/** 32 B per document: the access key and the blinding of its time-stamps derive from it. */
	readonly secret?: Uint8Array
	/** Given for access entries: whose counter the tag takes its number from, and the key K. */
	readonly access?: { readonly document: Cid; readonly key: Uint8Array }
	readonly idempotency?: { readonly key: Uint8Array; readonly request: Uint8Array }
}

/** An acknowledged entry: durable, and covered by `checkpoint`, which is signed by the log. */
export interface Appended {
	readonly index: number
	readonly cid: Cid
	readonly entry: Uint8Array
	readonly opening: Opening
	/** Milliseconds since 1970. */
	readonly time: number
	readonly checkpoint: string
	readonly proof: readonly Hash[]
	readonly size: number
	/** The answer to an earlier request with the same idempotency key. */
	readonly repeated?: true
	/** Nobody can say whether this repeats an earlier request: the keys of some entries are lost. */
	readonly perhapsRepeated?: true
}

/** Told in order, after the entry or head is durable. */
export type LogEvent =
	| {
			readonly type: 'appended'
			readonly entries: readonly Pick<Appended, 'index' | 'entry' | 'opening'>[]
	  }
	| { readonly type: 'published' }
	| { readonly type: 'frozen' }

/** The part of a log that anyone may read. */
export interface LogReader {
	readonly origin: string
	readonly size: number
	/** Newest head that carries the post-quantum signature and the cosignatures known so far. */
	readonly published: { readonly note: string; readonly size: number } | null
	/** The newest one that has all cosignatures which the town's trust file asks for. */
	readonly witnessed: { readonly note: string; readonly size: number } | null
	tile(tile: Tile): Promise<Uint8Array | undefined>
	bundle(bundle: { index: number; width: number }): Promise<Uint8Array | undefined>
	blob(cid: Cid): Promise<Uint8Array | undefined>
}

/** What is read of any log of the town, present or closed. */
export interface ReadableLog extends LogReader {
	/** Newest head as signed by the log alone; it covers every acknowledged entry. */
	readonly checkpoint: string
	entry(index: number): Promise<Uint8Array | undefined>
	entries(from: number, to: number): AsyncIterable<{ index: number; entry: Uint8Array }>
	indexOf(cid: Cid): Promise<number | undefined>
	idempotent(key: Uint8Array): Promise<{ index: number; request: Uint8Array } | undefined>
	/** Accesses in this log to a document of the town. @param document CID of its first entry */
	accessCount(document: Cid): Promise<number>
	inclusionProof(index: number, size: number): Promise<Hash[]>
	consistencyProof(size1: number, size2: number): Promise<Hash[]>
	rootAt(size: number): Promise<Hash>
}

/** The open log of the town. */
export interface Log extends ReadableLog {
	readonly frozen: { readonly reason: string } | null
	/** Why appends stopped until the log is opened again; null while all is well. */
	readonly failure: LedgerError | null
	append(draft: Draft): Promise<Appended>
	seen(note: string): Promise<'consistent' | 'frozen' | 'not-ours'>
	subscribe(listener: (event: LogEvent) => void): () => void
}

export interface StoredContent {
	/** Of the plaintext. */
	readonly sha256: Hash
	/** Of the encrypted payload. */
	readonly cid: Cid
	/** Plaintext bytes. */
	readonly size: number
	/** What the entry is appended with: by it the vault knows what belongs to the record. */
	readonly header: Uint8Array
}

export interface ContentWriter {
	write(chunk: Uint8Array): Promise<void>
	/** The payload is durable when this resolves, or, if it is small, with the entry. */
	finish(): Promise<StoredContent>
	/** Leaves nothing behind. */
	abort(): Promise<void>
}

export interface VaultRecord {
	readonly index: number
	/** Encoded opening of the entry's commitment. */
	readonly opening: Uint8Array
	readonly header?: Uint8Array
	readonly payload?: Uint8Array
	readonly secret?: Uint8Array
}

/** What a document's record says of its content. */
export interface KeptContent {
	readonly header: Uint8Array
	/** of a small document; without it the payload is a file */
	readonly payload?: Uint8Array
}

/** What is read of the vault of any log of the town, and destroyed there. */
export interface ReadableVault {
	record(index: number): Promise<VaultRecord | 'erased' | undefined>
	/** Plaintext of `[start, end)`; only the chunks that the range touches are read. */
	read(kept: KeptContent, cid: Cid, range?: { start?: number; end?: number }): AsyncIterable<Uint8Array>
	/** The content as an age file, its key wrapped to `recipient` (`age1…`) if one is given. */
	exportAge(kept: KeptContent, cid: Cid, recipient?: string): AsyncIterable<Uint8Array>
	/** Takes records out of both copies for good; can be done again. */
	erase(indexes: Iterable<number>): Promise<void>
	/** Removes a payload that is a file; no error if it is none, or gone. */
	deletePayload(cid: Cid): Promise<void>
}

export interface Vault extends ReadableVault {
	receive(): ContentWriter
	/** Removes a payload that never entered the log. */
	discard(cid: Cid): Promise<void>
	/** A fresh key of 16 B with an age header that wraps it for the present epoch. */
	newKey(): { key: Uint8Array; header: Uint8Array }
	openKey(header: Uint8Array): Uint8Array
}

export interface AuthorityStatus {
	readonly name: string
	/** genTime of the newest stamp, ms since 1970. */
	readonly lastStamp: number | null
	/** Seconds by which anchoring is overdue; 0 when it is not. */
	readonly lag: number
	readonly stampedSize: number
	/** Stamps left this year; null without a quota. */
	readonly remaining: number | null
	/** The warning threshold that `remaining` has reached; null above all of them. */
	readonly quotaWarning: number | null
	readonly lastError: string | null
	readonly trusted: boolean
}

/** What the anchors of any log of the town give to receipts. */
export interface AnchorReader {
	/** Upper bounds: for each authority the first anchor whose stamped size exceeds `index`. */
	anchorsFor(index: number): Promise<readonly ReceiptAnchor[]>
	/** Lower bounds: the anchors, or genesis, that the entry links to. */
	linkedAnchors(entry: Uint8Array): Promise<readonly LinkedAnchor[]>
	/** RFC 4998 records of the document at `index`, by each authority that has stamped it. */
	evidenceFor(index: number): Promise<{
		readonly records: readonly Evidence[]
		/** Authorities that have, and whose kept tree does not lead to it. */
		readonly damaged: readonly string[]
	}>
}

export interface Evidence {
	readonly authority: string
	/** Stamped time, ms since 1970. */
	readonly time: number
	/** Of the stamped head. */
	readonly size: number
	/** DER EvidenceRecord. */
	readonly record: Uint8Array
	/** DER of its tokens, in order. */
	readonly tokens: readonly Uint8Array[]
	/** Statements of its renewals, and what these name about withdrawn certificates. */
	readonly statements: readonly Uint8Array[]
	readonly revocation: readonly Pick<RevocationData, 'kind' | 'der'>[]
}

/** A list of withdrawn certificates, or an OCSP response. */
export interface RevocationData {
	readonly kind: 'list' | 'response'
	readonly der: Uint8Array
	/** DER of the certificates that it was found for. */
	readonly about: readonly Uint8Array[]
}

export interface Anchorer extends AnchorReader {
	/** @throws LedgerError 'authority' if none could be reached */
	anchorNow(name?: string): Promise<void>
	/** DER certificates that stamps of the configured authorities lead to. */
	roots(): readonly Uint8Array[]
	/** What says now whether certificates of tokens were withdrawn, as far as somebody answers. */
	revocationOf(signed: { readonly tokens: readonly Uint8Array[] }): Promise<readonly RevocationData[]>
	status(): readonly AuthorityStatus[]
	readonly renewer: Renewer
}

/** Renews time-stamps before they end. */
export interface Renewer {
	/** What ends when, of all that nothing renews yet. */
	forecast(): Promise<Forecast>
	/** Renews what is due, or all of one authority; what failed is told, not thrown. */
	renewNow(options?: RenewOptions): Promise<readonly RenewalOutcome[]>
	/** Last failures by authority. */
	readonly failures: ReadonlyMap<string, { readonly at: number; readonly error: LedgerError }>
}

/** An earlier log of the town, closed by `succeed`. */
export interface PastLog {
	readonly number: number
	readonly origin: string
	/** Entries that it was closed at. */
	readonly size: number
	/** Whether there are data of it. */
	readonly held: boolean
	/** Opened when first asked for, and kept open. @throws LedgerError */
	open(): Promise<{
		readonly log: ReadableLog
		readonly vault: ReadableVault
		readonly anchors: AnchorReader
	}>
}

export interface WitnessStatus {
	readonly name: string
	/** Seconds since the oldest published head that this witness has not cosigned; 0 when none waits. */
	readonly lag: number
	readonly lastError: string | null
}

/** What readiness is judged by, beside the log, the anchors and the witnesses. */
export interface TownStatus {
	readonly demo: boolean
	/** Why the clock is not believed; appends are refused meanwhile. */
	readonly clockFault: string | null
	/** Free bytes where the data lie; null when it cannot be told. */
	readonly diskFree: number | null
	/** When the keys were last drilled, ms since 1970. */
	readonly keysDrilled: number | null
	/** Places where one of the two vault copies was found damaged. */
	readonly damage: number
	/** Closed logs that could not be opened when they were last asked for, and the code of the failure. */
	readonly unopened: readonly { readonly origin: string; readonly code: string }[]
}

/** The town's seal, and what belongs to its signatures. */
export interface Seal {
	readonly signer: {
		/** DER: the seal's certificate, then each one's issuer. */
		readonly chain: readonly Uint8Array[]
		readonly keyType: 'EC' | 'RSA'
		readonly name: string
		/** When its path ends, ms since 1970. */
		readonly until: number
		/** ECDSA (DER) or RSASSA-PKCS1-v1_5, over the SHA-256 of the bytes. */
		sign(bytes: Uint8Array): Promise<Uint8Array>
	}
	/** Made by the town itself. */
	readonly own: boolean
	/** A qualified one: a certificate of a digital act may bear it. */
	readonly qualified: boolean
	/** What says whether certificates of a signature made now were withdrawn; null for one without a time-stamp. */
	revocation(token: Uint8Array | null): Promise<readonly RevocationData[]>
	/** A time-stamp token over a SHA-256; null where no authority gives one. @param qualified asks only for qualified ones */
	stamp(imprint: Uint8Array, qualified?: boolean): Promise<Uint8Array | null>
	/** Detached CAdES signature, with a time-stamp if one is asked for and to be had. */
	sign(content: Uint8Array, stamped: boolean): Promise<{ cms: Uint8Array; stamped: boolean }>
}

export interface Ledger {
	readonly log: Log
	readonly vault: Vault
	readonly anchorer: Anchorer
	readonly witnesses: { status(): readonly WitnessStatus[] }
	readonly seal: Seal
	/** Earlier logs of the town by number, oldest first. */
	readonly closedLogs?: ReadonlyMap<number, PastLog>
	trustFile(): Uint8Array
	/** @returns the text as a note under the status key */
	signStatus(text: string): Promise<string>
	status(): Promise<TownStatus>
	/** Before a disposal is declared: until what it returns is called, the next start ends what is left of it. */
	disposing(): () => void
}

export interface ApiSettings {
	/** Where readers reach the service, without a trailing slash. */
	readonly publicUrl: string
	/** Largest plaintext of one document, in bytes. */
	readonly maxUpload: number
	/** Longest pause in an upload before it is given up, ms. */
	readonly uploadIdle: number
	/** A declared proxy stands in front: the client's address is the last one of X-Forwarded-For. */
	readonly behindProxy: boolean
	/** Seconds of overdue anchoring from which readiness complains. */
	readonly anchorLagLimit: number
	/** Free bytes under which uploads are refused. */
	readonly diskReserve: number
	/** Number of the town as a legal person (IČO), eight digits; its notice board is open data with it. */
	readonly companyId?: string
	/** The town's data box, seven characters, and the code of its seat in the register of addresses: for certificates of digital acts. */
	readonly dataBox?: string
	readonly addressCode?: number
	/** How long sessions of people last, ms; the usual times unless given. */
	readonly sessions?: Partial<{ absolute: number; idle: number; fresh: number }>
	/** ms until what a webhook's receiver did not take is sent again; the usual time unless given. */
	readonly webhookRetry?: number
	/** The single-file verifier page, if it was built; offered for download. */
	readonly verifierPage?: string
}
