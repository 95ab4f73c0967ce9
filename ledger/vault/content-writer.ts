/**
 * Takes in one document: hashes and encrypts it as it comes, in constant memory, and stores the payload under
 * the CID of its bytes. Nothing refers to the payload before `finish` has resolved; whatever goes wrong before,
 * nothing of it stays.
 *
 * The payload of a few kilobytes stays in memory, to be written with the document's record. A larger one that fits
 * into memory is written once, under its final name. A large one goes to `incoming/` and is renamed when its CID is
 * known; it is synced as it grows, so that `finish` need not wait for all of it.
 * @module
 */
import { createHash, type Hash as Hasher } from 'node:crypto'
import { type Cid, cidOfDigest, type Hash } from '@letopis/format'
import { LedgerError, storageError } from '../error.ts'
import { PAYLOAD_NONCE_SIZE } from './age-stream.ts'
import { removeQuietly, type VaultFile } from './files.ts'
import { FILE_KEY_SIZE } from './identity.ts'
import { Mutex } from './locks.ts'
import type { PayloadFiles } from './payload-files.ts'
import { PayloadWriter } from './payload-writer.ts'
import { BLOCK_PLAIN, headerFor, type SealedDocument, type SealingKeys, sealDocument } from './sealing.ts'
import { sealingThread } from './sealing-thread.ts'
import { ShareStock } from './share-stock.ts'

export interface StoredContent {
	/** of the plaintext */
	sha256: Hash
	/** raw CID of the payload, the ciphertext */
	cid: Cid
	/** bytes of plaintext */
	size: number
	/** age v1 header for the current epoch; the vault knows by it what else belongs into the record */
	header: Uint8Array
}

export interface ContentWriter {
	/**
	 * Takes the next bytes. They may be overwritten once it resolves.
	 * @throws LedgerError `disk-full`, `io`; then nothing stays of the upload, and further calls throw the same
	 */
	write(chunk: Uint8Array): Promise<void>
	/**
	 * Makes the payload durable; that of a small document is kept in memory, and durable with its record.
	 * Zero bytes are a legal document. @throws as `write`
	 */
	finish(): Promise<StoredContent>
	/** Gives the upload up; after `finish`, and a second time, it does nothing. */
	abort(): Promise<void>
}

export interface UploadOptions {
	files: PayloadFiles
	random: (size: number) => Uint8Array
	/** the point that files are encrypted for now */
	recipient(): Uint8Array
	/** whether the payload of so many bytes of plaintext is left to its record, and no file is made */
	inRecord(size: number): boolean
	/** told of the CID before a file of that name appears, and if it is gone again */
	onName(cid: Cid, there: boolean): void
	/** told of the header of a payload, in the step in which it is given out, and of the payload if it has no file */
	onHeader(cid: Cid, header: Uint8Array, payload: Uint8Array | undefined): void
}

interface Stored {
	cid: Cid
	sha256: Hash
	header: Uint8Array
	/** unless it has a file */
	payload?: Uint8Array
	/** what the header was made with */
	keys: SealingKeys
}

export class Upload implements ContentWriter {
	readonly #options: UploadOptions
	readonly #path: string
	readonly #order = new Mutex()
	/** file key and payload nonce */
	readonly #secret: Uint8Array
	/** The beginning of the document, until it proves large. */
	#small: Buffer<ArrayBuffer> = Buffer.allocUnsafeSlow(0)
	#size = 0
	#hash: Hasher | undefined
	#file: VaultFile | undefined
	#large: PayloadWriter | undefined
	#state: 'open' | 'done' | LedgerError = 'open'

	constructor(options: UploadOptions) {
		this.#options = options
		this.#path = options.files.incomingPath()
		this.#secret = options.random(FILE_KEY_SIZE + PAYLOAD_NONCE_SIZE)
	}

	write(chunk: Uint8Array): Promise<void> {
		return this.#step(async () => {
			const size = this.#size + chunk.length
			if (this.#large === undefined && size <= BLOCK_PLAIN) this.#keep(chunk)
			else await this.#pass(chunk)
			this.#size = size
		})
	}

	finish(): Promise<StoredContent> {
		return this.#step(async () => {
			const stored =
				this.#large === undefined ? await this.#storeSmall() : await this.#storeLarge(this.#large)
			this.#state = 'done'
			// The epoch may have been rotated since: what is given out must be for the current one.
			const current = stored.keys.recipient === this.#options.recipient()
			const header = current ? stored.header : headerFor(this.#keys())
			this.#options.onHeader(stored.cid, header, stored.payload)
			return { sha256: stored.sha256, cid: stored.cid, size: this.#size, header }
		})
	}

	async abort(): Promise<void> {
		await this.#order.run(async () => {
			if (this.#state !== 'open') return
			this.#state = new LedgerError('closed', 'the upload was given up')
			await this.#cleanUp()
		})
	}

	/** One step after the other; a failure ends the upload and removes what there is of it. */
	#step<T>(work: () => Promise<T>): Promise<T> {
		return this.#order.run(async () => {
			if (this.#state === 'done') throw new Error('the upload is finished')
			if (this.#state !== 'open') throw this.#state
			try {
				return await work()
			} catch (error) {
				const failure = storageError(error, 'storing a document')
				this.#state = failure
				await this.#cleanUp()
				throw failure
			}
		})
	}

	#keys(): SealingKeys {
		return { random: this.#secret, recipient: this.#options.recipient() }
	}

	/** Gathers a small document; most are smaller than a chunk, so the memory grows with them. */
	#keep(chunk: Uint8Array): void {
		const size = this.#size + chunk.length
		if (this.#small.length < size) {
			const grown =
				this.#small.length === 0 ? size : Math.min(BLOCK_PLAIN, Math.max(size, 4 * this.#small.length))
			const larger = Buffer.allocUnsafeSlow(grown)
			larger.set(this.#small.subarray(0, this.#size))
			this.#small = larger
		}
		this.#small.set(chunk, this.#size)
	}

	async #pass(chunk: Uint8Array): Promise<void> {
		if (this.#large === undefined) {
			this.#file = await this.#options.files.fs.open(this.#path, 'create')
			this.#large = new PayloadWriter(this.#file, this.#keys())
			this.#hash = createHash('sha256')
			const begun = this.#small.subarray(0, this.#size)
			this.#hash.update(begun)
			await this.#large.add(begun)
			this.#small = Buffer.allocUnsafeSlow(0)
		}
		// Piece by piece: hashing all of a huge chunk at once would stop everything else meanwhile.
		for (let at = 0; at < chunk.length; at += BLOCK_PLAIN) {
			const piece = chunk.subarray(at, at + BLOCK_PLAIN)
			this.#hash?.update(piece)
			await this.#large.add(piece)
		}
	}

	async #storeSmall(): Promise<Stored> {
		const { files, inRecord, onName } = this.#options
		const keys = this.#keys()
		const sealed = await seal(keys, this.#small.subarray(0, this.#size))
		const cid = cidOfDigest('blob', sealed.digest)
		if (inRecord(this.#size))
			return { cid, sha256: sealed.sha256, header: sealed.header, payload: sealed.payload, keys }
		onName(cid, true)
		try {
			const file = await files.fs.open(files.path(cid), 'create-through')
			try {
				// A crash before both are done leaves at most a file that the log does not know.
				await inParallel(file.write([sealed.payload], 0), files.syncNames())
			} finally {
				await file.close()
			}
		} catch (error) {
			await this.#withdraw(cid)
			throw error
		}
		return { cid, sha256: sealed.sha256, header: sealed.header, keys }
	}

	async #storeLarge(large: PayloadWriter): Promise<Stored> {
		const { files, onName } = this.#options
		const keys = this.#keys()
		const cid = cidOfDigest('blob', await large.end())
		this.#large = undefined
		await this.#closeFile()
		onName(cid, true)
		try {
			await files.fs.rename(this.#path, files.path(cid))
			const [header] = await inParallel(sealingThread.header(keys), files.syncNames())
			return { cid, sha256: (this.#hash as Hasher).digest(), header, keys }
		} catch (error) {
			await this.#withdraw(cid)
			throw error
		}
	}

	async #withdraw(cid: Cid): Promise<void> {
		await this.#options.files.remove(cid).catch(() => {})
		this.#options.onName(cid, false)
	}

	async #closeFile(): Promise<void> {
		const file = this.#file
		this.#file = undefined
		await file?.close()
	}

	async #cleanUp(): Promise<void> {
		await this.#large?.drop().catch(() => {})
		await this.#closeFile().catch(() => {})
		this.#small = Buffer.allocUnsafeSlow(0)
		// If this fails too, the next opening of the vault removes it.
		await removeQuietly(this.#options.files.fs, this.#path).catch(() => {})
	}
}

/**
 * Up to so many bytes are sealed right here: a message to the sealing thread and its answer cost as much again, and two
 * waits for a turn on a busy processor.
 */
const SEALED_HERE = 16_384

const stock = new ShareStock((recipient, count) => sealingThread.shares(recipient, count))

async function seal(keys: SealingKeys, plaintext: Uint8Array<ArrayBuffer>): Promise<SealedDocument> {
	return plaintext.length <= SEALED_HERE
		? sealDocument(keys, plaintext, stock.take(keys.recipient))
		: sealingThread.document(keys, plaintext)
}

/** Waits for both even if one fails: nothing may go on behind the back of who cleans up. */
async function inParallel<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
	await Promise.allSettled([a, b])
	return [await a, await b]
}
