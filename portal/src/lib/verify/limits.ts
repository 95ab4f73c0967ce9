/**
 * How much the device may be asked to hold.
 * @module
 */
const GIB = 1024 ** 3

/**
 * Largest file to hold at once: an eighth of the memory of the device, at most 1 GiB.
 * @param memory GiB as the browser tells it; it may not
 */
export function wholeLimit(memory: number | undefined): number {
	return Math.min(1, (memory ?? 4) / 8) * GIB
}
