/**
 * Storage that fails on purpose. A `Disk` holds everything that a log writes to; each write point can be told to
 * fail once, either without effect or after its effect, and every durable effect is written down in order, so that
 * a crash at any moment can be played back with only what was synced by then.
 * @module
 */
import {
	type Frozen,
	type Head,
	type HeadFile,
	isImmutableKey,
	LedgerError,
	openMemoryStore,
	type Range,
	type RecordSink,
	type Store,
	type VaultRecord,
	type WriteOp,
	type WriteOptions,
} from '@letopis/ledger'
import { MemoryVault } from './memory-vault.ts'

/** Where a log writes. */
export const WRITE_POINTS = ['vault', 'store', 'head', 'index'] as const
export type WritePoint = (typeof WRITE_POINTS)[number]

export interface Fault {
	point: WritePoint
	/** fails the n-th write from now on at that point, 1 is the next */
	nth: number
	/** whether the write takes effect all the same */
	applied: boolean
	/** system error, EIO unless given */
	code?: string
}

/** One durable effect. */
type Effect =
	| { point: 'vault'; records: VaultRecord[] }
	| { point: 'store' | 'index'; ops: WriteOp[]; sync: boolean }
	| { point: 'head'; head: Head }
	| { point: 'frozen'; frozen: Frozen | null }

export class Disk {
	readonly journal: Effect[] = []
	readonly vault: MemoryVault
	readonly #store: Store
	readonly #index: Store
	#head: Head | null = null
	#frozen: Frozen | null = null
	#fault: Fault | undefined
	#open: Parts | undefined
	#damaging = false

	constructor() {
		this.vault = new MemoryVault()
		this.#store = openMemoryStore({ immutable: (key) => !this.#damaging && isImmutableKey(key) })
		this.#index = openMemoryStore()
	}

	/** Arms a fault for the parts that are open. */
	fail(fault: Fault): void {
		this.#fault = fault
	}

	/** Fresh handles on the same data, as a restarted process would have. The old ones fail from now on. */
	open(): Parts {
		if (this.#open) this.#open.stale = true
		this.#fault = undefined
		this.#open = new Parts(this)
		return this.#open
	}

	/** For a `Parts`: applies an effect, or not, as the fault says. */
	async write(effect: Effect, apply: () => Promise<void>): Promise<void> {
		const fault = this.#fault
		const hit = fault !== undefined && fault.point === effect.point && --fault.nth === 0
		if (!hit || fault.applied) {
			await apply()
			this.journal.push(effect)
		}
		if (hit) {
			this.#fault = undefined
			const code = fault.code ?? 'EIO'
			throw Object.assign(new Error(`${code}: injected, ${fault.applied ? 'applied' : 'not applied'}`), {
				code,
			})
		}
	}

	/** Rot: another value under a key of the store, or none, behind the back of all rules. */
	async damage(key: Uint8Array, value: Uint8Array | undefined): Promise<void> {
		this.#damaging = true
		await this.#store.write([value === undefined ? { key, delete: true } : { key, value }], { sync: true })
		this.#damaging = false
	}

	get store(): Store {
		return this.#store
	}

	get index(): Store {
		return this.#index
	}

	get head(): Head | null {
		return this.#head
	}

	set head(head: Head | null) {
		this.#head = head
	}

	get frozen(): Frozen | null {
		return this.#frozen
	}

	set frozen(frozen: Frozen | null) {
		this.#frozen = frozen
	}

	/**
	 * The disk as a power failure after the first `effects` effects leaves it: of each store only what was synced,
	 * and what was written to it before something synced.
	 */
	async crashedAfter(effects: number): Promise<Disk> {
		const disk = new Disk()
		const kept = this.journal.slice(0, effects)
		const lastSynced = (point: WritePoint) =>
			kept.findLastIndex((effect) => effect.point === point && 'sync' in effect && effect.sync)
		const durable = { store: lastSynced('store'), index: lastSynced('index') }
		for (const [i, effect] of kept.entries()) {
			disk.journal.push(effect)
			switch (effect.point) {
				case 'vault':
					await disk.vault.appendRecords(effect.records)
					break
				case 'head':
					disk.head = effect.head
					break
				case 'frozen':
					disk.frozen = effect.frozen
					break
				default:
					if (i <= durable[effect.point]) await disk[effect.point].write(effect.ops, { sync: true })
			}
		}
		return disk
	}
}

/** Handles of one process. */
export class Parts {
	stale = false
	readonly store: Store
	readonly index: Store
	readonly vault: RecordSink
	readonly head: HeadFile

	constructor(disk: Disk) {
		const mustBeFresh = () => {
			if (this.stale) throw new Error('a write from a process that is gone')
		}
		this.store = new FaultyStore(disk, 'store', mustBeFresh)
		this.index = new FaultyStore(disk, 'index', mustBeFresh)
		this.vault = {
			get size() {
				return disk.vault.size
			},
			appendRecords: async (records) => {
				mustBeFresh()
				const effect = { point: 'vault' as const, records: records.map((record) => structuredClone(record)) }
				await disk.write(effect, () => disk.vault.appendRecords(records))
			},
			truncate: async (size) => {
				mustBeFresh()
				await disk.vault.truncate(size)
			},
			record: (index) => disk.vault.record(index),
		}
		this.head = {
			read: async () => disk.head,
			write: async ({ size, root }) => {
				mustBeFresh()
				const head = { size, root: root.slice() }
				await disk.write({ point: 'head', head }, async () => {
					disk.head = head
				})
			},
			frozen: async () => disk.frozen,
			setFrozen: async (frozen) => {
				mustBeFresh()
				await disk.write({ point: 'frozen', frozen }, async () => {
					disk.frozen = frozen
				})
			},
			close: async () => {},
		}
	}
}

/** Keeps the contract: after a failed write it takes no more. */
class FaultyStore implements Store {
	readonly #disk: Disk
	readonly #point: 'store' | 'index'
	readonly #mustBeFresh: () => void
	#failed = false

	constructor(disk: Disk, point: 'store' | 'index', mustBeFresh: () => void) {
		this.#disk = disk
		this.#point = point
		this.#mustBeFresh = mustBeFresh
	}

	get(key: Uint8Array): Promise<Uint8Array | undefined> {
		return this.#disk[this.#point].get(key)
	}

	getMany(keys: readonly Uint8Array[]): Promise<(Uint8Array | undefined)[]> {
		return this.#disk[this.#point].getMany(keys)
	}

	range(range: Range): AsyncIterable<[Uint8Array, Uint8Array]> {
		return this.#disk[this.#point].range(range)
	}

	async clear({ gte, lt }: Pick<Range, 'gte' | 'lt'>): Promise<void> {
		const ops: WriteOp[] = []
		for await (const [key] of this.range({ gte, lt })) ops.push({ key, delete: true })
		if (ops.length > 0) await this.write(ops, { sync: false })
	}

	async write(ops: readonly WriteOp[], { sync }: WriteOptions): Promise<void> {
		this.#mustBeFresh()
		if (this.#failed) throw new LedgerError('io', 'an earlier write failed')
		const copies = ops.map((op) => structuredClone(op))
		try {
			await this.#disk.write({ point: this.#point, ops: copies, sync }, () =>
				this.#disk[this.#point].write(ops, { sync }),
			)
		} catch (error) {
			this.#failed = true
			throw error
		}
	}

	async close(): Promise<void> {}
}
