/**
 * The service's checker of signatures: the verifier in a thread of its own, one file at a time, with a limit of time and
 * memory for each. A file that goes beyond costs that much and its thread; it is then undecided, and the next one gets
 * another thread.
 * @module
 */
import { Worker } from 'node:worker_threads'
import {
	type Cut,
	type ExamineOptions,
	type Findings,
	type SecondOpinion,
	type SignatureChecker,
	undecided,
} from '@letopis/api'

const MIB = 1024 * 1024

/** Larger files are not read into memory. */
export const LARGEST = 128 * MIB
/** ms for one file, and for one that somebody waits for. */
const LONGEST = 60_000
const PATIENCE = 15_000
/** ms after which a thread without work ends, and gives its memory back. */
const IDLE = 60_000
/** Files that may wait because somebody waits for them; what must be done comes one by one, and before them. */
const MAX_WAITING = 8
/** Of the thread's own objects, and of them with all buffers beside the file. */
const HEAP = 256 * MIB
const MEMORY = 768 * MIB
/** ms between two looks at the memory. */
const WATCH = 200

/** What the thread is asked. */
export interface Question {
	readonly file: Uint8Array<ArrayBuffer>
	readonly now: number
	/** DER */
	readonly roots: readonly Uint8Array[]
	readonly by: string
}

/** What it answers; null: it could not. */
export interface Answer {
	readonly findings: Findings | null
}

export interface CheckerOptions {
	/** DER certificates that persons' signatures have to lead to */
	readonly roots: readonly Uint8Array[]
	/** who examines, with version */
	readonly by: string
	/** Asks another service about a file. */
	readonly second?: ((file: Uint8Array) => Promise<SecondOpinion>) | undefined
	/** ms for one file, whoever waits */
	readonly longest?: number
	/** bytes of the thread's own objects */
	readonly heap?: number
	/** bytes of all that the thread holds beside the file */
	readonly memory?: number
	/** takes {@link Question}, answers {@link Answer} */
	readonly thread?: URL
}

interface Job {
	readonly question: Question
	readonly size: number
	readonly longest: number
	readonly resolve: (findings: Findings | null) => void
}

export class Checker implements SignatureChecker, AsyncDisposable {
	readonly largest = LARGEST
	readonly #options: CheckerOptions
	readonly #url: URL
	readonly #waiting: Job[] = []
	#running: Job | null = null
	#worker: Worker | undefined
	#timer: NodeJS.Timeout | undefined
	#watch: NodeJS.Timeout | undefined
	#closed = false

	constructor(options: CheckerOptions) {
		this.#options = options
		this.#url = options.thread ?? new URL('./examine-worker.ts', import.meta.url)
	}

	async examine(file: Uint8Array<ArrayBuffer>, options: ExamineOptions): Promise<Findings | null> {
		const { second: isAsked, waitedFor = false, now } = options
		const { roots, by, longest } = this.#options
		const facts = { by, at: now, roots: roots.length }
		if (file.length > LARGEST) return undecided('too-large', facts)
		if (this.#closed || (waitedFor && this.#waiting.length >= MAX_WAITING)) return null
		// The thread takes the file over, so whoever else is asked is asked about a copy.
		const asked = isAsked ? this.#options.second?.(file.slice()) : undefined
		const findings = await new Promise<Findings | null>((resolve) => {
			const job: Job = {
				question: { file, now, roots, by },
				size: file.length,
				longest: longest ?? (waitedFor ? PATIENCE : LONGEST),
				resolve,
			}
			if (waitedFor) this.#waiting.push(job)
			else this.#waiting.unshift(job)
			if (this.#running === null) this.#next()
		})
		const second = (await asked) ?? null
		return findings === null || second === null ? findings : { ...findings, second }
	}

	/** Ends the thread; what waits is not examined. */
	async close(): Promise<void> {
		this.#closed = true
		const waiting = [this.#running, ...this.#waiting.splice(0)]
		this.#running = null
		const worker = this.#worker
		this.#end()
		await worker?.terminate()
		for (const job of waiting) job?.resolve(null)
	}

	[Symbol.asyncDispose](): Promise<void> {
		return this.close()
	}

	#next(): void {
		clearTimeout(this.#timer)
		clearInterval(this.#watch)
		const job = this.#waiting.shift() ?? null
		this.#running = job
		if (job === null) {
			this.#worker?.unref()
			this.#timer = setTimeout(() => this.#end(), IDLE)
			this.#timer.unref()
			return
		}
		const worker = this.#thread()
		worker.ref()
		this.#timer = setTimeout(() => this.#cut('too-long'), job.longest)
		this.#watch = setInterval(() => void this.#weigh(worker, job), WATCH)
		const { question } = job
		worker.postMessage(question, [question.file.buffer])
	}

	/** Buffers are no part of what the engine itself limits. */
	async #weigh(worker: Worker, job: Job): Promise<void> {
		try {
			const { used_heap_size: heap, external_memory: outside } = await worker.getHeapStatistics()
			const limit = (this.#options.memory ?? MEMORY) + job.size
			if (this.#running === job && heap + outside > limit) this.#cut('out-of-memory')
		} catch {
			// It has ended, which is told by itself.
		}
	}

	/** Gives up the file that is being examined, and its thread. */
	#cut(why: Cut): void {
		const job = this.#running
		this.#end()
		const { question } = job ?? {}
		if (question !== undefined)
			job?.resolve(undecided(why, { by: question.by, at: question.now, roots: question.roots.length }))
		this.#next()
	}

	#end(): void {
		const worker = this.#worker
		this.#worker = undefined
		clearTimeout(this.#timer)
		clearInterval(this.#watch)
		void worker?.terminate()
	}

	#thread(): Worker {
		if (this.#worker !== undefined) return this.#worker
		const worker = new Worker(this.#url, {
			resourceLimits: {
				maxOldGenerationSizeMb: (this.#options.heap ?? HEAP) / MIB,
				maxYoungGenerationSizeMb: 32,
			},
		})
		this.#worker = worker
		worker.on('message', ({ findings }: Answer) => {
			if (this.#worker !== worker) return
			if (findings === null) return void this.#cut('failed')
			this.#running?.resolve(findings)
			this.#next()
		})
		const ended = (error: unknown) => {
			if (this.#worker !== worker) return
			const { code } = (error ?? {}) as { code?: string }
			this.#cut(code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'out-of-memory' : 'failed')
		}
		worker.on('error', ended)
		worker.on('exit', ended)
		return worker
	}
}
