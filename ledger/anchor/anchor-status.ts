/**
 * How anchoring by one authority stands, for people and metrics.
 * @module
 */
import type { AnchorRecord } from './anchor-history.ts'
import type { AnchorLane } from './anchor-lane.ts'
import { quotaPace } from './schedule.ts'

export interface AuthorityStatus {
	readonly name: string
	/** False for the development authority: its stamps prove nothing to others. */
	readonly trusted: boolean
	/** Stamped time of its newest anchor, milliseconds since 1970. */
	readonly lastStamp: number | null
	/** Size of the newest head that it stamped, 0 if none. */
	readonly stampedSize: number
	/** Seconds that the oldest unstamped entry waits; 0 if none does. */
	readonly waiting: number
	/** Seconds by which that is longer than period and quota let it wait; 0 when nothing is overdue. */
	readonly lag: number
	/** Stamps per calendar year, null without a limit. */
	readonly quota: number | null
	/** Stamps asked for this year, and how many are left. */
	readonly used: number
	readonly remaining: number | null
	/** The lowest warning threshold that `remaining` has reached, null above all of them. */
	readonly quotaWarning: number | null
	/** What went wrong last; null once a stamp was recorded after it. */
	readonly lastError: string | null
	readonly lastErrorAt: number | null
	/** Failures since the last recorded stamp. */
	readonly failures: number
}

/** @param newest the authority's newest anchor in the log */
export function laneStatus(lane: AnchorLane, newest: AnchorRecord | undefined, now: number): AuthorityStatus {
	const { quota, settings, lastError, waitingSince } = lane
	const remaining = quota.remaining(now)
	const reached = lane.warnings.filter((threshold) => remaining !== null && remaining <= threshold)
	const waited = waitingSince === null ? 0 : Math.max(0, now - waitingSince)
	const allowed = Math.max(settings.periodMs, quotaPace(now, remaining))
	return {
		name: lane.name,
		trusted: settings.authority.trusted,
		lastStamp: newest?.time ?? null,
		stampedSize: lane.stampedSize,
		waiting: Math.floor(waited / 1000),
		lag: Math.floor(Math.max(0, waited - allowed) / 1000),
		quota: quota.perYear,
		used: quota.used(now),
		remaining,
		quotaWarning: reached.length === 0 ? null : Math.min(...reached),
		lastError: lastError?.error.message ?? null,
		lastErrorAt: lastError?.at ?? null,
		failures: lane.failures,
	}
}
