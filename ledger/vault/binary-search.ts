/**
 * Finding the range that an index falls into, among ranges that are known by their beginnings.
 * @module
 */

/**
 * Position of the last item that begins at or before `index`.
 * @param items ascending by `begin`
 * @returns −1 if all begin after it; O(log n)
 */
export function lastAtOrBefore<T>(items: readonly T[], index: number, begin: (item: T) => number): number {
	let low = 0
	let high = items.length
	while (low < high) {
		const middle = (low + high) >>> 1
		if (begin(items[middle] as T) <= index) low = middle + 1
		else high = middle
	}
	return low - 1
}
