/**
 * When an authority is to be asked for its next stamp: pure arithmetic over what is known. New entries wait
 * at most a period, a heartbeat comes without them, failures are retried ever more slowly, and a yearly quota
 * is spread over what is left of the year, so that it cannot run out before December.
 * @module
 */
import { calendarYear, yearStart } from './quota.ts'

export interface Rhythm {
	/** Longest wait of a new entry, milliseconds. */
	readonly periodMs: number
	/** Longest time between two stamps when nothing new was recorded, milliseconds. */
	readonly heartbeatMs: number
}

export interface Situation {
	readonly now: number
	/** Whether an entry that is no anchor waits for a stamp. */
	readonly pending: boolean
	/** When the authority was last asked or failed; null if never. */
	readonly lastTried: number | null
	/** Failures since the last good stamp. */
	readonly failures: number
	/** Stamps left this year, null without a limit. */
	readonly remaining: number | null
}

/** By so much a clock is corrected now and then; that is no reason to ask anew. */
const CORRECTION_MS = 60_000
const FIRST_RETRY_MS = 5_000
const LAST_RETRY_MS = 900_000

/** The moment from which a stamp is due, milliseconds since 1970; in the past or now: at once. */
export function dueAt(rhythm: Rhythm, situation: Situation): number {
	const { now, pending, lastTried, failures, remaining } = situation
	if (remaining === 0) return yearStart(calendarYear(now) + 1)
	// A last attempt in the future was made by a clock that has been set back since: its time says nothing.
	if (lastTried === null || lastTried > now + CORRECTION_MS) return now
	const wait = pending ? Math.min(rhythm.periodMs, rhythm.heartbeatMs) : rhythm.heartbeatMs
	// A failure is worth another try before the period is over, but not before the quota's pace.
	const interval = failures > 0 ? retryDelay(failures) : wait
	return lastTried + Math.ceil(Math.max(interval, quotaPace(now, remaining)))
}

/**
 * Milliseconds between stamps that spread the rest of a quota over the rest of its year; 0 without a quota.
 */
export function quotaPace(now: number, remaining: number | null): number {
	return remaining === null ? 0 : (yearStart(calendarYear(now) + 1) - now) / Math.max(1, remaining)
}

/** 5 s, doubled with each failure, up to 15 minutes. */
export function retryDelay(failures: number): number {
	return Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 20))
}
