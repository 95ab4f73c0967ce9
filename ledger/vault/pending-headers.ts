/**
 * Headers of documents that were stored but are not yet in a record. A rotation of the epoch in between must
 * reach them too, although their holder knows only the header that he was given.
 * @module
 */
import { type Cid, cidText } from '@letopis/format'

interface Pending {
	cid: string
	/** for the current epoch */
	header: Uint8Array
}

export class PendingHeaders {
	/** by the header as it was given out */
	readonly #pending = new Map<string, Pending>()

	add(cid: Cid, header: Uint8Array): void {
		this.#pending.set(keyOf(header), { cid: cidText(cid), header })
	}

	/** The header to be stored for one that was given out; undefined if it is not one of these. */
	current(header: Uint8Array): Uint8Array | undefined {
		return this.#pending.get(keyOf(header))?.header
	}

	/** It is in a record now. */
	remove(header: Uint8Array): void {
		this.#pending.delete(keyOf(header))
	}

	/** Its payload is removed. */
	discard(cid: Cid): void {
		const text = cidText(cid)
		for (const [key, pending] of this.#pending) if (pending.cid === text) this.#pending.delete(key)
	}

	rewrap(change: (header: Uint8Array) => Uint8Array): void {
		for (const pending of this.#pending.values()) pending.header = change(pending.header)
	}
}

function keyOf(header: Uint8Array): string {
	return Buffer.from(header.buffer, header.byteOffset, header.length).toString('latin1')
}
