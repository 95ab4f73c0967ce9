/**
 * A payload that lies in a record, read like a file.
 * @module
 */

/** The part of a `VaultFile` that reading needs. */
export class MemoryFile {
	readonly #bytes: Uint8Array

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes
	}

	async read(into: Uint8Array, position: number): Promise<number> {
		const piece = this.#bytes.subarray(position, position + into.length)
		into.set(piece)
		return piece.length
	}

	async size(): Promise<number> {
		return this.#bytes.length
	}

	async close(): Promise<void> {}
}
