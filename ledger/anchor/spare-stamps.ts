/**
 * Time-stamps for what is not of the log: signatures of the seal. The log's own come first: of an authority whose stamps
 * of the year run low nothing is taken, and one that has failed is left alone for a while, so that nobody waits for it
 * again and again.
 * @module
 */
import type { Hash } from '@letopis/format'
import type { AnchorLane } from './anchor-lane.ts'
import type { TimeSource } from './authority.ts'

/** Somebody waits for the answer. */
const LONGEST_MS = 5_000
const LEFT_ALONE_MS = 60_000

export class SpareStamps {
	readonly #lanes: readonly AnchorLane[]
	readonly #clock: TimeSource
	readonly #failed = new Map<AnchorLane, number>()

	constructor(lanes: readonly AnchorLane[], clock: TimeSource) {
		// The untrusted one proves nothing to anybody; it serves where there is no other.
		this.#lanes = lanes.toSorted(
			(a, b) => Number(b.settings.authority.trusted) - Number(a.settings.authority.trusted),
		)
		this.#clock = clock
	}

	/** Token of the first authority that gives one; null if none does. @param qualified asks only those declared so */
	async take(imprint: Hash, qualified = false): Promise<Uint8Array | null> {
		for (const lane of this.#lanes) {
			const { authority } = lane.settings
			if (qualified && !(authority.trusted && authority.qualified === true)) continue
			const now = this.#clock.now()
			if (now - (this.#failed.get(lane) ?? Number.NEGATIVE_INFINITY) < LEFT_ALONE_MS || runsLow(lane, now))
				continue
			try {
				return await lane.stampBeside(imprint, LONGEST_MS)
			} catch {
				// Its state shows with its anchors, which it fails to give as well.
				this.#failed.set(lane, this.#clock.now())
			}
		}
		return null
	}
}

function runsLow(lane: AnchorLane, now: number): boolean {
	const left = lane.quota.remaining(now)
	return left !== null && left <= Math.max(0, ...lane.warnings)
}
