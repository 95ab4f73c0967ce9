/**
 * Takes in one document: hashes and encrypts it as it comes, in constant memory, and stores the payload under
 * the CID of its bytes. Nothing refers to the payload before `finish` has resolved; whatever goes wrong before,
 * nothing of it stays.
 *
 * A small document is written once, under its final name. A large one goes to `incoming/` and is renamed when
 * its CID is known; it is synced as it grows, so that `finish` need not wait for all of it.
 * @module
 */
import { createHash, type Hash as Hasher } from 'node:crypto'
import { type Cid, cidOfDigest, type Hash } from '@letopis/format'
import { LedgerError, storageError } from '../error.ts'
import { CHUNK_SIZE, PAYLOAD_NONCE_SIZE, payloadKey, sealChunk } from './age-stream.ts'
import type { FileHasher, GrowingHash } from './file-hasher.ts'
import { removeQuietly, type VaultFile } from './files.ts'
import { hashFile } from './hash-file.ts'
import { FILE_KEY_SIZE } from './identity.ts'
import { Mutex } from './locks.ts'
import type { PayloadFiles } from './payload-files.ts'

/** Ciphertext that is gathered for one write. */
const BLOCK = 1024 * 1024
/** From this size on another thread hashes the ciphertext. */
const LARGE = 8 * BLOCK
/** A sync is started whenever so much more was written. */
const SYNC_EVERY = 32 * BLOCK

export interface StoredContent {
	/** of the plaintext */
	sha256: Hash
	/** raw CID of the payload, the ciphertext */
	cid: Cid
	/** bytes of plaintext */
	size: number
	/** age v1 header for the current epoch */
	header: Uint8Array
}

export interface ContentWriter {
	/**
	 * Takes the next bytes. They may be overwritten once it resolves.
	 * @throws LedgerError `disk-full`, `io`; then nothing stays of the upload, and further calls throw the same
	 */
	write(chunk: Uint8Array): Promise<void>
	/** Makes the payload durable. Zero bytes are a legal document. @throws as `write` */
	finish(): Promise<StoredContent>
	/** Gives the upload up; after `finish`, and a second time, it does nothing. */
	abort(): Promise<void>
}

export interface UploadOptions {
	files: PayloadFiles
	hasher: FileHasher
	random: (size: number) => Uint8Array
	/** told of the CID before a file of that name appears, and if it is gone again */
	onName(cid: Cid, there: boolean): void
	/** the header for a stored payload */
	seal(fileKey: Uint8Array, cid: Cid): Uint8Array
}

export class Upload implements ContentWriter {
	readonly #options: UploadOptions
	readonly #path: string
	readonly #order = new Mutex()
	readonly #fileKey: Uint8Array
	readonly #key: Uint8Array
	readonly #plainHash = createHash('sha256')
	/** Of the ciphertext, while the document is small; `#growing` afterwards. */
	#sealedHash: Hasher | undefined = createHash('sha256')
	#growing: GrowingHash | undefined
	/** Plaintext of a chunk that may still be the last. */
	readonly #rest = Buffer.allocUnsafeSlow(CHUNK_SIZE)
	#fill = 0
	#chunks = 0
	#size = 0
	#parts: Uint8Array[] = []
	#queued = 0
	#offset = 0
	#synced = 0
	#file: VaultFile | undefined
	#writing: Promise<void> = Promise.resolve()
	#syncing: Promise<void> = Promise.resolve()
	#state: 'open' | 'done' | LedgerError = 'open'

	constructor(options: UploadOptions) {
		this.#options = options
		this.#path = options.files.incomingPath()
		this.#fileKey = options.random(FILE_KEY_SIZE)
		const nonce = options.random(PAYLOAD_NONCE_SIZE)
		this.#key = payloadKey(this.#fileKey, nonce)
		this.#queue(nonce)
	}

	write(chunk: Uint8Array): Promise<void> {
		return this.#step(async () => {
			this.#plainHash.update(chunk)
			this.#size += chunk.length
			for (let at = 0; at < chunk.length; ) {
				const left = chunk.length - at
				if (this.#fill === CHUNK_SIZE) {
					this.#seal(this.#rest, false)
					this.#fill = 0
				} else if (this.#fill === 0 && left > CHUNK_SIZE) {
					this.#seal(chunk.subarray(at, at + CHUNK_SIZE), false)
					at += CHUNK_SIZE
				} else {
					const taken = Math.min(CHUNK_SIZE - this.#fill, left)
					this.#rest.set(chunk.subarray(at, at + taken), this.#fill)
					this.#fill += taken
					at += taken
				}
				if (this.#queued >= BLOCK) await this.#flush()
			}
		})
	}

	finish(): Promise<StoredContent> {
		return this.#step(async () => {
			this.#seal(this.#rest.subarray(0, this.#fill), true)
			const cid = this.#file === undefined ? await this.#storeSmall() : await this.#storeLarge()
			this.#state = 'done'
			const header = this.#options.seal(this.#fileKey, cid)
			return { sha256: this.#plainHash.digest(), cid, size: this.#size, header }
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

	#seal(plaintext: Uint8Array, final: boolean): void {
		const [ciphertext, tag] = sealChunk(this.#key, this.#chunks++, final, plaintext)
		this.#queue(ciphertext)
		this.#queue(tag)
	}

	#queue(part: Uint8Array): void {
		this.#sealedHash?.update(part)
		this.#parts.push(part)
		this.#queued += part.length
	}

	/** Starts writing what is queued once the write before has ended: at most two blocks are in memory. */
	async #flush(): Promise<void> {
		await this.#writing
		this.#file ??= await this.#options.files.fs.open(this.#path, 'create')
		this.#writing = this.#writeOut(this.#file, this.#takeQueue())
		// It is awaited by the next flush, or by the end; until then a failure must not go unhandled.
		this.#writing.catch(() => {})
	}

	#takeQueue(): Uint8Array[] {
		const parts = this.#parts
		this.#parts = []
		this.#queued = 0
		return parts
	}

	async #writeOut(file: VaultFile, parts: Uint8Array[]): Promise<void> {
		await file.write(parts, this.#offset)
		for (const part of parts) this.#offset += part.length
		if (this.#sealedHash !== undefined && this.#offset >= LARGE) {
			this.#sealedHash = undefined
			this.#growing = this.#options.hasher.start(this.#path)
		}
		this.#growing?.proceed(this.#offset)
		if (this.#offset - this.#synced < SYNC_EVERY) return
		await this.#syncing
		this.#synced = this.#offset
		this.#syncing = file.sync()
		this.#syncing.catch(() => {})
	}

	async #storeSmall(): Promise<Cid> {
		const { files, onName } = this.#options
		const cid = cidOfDigest('blob', this.#sealedDigest())
		onName(cid, true)
		try {
			const file = await files.fs.open(files.path(cid), 'create')
			try {
				await file.write(this.#takeQueue(), 0)
				// A crash before both are done leaves at most a file that the log does not know.
				await Promise.all([file.sync(), files.syncName(cid)])
			} finally {
				await file.close()
			}
		} catch (error) {
			await this.#withdraw(cid)
			throw error
		}
		return cid
	}

	async #storeLarge(): Promise<Cid> {
		const { files, onName } = this.#options
		await this.#flush()
		await this.#writing
		await this.#syncing
		const file = this.#file as VaultFile
		const [digest] = await Promise.all([this.#growing?.finish(this.#offset), file.sync()])
		this.#growing = undefined
		this.#file = undefined
		await file.close()
		const known = this.#sealedHash === undefined ? digest : this.#sealedDigest()
		const cid = cidOfDigest('blob', known ?? (await hashFile(files.fs, this.#path)))
		onName(cid, true)
		try {
			await files.fs.rename(this.#path, files.path(cid))
			await files.syncName(cid)
		} catch (error) {
			await this.#withdraw(cid)
			throw error
		}
		return cid
	}

	#sealedDigest(): Hash {
		return (this.#sealedHash as Hasher).digest()
	}

	async #withdraw(cid: Cid): Promise<void> {
		await this.#options.files.remove(cid).catch(() => {})
		this.#options.onName(cid, false)
	}

	async #cleanUp(): Promise<void> {
		this.#growing?.cancel()
		await Promise.allSettled([this.#writing, this.#syncing])
		await this.#file?.close().catch(() => {})
		this.#file = undefined
		this.#parts = []
		// If this fails too, the next opening of the vault removes it.
		await removeQuietly(this.#options.files.fs, this.#path).catch(() => {})
	}
}
