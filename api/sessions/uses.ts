/**
 * When sessions were last used, beside the projection: key `S` and the position of the start, value the moment in ms.
 * No entry holds it, for each request would be one. It can only keep alive what would otherwise be over: where the
 * rows are gone, or older than the truth by a crash, a session ends earlier, and its holder signs in once more.
 * @module
 */
import { concat, uint64be, utf8 } from '@letopis/format'
import type { Projection } from '../documents/projection.ts'
import type { Session } from '../people/directory.ts'

const S = utf8('S')
const keyOf = ({ index }: Pick<Session, 'index'>) => concat(S, uint64be(index))
/** ms that a row may be behind. */
const BEHIND = 60_000

export class Uses {
	readonly #projection: Pick<Projection, 'store' | 'people'>
	readonly #written = new Map<number, number>()
	#loaded: Promise<void> | null = null

	constructor(projection: Pick<Projection, 'store' | 'people'>) {
		this.#projection = projection
	}

	/** Tells the directory what is known from before the start of the service; once. */
	load(): Promise<void> {
		this.#loaded ??= this.#load().catch((error) => {
			this.#loaded = null
			throw error
		})
		return this.#loaded
	}

	async #load(): Promise<void> {
		const { store, people } = this.#projection
		const sessions = people.sessions().filter(({ ended }) => ended === null)
		const rows = await store.getMany(sessions.map(keyOf))
		for (const [i, session] of sessions.entries()) {
			const row = rows[i]
			if (row?.length !== 8) continue
			const at = Number(new DataView(row.buffer, row.byteOffset, 8).getBigUint64(0))
			session.lastUsed = Math.max(session.lastUsed, at)
			this.#written.set(session.index, at)
		}
	}

	/** @param now ms */
	used(session: Session, now: number): void {
		session.lastUsed = Math.max(session.lastUsed, now)
		if (now - (this.#written.get(session.index) ?? session.started) < BEHIND) return
		this.#written.set(session.index, now)
		// One that is not written is one use less: the next one is written.
		this.#projection.store
			.write([{ key: keyOf(session), value: uint64be(now) }], { sync: false })
			.catch(() => this.#written.delete(session.index))
	}

	forget(session: Pick<Session, 'index'>): void {
		if (!this.#written.delete(session.index)) return
		// What stays is a row that nobody asks for.
		this.#projection.store.write([{ key: keyOf(session), delete: true }], { sync: false }).catch(() => {})
	}
}
