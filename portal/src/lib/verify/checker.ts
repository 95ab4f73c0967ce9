/**
 * The worker as seen from the page: started when first needed, one answer for each question.
 * @module
 */
import type { FromWorker, TaskName, Tasks, ToWorker } from './protocol.ts'

/** The worker could not do it: a file that cannot be read any more, or code that cannot be loaded. */
export class CheckerError extends Error {
	override readonly name = 'CheckerError'
}

interface Waiting {
	resolve(result: unknown): void
	reject(error: Error): void
	onProgress: ((share: number) => void) | undefined
}

export interface AskOptions {
	signal?: AbortSignal
	onProgress?: (share: number) => void
}

export class Checker {
	#worker: Worker | null = null
	#next = 1
	readonly #waiting = new Map<number, Waiting>()

	/** @throws CheckerError; the signal's reason when it is aborted */
	ask<N extends TaskName>(
		task: N,
		input: Tasks[N]['in'],
		{ signal, onProgress }: AskOptions = {},
	): Promise<Tasks[N]['out']> {
		const id = this.#next++
		const worker = this.#start()
		return new Promise((resolve, reject) => {
			signal?.throwIfAborted()
			signal?.addEventListener('abort', () => {
				worker.postMessage({ cancel: id } satisfies ToWorker)
				this.#waiting.delete(id)
				reject(signal.reason)
			})
			this.#waiting.set(id, { resolve: resolve as (result: unknown) => void, reject, onProgress })
			worker.postMessage({ id, task, input } as ToWorker)
		})
	}

	#start(): Worker {
		if (this.#worker !== null) return this.#worker
		const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
		worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => this.#take(data))
		worker.addEventListener('error', () => this.#fail(worker))
		this.#worker = worker
		return worker
	}

	#take(message: FromWorker): void {
		const waiting = this.#waiting.get(message.id)
		if (waiting === undefined) return
		if ('share' in message) {
			waiting.onProgress?.(message.share)
			return
		}
		this.#waiting.delete(message.id)
		if ('result' in message) waiting.resolve(message.result)
		else waiting.reject(new CheckerError(message.failed))
	}

	/** A worker that could not be loaded answers nobody; the next question tries a new one. */
	#fail(worker: Worker): void {
		worker.terminate()
		if (this.#worker === worker) this.#worker = null
		for (const { reject } of this.#waiting.values()) reject(new CheckerError('the worker failed'))
		this.#waiting.clear()
	}
}
