/**
 * Brings every published head to the configured witnesses and merges their cosignatures as they arrive. Each
 * witness has its own pace: a silent, slow or lying one delays neither publication nor the others, and its
 * lag shows.
 *
 * What a witness cosigned last is kept in memory only: after a restart the first answer (409) says it.
 * @module
 */
import { setTimeout as wait } from 'node:timers/promises'
import { type Hash, parseVkey, type Vkey } from '@letopis/format'
import { LedgerError } from '../error.ts'
import { type Answer, addCheckpoint } from './add-checkpoint.ts'

const TIMEOUT_MS = 10_000
const FIRST_RETRY_MS = 1_000
const LAST_RETRY_MS = 300_000
/**
 * A witness may be ahead of what we remember, and another submission of ours may come between; not more
 * often.
 */
const MAX_CONFLICTS = 3
const SETTLE_MS = 5_000

/** The parts of the log that witnessing uses. */
interface WitnessedLog {
	readonly size: number
	readonly published: { readonly note: string; readonly size: number } | null
	/** A witness says that it has cosigned a head of that size; one beyond ours freezes the log. */
	claimed(claim: { witness: string; url: string; size: number }): Promise<boolean>
	consistencyProof(older: number, newer: number): Promise<Hash[]>
	/** Adds signature lines to the published head of that size, if it is still the newest. */
	mergeCosignatures(size: number, lines: string[]): Promise<unknown>
	subscribe(listener: (event: { type: string }) => void): () => void
}

export interface WitnessSettings {
	readonly name: string
	/** Submission prefix. */
	readonly url: string
	/** Of a cosignature key: type 0x04 or 0x06. */
	readonly vkey: string
}

export interface WitnessesOptions {
	readonly log: WitnessedLog
	readonly witnesses: readonly WitnessSettings[]
	readonly fetch?: typeof fetch
	readonly clock?: { now(): number }
}

export interface WitnessStatus {
	readonly name: string
	/** Size of the newest head that it cosigned, 0 if none since the start. */
	readonly cosignedSize: number
	/** Time in its newest cosignature, milliseconds since 1970. */
	readonly lastCosigned: number | null
	/** Seconds since the oldest published head that it has not cosigned; 0 when none waits. */
	readonly lag: number
	readonly lastError: string | null
}

export interface Witnesses {
	status(): WitnessStatus[]
	/**
	 * Resolves when every witness that is not failing has cosigned the newest published head, but after
	 * `timeoutMs` (5 s) at the latest.
	 */
	settled(timeoutMs?: number): Promise<void>
	/** Nothing is submitted or merged after it resolves. */
	stop(): Promise<void>
}

/**
 * Begins at once, with the head that is published already.
 * @throws RangeError for an unusable URL or a key that cannot cosign; RefusalError for a malformed vkey
 */
export function createWitnesses(options: WitnessesOptions): Witnesses {
	const { log, clock = { now: () => Date.now() } } = options
	const stopping = new AbortController()
	const context: Context = {
		log,
		clock,
		fetch: options.fetch ?? fetch,
		stopped: stopping.signal,
		onChange: () => {
			for (const check of waiting) check()
		},
	}
	const waiting = new Set<() => void>()
	const all = options.witnesses.map((settings) => new Witness(settings, context))
	const wake = () => {
		for (const witness of all) witness.wake()
	}
	const unsubscribe = log.subscribe(({ type }) => {
		if (type === 'published') wake()
	})
	wake()
	return {
		status: () => all.map((witness) => witness.status()),
		async settled(timeoutMs = SETTLE_MS) {
			const isSettled = () => stopping.signal.aborted || all.every((witness) => witness.isSettled())
			if (isSettled()) return
			const done = new AbortController()
			const check = () => {
				if (isSettled()) done.abort()
			}
			waiting.add(check)
			await wait(timeoutMs, undefined, { signal: done.signal, ref: false }).catch(() => {})
			waiting.delete(check)
		},
		async stop() {
			unsubscribe()
			stopping.abort()
			context.onChange()
			await Promise.all(all.map((witness) => witness.finished))
		},
	}
}

interface Context {
	readonly log: WitnessedLog
	readonly clock: { now(): number }
	readonly fetch: typeof fetch
	readonly stopped: AbortSignal
	/** Called after every cosignature and every failure. */
	readonly onChange: () => void
}

class Witness {
	readonly #context: Context
	readonly #name: string
	readonly #url: string
	readonly #vkey: Vkey
	/** Size that the witness last cosigned or reported; 0 as long as none is known. */
	#oldSize = 0
	#cosignedSize = 0
	#lastCosigned: number | null = null
	/** When the oldest head that it has not cosigned was published, and the oldest after the one under way. */
	#waitingSince: number | null = null
	#nextSince: number | null = null
	#failures = 0
	#lastError: string | null = null
	#running = false
	/** Resolves when no submission is under way. */
	finished: Promise<void> = Promise.resolve()

	constructor({ name, url, vkey }: WitnessSettings, context: Context) {
		const parsed = URL.parse(url)
		if (parsed === null || !/^https?:$/.test(parsed.protocol) || parsed.search !== '' || parsed.hash !== '') {
			throw new RangeError(`expected an http or https URL for the witness "${name}"`)
		}
		this.#vkey = parseVkey(vkey)
		if (this.#vkey.type === 0x01)
			throw new RangeError(`expected a cosignature key (0x04, 0x06) for "${name}"`)
		this.#context = context
		this.#name = name
		this.#url = url.replace(/\/+$/, '')
	}

	/** A head was published. While one is under way, the newest follows it. */
	wake(): void {
		const { log, clock, stopped } = this.#context
		if (stopped.aborted || (log.published?.size ?? 0) <= this.#cosignedSize) return
		const now = clock.now()
		this.#waitingSince ??= now
		if (this.#running) {
			this.#nextSince ??= now
			return
		}
		this.#running = true
		this.finished = this.#run()
	}

	/** Nothing to wait for: it has cosigned the newest head, or it fails and may do so for long. */
	isSettled(): boolean {
		return this.#failures > 0 || (this.#context.log.published?.size ?? 0) <= this.#cosignedSize
	}

	status(): WitnessStatus {
		const since = this.#waitingSince
		return {
			name: this.#name,
			cosignedSize: this.#cosignedSize,
			lastCosigned: this.#lastCosigned,
			lag: since === null ? 0 : Math.max(0, Math.floor((this.#context.clock.now() - since) / 1000)),
			lastError: this.#lastError,
		}
	}

	/** Submits until the newest head is cosigned. Never rejects. */
	async #run(): Promise<void> {
		try {
			while (await this.#runOnce()) this.#context.onChange()
		} finally {
			// In the same step as the last look at the log, so that no published head falls in between.
			this.#running = false
		}
	}

	/** @returns whether there was anything to do */
	async #runOnce(): Promise<boolean> {
		const { log, clock, stopped, onChange } = this.#context
		const head = log.published
		if (stopped.aborted || head === null || head.size <= this.#cosignedSize) return false
		this.#nextSince = null
		try {
			await this.#submit(head)
			this.#failures = 0
			this.#lastError = null
			const newer = (log.published?.size ?? 0) > this.#cosignedSize
			this.#waitingSince = newer ? (this.#nextSince ?? clock.now()) : null
		} catch (error) {
			if (stopped.aborted) return false
			this.#failures++
			this.#lastError = error instanceof Error ? error.message : String(error)
			onChange()
			const pause = { signal: stopped, ref: false }
			await wait(retryDelay(this.#failures), undefined, pause).catch(() => {})
		}
		return true
	}

	async #submit(head: { note: string; size: number }): Promise<void> {
		const { log } = this.#context
		for (let conflicts = 0; ; conflicts++) {
			const answer = await this.#ask(head)
			if (answer.kind === 'cosigned') {
				this.#oldSize = head.size
				this.#cosignedSize = head.size
				this.#lastCosigned = answer.timestamp * 1000
				await log.mergeCosignatures(head.size, [answer.line])
				return
			}
			if (answer.size > head.size) await this.#refuseLarger(answer.size, head.size)
			this.#oldSize = answer.size
			if (conflicts >= MAX_CONFLICTS)
				throw new LedgerError('witness', 'the witness keeps reporting conflicts')
		}
	}

	/** It may be another submission of ours that came between; otherwise it knows a head of ours that we do not. */
	async #refuseLarger(size: number, submitted: number): Promise<never> {
		const { log } = this.#context
		const ours = log.size
		if (size > ours) await log.claimed({ witness: this.#name, url: this.#url, size })
		throw new LedgerError(
			'witness',
			`the witness has cosigned a head of size ${size}, ours has ${size > ours ? ours : submitted}`,
		)
	}

	async #ask({ note, size }: { note: string; size: number }): Promise<Answer> {
		const { log, stopped, fetch } = this.#context
		const oldSize = this.#oldSize
		const proof = oldSize === 0 || oldSize === size ? [] : await log.consistencyProof(oldSize, size)
		const signal = AbortSignal.any([stopped, AbortSignal.timeout(TIMEOUT_MS)])
		return addCheckpoint({ url: this.#url, vkey: this.#vkey, oldSize, proof, note, signal, fetch })
	}
}

function retryDelay(failures: number): number {
	return Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 20))
}
