/**
 * Which entries may be linked to as anchors: anchor entries and genesis. Nearly every link of a log names one of the
 * newest of them, so that they are sought here and not among all entries.
 * @module
 */
import { DigestTable } from './digest-table.ts'

export class AnchorTable {
	private readonly indexes = new Set<number>()
	private readonly digests = new DigestTable()

	/** Adds entry `index`, whose SHA-256 begins at `digest[at]`. */
	add(index: number, digest: Uint8Array, at: number): void {
		this.indexes.add(index)
		this.digests.add(digest, at)
	}

	/** Whether the entry at this index is one of them. */
	has(index: number): boolean {
		return this.indexes.has(index)
	}

	/** Indexes of those at from ≤ index < to, ascending. */
	*between(from: number, to: number): Iterable<number> {
		// A set gives its members in the order in which they came, which is that of the log.
		for (const index of this.indexes) if (index >= from && index < to) yield index
	}

	/** Whether one of them has this SHA-256. */
	includes(digest: Uint8Array): boolean {
		return this.digests.find(digest) !== undefined
	}
}
