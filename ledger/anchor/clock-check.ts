/**
 * Whether a stamp and the town's own clock can both be right.
 * @module
 */

export interface ClockReading {
	/** Own clock when the request left and when the answer was there, milliseconds since 1970. */
	readonly sent: number
	readonly received: number
	/** Stamped time ± accuracy, milliseconds; null where the authority states none. */
	readonly genTime: number
	readonly accuracyMs: number | null
}

/**
 * Milliseconds by which the own clock differs from the stamped time beyond everything that explains it (the
 * round trip, the authority's accuracy): positive if the own clock is ahead, negative if it is behind, 0 if
 * they agree.
 */
export function clockDifference({ sent, received, genTime, accuracyMs }: ClockReading): number {
	const accuracy = accuracyMs ?? 0
	// A clock that was set back between the two readings spans the same interval.
	const earliest = Math.min(sent, received)
	const latest = Math.max(sent, received)
	if (earliest > genTime + accuracy) return earliest - (genTime + accuracy)
	if (latest < genTime - accuracy) return latest - (genTime - accuracy)
	return 0
}
