/**
 * Renewals of all logs of a town: of the present one, and of the closed ones, whose stamps end like any others while nobody
 * anchors them any more. Looks every hour.
 * @module
 */
import { setTimeout as wait } from 'node:timers/promises'
import { LedgerError } from '../error.ts'
import type { Renewable } from './renewable-log.ts'
import {
	type Forecast,
	type RenewalOutcome,
	Renewer,
	type RenewerParts,
	type RenewOptions,
	unknownAuthority,
} from './renewer.ts'

/** From the start to the first look, so that a service that is only tried out asks for nothing; then between two. */
const FIRST_LOOK_MS = 60_000
const LOOK_MS = 3_600_000

/** A closed log. */
export interface ClosedLogToRenew {
	readonly origin: string
	/** @throws LedgerError if it cannot be opened now */
	open(): Promise<Renewable>
}

export interface RenewalFailure {
	readonly at: number
	readonly error: LedgerError
}

export class TownRenewer {
	readonly #parts: RenewerParts
	readonly #present: Renewer
	readonly #closed: readonly ClosedLogToRenew[]
	readonly #opened = new Map<string, Renewer>()
	/** Closed logs that could not be opened when it was last tried. */
	readonly #unopened = new Map<string, RenewalFailure>()
	#ending: AbortController | null = null

	constructor(parts: RenewerParts, present: Renewable, closed: readonly ClosedLogToRenew[]) {
		this.#parts = parts
		this.#present = new Renewer({ ...parts, ...present })
		this.#closed = closed
	}

	/** Looks every hour from now on whether something is due. */
	start(): void {
		if (this.#ending !== null) return
		this.#ending = new AbortController()
		void this.#watch(this.#ending.signal)
	}

	async #watch(signal: AbortSignal): Promise<void> {
		const sleep = (ms: number) => wait(ms, true, { signal, ref: false }).catch(() => false)
		for (let ms = FIRST_LOOK_MS; await sleep(ms); ms = LOOK_MS) {
			// What goes wrong is kept by authority; a log that cannot be read says so elsewhere.
			await this.renewDue().catch(() => {})
		}
	}

	/** Ends the looking; a turn under way writes nothing more. */
	async stop(): Promise<void> {
		this.#ending?.abort()
		await Promise.all([this.#present, ...this.#opened.values()].map((renewer) => renewer.settled()))
	}

	/**
	 * What somebody has to see to, by authority (with the origin where it is that of a closed log): see `Renewer.failures`; and
	 * closed logs that cannot be opened, by origin.
	 */
	get failures(): ReadonlyMap<string, RenewalFailure> {
		const all = new Map([...this.#present.failures, ...this.#unopened])
		for (const [origin, { failures }] of this.#opened) {
			for (const [of, failure] of failures) all.set(`${of} (${origin})`, failure)
		}
		return all
	}

	/** What ends when, of all that nothing renews yet. */
	async forecast(): Promise<Forecast> {
		const forecast = await this.#present.forecast()
		const lines = [...forecast.lines]
		for (const [origin, renewer] of await this.#open()) {
			const { lines: more } = await renewer.forecast()
			lines.push(...more.map((line) => ({ ...line, log: origin })))
		}
		return { ...forecast, lines }
	}

	/** Renews what is due. What failed is tried again after a day. */
	renewDue(): Promise<RenewalOutcome[]> {
		return this.#each((renewer) => renewer.renewDue())
	}

	/**
	 * Renews what is due, or all of one authority, in all logs.
	 * @throws LedgerError `not-found` for names that are not known
	 */
	async renewNow(options: RenewOptions = {}): Promise<RenewalOutcome[]> {
		const { of } = options
		if (of === undefined) return this.#each((renewer) => renewer.renewNow(options))
		const { lines } = await this.forecast()
		if (!lines.some((line) => line.of === of)) throw unknownAuthority(of)
		return this.#each(async (renewer) => {
			const own = await renewer.forecast()
			return own.lines.some((line) => line.of === of) ? renewer.renewNow(options) : []
		})
	}

	async #each(turn: (renewer: Renewer) => Promise<RenewalOutcome[]>): Promise<RenewalOutcome[]> {
		const outcomes = await turn(this.#present)
		for (const [log, renewer] of await this.#open()) {
			outcomes.push(...(await turn(renewer)).map((outcome) => ({ ...outcome, log })))
		}
		for (const [log, { error }] of this.#unopened) outcomes.push({ of: log, log, error })
		return outcomes
	}

	/** Those of the closed logs that can be opened, oldest first; once opened, they stay. */
	async #open(): Promise<[origin: string, renewer: Renewer][]> {
		const found: [string, Renewer][] = []
		for (const { origin, open } of this.#closed) {
			try {
				const renewer = this.#opened.get(origin) ?? new Renewer({ ...this.#parts, ...(await open()) })
				this.#opened.set(origin, renewer)
				this.#unopened.delete(origin)
				found.push([origin, renewer])
			} catch (error) {
				if (!(error instanceof LedgerError)) throw error
				this.#unopened.set(origin, { at: this.#parts.clock.now(), error })
			}
		}
		return found
	}
}
