/**
 * Memory for small results. An array of more than 64 bytes of its own costs a microsecond to make and as much again
 * to collect, a view of a larger one a tenth of that; and an append makes a dozen of them.
 * The price: whoever keeps one result keeps the slab around it, so slabs are small where results are kept for long;
 * and who takes the `.buffer` of one must take its offset and length too.
 * @module
 */

export class Slab {
	readonly #size: number
	readonly #largest: number
	#bytes = new Uint8Array(0)
	#used = 0

	/**
	 * @param size of each slab, bytes
	 * @param largest result that comes out of a slab; larger ones have memory of their own
	 */
	constructor(size: number, largest: number) {
		this.#size = size
		this.#largest = largest
	}

	/** So many zero bytes that nobody else was or will be given. */
	take(size: number): Uint8Array {
		if (size > this.#largest) return new Uint8Array(size)
		if (this.#used + size > this.#bytes.length) {
			this.#bytes = new Uint8Array(this.#size)
			this.#used = 0
		}
		const start = this.#used
		this.#used += size
		return new Uint8Array(this.#bytes.buffer, start, size)
	}
}
