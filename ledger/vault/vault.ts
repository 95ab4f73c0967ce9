/**
 * The vault: everything of the log that must be able to disappear. Contents are age files in two parts, an
 * immutable payload and a header; headers, field values and salts are records in encrypted segments, two copies
 * of each. README.md has the bytes and the crash rules.
 *
 * One process, one writer. Reading goes on during everything else.
 * @module
 */
import { randomBytes } from 'node:crypto'
import { blobCid, type Cid, cidText } from '@letopis/format'
import { LedgerError, storageError } from '../error.ts'
import { sealHeader } from './age-header.ts'
import { type ContentWriter, Upload } from './content-writer.ts'
import type { VaultDamage } from './damage-list.ts'
import type { Epoch, Epochs } from './epochs.ts'
import { nodeFs, type VaultFs } from './files.ts'
import { FILE_KEY_SIZE, parseRecipient } from './identity.ts'
import { MemoryFile } from './memory-file.ts'
import { PayloadFiles } from './payload-files.ts'
import { type PayloadSource, type ReadRange, readPlaintext, readSealed } from './payload-reader.ts'
import { PendingHeaders } from './pending-headers.ts'
import type { VaultRecord } from './record-format.ts'
import { openWith, type RotationOptions, type RotationProgress, rewrapHeader, rotate } from './rotation.ts'
import { SegmentFiles } from './segment-files.ts'
import { Segments } from './segments.ts'
import {
	eraseRecords,
	type RepairReport,
	repairSegments,
	type ScrubProgress,
	scrub,
	type VaultFinding,
} from './upkeep.ts'

/** Uploads since the opening that a sweep can tell from leftovers. */
const FRESH_MAX = 100_000
/** A file of its own costs a small document more than all else together; a large one would make erasing slow. */
const INLINE_LIMIT = 16_384
/** Small contents in memory, 64 MiB of them at most. More wait only where a log that failed takes no entries any more. */
const WAITING_MAX = 4096

/** What a document's record says of its content. */
export interface KeptContent {
	header: Uint8Array
	/** of a small document; else the payload is a file, or not in a record yet */
	payload?: Uint8Array
}

export interface VaultOptions {
	/** `<data>/vault` */
	dir: string
	epochs: Epochs
	/** randomness, Node's unless given */
	random?: (size: number) => Uint8Array
	fs?: VaultFs
	/** bytes at which a segment is full, 8 MiB unless given */
	segmentLimit?: number
	/** bytes of a document up to which its payload goes into its record, 16 KiB unless given, at most 64 KiB; −1 for none */
	inlineLimit?: number
}

/**
 * Opens the vault, or makes a new one (with its first epoch).
 * A crash's leftovers are removed; a torn tail of the segments stays until `truncate` or the next append.
 * @throws LedgerError `not-found` if an epoch key is missing, `newer-format`, `disk-full`, `io`
 */
export async function openVault(options: VaultOptions): Promise<Vault> {
	const fs = options.fs ?? nodeFs
	const random = options.random ?? randomBytes
	const { dir, epochs, segmentLimit } = options
	try {
		const payloads = new PayloadFiles(fs, dir)
		const segments = new Segments({ files: new SegmentFiles(fs, dir), epochs, random, segmentLimit })
		await payloads.prepare()
		await segments.open()
		await fs.syncFolder(dir)
		if (epochs.current === undefined) await epochs.add()
		return new Vault(payloads, segments, random, options.inlineLimit ?? INLINE_LIMIT)
	} catch (error) {
		throw storageError(error, 'opening the vault')
	}
}

export class Vault {
	readonly #payloads: PayloadFiles
	readonly #segments: Segments
	readonly #random: (size: number) => Uint8Array
	readonly #inlineLimit: number
	readonly #pending = new PendingHeaders()
	/** Payloads stored since the opening; undefined once it is too late for a sweep. */
	#fresh: Set<string> | undefined = new Set()
	#rotating: Promise<{ from: number; to: number }> | undefined
	#closed = false

	/** Use `openVault`. */
	constructor(
		payloads: PayloadFiles,
		segments: Segments,
		random: (size: number) => Uint8Array,
		inlineLimit: number,
	) {
		this.#payloads = payloads
		this.#segments = segments
		this.#random = random
		this.#inlineLimit = inlineLimit
	}

	/** Records 0 to size − 1 are durable in both copies. */
	get size(): number {
		return this.#segments.size
	}

	/** Damage that was met since the opening and is not repaired. */
	get damage(): readonly VaultDamage[] {
		return this.#segments.damage.all
	}

	/** Small contents that have no record yet, and are in memory alone. */
	get waiting(): number {
		return this.#pending.inMemory
	}

	/** An interrupted rotation of the epoch, to be ended by `rotateEpoch`. */
	get rotation(): { from: number; to: number } | null {
		const { all, current } = this.#segments.epochs
		return all.length < 2 || !all[0] || !current ? null : { from: all[0].number, to: current.number }
	}

	/**
	 * Appends records with indexes size, size + 1, … in one synced write per copy.
	 * Whoever appends record number `size` says that the log acknowledged nothing from there on.
	 * @throws LedgerError `disk-full`, `io`: nothing was appended, and the vault goes on when there is room again;
	 *   RangeError, TypeError for records that cannot be stored (also a header that no epoch's key opens)
	 */
	async appendRecords(records: readonly VaultRecord[]): Promise<void> {
		this.#checkOpen()
		await this.#segments.append(records, (record) => this.#complete(record))
		for (const { header } of records) if (header !== undefined) this.#pending.remove(header)
	}

	/**
	 * A small content's payload goes with its header. A header that is for an older epoch, because it was given out before
	 * a rotation, is rewrapped.
	 */
	#complete(record: VaultRecord): VaultRecord {
		if (record.header === undefined) return record
		const known = this.#pending.of(record.header)
		if (known !== undefined) return { ...record, ...known }
		const { epochs } = this.#segments
		try {
			return { ...record, header: rewrapHeader(record.header, epochs.all, this.#epoch) }
		} catch (cause) {
			throw new TypeError(`vault record ${record.index} has a header that cannot be opened`, { cause })
		}
	}

	/** Drops records from `size` on, and what a crash left behind them. @throws LedgerError; RangeError */
	async truncate(size: number): Promise<void> {
		this.#checkOpen()
		await this.#segments.truncate(size)
	}

	/**
	 * Says that the log has `size` records: those missing at the end are lost, if anything of them is left.
	 * @param options.unproven also if nothing is: whoever restores a log without its private half knows that it is lost
	 * @returns false if nothing shows that they were ever here: the vault is behind the log
	 */
	async lose(size: number, options: { readonly unproven?: boolean } = {}): Promise<boolean> {
		this.#checkOpen()
		return this.#segments.lose(size, options.unproven)
	}

	/**
	 * One record, from the copy that has it whole.
	 * @returns undefined for an index ≥ size
	 * @throws LedgerError `corrupt`, naming the range, if both copies are damaged there
	 */
	async record(index: number): Promise<VaultRecord | 'erased' | undefined> {
		this.#checkOpen()
		return this.#segments.record(index)
	}

	/**
	 * Takes records out of both copies for good, also those that are damaged beyond reading; markers stay in their
	 * places. What the disk may still hold of the old segments is closed for good by the next rotation of the epoch.
	 * @throws LedgerError `disk-full`, `io`: call it again
	 */
	async erase(indexes: Iterable<number>): Promise<void> {
		this.#checkOpen()
		await eraseRecords(this.#segments, indexes)
	}

	/**
	 * Moves everything to a new epoch and destroys the old key, last. Ends an interrupted rotation instead, if
	 * there is one. Calls during a rotation share it.
	 * @throws LedgerError `corrupt`, `disk-full`, `io`; call it again
	 */
	rotateEpoch(
		onProgress?: RotationProgress,
		options: Omit<RotationOptions, 'onProgress'> = {},
	): Promise<{ from: number; to: number }> {
		this.#checkOpen()
		this.#rotating ??= rotate(this.#segments, this.#pending, { ...options, onProgress }).finally(() => {
			this.#rotating = undefined
		})
		return this.#rotating
	}

	/** Rewrites damaged copies of segments from the whole ones, where damage was met. */
	async repair(): Promise<RepairReport> {
		this.#checkOpen()
		return repairSegments(this.#segments)
	}

	/** Reads both copies of all segments, and every payload, and says what is not as it was written. */
	async scrub(onProgress?: ScrubProgress): Promise<VaultFinding[]> {
		this.#checkOpen()
		return scrub(this.#segments, this.#payloads, onProgress)
	}

	/** Takes in a document. */
	receive(): ContentWriter {
		this.#checkOpen()
		return new Upload({
			files: this.#payloads,
			random: this.#random,
			inRecord: (size) => size <= this.#inlineLimit && this.#pending.inMemory < WAITING_MAX,
			recipient: () => this.#epoch.identity.recipient.point,
			onName: (cid, there) => this.#noteName(cid, there),
			onHeader: (cid, header, payload) => this.#pending.add(cid, header, payload),
		})
	}

	#noteName(cid: Cid, there: boolean): void {
		if (!there) this.#fresh?.delete(cidText(cid))
		else if (this.#fresh !== undefined && this.#fresh.size < FRESH_MAX) this.#fresh.add(cidText(cid))
		else this.#fresh = undefined
	}

	/**
	 * Plaintext of a document or a range of it, authenticated, in pieces of at most 64 KiB.
	 * @param kept the document's record
	 * @throws LedgerError `not-found`, `corrupt`, `io`, when iterated; RangeError
	 */
	read(kept: KeptContent, cid: Cid, range?: ReadRange): AsyncIterable<Uint8Array> {
		this.#checkOpen()
		return readPlaintext(this.#payloadOf(kept, cid), this.#fileKey(kept.header), range)
	}

	/**
	 * The document as an age v1 file.
	 * @param recipient `age1…` of whoever is to open it; else the epoch's key does
	 * @throws RefusalError `malformed` for the recipient; LedgerError as `read`
	 */
	exportAge(kept: KeptContent, cid: Cid, recipient?: string): AsyncIterable<Uint8Array> {
		this.#checkOpen()
		const { header } = kept
		const fileKey = this.#fileKey(header)
		const head =
			recipient === undefined ? new Uint8Array(header) : sealHeader(fileKey, parseRecipient(recipient))
		return ageFile(head, readSealed(this.#payloadOf(kept, cid), fileKey))
	}

	#payloadOf({ header, payload }: KeptContent, cid: Cid): PayloadSource {
		const bytes = payload ?? this.#pending.of(header)?.payload
		return bytes === undefined
			? this.#payloads.source(cid)
			: { name: cidText(cid), open: async () => new MemoryFile(bytes) }
	}

	/**
	 * A fresh key of 16 B, and an age header that wraps it for the epoch: for what is kept beside the vault, but must
	 * become unreadable with it. Whoever keeps the header has it wrapped anew at a rotation.
	 */
	newKey(): { key: Uint8Array; header: Uint8Array } {
		this.#checkOpen()
		const key = this.#random(FILE_KEY_SIZE)
		return { key, header: sealHeader(key, this.#epoch.identity.recipient) }
	}

	/** The key of such a header. @throws LedgerError `corrupt` if no epoch's key opens it */
	openKey(header: Uint8Array): Uint8Array {
		this.#checkOpen()
		return this.#fileKey(header)
	}

	#fileKey(header: Uint8Array): Uint8Array {
		const fileKey = openWith(this.#segments.epochs.all, header)
		if (fileKey !== undefined) return fileKey
		throw new LedgerError('corrupt', 'no epoch key opens the age header', {
			remedy: 'Read the record again if it was held during a rotation; else restore the vault from a backup.',
		})
	}

	/**
	 * Whether the payload is stored: in this record, as it is named, or as a file, whose bytes `scrub` reads.
	 * @param record of the document
	 */
	async holds(cid: Cid, record?: VaultRecord): Promise<boolean> {
		if (record?.payload !== undefined) return cidText(blobCid(record.payload)) === cidText(cid)
		return this.#payloads.exists(cid)
	}

	/** Removes a payload's file; no error if there is none. What a record holds of it is erased with the record. */
	async deletePayload(cid: Cid): Promise<void> {
		this.#checkOpen()
		await this.#payloads.remove(cid)
	}

	/** Removes a stored payload that was never logged. */
	async discard(cid: Cid): Promise<void> {
		this.#checkOpen()
		if (this.#pending.discard(cid)) return
		await this.deletePayload(cid)
	}

	/**
	 * Removes payloads that a crash left between storing and logging. Once after the opening; uploads may go on
	 * meanwhile. A later call, or one after very many uploads, does nothing.
	 * @param isReferenced whether an entry of the log names the payload
	 * @returns what was removed
	 */
	async sweep(isReferenced: (cid: Cid) => boolean | Promise<boolean>): Promise<Cid[]> {
		this.#checkOpen()
		const removed: Cid[] = []
		if (this.#fresh === undefined) return removed
		for await (const cid of this.#payloads.list()) {
			if (await isReferenced(cid)) continue
			// Asked afterwards: an upload may have been stored and logged in between.
			if (this.#fresh === undefined) return removed
			if (this.#fresh.has(cidText(cid))) continue
			await this.#payloads.remove(cid)
			removed.push(cid)
		}
		this.#fresh = undefined
		return removed
	}

	/** Ends the writing; uploads under way must be finished or given up before. */
	async close(): Promise<void> {
		if (this.#closed) return
		this.#closed = true
		await this.#rotating?.catch(() => {})
		await this.#segments.close()
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.close()
	}

	get #epoch(): Epoch {
		const { current } = this.#segments.epochs
		if (current === undefined) throw new Error('the vault has no epoch')
		return current
	}

	#checkOpen(): void {
		if (this.#closed) throw new LedgerError('closed', 'the vault is closed')
	}
}

async function* ageFile(header: Uint8Array, payload: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
	let first = true
	for await (const piece of payload) {
		// The header goes out only once the payload is known to be there and to end as it should.
		if (first) yield header
		first = false
		yield piece
	}
}
