/**
 * Headers of documents that are not yet in a record, and the payloads of small ones, which are nowhere else. A rotation of
 * the epoch in between must reach the headers too, although their holder knows only the one that he was given.
 * Each holds at most some kilobytes, for as long as its request goes on.
 * @module
 */
import { type Cid, cidText } from '@letopis/format'

interface Pending {
	readonly cid: string
	readonly content: PendingContent
}

/** What goes into the record. */
export interface PendingContent {
	/** for the current epoch */
	header: Uint8Array
	/** unless it is a file */
	readonly payload?: Uint8Array
}

export class PendingHeaders {
	/** by the header as it was given out */
	readonly #pending = new Map<string, Pending>()

	#inMemory = 0

	/** Payloads that are nowhere else. */
	get inMemory(): number {
		return this.#inMemory
	}

	add(cid: Cid, header: Uint8Array, payload: Uint8Array | undefined): void {
		if (payload !== undefined) this.#inMemory++
		const content = payload === undefined ? { header } : { header, payload }
		this.#pending.set(keyOf(header), { cid: cidText(cid), content })
	}

	/** What is to be stored for a header that was given out; undefined if it is not one of these. */
	of(header: Uint8Array): PendingContent | undefined {
		return this.#pending.get(keyOf(header))?.content
	}

	/** It is in a record now. */
	remove(header: Uint8Array): void {
		this.#forget(keyOf(header))
	}

	/** Forgets it. @returns whether that was all there was of its payload */
	discard(cid: Cid): boolean {
		const text = cidText(cid)
		const before = this.#inMemory
		for (const [key, { cid }] of this.#pending) if (cid === text) this.#forget(key)
		return this.#inMemory < before
	}

	#forget(key: string): void {
		if (this.#pending.get(key)?.content.payload !== undefined) this.#inMemory--
		this.#pending.delete(key)
	}

	rewrap(change: (header: Uint8Array) => Uint8Array): void {
		for (const { content } of this.#pending.values()) content.header = change(content.header)
	}
}

function keyOf(header: Uint8Array): string {
	return Buffer.from(header.buffer, header.byteOffset, header.length).toString('latin1')
}
