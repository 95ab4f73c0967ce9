/**
 * The way into the log: from a draft to its place in the queue. Time is taken, the entry encoded and its access
 * number given in one synchronous step, so the order in the queue is the order of all three.
 * @module
 */
import { type Cid, equalBytes } from '@letopis/format'
import { LedgerError } from '../error.ts'
import { AccessCounters } from './access-counters.ts'
import { ClockSteps, STEP_MAX } from './clock-steps.ts'
import type { LogIndex } from './log-index.ts'
import { makeEntry } from './make-entry.ts'
import type { Batch, Sequencer } from './sequencer.ts'
import type { Appended, Clock, Draft } from './types.ts'

export interface AppenderParts {
	readonly sequencer: Sequencer
	readonly index: LogIndex
	readonly clock: Clock
	readonly random: (size: number) => Uint8Array
	/** ms that the clock may be behind the newest entry */
	readonly clockTolerance: number
	/** ms since 1970 of the newest entry */
	readonly lastTime: number
	/** The answer for an entry that is in the log already. */
	readonly replay: (index: number) => Promise<Appended>
}

interface Running {
	readonly request: Uint8Array
	readonly answer: Promise<Appended>
}

export class Appender {
	readonly #parts: AppenderParts
	readonly #counters: AccessCounters
	/** Requests under way, by idempotency key. */
	readonly #running = new Map<string, Running>()
	#lastTime: number
	#clockFault: string | null = null
	readonly #steps: ClockSteps
	#anchors: readonly Cid[]

	constructor(parts: AppenderParts, anchors: readonly Cid[]) {
		this.#parts = parts
		this.#counters = new AccessCounters(parts.index)
		this.#lastTime = parts.lastTime
		this.#steps = new ClockSteps(parts.clock)
		this.#anchors = anchors
	}

	get lastTime(): number {
		return this.#lastTime
	}

	/** Why the next append would be refused for the clock's sake; null while it would not. */
	get clockFault(): string | null {
		return this.#faultAt(Math.floor(this.#parts.clock.now()))
	}

	/** @param reason null also says that someone outside agrees with the clock as it is now */
	setClockFault(reason: string | null): void {
		this.#clockFault = reason
		if (reason === null) this.#steps.believe()
	}

	#faultAt(now: number): string | null {
		if (this.#clockFault !== null) return this.#clockFault
		const behind = this.#lastTime - now
		if (!(behind <= this.#parts.clockTolerance)) return `the clock is ${behind} ms behind the newest entry`
		const ahead = this.#steps.ahead(now)
		return ahead > STEP_MAX ? `the clock jumped ahead by ${ahead} ms, and no time-stamp confirms it` : null
	}

	setAnchors(anchors: readonly Cid[]): void {
		this.#anchors = anchors
	}

	append(draft: Draft): Promise<Appended> {
		if (draft.idempotency !== undefined) return this.#once(draft, draft.idempotency)
		if (draft.access !== undefined) return this.#enter(draft)
		// The plain case costs one promise: it is walked tens of thousands of times a second.
		try {
			return this.#queue(draft)
		} catch (error) {
			return Promise.reject(error)
		}
	}

	/** At most one entry for an idempotency key, however often and in parallel it is asked for. */
	async #once(asked: Draft, idempotency: NonNullable<Draft['idempotency']>): Promise<Appended> {
		// Copies, since the draft waits for the index (and not by slice(): that of a Buffer copies nothing).
		const key = new Uint8Array(idempotency.key)
		const request = new Uint8Array(idempotency.request)
		const draft = { ...asked, idempotency: { key, request } }
		const name = Buffer.from(key).toString('latin1')
		const running = this.#running.get(name)
		if (running !== undefined) {
			mustBeSame(running.request, request)
			return { ...(await running.answer), repeated: true }
		}
		const answer = this.#findOrEnter(draft, key, request)
		this.#running.set(name, { request, answer })
		try {
			return await answer
		} finally {
			this.#running.delete(name)
		}
	}

	async #findOrEnter(draft: Draft, key: Uint8Array, request: Uint8Array): Promise<Appended> {
		const { index } = this.#parts
		const known = await index.idempotent(key)
		if (known === undefined) {
			const appended = await this.#enter(draft)
			return index.lost === 0 ? appended : { ...appended, perhapsRepeated: true }
		}
		mustBeSame(known.request, request)
		return { ...(await this.#parts.replay(known.index)), repeated: true }
	}

	async #enter(draft: Draft): Promise<Appended> {
		if (draft.access === undefined) return this.#queue(draft)
		this.#parts.sequencer.mustAccept()
		// An object, since a promise would be waited for before the number is counted.
		const { appended } = await this.#counters.next(draft.access.document, (number) => ({
			appended: this.#queue(draft, number),
		}))
		return appended
	}

	/** One synchronous step: nothing may be awaited between the time and the place in the queue. */
	#queue(draft: Draft, accessNumber?: number): Promise<Appended> {
		const { sequencer, random } = this.#parts
		sequencer.mustAccept()
		const time = this.#now()
		const context = { time, anchors: this.#anchors, random }
		const prepared = makeEntry(draft, accessNumber === undefined ? context : { ...context, accessNumber })
		this.#lastTime = time
		return sequencer.enqueue(prepared)
	}

	/** @throws LedgerError `clock` */
	#now(): number {
		const now = Math.floor(this.#parts.clock.now())
		const fault = this.#faultAt(now)
		if (fault !== null) {
			throw new LedgerError('clock', fault, {
				remedy: 'Set the clock right (chronyc tracking, timedatectl); appends go on by themselves.',
			})
		}
		// Within the tolerance, time stands still rather than go back.
		return Math.max(now, this.#lastTime)
	}

	/** The batch is in the index: its numbers need not be kept here. */
	committed({ entries }: Batch): void {
		for (const { draft } of entries) {
			if (draft.access !== undefined) this.#counters.settled(draft.access.document)
		}
	}
}

function mustBeSame(known: Uint8Array, request: Uint8Array): void {
	if (equalBytes(known, request)) return
	throw new LedgerError('conflict', 'this idempotency key was used for another request')
}
