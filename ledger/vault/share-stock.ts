/**
 * Ephemeral keys made ahead on the sealing thread: making one takes an eighth of all that the main thread does for a small
 * document. Each is given out once. They lie in memory only, beside the epoch's own key, and those of an epoch that ended
 * are thrown away.
 * @module
 */
import { equalBytes } from '@letopis/format'
import type { Share } from './identity.ts'
import { SHARE_SIZE } from './sealing.ts'

const POINT_SIZE = 32
/** Shares that are asked for together, and left when more are asked for. */
const BATCH = 64
/** Documents before the first are made ahead: a few need no thread. */
const PATIENCE = 256

export class ShareStock {
	readonly #make: (recipient: Uint8Array, count: number) => Promise<Uint8Array>
	#recipient: Uint8Array = new Uint8Array(0)
	#shares: Share[] = []
	#asked = 0
	#isAsking = false

	/** @param make shares as `makeShares` has them */
	constructor(make: (recipient: Uint8Array, count: number) => Promise<Uint8Array>) {
		this.#make = make
	}

	/** A share for the recipient, nobody else's; undefined where none is ready. @param recipient X25519 point */
	take(recipient: Uint8Array): Share | undefined {
		if (!equalBytes(this.#recipient, recipient)) {
			this.#recipient = recipient.slice()
			this.#shares = []
		}
		const share = this.#shares.pop()
		if (++this.#asked > PATIENCE && this.#shares.length < BATCH && !this.#isAsking) void this.#fill()
		return share
	}

	async #fill(): Promise<void> {
		const recipient = this.#recipient
		this.#isAsking = true
		try {
			const made = await this.#make(recipient, BATCH)
			// The epoch was rotated meanwhile.
			if (recipient !== this.#recipient) return
			for (let at = 0; at < made.length; at += SHARE_SIZE) {
				const point = made.slice(at, at + POINT_SIZE)
				this.#shares.push({ point, key: made.slice(at + POINT_SIZE, at + SHARE_SIZE) })
			}
		} catch {
			// The thread ended: shares are made where they are needed until it runs again.
		} finally {
			this.#isAsking = false
		}
	}
}
