/**
 * Probes of the board: a second process, best on another host, looks whether each notice is there and signs what it saw. Its key
 * is registered by the administrator in a public entry; its statements come in batches, each batch one public entry. Who
 * delivers them does not matter, so no token is asked for: the signature is.
 * @module
 */
import { parseVkey, RefusalError, type Vkey } from '@letopis/format'
import { Turns } from '../documents/idempotency.ts'
import type { Principal, Scope } from '../http/env.ts'
import { Problem } from '../http/problems.ts'
import type { ApiDeps } from '../services.ts'
import { appendOpen } from './board.ts'
import { PROBE_KEY_KIND, PROBE_KIND } from './records.ts'
import { allProbes, type FoundProbe, findProbe, lastStatement } from './rows.ts'
import { readStatement } from './statement.ts'

/** Statements in one delivery. */
export const MOST_NOTES = 64
/** Characters of all of them: an entry of the log holds 65,024 bytes in all. */
export const MOST_CHARACTERS = 56_000
export const MOST_PROBES = 32
/** A statement from further ahead than this is a wrong clock, one from longer ago no proof that anybody wants. */
const AHEAD_S = 300
const BEHIND_S = 8 * 86_400

const JOB: Principal = { name: 'letopis', scopes: new Set<Scope>(), grant: null, job: 'board-probe' }

export interface Delivered {
	/** statements that were recorded now */
	readonly recorded: number
	/** that were known, or older than one that was */
	readonly known: number
	/** index of the entry in the present log; null if nothing was new */
	readonly entry: number | null
}

export class Probes {
	readonly #deps: ApiDeps
	readonly #turns = new Turns()

	constructor(deps: ApiDeps) {
		this.#deps = deps
	}

	async list(): Promise<FoundProbe[]> {
		await this.#deps.projection.current()
		return allProbes(this.#deps.projection.store, MOST_PROBES)
	}

	/** Registers a key, or one in its place. @returns index of the entry; null if it stands so already */
	register(name: string, text: string, principal: Principal): Promise<number | null> {
		const vkey = readKey(text)
		if (vkey.type !== 0x01) throw new Problem('probe-refused', 'The key of a probe is an Ed25519 key.')
		return this.#turns.take('keys', async () => {
			const all = await this.list()
			const known = all.find((one) => one.name === name)
			if (known?.active && known.vkey === text) return null
			if (known === undefined && all.length >= MOST_PROBES) {
				throw new Problem('probe-refused', `There are ${MOST_PROBES} probes; use one of their names again.`)
			}
			return appendOpen(this.#deps, PROBE_KEY_KIND, { name, vkey: text, active: true }, principal)
		})
	}

	/** Takes no more statements of a probe. @throws Problem 'probe-not-found' */
	retire(name: string, principal: Principal): Promise<number | null> {
		return this.#turns.take('keys', async () => {
			const known = await this.#find(name)
			if (!known.active) return null
			return appendOpen(this.#deps, PROBE_KEY_KIND, { name, vkey: known.vkey, active: false }, principal)
		})
	}

	/**
	 * Records statements of one probe, oldest first. Sending them again records nothing twice.
	 * @throws Problem 'probe-not-found', 'probe-refused'; then nothing was recorded
	 */
	deliver(name: string, notes: readonly string[]): Promise<Delivered> {
		return this.#turns.take(`probe ${name}`, async () => {
			const { vkey, active } = await this.#find(name)
			if (!active) throw new Problem('probe-refused', 'The administrator has retired the key of this probe.')
			const { store } = this.#deps.projection
			const now = this.#deps.clock.now() / 1000
			let last = await lastStatement(store, name)
			const fresh: string[] = []
			for (const note of notes) {
				const { time } = statementOf(note, parseVkey(vkey))
				if (time > now + AHEAD_S)
					throw new Problem('probe-refused', 'A statement is from the future: whose clock is wrong?')
				if (time <= last) continue
				if (time < now - BEHIND_S)
					throw new Problem('probe-refused', 'A statement is more than eight days old.')
				last = time
				fresh.push(note)
			}
			const entry =
				fresh.length === 0
					? null
					: await appendOpen(this.#deps, PROBE_KIND, { probe: name, notes: fresh }, JOB)
			return { recorded: fresh.length, known: notes.length - fresh.length, entry }
		})
	}

	async #find(name: string): Promise<FoundProbe> {
		await this.#deps.projection.current()
		const found = await findProbe(this.#deps.projection.store, name)
		if (found === undefined)
			throw new Problem('probe-not-found', 'The administrator registers the key of a probe.')
		return found
	}
}

function readKey(text: string): Vkey {
	try {
		return parseVkey(text)
	} catch (error) {
		throw refused(error)
	}
}

function statementOf(note: string, key: Vkey) {
	try {
		return readStatement(note, key)
	} catch (error) {
		throw refused(error)
	}
}

function refused(error: unknown): unknown {
	if (!(error instanceof RefusalError)) return error
	return new Problem('probe-refused', `It is not what a probe says: ${error.message}.`, {
		cause: error,
		extra: { refusal: error.code },
	})
}
