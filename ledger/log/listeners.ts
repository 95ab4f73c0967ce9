/**
 * Who is told what happened in the log, in order, after it is durable.
 * @module
 */
import type { Batch } from './sequencer.ts'
import type { LogEvent } from './types.ts'

export class Listeners {
	readonly #listeners = new Set<(event: LogEvent) => void>()

	/** @returns ends the subscription */
	add(listener: (event: LogEvent) => void): () => void {
		this.#listeners.add(listener)
		return () => {
			this.#listeners.delete(listener)
		}
	}

	tell(event: LogEvent): void {
		for (const listener of this.#listeners) {
			try {
				listener(event)
			} catch (error) {
				// A listener's mistake must not stop the log, nor go unseen.
				queueMicrotask(() => {
					throw error
				})
			}
		}
	}

	tellAppended({ from, size, entries }: Batch): void {
		if (this.#listeners.size === 0) return
		const told = entries.map(({ cid, entry, opening, time }, i) => ({
			index: from + i,
			cid,
			entry,
			opening,
			time,
		}))
		this.tell({ type: 'appended', from, size, entries: told })
	}
}
