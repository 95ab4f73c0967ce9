/**
 * A store in memory, for tests and for logs that are rebuilt from elsewhere. Besides the contract it asserts
 * the rules that the log relies on, so a breach fails the test that commits it: no write to a closed store, no
 * changed value under a key that was declared immutable, arguments copied at once.
 * @module
 */
import { compareBytes } from '@letopis/format'
import { LedgerError } from '../error.ts'
import type { Range, Store, WriteOp, WriteOptions } from './store.ts'

export interface MemoryStoreOptions {
	/** Whether a key, once written, keeps its value for ever. Deleting such a key is a breach as well. */
	readonly immutable?: (key: Uint8Array) => boolean
}

export interface MemoryStore extends Store {
	/** Number of keys. */
	readonly size: number
}

export function openMemoryStore(options: MemoryStoreOptions = {}): MemoryStore {
	return new Memory(options)
}

interface Row {
	readonly key: Uint8Array
	readonly value: Uint8Array
}

class Memory implements MemoryStore {
	readonly #rows = new Map<string, Row>()
	readonly #immutable: (key: Uint8Array) => boolean
	/** Names in order; rebuilt when a range is asked for after keys came or went. */
	#sorted: string[] | undefined = []
	#closed = false

	constructor(options: MemoryStoreOptions) {
		this.#immutable = options.immutable ?? (() => false)
	}

	get size(): number {
		return this.#rows.size
	}

	async get(key: Uint8Array): Promise<Uint8Array | undefined> {
		this.#mustBeOpen()
		return this.#rows.get(nameOf(key))?.value.slice()
	}

	async getMany(keys: readonly Uint8Array[]): Promise<(Uint8Array | undefined)[]> {
		this.#mustBeOpen()
		return keys.map((key) => this.#rows.get(nameOf(key))?.value.slice())
	}

	async write(ops: readonly WriteOp[], _options: WriteOptions): Promise<void> {
		this.#mustBeOpen()
		for (const op of ops) {
			if (op.key.length === 0) throw new TypeError('a key must not be empty')
			this.#mustNotChange(op)
		}
		for (const op of ops) {
			const name = nameOf(op.key)
			const known = this.#rows.has(name)
			if ('value' in op) {
				this.#rows.set(name, { key: op.key.slice(), value: op.value.slice() })
				if (!known) this.#sorted = undefined
			} else if (known) {
				this.#rows.delete(name)
				this.#sorted = undefined
			}
		}
	}

	async *range(range: Range): AsyncIterable<[Uint8Array, Uint8Array]> {
		this.#mustBeOpen()
		this.#sorted ??= [...this.#rows.keys()].sort()
		const names = this.#sorted
		const from = position(names, nameOf(range.gte))
		const to = Math.max(from, position(names, nameOf(range.lt)))
		const rows = names.slice(from, to).map((name) => this.#rows.get(name) as Row)
		if (range.reverse === true) rows.reverse()
		for (const row of rows.slice(0, range.limit ?? rows.length)) yield [row.key.slice(), row.value.slice()]
	}

	async clear({ gte, lt }: Pick<Range, 'gte' | 'lt'>): Promise<void> {
		const ops: WriteOp[] = []
		for await (const [key] of this.range({ gte, lt })) ops.push({ key, delete: true })
		await this.write(ops, { sync: false })
	}

	async close(): Promise<void> {
		this.#closed = true
	}

	#mustBeOpen(): void {
		if (this.#closed) throw new LedgerError('closed', 'the store is closed')
	}

	#mustNotChange(op: WriteOp): void {
		const before = this.#rows.get(nameOf(op.key))
		if (before === undefined || !this.#immutable(op.key)) return
		if ('value' in op && compareBytes(op.value, before.value) === 0) return
		throw new Error(`an immutable key was changed: ${Buffer.from(op.key).toString('hex')}`)
	}
}

/** One character per byte: strings compare by code unit, hence exactly as the bytes do. */
function nameOf(key: Uint8Array): string {
	return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('latin1')
}

/** Index of the first name that is not below the given one. */
function position(names: readonly string[], name: string): number {
	let low = 0
	let high = names.length
	while (low < high) {
		const middle = (low + high) >>> 1
		if ((names[middle] as string) < name) low = middle + 1
		else high = middle
	}
	return low
}
