/**
 * The main thread's side of the sealing thread. One for the process, started with the first document that needs it; it
 * does not keep the process alive unless someone waits for it.
 * Encrypting there leaves the main thread to the requests, and keeps the garbage that Node's ciphers make (an
 * output buffer for each chunk) in a heap where collecting it is cheap.
 * @module
 */
import { Worker } from 'node:worker_threads'
import type { SealedDocument, SealingKeys } from './sealing.ts'
import type { SealingAnswer, SealingRequest, SealingResult } from './sealing-worker.ts'

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never

interface Waiting {
	resolve(result: SealingResult): void
	reject(error: Error): void
}

/** Requests in one message: with more, one thread would wait for the other to end with all of them. */
const AT_ONCE = 8

class SealingThread {
	#worker: Worker | undefined
	#next = 0
	readonly #waiting = new Map<number, Waiting>()
	/** Asked in this turn of the event loop, and what is given away with it. */
	#asked: SealingRequest[] = []
	#given: ArrayBuffer[] = []

	/** @param plaintext at most a block; its memory is given away */
	async document(keys: SealingKeys, plaintext: Uint8Array<ArrayBuffer>): Promise<SealedDocument> {
		return (await this.#ask({ kind: 'document', keys, plaintext }, [plaintext.buffer])) as SealedDocument
	}

	async header(keys: SealingKeys): Promise<Uint8Array> {
		return (await this.#ask({ kind: 'header', keys })) as Uint8Array
	}

	/** Ephemeral keys for documents to come, as `makeShares` has them. */
	async shares(recipient: Uint8Array, count: number): Promise<Uint8Array> {
		return (await this.#ask({ kind: 'shares', recipient, count })) as Uint8Array
	}

	/** Begins a large document. @returns its number, for the calls below */
	async begin(keys: SealingKeys): Promise<number> {
		const upload = this.#next++
		await this.#ask({ kind: 'begin', upload, keys })
		return upload
	}

	/** Encrypts the next block in its place. @param block of shared memory */
	async block(upload: number, block: Uint8Array, plain: number, final: boolean): Promise<void> {
		await this.#ask({ kind: 'block', upload, block, plain, final })
	}

	/** @returns SHA-256 of the payload */
	async end(upload: number): Promise<Uint8Array> {
		return (await this.#ask({ kind: 'end', upload })) as Uint8Array
	}

	#ask(request: WithoutId<SealingRequest>, give: ArrayBuffer[] = []): Promise<SealingResult> {
		return new Promise((resolve, reject) => {
			const id = this.#next++
			this.#waiting.set(id, { resolve, reject })
			this.#given.push(...give)
			const asked = this.#asked.push({ ...request, id })
			if (asked === AT_ONCE) this.#send()
			else if (asked === 1) setImmediate(() => this.#send())
		})
	}

	#send(): void {
		if (this.#asked.length === 0) return
		const requests = this.#asked
		const given = this.#given
		this.#asked = []
		this.#given = []
		const worker = this.#thread()
		worker.ref()
		try {
			worker.postMessage(requests, given)
		} catch (error) {
			for (const { id } of requests) {
				this.#waiting.get(id)?.reject(error as Error)
				this.#waiting.delete(id)
			}
		}
	}

	#thread(): Worker {
		if (this.#worker !== undefined) return this.#worker
		const worker = new Worker(new URL('./sealing-worker.ts', import.meta.url))
		this.#worker = worker
		worker.on('message', (answers: readonly SealingAnswer[]) => {
			for (const answer of answers) {
				const waiting = this.#waiting.get(answer.id)
				this.#waiting.delete(answer.id)
				if ('error' in answer) waiting?.reject(new Error(answer.error))
				else waiting?.resolve(answer.result)
			}
			if (this.#waiting.size === 0) worker.unref()
		})
		let reason: unknown
		worker.on('error', (error) => {
			reason = error
		})
		worker.on('exit', () => {
			this.#worker = undefined
			const lost = [...this.#waiting.values()]
			this.#waiting.clear()
			for (const { reject } of lost) reject(new Error('the sealing thread ended', { cause: reason }))
		})
		return worker
	}
}

export const sealingThread = new SealingThread()
