/**
 * Repeated requests. A client that does not know whether its request arrived sends it again under the same
 * Idempotency-Key and gets the receipt of the entry that the first one made. Key and fingerprint are private
 * fields of that entry, so they are as durable as it is, and found in whichever log it is; in memory there is only
 * who waits for whom.
 * @module
 */
import { createHash, createHmac } from 'node:crypto'
import { type DagValue, encodeDag, equalBytes } from '@letopis/format'
import type { Chronicle } from '../chronicle.ts'
import { Problem } from '../http/problems.ts'

export interface Idempotency {
	/** SHA-256(principal ‖ 0x00 ‖ key), 32 B */
	readonly key: Uint8Array
	/** keyed hash of what was asked for, 32 B */
	readonly request: Uint8Array
}

/**
 * @param header 1..255 visible ASCII characters, if present
 * @throws Problem 'idempotency-key-malformed'
 */
export function idempotencyKey(header: string | undefined, principal: string): Uint8Array | null {
	if (header === undefined) return null
	if (!/^[\x21-\x7e]{1,255}$/.test(header)) {
		throw new Problem('idempotency-key-malformed', 'Idempotency-Key has 1 to 255 visible ASCII characters.')
	}
	return createHash('sha256').update(principal, 'utf8').update('\0').update(header, 'latin1').digest()
}

/**
 * Fingerprint of a request. Keyed, so that whoever gets hold of it cannot try out guesses of the request.
 * @param parts everything that makes two requests the same
 */
export function fingerprint(secret: Uint8Array, parts: DagValue[]): Uint8Array {
	return createHmac('sha256', secret).update('request\0').update(encodeDag(parts)).digest()
}

/** Lets one task at a time run under a name; others wait in the order in which they came. */
export class Turns {
	readonly #last = new Map<string, Promise<unknown>>()

	async take<T>(name: string, task: () => Promise<T>): Promise<T> {
		const before = this.#last.get(name)
		const turn = (before ?? Promise.resolve()).then(task)
		// The tail that others wait for never fails: a failed task must not fail the next one.
		const tail = turn.catch(() => {})
		this.#last.set(name, tail)
		try {
			return await turn
		} finally {
			if (this.#last.get(name) === tail) this.#last.delete(name)
		}
	}
}

/**
 * Position of the entry that this request already made.
 * @throws Problem 'idempotency-conflict' if the key was used for something else
 */
export async function earlierEntry(
	chronicle: Chronicle,
	{ key, request }: Idempotency,
): Promise<number | undefined> {
	const earlier = await chronicle.idempotent(key)
	if (earlier === undefined) return undefined
	if (equalBytes(earlier.request, request)) return earlier.index
	throw new Problem('idempotency-conflict', 'Use a new key for a request with other content.')
}
