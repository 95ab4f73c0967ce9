/**
 * A record sink in memory with the vault's contract: consecutive indexes, durable when the promise resolves, calls
 * that never overlap. Breaking the contract fails the test.
 * @module
 */
import { LedgerError, type RecordSink, type VaultRecord } from '@letopis/ledger'

export class MemoryVault implements RecordSink {
	readonly #records: (VaultRecord | 'erased')[]
	readonly #lost = new Set<number>()
	#busy = false

	constructor(records: readonly (VaultRecord | 'erased')[] = []) {
		this.#records = [...records]
	}

	get size(): number {
		return this.#records.length
	}

	/** What a copy of the vault would hold now. */
	get records(): readonly (VaultRecord | 'erased')[] {
		return this.#records
	}

	async appendRecords(records: readonly VaultRecord[]): Promise<void> {
		if (this.#busy) throw new Error('two appends to the vault at once')
		this.#busy = true
		for (const [i, record] of records.entries()) {
			if (record.index !== this.size + i)
				throw new Error(`record ${record.index} instead of ${this.size + i}`)
		}
		const copies = records.map((record) => structuredClone(record))
		// Not at once: the real one waits for the disk.
		await new Promise((resolve) => setImmediate(resolve))
		this.#records.push(...copies)
		this.#busy = false
	}

	async truncate(size: number): Promise<void> {
		if (size > this.size) throw new Error(`cannot truncate ${this.size} records to ${size}`)
		this.#records.length = size
	}

	async record(index: number): Promise<VaultRecord | 'erased' | undefined> {
		if (this.#lost.has(index)) throw new LedgerError('corrupt', `record ${index} is damaged in both copies`)
		return this.#records[index]
	}

	/** Damages a record beyond reading. */
	damage(index: number): void {
		this.#lost.add(index)
	}

	/** What destruction leaves of a record. */
	erase(index: number): void {
		this.#records[index] = 'erased'
	}
}
