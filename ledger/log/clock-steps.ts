/**
 * Steps of the clock: how far it went ahead of a clock that nobody sets. An entry that got a time of the future could
 * not be taken back, and nothing could follow it until that time has come. Steps back need no such watch: the newest
 * entry's time shows them.
 * @module
 */
import type { Clock } from './types.ts'

/** Milliseconds that the clock may step ahead: more than daemons correct, and than a stalled process explains. */
export const STEP_MAX = 60_000

export class ClockSteps {
	readonly #clock: Clock
	/** The clock's time less that of the other one, when the clock was last believed. */
	#offset: number | undefined

	constructor(clock: Clock) {
		this.#clock = clock
		this.believe()
	}

	/** The clock is right as it is now. */
	believe(): void {
		const { monotonic } = this.#clock
		this.#offset = monotonic === undefined ? undefined : this.#clock.now() - monotonic.call(this.#clock)
	}

	/** Milliseconds, negative for a step back; 0 where there is nothing to compare with. */
	ahead(now: number): number {
		if (this.#offset === undefined) return 0
		return Math.floor(now - (this.#clock.monotonic?.() ?? 0) - this.#offset)
	}
}
