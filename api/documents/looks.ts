/**
 * One look is one entry: whoever opens a page, reloads it, or goes back to it within a few minutes reads once, in the
 * same session, for the same reason, the same state of the same thing. The first time is recorded before anything is
 * shown; what was looked at anew after a change is another look.
 * @module
 */
import type { Principal } from '../http/env.ts'
import { readerKey } from './access.ts'

/** How long one look goes on after it was recorded, ms. */
const WINDOW = 10 * 60 * 1000
const MAX_LOOKS = 4096

interface Look {
	readonly until: number
	/** resolves with the position of the entry when it is durable */
	readonly recorded: Promise<number>
}

export class Looks {
	readonly #looks = new Map<string, Look>()
	readonly #now: () => number

	/** @param now ms */
	constructor(now: () => number) {
		this.#now = now
	}

	/**
	 * Resolves when the look is recorded, by this call or an earlier one.
	 * @param seen what is shown, and why it is read: another text is another look
	 * @param record appends the entry of the look; resolves with its position
	 * @param newest position of the newest entry about what is shown; where it is behind the look's own, something has come
	 *   since that the look does not speak of, and it is another one
	 * @returns position of the look's entry, behind which nothing may be shown
	 * @throws what `record` throws; then nothing may be shown
	 */
	async once(
		reader: Principal,
		seen: readonly (string | number | null)[],
		record: () => Promise<number>,
		newest: () => Promise<number> = async () => 0,
	): Promise<number> {
		const key = JSON.stringify([readerKey(reader), ...seen])
		const now = this.#now()
		for (let running = this.#looks.get(key); running !== undefined && running.until > now; ) {
			const position = await running.recorded
			if ((await newest()) <= position) return position
			const next = this.#looks.get(key)
			if (next === running) break
			running = next
		}
		const look: Look = { until: now + WINDOW, recorded: record() }
		this.#remember(key, look, now)
		try {
			return await look.recorded
		} catch (error) {
			if (this.#looks.get(key) === look) this.#looks.delete(key)
			throw error
		}
	}

	#remember(key: string, look: Look, now: number): void {
		this.#looks.delete(key)
		this.#looks.set(key, look)
		for (const [oldest, { until }] of this.#looks) {
			// In order of beginning: behind the first that still runs, none has ended.
			if (until > now && this.#looks.size <= MAX_LOOKS) break
			this.#looks.delete(oldest)
		}
	}
}
