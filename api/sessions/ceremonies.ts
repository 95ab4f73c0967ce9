/**
 * Challenges that are out: each is answered once, within five minutes, and only for what it was made for. They are
 * in memory alone: a start of the service makes people begin again, which costs one click.
 *
 * Whoever makes one has passed the rate limit, whose bound over five minutes is below the bound here, so that a
 * flood cannot push out the challenge of somebody who is just looking for their key.
 * @module
 */
import type { Cid } from '@letopis/format'
import { Problem } from '../http/problems.ts'

export type Ceremony =
	| { readonly kind: 'sign-in' }
	| { readonly kind: 'confirm'; readonly account: string; readonly session: Cid }
	| { readonly kind: 'add'; readonly account: string }
	| {
			readonly kind: 'register'
			readonly code: Uint8Array
			/** id and name of the first account, which is made with its passkey; null for an invited one */
			readonly first: { readonly account: string; readonly name: string } | null
	  }

/** ms */
const LIFE = 5 * 60_000
const MAX = 8192

interface Pending {
	readonly ceremony: Ceremony
	readonly challenge: string
	readonly until: number
}

export class Ceremonies {
	readonly #pending = new Map<string, Pending>()
	readonly #now: () => number
	readonly #random: (length: number) => Uint8Array

	constructor(now: () => number, random: (length: number) => Uint8Array) {
		this.#now = now
		this.#random = random
	}

	/** @returns name under which it is taken up again */
	begin(ceremony: Ceremony, challenge: string): string {
		const now = this.#now()
		for (const [id, { until }] of this.#pending) {
			if (until > now && this.#pending.size < MAX) break
			this.#pending.delete(id)
		}
		const id = Buffer.from(this.#random(16)).toString('base64url')
		this.#pending.set(id, { ceremony, challenge, until: now + LIFE })
		return id
	}

	/** Ends a ceremony, whatever comes of it. @throws Problem 'ceremony-unknown' */
	take<K extends Ceremony['kind']>(
		id: string,
		kind: K,
	): { ceremony: Extract<Ceremony, { kind: K }>; challenge: string } {
		const pending = this.#pending.get(id)
		this.#pending.delete(id)
		if (pending === undefined || pending.ceremony.kind !== kind || pending.until <= this.#now()) {
			throw new Problem(
				'ceremony-unknown',
				'Ask for new options: each can be answered once, within five minutes.',
			)
		}
		const ceremony = pending.ceremony as Extract<Ceremony, { kind: K }>
		return { ceremony, challenge: pending.challenge }
	}
}
