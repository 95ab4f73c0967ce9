/**
 * SHA-512 of contents in a thread of its own: decrypting and hashing one after the other would take both their times. One for a
 * pass; small documents are not worth the way there and back.
 * @module
 */
import { createHash } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { release } from '../release.ts'

/** Bytes on their way at most: the memory that both threads share, as a ring. */
const AHEAD = 4 * 1024 * 1024
/** Bytes told of at a time: a message costs as much as hashing some kilobytes. */
const BATCH = 512 * 1024
/** What is hashed where it is. */
const SMALL = 256 * 1024

export class DigestThread implements AsyncDisposable {
	#worker: Worker | null = null
	#ring: Uint8Array = new Uint8Array(0)
	/** Bytes written to the ring, told of, and hashed, since the thread began. */
	#written = 0
	#told = 0
	#hashed = 0
	#failure: { readonly cause: unknown } | null = null
	#digest: Uint8Array | null = null
	#wake = () => {}

	/** SHA-512 of all pieces together, each of which is released. @throws whatever reading them throws; Error if the thread ends */
	async digest(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
		const first: Uint8Array[] = []
		let length = 0
		let worker: Worker | null = null
		let whole = false
		try {
			for await (const piece of pieces) {
				length += piece.length
				if (worker === null && length <= SMALL) {
					first.push(piece)
					continue
				}
				worker ??= this.#thread()
				for (const one of [...first.splice(0), piece]) await this.#send(worker, one)
			}
			whole = true
		} finally {
			// A hash that was left half-way must not become part of the next document's.
			if (worker !== null && !whole) await this[Symbol.asyncDispose]()
		}
		if (worker === null) {
			const hash = createHash('sha512')
			for (const piece of first) {
				hash.update(piece)
				release(piece)
			}
			return new Uint8Array(hash.digest())
		}
		this.#tell(worker)
		worker.postMessage(null)
		return this.#answer()
	}

	async #send(worker: Worker, piece: Uint8Array): Promise<void> {
		for (let from = 0; from < piece.length; ) {
			while (this.#written - this.#hashed === AHEAD && this.#failure === null) {
				this.#tell(worker)
				await this.#news()
			}
			this.#check()
			const at = this.#written % AHEAD
			const free = Math.min(AHEAD - at, AHEAD - (this.#written - this.#hashed))
			const part = piece.subarray(from, from + free)
			this.#ring.set(part, at)
			this.#written += part.length
			from += part.length
			if (this.#written - this.#told >= BATCH) this.#tell(worker)
		}
		release(piece)
	}

	/** Says how far the ring is written; what is told of is not written over until it is hashed. */
	#tell(worker: Worker): void {
		if (this.#told === this.#written) return
		worker.postMessage(this.#written - this.#told)
		this.#told = this.#written
	}

	async #answer(): Promise<Uint8Array> {
		while (this.#digest === null && this.#failure === null) await this.#news()
		this.#check()
		const digest = this.#digest as Uint8Array
		this.#digest = null
		return digest
	}

	#check(): void {
		if (this.#failure !== null) throw new Error('the hashing thread ended', { cause: this.#failure.cause })
	}

	#news(): Promise<void> {
		return new Promise((resolve) => {
			this.#wake = resolve
		})
	}

	#thread(): Worker {
		if (this.#worker !== null) return this.#worker
		const shared = new SharedArrayBuffer(AHEAD)
		const worker = new Worker(new URL('./digest-worker.ts', import.meta.url), { workerData: shared })
		this.#worker = worker
		this.#ring = new Uint8Array(shared)
		this.#written = 0
		this.#told = 0
		this.#hashed = 0
		this.#failure = null
		const end = (cause: unknown) => {
			if (this.#worker !== worker) return
			this.#worker = null
			this.#failure = { cause }
			this.#wake()
		}
		worker.on('message', (message: number | Uint8Array) => {
			if (typeof message === 'number') this.#hashed += message
			else this.#digest = message
			this.#wake()
		})
		worker.on('error', end)
		worker.on('exit', () => end(undefined))
		return worker
	}

	async [Symbol.asyncDispose](): Promise<void> {
		const worker = this.#worker
		this.#worker = null
		this.#digest = null
		await worker?.terminate()
	}
}
