/**
 * Which entry has which CID: 16 bytes of each entry's SHA-256 in the order of the log, found through an open hash table.
 * Sixteen bytes are enough: to make a link point at an entry that it does not name, 2^128 / n hashes are needed.
 * @module
 */
export const DIGEST_BYTES = 16

export class DigestTable {
	private digests = new Uint8Array(DIGEST_BYTES * 1024)
	/** entry index + 1, 0 where free */
	private slots = new Uint32Array(4096)
	private count = 0

	get size(): number {
		return this.count
	}

	/** Adds the digest of the next entry, 32 B at `digest[at]`. */
	add(digest: Uint8Array, at: number): void {
		if (DIGEST_BYTES * (this.count + 1) > this.digests.length) {
			const wider = new Uint8Array(2 * this.digests.length)
			wider.set(this.digests)
			this.digests = wider
		}
		const to = DIGEST_BYTES * this.count
		for (let i = 0; i < DIGEST_BYTES; i++) this.digests[to + i] = digest[at + i] as number
		this.count++
		if (2 * this.count > this.slots.length) this.grow()
		else this.place(this.count - 1)
	}

	/** Index of the first entry with this digest; undefined if no entry so far has it. */
	find(digest: Uint8Array): number | undefined {
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

	private grow(): void {
		this.slots = new Uint32Array(2 * this.slots.length)
		for (let entry = 0; entry < this.count; entry++) this.place(entry)
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
