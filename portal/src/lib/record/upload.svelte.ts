/**
 * Sending a file in parts, so that a lost connection, an ended session or a reload costs one part at most. The service
 * says which parts are missing; a part is known by its number and checked by its hash on arrival.
 * @module
 */
const MIB = 1024 * 1024
const PART_MIN = MIB
const PART_MAX = 8 * MIB
/** Parts that a file is cut into at most; the service takes a few more. */
const PARTS = 1000
/** ms between attempts, longer and longer. */
const PAUSES = [500, 1000, 2000, 4000, 8000]

interface Plan {
	readonly size: number
	readonly partSize: number
	readonly parts: number
	readonly missing: readonly number[]
}

export type Stage = 'still' | 'sending' | 'waiting' | 'ended' | 'failed' | 'done'
export type Failure = 'prazdny' | 'velky' | 'zmenen' | 'jine'

class Refused extends Error {
	override readonly name = 'Refused'
	readonly status: number
	constructor(status: number) {
		super(`refused with ${status}`)
		this.status = status
	}
}

export class Upload {
	stage: Stage = $state('still')
	failure: Failure | null = $state(null)
	/** bytes that have arrived */
	sent = $state(0)
	file: File | null = $state.raw(null)
	readonly #base: string
	readonly #limit: number
	#stopped = false

	/** @param base address of the step, without a language @param limit bytes of the largest file */
	constructor(base: string, limit: number) {
		this.#base = base
		this.#limit = limit
	}

	/** What is wrong with a file before anything of it is sent. */
	check(file: File): Failure | null {
		if (file.size === 0) return 'prazdny'
		return file.size > this.#limit ? 'velky' : null
	}

	/** Sends what is missing of the file. Resolves when all is there, or the stage says why not. */
	async send(file: File): Promise<void> {
		if (this.stage === 'sending' || this.stage === 'waiting') return
		this.file = file
		this.failure = this.check(file)
		this.stage = this.failure === null ? 'sending' : 'failed'
		if (this.failure !== null) return
		this.#stopped = false
		try {
			await this.#sendAll(file)
		} catch (error) {
			this.#giveUp(error)
		}
	}

	stop(): void {
		this.#stopped = true
		this.stage = 'still'
	}

	async #sendAll(file: File): Promise<void> {
		const plan = await this.#plan(file)
		const lengthOf = (part: number) => Math.min(plan.partSize, plan.size - part * plan.partSize)
		const missing = plan.missing.reduce((sum, part) => sum + lengthOf(part), 0)
		this.sent = plan.size - missing
		for (const part of plan.missing) {
			if (this.#stopped) return
			const start = part * plan.partSize
			const bytes = await file.slice(start, start + plan.partSize).arrayBuffer()
			await this.#persist(async () => this.#part(part, bytes))
			this.sent += bytes.byteLength
		}
		remember(this.#base, null)
		this.stage = 'done'
	}

	async #plan({ name, type, size, lastModified }: File): Promise<Plan> {
		const partSize = Math.min(PART_MAX, Math.max(PART_MIN, Math.ceil(size / PARTS / MIB) * MIB))
		const plan = { name, size, partSize, ...(type === '' ? {} : { type }) }
		// A file of the same name and size that was edited since must not be mixed with what came of the other one.
		const print = `${name} ${size} ${lastModified}`
		if (remembered(this.#base) !== print)
			await this.#put('plan', JSON.stringify({ ...plan, partSize: partSize + 1 }), 'application/json')
		remember(this.#base, print)
		return (await this.#put('plan', JSON.stringify(plan), 'application/json')).json() as Promise<Plan>
	}

	async #part(part: number, bytes: ArrayBuffer): Promise<void> {
		const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
		const text = btoa(String.fromCharCode(...digest))
		await this.#put(`cast/${part}`, bytes, 'application/octet-stream', {
			'Content-Digest': `sha-256=:${text}:`,
		})
	}

	async #put(
		path: string,
		body: BodyInit,
		type: string,
		headers: Record<string, string> = {},
	): Promise<Response> {
		const response = await fetch(`${this.#base}/${path}`, {
			method: 'PUT',
			headers: { 'Content-Type': type, ...headers },
			body,
		})
		if (!response.ok) throw new Refused(response.status)
		return response
	}

	/** Again and again while only the way is lost, or the service cannot now. */
	async #persist(task: () => Promise<void>): Promise<void> {
		for (let attempt = 0; !this.#stopped; attempt++) {
			try {
				await task()
				if (!this.#stopped) this.stage = 'sending'
				return
			} catch (error) {
				const passing = error instanceof TypeError || (error instanceof Refused && isPassing(error.status))
				if (!passing) throw error
				this.stage = 'waiting'
				await pause(PAUSES[Math.min(attempt, PAUSES.length - 1)] ?? 0)
			}
		}
	}

	#giveUp(error: unknown): void {
		if (error instanceof Refused && error.status === 401) {
			this.stage = 'ended'
			return
		}
		// A file that was moved or edited since cannot be read any more.
		const unreadable = error instanceof DOMException
		const tooLarge = error instanceof Refused && error.status === 413
		this.failure = unreadable ? 'zmenen' : tooLarge ? 'velky' : 'jine'
		this.stage = 'failed'
	}
}

function isPassing(status: number): boolean {
	return status === 408 || status === 429 || status === 502 || status === 503 || status === 504
}

/** Until the time is up, or the network is said to be back. */
function pause(ms: number): Promise<void> {
	return new Promise((resolve) => {
		const timer = setTimeout(done, ms)
		addEventListener('online', done)
		function done() {
			clearTimeout(timer)
			removeEventListener('online', done)
			resolve()
		}
	})
}

function remembered(key: string): string | null {
	try {
		return localStorage.getItem(key)
	} catch {
		return null
	}
}

/** Where nothing may be kept, an interrupted upload begins anew. */
function remember(key: string, value: string | null): void {
	try {
		if (value === null) localStorage.removeItem(key)
		else localStorage.setItem(key, value)
	} catch {
		// As above.
	}
}
