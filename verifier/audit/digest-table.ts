/**
 * Which entry has which CID: 16 bytes of each entry's SHA-256 in the order of the log, found through an open hash table,
 * in which nothing is placed before something is sought.
 * Sixteen bytes are enough: to make a link point at an entry that it does not name, 2^128 / n hashes are needed.
 * @module
 */
export const DIGEST_BYTES = 16

export class DigestTable {
	private digests = new Uint8Array(DIGEST_BYTES * 1024)
	/** entry index + 1, 0 where free */
	private count = 0
	/** entry index + 1, 0 where free; a power of two, at most half of them taken */
	private slots = new Uint32Array(4096)
	/** number of entries that are placed */
	private placed = 0

	get size(): number {
		return this.count
	}

	/** Adds the next entry, whose SHA-256 begins at `digest[at]`. */
	add(digest: Uint8Array, at: number): void {
		const to = DIGEST_BYTES * this.count
		if (to === this.digests.length) {
			const wider = new Uint8Array(2 * to)
			wider.set(this.digests)
			this.digests = wider
		}
		for (let i = 0; i < DIGEST_BYTES; i++) this.digests[to + i] = digest[at + i] as number
		this.count++
	}

	/** Index of the first entry with this digest; undefined if no entry so far has it. */
	find(digest: Uint8Array): number | undefined {
		if (this.placed < this.count) this.placeAll()
		const mask = this.slots.length - 1
		for (let slot = hashOf(digest, 0) & mask; ; slot = (slot + 1) & mask) {
			const entry = this.slots[slot] as number
			if (entry === 0) return undefined
			if (this.matches(entry - 1, digest, 0)) return entry - 1
		}
	}

	/** Digests of entries [from, to) as they are kept. */
	slice(from: number, to: number): Uint8Array {
		return this.digests.slice(DIGEST_BYTES * from, DIGEST_BYTES * to)
	}

	private matches(entry: number, digest: Uint8Array, at: number): boolean {
		const from = DIGEST_BYTES * entry
		for (let i = 0; i < DIGEST_BYTES; i++) if (this.digests[from + i] !== digest[at + i]) return false
		return true
	}

	private place(entry: number): void {
		const mask = this.slots.length - 1
		let slot = hashOf(this.digests, DIGEST_BYTES * entry) & mask
		while (this.slots[slot] !== 0) {
			// A byte-identical entry keeps its first index: a link to it is a link to an earlier entry either way.
			if (this.matches((this.slots[slot] as number) - 1, this.digests, DIGEST_BYTES * entry)) return
			slot = (slot + 1) & mask
		}
		this.slots[slot] = entry + 1
	}

	private placeAll(): void {
		let size = this.slots.length
		while (size < 2 * this.count) size *= 2
		if (size > this.slots.length) {
			this.slots = new Uint32Array(size)
			this.placed = 0
		}
		for (; this.placed < this.count; this.placed++) this.place(this.placed)
	}
}

/** The digest is uniform already; its first four bytes are the hash. */
function hashOf(digest: Uint8Array, at: number): number {
	return (
		((digest[at] as number) |
			((digest[at + 1] as number) << 8) |
			((digest[at + 2] as number) << 16) |
			((digest[at + 3] as number) << 24)) >>>
		0
	)
}
