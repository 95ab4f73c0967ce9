/**
 * Takes down what hangs beyond its last day, so that no name stays in view because nobody came to work. Looked for at the start
 * and every minute; if the service is off at midnight, the next start does it, and the entry says the day on which it was done.
 * @module
 */
import { everyMinute, oneAtATime } from '../every-minute.ts'
import type { Principal, Scope } from '../http/env.ts'
import type { ApiDeps } from '../services.ts'
import type { Board } from './board.ts'

/** The service itself. */
const JOB: Principal = { name: 'letopis', scopes: new Set<Scope>(), grant: null, job: 'notice-board' }

export class BoardKeeper {
	readonly #deps: ApiDeps
	readonly #board: Board

	constructor(deps: ApiDeps, board: Board) {
		this.#deps = deps
		this.#board = board
	}

	start(): void {
		everyMinute(this.#deps, this.look, 'notice-board-failed')
	}

	/** Whoever asks while it is being done waits for the same. */
	readonly look = oneAtATime(() => this.#look())

	async #look(): Promise<void> {
		for (const name of await this.#board.overdue()) {
			if (this.#deps.stopping?.aborted === true) return
			await this.#board.takeDown(name, null, null, { principal: JOB, purpose: null, key: null })
		}
	}
}
