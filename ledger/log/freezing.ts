/**
 * Whether an open log may sign: frozen by a head of ours that we do not hold, by a witness that holds more, or because it
 * was restored. It is lifted when the log is opened, by proof from outside.
 * @module
 */
import type { LedgerError } from '../error.ts'
import { frozenError, type WitnessClaim, writeFrozen } from './freeze.ts'
import { type Frozen, isStronger } from './head-file.ts'
import { judgeOutsideHead, type OwnHistory } from './outside-head.ts'
import type { LogOptions } from './types.ts'

export interface FreezingParts extends Pick<LogOptions, 'store' | 'head' | 'clock'> {
	readonly own: () => OwnHistory
	/** Refuses everything from here on. */
	readonly stop: (error: LedgerError) => void
	/** Told of a freeze once it is durable. */
	readonly frozen: (frozen: Frozen) => void
}

export class Freezing {
	readonly #parts: FreezingParts
	#frozen: Frozen | null
	/** Whether the freeze is durable. */
	#kept = true

	constructor(parts: FreezingParts, frozen: Frozen | null) {
		this.#parts = parts
		this.#frozen = frozen
		if (frozen !== null) parts.stop(frozenError(frozen))
	}

	/** Why nothing is signed; null while all is well. */
	get reason(): Frozen | null {
		return this.#frozen
	}

	/** See `Log.seen`. */
	async seen(note: string): Promise<'consistent' | 'frozen' | 'not-ours'> {
		const verdict = await judgeOutsideHead(this.#parts.own(), note)
		if (verdict === 'consistent' || verdict === 'not-ours') return verdict
		await this.#freeze({ reason: 'seen', evidence: note })
		return 'frozen'
	}

	/** See `Log.claimed`. */
	async claimed({ witness, url, size }: Pick<WitnessClaim, 'witness' | 'url' | 'size'>): Promise<boolean> {
		const ours = this.#parts.own().size
		if (size <= ours) return this.#frozen !== null
		const time = new Date(this.#parts.clock.now()).toISOString()
		const claim: WitnessClaim = { witness, url, size, ours, time }
		await this.#freeze({ reason: 'witness', evidence: JSON.stringify(claim) })
		return true
	}

	async #freeze(frozen: Frozen): Promise<void> {
		// In memory first: from here on nothing is signed, whatever the disk does.
		const known = this.#frozen
		this.#frozen ??= frozen
		this.#parts.stop(frozenError(this.#frozen))
		// More evidence changes nothing, unless it is stronger: a restored log is now known to have forked.
		if (known !== null && this.#kept && !isStronger(frozen, known)) return
		this.#frozen = frozen
		this.#kept = false
		await writeFrozen(this.#parts.store, this.#parts.head, frozen)
		this.#kept = true
		this.#parts.frozen(frozen)
	}
}
