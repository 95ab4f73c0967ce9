/**
 * Hands growing files to the hashing thread. The thread starts with the first large upload, does not keep the
 * process alive, and is only a help: whoever asked hashes for himself if it fails.
 * @module
 */
import { Worker } from 'node:worker_threads'
import type { Hash } from '@letopis/format'
import type { HashAnswer, HashRequest } from './hash-worker.ts'

/** One file under way. */
export interface GrowingHash {
	/** The file has its first `until` bytes. */
	proceed(until: number): void
	/** SHA-256 of the file's first `size` bytes, which it has; undefined if the thread failed. */
	finish(size: number): Promise<Hash | undefined>
	cancel(): void
}

export class FileHasher {
	#worker: Worker | undefined
	#next = 0
	readonly #waiting = new Map<number, (digest: Hash | undefined) => void>()

	start(path: string): GrowingHash {
		const id = this.#next++
		const send = (until: number, last: boolean) => {
			const request: HashRequest = { id, path, until, last }
			this.#thread().postMessage(request)
		}
		return {
			proceed: (until) => send(until, false),
			finish: (size) =>
				new Promise((resolve) => {
					this.#waiting.set(id, resolve)
					send(size, true)
					// Without this a process that waits for nothing else would end here.
					this.#worker?.ref()
				}),
			cancel: () => send(-1, true),
		}
	}

	#thread(): Worker {
		if (this.#worker !== undefined) return this.#worker
		const worker = new Worker(new URL('./hash-worker.ts', import.meta.url))
		this.#worker = worker
		worker.unref()
		worker.on('message', (answer: HashAnswer) => {
			this.#waiting.get(answer.id)?.('digest' in answer ? answer.digest : undefined)
			this.#waiting.delete(answer.id)
			if (this.#waiting.size === 0) worker.unref()
		})
		const ended = () => {
			if (this.#worker === worker) this.#worker = undefined
			for (const resolve of this.#waiting.values()) resolve(undefined)
			this.#waiting.clear()
		}
		worker.on('error', ended)
		worker.on('exit', ended)
		return worker
	}

	async close(): Promise<void> {
		await this.#worker?.terminate()
	}
}
