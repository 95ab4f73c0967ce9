/**
 * Takes down what hangs beyond its last day, so that no name stays in view because nobody came to work. Looked for at the start
 * and every minute; if the service is off at midnight, the next start does it, and the entry says the day on which it was done.
 * @module
 */
import type { Principal, Scope } from '../http/env.ts'
import { journalNotice } from '../http/journal.ts'
import type { ApiDeps } from '../services.ts'
import type { Board } from './board.ts'

const MINUTE = 60_000

/** The service itself. */
const JOB: Principal = { name: 'letopis', scopes: new Set<Scope>(), grant: null, job: 'notice-board' }

export class BoardKeeper {
	readonly #deps: ApiDeps
	readonly #board: Board
	#running: Promise<void> | null = null

	constructor(deps: ApiDeps, board: Board) {
		this.#deps = deps
		this.#board = board
	}

	start(): void {
		const look = () => {
			this.look().catch(() => journalNotice(this.#deps, 'notice-board-failed'))
		}
		const timer = setInterval(look, MINUTE)
		timer.unref()
		this.#deps.stopping?.addEventListener('abort', () => clearInterval(timer), { once: true })
		look()
	}

	/** Whoever asks while it is being done waits for the same. */
	look(): Promise<void> {
		this.#running ??= this.#look().finally(() => {
			this.#running = null
		})
		return this.#running
	}

	async #look(): Promise<void> {
		for (const name of await this.#board.overdue()) {
			if (this.#deps.stopping?.aborted === true) return
			await this.#board.takeDown(name, null, null, { principal: JOB, purpose: null, key: null })
		}
	}
}
