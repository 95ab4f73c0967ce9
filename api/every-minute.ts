/**
 * Work of the service's own that is looked for at the start and every minute until the service stops.
 * @module
 */
import { journalNotice } from './http/journal.ts'
import type { ApiDeps } from './services.ts'

const MINUTE = 60_000

/**
 * Work that is done once at a time.
 * @returns begins it; whoever asks while it is being done waits for the same
 */
export function oneAtATime(work: () => Promise<void>): () => Promise<void> {
	let running: Promise<void> | null = null
	return () => {
		running ??= work().finally(() => {
			running = null
		})
		return running
	}
}

/** @param failed notice for the journal when the work fails; the next minute tries again */
export function everyMinute(
	deps: Pick<ApiDeps, 'stopping'> & Parameters<typeof journalNotice>[0],
	look: () => Promise<void>,
	failed: Parameters<typeof journalNotice>[1],
): void {
	const attempt = () => {
		look().catch(() => journalNotice(deps, failed))
	}
	const timer = setInterval(attempt, MINUTE)
	timer.unref()
	deps.stopping?.addEventListener('abort', () => clearInterval(timer), { once: true })
	attempt()
}
