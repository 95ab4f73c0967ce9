/**
 * Work of the service's own that is looked for again and again until the service stops.
 * @module
 */
import { journalNotice } from './http/journal.ts'
import type { ApiDeps } from './services.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE

type Deps = Pick<ApiDeps, 'stopping'> & Parameters<typeof journalNotice>[0]
type Notice = Parameters<typeof journalNotice>[1]

/**
 * Work that is done once at a time.
 * @returns begins it; whoever asks while it is being done waits for the same
 */
export function oneAtATime<T>(work: () => Promise<T>): () => Promise<T> {
	let running: Promise<T> | null = null
	return () => {
		running ??= work().finally(() => {
			running = null
		})
		return running
	}
}

/** At the start and every minute. @param failed as of {@link every} */
export function everyMinute(deps: Deps, look: () => Promise<unknown>, failed: Notice): void {
	every(MINUTE, deps, look, failed)()
}

/**
 * Again and again, for the first time after one period.
 * @param period ms
 * @param failed notice for the journal when the work fails; the next time tries again
 * @returns does it now
 */
export function every(period: number, deps: Deps, look: () => Promise<unknown>, failed: Notice): () => void {
	const attempt = () => {
		look().catch(() => journalNotice(deps, failed))
	}
	const timer = setInterval(attempt, period)
	timer.unref()
	deps.stopping?.addEventListener('abort', () => clearInterval(timer), { once: true })
	return attempt
}
