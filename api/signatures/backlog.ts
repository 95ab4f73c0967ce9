/**
 * Documents from before the service looked for signatures: examined one after the other behind everything else, and slowly,
 * so that nobody who works notices. What is left stands in the projection, and each one that is done in the log: whenever it
 * is stopped, it goes on where it was.
 * @module
 */
import { setTimeout as wait } from 'node:timers/promises'
import { journalNotice } from '../http/journal.ts'
import type { ApiDeps } from '../services.ts'
import type { SignatureReception } from './reception.ts'
import { nextEarlier } from './rows.ts'

/** ms of rest between two documents at least, and times as long as the last one took. */
const REST = 1000
const RATIO = 4
/** ms until those that could not be examined are tried again. */
const AGAIN = 3_600_000

export class SignatureBacklog {
	readonly #deps: ApiDeps
	readonly #reception: SignatureReception

	constructor(deps: ApiDeps, reception: SignatureReception) {
		this.#deps = deps
		this.#reception = reception
	}

	/** Goes through them until none is left, or the service stops. */
	start(): void {
		this.#run().catch(() => {
			if (this.#deps.stopping?.aborted !== true) journalNotice(this.#deps, 'signature-check-postponed')
		})
	}

	async #run(): Promise<void> {
		const { projection } = this.#deps
		await projection.current()
		let failed = false
		for (let from = 0; this.#deps.stopping?.aborted !== true; ) {
			const next = await nextEarlier(projection.store, from)
			if (next === undefined) {
				if (!failed) return
				await this.#sleep(AGAIN)
				from = 0
				failed = false
				continue
			}
			from = next.version + 1
			await this.#reception.idle()
			const began = performance.now()
			if (!(await this.#reception.examined(next))) failed = true
			await this.#sleep(Math.max(REST, RATIO * (performance.now() - began)))
		}
	}

	/** Ends early when the service stops. */
	async #sleep(ms: number): Promise<void> {
		const { stopping } = this.#deps
		await wait(ms, undefined, { ref: false, ...(stopping === undefined ? {} : { signal: stopping }) }).catch(
			() => {},
		)
	}
}
