/**
 * Prints clause sheets and protocols in a thread of its own: a page that takes long holds up no other request, one that
 * takes too long is given up with its thread, and no more wait than are printed within a moment.
 * @module
 */
import { Worker } from 'node:worker_threads'
import type { AcknowledgementFacts } from '../filings/acknowledgement.ts'
import type { CopyFacts } from '../filings/answers-copy.ts'
import type { CertificateFacts } from '../filings/certificate-xml.ts'
import { Problem } from '../http/problems.ts'
import type { ProtocolFacts } from '../packages/protocol.ts'
import type { SheetFacts } from './sheet.ts'

/** ms for one page; the first also loads the compiler. */
const LONGEST = 30_000
/** ms after which a thread without work ends, and gives its memory back. */
const IDLE = 60_000
const MAX_WAITING = 16
const RETRY_AFTER = 5

/** What a page is made of. */
export type PageFacts = SheetFacts | ProtocolFacts | AcknowledgementFacts | CopyFacts | CertificateFacts

/** What the thread answers with. */
export type Printed = { readonly pdf: Uint8Array<ArrayBuffer> } | { readonly error: string }

interface Job {
	readonly facts: PageFacts
	readonly resolve: (pdf: Uint8Array<ArrayBuffer>) => void
	readonly reject: (error: Error) => void
}

export interface PrinterOptions {
	/** ms */
	readonly longest?: number
	/** places in the queue */
	readonly places?: number
	/** takes facts, answers {@link Printed} */
	readonly thread?: URL
}

export interface PrintingPlace {
	/** Once. Rejects with an Error if the page could not be made in time. */
	print(facts: PageFacts): Promise<Uint8Array<ArrayBuffer>>
	/** Does nothing after `print`. */
	giveBack(): void
}

export class Printer {
	readonly #longest: number
	readonly #url: URL
	readonly #places: number
	readonly #waiting: Job[] = []
	#reserved = 0
	#printing: Job | null = null
	#worker: Worker | undefined
	#timer: NodeJS.Timeout | undefined

	constructor({
		longest = LONGEST,
		places = MAX_WAITING,
		thread = new URL('./print-worker.ts', import.meta.url),
	}: PrinterOptions = {}) {
		this.#longest = longest
		this.#url = thread
		this.#places = places
	}

	/**
	 * A place in the queue, taken before a read is recorded: none is recorded for a page that would not be printed. To be
	 * printed in, or given back.
	 * @param stranger may take half of the places, so that the staff always find one
	 * @throws Problem 'printing-busy'
	 */
	reserve(stranger = false): PrintingPlace {
		if (this.#waiting.length + this.#reserved >= (stranger ? this.#places / 2 : this.#places)) {
			throw new Problem('printing-busy', `Try again in ${RETRY_AFTER} s.`, {
				headers: { 'Retry-After': String(RETRY_AFTER) },
			})
		}
		let held = true
		this.#reserved++
		const giveBack = () => {
			if (held) this.#reserved--
			held = false
		}
		return {
			giveBack,
			print: (facts) => {
				giveBack()
				return this.#print(facts)
			},
		}
	}

	/** Two places, or none: for what is printed twice. @throws Problem 'printing-busy' */
	reserveTwo(stranger = false): readonly [PrintingPlace, PrintingPlace] {
		const first = this.reserve(stranger)
		try {
			return [first, this.reserve(stranger)]
		} catch (error) {
			first.giveBack()
			throw error
		}
	}

	#print(facts: PageFacts): Promise<Uint8Array<ArrayBuffer>> {
		return new Promise((resolve, reject) => {
			this.#waiting.push({ facts, resolve, reject })
			if (this.#printing === null) this.#next()
		})
	}

	#next(): void {
		const job = this.#waiting.shift()
		const worker = this.#thread()
		clearTimeout(this.#timer)
		this.#printing = job ?? null
		if (job === undefined) {
			worker.unref()
			this.#timer = setTimeout(() => this.#giveUp('idle'), IDLE)
			this.#timer.unref()
			return
		}
		worker.ref()
		this.#timer = setTimeout(() => this.#giveUp(`a page took more than ${this.#longest} ms`), this.#longest)
		worker.postMessage(job.facts)
	}

	/** Ends the thread, whatever it does; whoever waits gets another one. */
	#giveUp(why: string): void {
		const worker = this.#worker
		this.#worker = undefined
		clearTimeout(this.#timer)
		void worker?.terminate()
		const job = this.#printing
		this.#printing = null
		job?.reject(new Error(why))
		if (this.#waiting.length > 0) this.#next()
	}

	#thread(): Worker {
		if (this.#worker !== undefined) return this.#worker
		const worker = new Worker(this.#url)
		this.#worker = worker
		worker.on('message', (printed: Printed) => {
			if (this.#worker !== worker) return
			const job = this.#printing
			if ('pdf' in printed) job?.resolve(printed.pdf)
			else job?.reject(new Error(printed.error))
			this.#next()
		})
		const ended = (error: unknown) => {
			if (this.#worker === worker) this.#giveUp(`the printing thread ended: ${String(error)}`)
		}
		worker.on('error', ended)
		worker.on('exit', ended)
		return worker
	}
}
