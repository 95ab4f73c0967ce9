/**
 * Rows of an index on their way to its store. Those that every append makes are kept as the bytes that are written; they
 * get names, by which they can be found, only when someone looks for a row.
 * @module
 */
import type { WriteOp } from '../store/store.ts'

interface Row {
	readonly key: Uint8Array
	readonly value: Uint8Array
}

export class WaitingRows {
	readonly #rows: Row[] = []
	readonly #named = new Map<string, Uint8Array>()
	/** Names of the rows before `#known`. */
	readonly #found = new Map<string, Uint8Array>()
	#known = 0

	get isEmpty(): boolean {
		return this.#rows.length === 0 && this.#named.size === 0
	}

	/** Adds a row whose key no other row has. */
	add(key: Uint8Array, value: Uint8Array): void {
		this.#rows.push({ key, value })
	}

	/** Adds a row, or gives it another value. @param name the key, one character per byte */
	set(name: string, value: Uint8Array): void {
		this.#named.set(name, value)
	}

	get(name: string): Uint8Array | undefined {
		for (; this.#known < this.#rows.length; this.#known++) {
			const { key, value } = this.#rows[this.#known] as Row
			this.#found.set(latin1(key), value)
		}
		return this.#named.get(name) ?? this.#found.get(name)
	}

	ops(): WriteOp[] {
		const ops: WriteOp[] = this.#rows.slice()
		for (const [name, value] of this.#named) ops.push({ key: Buffer.from(name, 'latin1'), value })
		return ops
	}
}

/** One character per byte. */
export function latin1(bytes: Uint8Array): string {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}
