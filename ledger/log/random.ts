/**
 * Unpredictable bytes for salts and tags, fetched from the system in larger pieces: a call for 32 bytes costs it as
 * much as one for thousands, and an append makes two.
 * @module
 */

const POOL_SIZE = 16_384

/**
 * @param random gives that many unpredictable bytes, in memory of their own
 * @returns the same, cheaper for small sizes: views of one larger piece. No byte is given out twice; the piece is let
 *   go when it is used up
 */
export function pooledRandom(random: (size: number) => Uint8Array): (size: number) => Uint8Array {
	let pool: Uint8Array = new Uint8Array()
	let used = 0
	return (size) => {
		if (size > POOL_SIZE / 4) return random(size)
		if (used + size > pool.length) {
			pool = random(POOL_SIZE)
			used = 0
		}
		used += size
		// A plain array, also where the source gave a Buffer.
		return new Uint8Array(pool.buffer, pool.byteOffset + used - size, size)
	}
}
