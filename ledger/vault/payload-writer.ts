/**
 * Writes a large payload to a file as its plaintext comes: one block is filled while another is encrypted and a
 * third is written. So the memory is three blocks, whatever the size.
 * @module
 */
import { CHUNK_SIZE, PAYLOAD_NONCE_SIZE, SEALED_CHUNK_SIZE } from './age-stream.ts'
import type { VaultFile } from './files.ts'
import { FILE_KEY_SIZE } from './identity.ts'
import { BLOCK_PLAIN, BLOCK_SIZE, type SealingKeys, sealedLength } from './sealing.ts'
import { sealingThread } from './sealing-thread.ts'

const BLOCKS = 3
/** A sync is started whenever so much more was written, so that the last one has little left to do. */
const SYNC_EVERY = 32 * 1024 * 1024

export class PayloadWriter {
	readonly #file: VaultFile
	readonly #upload: Promise<number>
	readonly #nonce: Uint8Array
	readonly #free: Uint8Array[] = []
	#made = 0
	#block: Uint8Array | undefined
	#fill = 0
	#offset = PAYLOAD_NONCE_SIZE
	#unsynced = 0
	#syncing: Promise<void> = Promise.resolve()
	readonly #running = new Set<Promise<void>>()
	#failure: unknown

	constructor(file: VaultFile, keys: SealingKeys) {
		this.#file = file
		this.#nonce = keys.random.subarray(FILE_KEY_SIZE)
		this.#upload = sealingThread.begin(keys)
		this.#upload.catch(() => {})
	}

	/** Takes plaintext; resolves when the next can be taken. @throws what the file or the thread throws */
	async add(bytes: Uint8Array): Promise<void> {
		for (let at = 0; at < bytes.length; ) {
			// A full block is sent only now that more comes: its last chunk would be another if it were the end.
			if (this.#fill === BLOCK_PLAIN) this.#send(false)
			this.#block ??= await this.#freeBlock()
			const within = this.#fill % CHUNK_SIZE
			const taken = Math.min(CHUNK_SIZE - within, bytes.length - at)
			const chunk = (this.#fill - within) / CHUNK_SIZE
			this.#block.set(bytes.subarray(at, at + taken), chunk * SEALED_CHUNK_SIZE + within)
			this.#fill += taken
			at += taken
		}
	}

	/** Writes what is left, durably. @returns SHA-256 of the payload */
	async end(): Promise<Uint8Array> {
		this.#block ??= await this.#freeBlock()
		this.#send(true)
		await this.settled()
		if (this.#failure !== undefined) throw this.#failure
		await this.#file.write([this.#nonce], 0)
		const [digest] = await Promise.all([sealingThread.end(await this.#upload), this.#file.sync()])
		return digest
	}

	/** Resolves when nothing is under way any more. */
	async settled(): Promise<void> {
		while (this.#running.size > 0) await Promise.all(this.#running)
		await this.#syncing.catch(() => {})
	}

	/** Lets the thread forget the upload. */
	async drop(): Promise<void> {
		await this.settled()
		await sealingThread.end(await this.#upload)
	}

	async #freeBlock(): Promise<Uint8Array> {
		for (;;) {
			if (this.#failure !== undefined) throw this.#failure
			const free = this.#free.pop()
			if (free !== undefined) return free
			if (this.#made < BLOCKS) {
				this.#made++
				return Buffer.from(new SharedArrayBuffer(BLOCK_SIZE))
			}
			await Promise.race(this.#running)
		}
	}

	#send(final: boolean): void {
		const block = this.#block as Uint8Array
		const plain = this.#fill
		const offset = this.#offset
		this.#offset += sealedLength(plain)
		this.#block = undefined
		this.#fill = 0
		const run = this.#process(block, plain, offset, final)
			.catch((error: unknown) => {
				this.#failure ??= error
			})
			.finally(() => {
				this.#free.push(block)
				this.#running.delete(run)
			})
		this.#running.add(run)
	}

	async #process(block: Uint8Array, plain: number, offset: number, final: boolean): Promise<void> {
		await sealingThread.block(await this.#upload, block, plain, final)
		const size = sealedLength(plain)
		await this.#file.write([block.subarray(0, size)], offset)
		this.#unsynced += size
		if (this.#unsynced < SYNC_EVERY) return
		this.#unsynced = 0
		await this.#syncing
		this.#syncing = this.#file.sync()
		this.#syncing.catch((error: unknown) => {
			this.#failure ??= error
		})
	}
}
