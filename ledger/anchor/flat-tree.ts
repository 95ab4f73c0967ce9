/**
 * The tree over an anchor's documents (ledger/format/README.md §12) as one flat array: all levels one after the other,
 * lowest first, 32 bytes a hash (64 under SHA-512). Level k + 1 has half as many hashes as level k, rounded up; an odd last hash goes up
 * unchanged and stands in both. With a million documents it is 64 MB, and a path is twenty reads.
 * @module
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { HASH_SIZE, RENEWAL_SIZES, type RenewalDigest } from '@letopis/format'
import { writeSortedPairs, writeSortedPairs512 } from '../tree/sorted-pairs.ts'

/** Pairs hashed between two turns of the event loop: building must not hold up appends. */
const SLICE = 8192

/** Hashes of each level, lowest first; none for no nodes. */
function levelWidths(count: number): number[] {
	const widths: number[] = []
	for (let width = count; width > 0; width = width === 1 ? 0 : Math.ceil(width / 2)) widths.push(width)
	return widths
}

/** Hashes in all levels over `count` nodes. */
export function treeLength(count: number): number {
	return levelWidths(count).reduce((sum, width) => sum + width, 0)
}

/** Where in the flat array the siblings stand that lead node `index` to the root, lowest first. */
export function siblingPlaces(count: number, index: number): number[] {
	const places: number[] = []
	let start = 0
	let at = index
	for (const width of levelWidths(count)) {
		const sibling = at % 2 === 0 ? at + 1 : at - 1
		if (sibling < width) places.push(start + sibling)
		start += width
		at = Math.floor(at / 2)
	}
	return places
}

/**
 * Writes all levels above the lowest one, which is there already.
 * @param tree of `treeLength(count)` hashes
 */
export async function growLevels(
	tree: Uint8Array,
	count: number,
	digest: RenewalDigest = 'sha2-256',
): Promise<void> {
	const size = RENEWAL_SIZES[digest]
	const write = digest === 'sha2-256' ? writeSortedPairs : writeSortedPairs512
	let from = 0
	for (const width of levelWidths(count).slice(0, -1)) {
		const pairs = Math.floor(width / 2)
		const above = from + width
		for (let done = 0; done < pairs; done += SLICE) {
			if (done > 0) await nextTurn()
			const part = Math.min(SLICE, pairs - done)
			write(tree, (above + done) * size, tree, (from + 2 * done) * size, part)
		}
		if (width % 2 === 1) {
			const last = (from + width - 1) * size
			tree.copyWithin((above + pairs) * size, last, last + size)
		}
		from = above
	}
}

/** Hash at a place of a flat array, a copy. @param size bytes of a hash */
export function hashAt(tree: Uint8Array, place: number, size: number = HASH_SIZE): Uint8Array {
	return tree.slice(place * size, (place + 1) * size)
}
