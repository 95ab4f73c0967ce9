/**
 * Unpredictable bytes for salts and tags, fetched from the system in larger pieces: a call for 32 bytes costs it as
 * much as one for thousands, and an append makes two.
 * @module
 */

const POOL_SIZE = 16_384

/**
 * @param random gives that many unpredictable bytes, in memory of their own
 * @returns the same, cheaper for small sizes; no byte is given out twice, nor kept once it was given out
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
		const bytes = new Uint8Array(size)
		bytes.set(pool.subarray(used, used + size))
		pool.fill(0, used, used + size)
		used += size
		return bytes
	}
}
