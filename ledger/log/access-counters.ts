/**
 * Numbers of accesses to documents, given out when an access is queued: 1, 2, … without gap. A number counts
 * only once its entry is encoded and queued in the same step. If appending fails, the sequencer refuses all that is
 * queued until the log is opened again, and the log then says how many there were: numbers are taken back.
 * @module
 */
import type { Cid } from '@letopis/format'
import { accessRow, type LogIndex } from './log-index.ts'

interface Counter {
	/** newest number given out; undefined while it is looked up */
	last: number | undefined
	lookup: Promise<void> | undefined
	/** who needs the counter: those waiting for it and those queued but not committed */
	holders: number
}

export class AccessCounters {
	readonly #index: LogIndex
	readonly #counters = new Map<string, Counter>()

	constructor(index: LogIndex) {
		this.#index = index
	}

	/**
	 * Runs `use` with the next number for the document. `use` queues the entry, in the same step; if it throws,
	 * the number goes to the next one.
	 */
	async next<T>(document: Cid, use: (number: number) => T): Promise<T> {
		const name = accessRow(document)
		const counter = this.#hold(name, document)
		try {
			await counter.lookup
			const number = (counter.last ?? 0) + 1
			const result = use(number)
			counter.last = number
			counter.holders++
			return result
		} finally {
			this.#release(name, counter)
		}
	}

	/** Says that the entry with a number is in the index, or refused. */
	settled(document: Cid): void {
		const name = accessRow(document)
		const counter = this.#counters.get(name)
		if (counter !== undefined) this.#release(name, counter)
	}

	#hold(name: string, document: Cid): Counter {
		let counter = this.#counters.get(name)
		if (counter === undefined) {
			counter = { last: undefined, lookup: undefined, holders: 0 }
			counter.lookup = this.#lookUp(counter, document)
			this.#counters.set(name, counter)
		}
		counter.holders++
		return counter
	}

	async #lookUp(counter: Counter, document: Cid): Promise<void> {
		counter.last = await this.#index.accessCount(document)
	}

	/** The last holder gone, the index knows the number. */
	#release(name: string, counter: Counter): void {
		counter.holders--
		if (counter.holders === 0 && this.#counters.get(name) === counter) this.#counters.delete(name)
	}
}
