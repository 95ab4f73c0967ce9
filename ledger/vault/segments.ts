/**
 * The records of the vault: segments in two copies, appended to by one writer, read by many.
 *
 * Invariants. `size` counts only records that are durable in both copies. Bytes behind them in a file are a torn
 * tail: nobody was told that they are there, and they are cut when the log says how far it is, by `truncate` or
 * by appending record number `size`. A sealed segment changes only by being replaced as a whole.
 * Order of locks: maintenance, then writing, then the gate; `append` alone takes the second without the first.
 * @module
 */
import { LedgerError, storageError } from '../error.ts'
import { ActiveSegment } from './active-segment.ts'
import { lastAtOrBefore } from './binary-search.ts'
import { DamageList } from './damage-list.ts'
import type { Epoch, Epochs } from './epochs.ts'
import { HeaderCheck } from './header-check.ts'
import { Gate, Mutex } from './locks.ts'
import { beginEmpty, hasRemains } from './lost-tail.ts'
import {
	checkRecord,
	type FoundRecord,
	recordSize,
	type StoredRecord,
	type VaultRecord,
} from './record-format.ts'
import type { SegmentFiles } from './segment-files.ts'
import { decodeSegmentHeader, SEGMENT_VERSION } from './segment-format.ts'
import { damaged, SegmentReader } from './segment-reader.ts'
import { SegmentReplacer } from './segment-replace.ts'
import { COPIES, type CopyBytes, type Examined, type ScanOptions } from './segment-scan.ts'

/** A segment that has reached this size is appended to no more. */
const SEGMENT_LIMIT = 8 * 1024 * 1024

export interface SegmentsOptions {
	files: SegmentFiles
	epochs: Epochs
	random: (size: number) => Uint8Array
	/** bytes; 8 MiB unless given */
	segmentLimit?: number | undefined
}

export class Segments {
	readonly files: SegmentFiles
	readonly epochs: Epochs
	/** Held by whatever replaces, removes or examines whole segments. */
	readonly maintenance = new Mutex()
	readonly #writing = new Mutex()
	readonly #gate = new Gate()
	readonly #random: (size: number) => Uint8Array
	readonly #limit: number
	readonly #reader: SegmentReader
	readonly #replacer: SegmentReplacer
	/** Damage that was met and is not repaired. */
	readonly damage = new DamageList()
	#firsts: number[] = []
	#size = 0
	#active: ActiveSegment | undefined
	/** The files may hold something else than `size` says: put right before the next append. */
	#unsettled = false

	constructor(options: SegmentsOptions) {
		this.files = options.files
		this.epochs = options.epochs
		this.#random = options.random
		this.#limit = options.segmentLimit ?? SEGMENT_LIMIT
		this.#replacer = new SegmentReplacer(this.files, this.epochs, this.#random)
		this.#reader = new SegmentReader({
			files: this.files,
			examine: (first, copies, next) => this.#replacer.examine(first, copies, { next }),
			onDamage: (first, faults) => this.damage.add(first, faults),
		})
	}

	/** Records that are durable in both copies: indexes 0 to size − 1. */
	get size(): number {
		return this.#size
	}

	/** First indexes of all segments, ascending. */
	get firsts(): readonly number[] {
		return this.#firsts
	}

	/**
	 * Finds out what is there.
	 * @throws LedgerError `not-found` if an epoch key is missing, `newer-format`, `io`
	 */
	async open(): Promise<void> {
		this.#firsts = await this.files.prepare()
		const check = new HeaderCheck(this.epochs)
		for (const first of this.#firsts) {
			const headers = await this.files.headers(first)
			check.look(headers)
			await this.#compareHeaders(first, headers)
		}
		check.conclude()
		const all = [...this.#firsts]
		let empty: Examined | undefined
		let cut = false
		for (;;) {
			const first = this.#firsts.at(-1)
			if (first === undefined) break
			const copies = await this.files.read(first)
			const found = this.#replacer.examine(first, copies)
			if (found !== undefined && found.frames.length > 0) {
				await this.#resume(first, copies, found)
				break
			}
			// Nothing authentic in the last segment: a crash while it was begun, or rot; the log knows which.
			this.#firsts.pop()
			this.#size = first
			empty ??= found
			cut = true
		}
		this.#unsettled ||= cut
		if (empty !== undefined) await this.#resumeEmpty(empty, all)
	}

	/** Ends or undoes a replacement that got only as far as one copy. */
	async #compareHeaders(first: number, [a, b]: readonly (Buffer | undefined)[]): Promise<void> {
		if (a === undefined || b === undefined || a.equals(b)) return
		const copies = await this.files.read(first)
		const found = this.#replacer.examine(first, copies, { next: this.#nextOf(first) })
		if (found === undefined || found.faults.some((fault) => fault.copy === 'both')) return
		try {
			// The names in the folder change, but nobody reads yet.
			await this.#replacer.makeEqual(first, copies, found.bytes)
		} catch {
			// A full disk must not keep anyone from reading; repair() tries again.
			this.damage.add(first, found.faults)
		}
	}

	/**
	 * Takes up an empty last segment that begins beyond the records before it: they are lost, see `lost-tail.ts`.
	 * One that begins where they end was only begun, and counts for nothing.
	 */
	async #resumeEmpty(found: Examined, firsts: readonly number[]): Promise<void> {
		const { first } = found.header
		if (first <= this.#size) return
		await this.#reach(found, firsts)
		const copies = await this.files.read(first)
		this.#unsettled = COPIES.some((copy) => copies[copy]?.length !== found.end)
	}

	/** From here on the vault ends with this empty segment. */
	async #reach(found: Examined, firsts: readonly number[]): Promise<void> {
		const { first } = found.header
		await this.#closeActive()
		this.#firsts = [...firsts.filter((at) => at < first), first]
		const before = this.#firsts.findLast((at) => at <= this.#size) ?? 0
		this.damage.add(before, [{ copy: 'both', from: this.#size, to: first, reason: 'damaged' }])
		this.#size = first
		this.#active = ActiveSegment.resume(this.files, this.#random, found)
		this.#unsettled = false
	}

	/**
	 * Says that the log has `size` records. Those that the vault does not have at its end are taken for lost if
	 * something is left of them; nothing else shows that they were ever written.
	 * @param unproven also if nothing is left
	 * @returns whether the vault has that size now
	 * @throws LedgerError `disk-full`, `io`
	 */
	async lose(size: number, unproven = false): Promise<boolean> {
		if (!Number.isSafeInteger(size) || size <= this.#size)
			throw new RangeError(`expected a size beyond ${this.#size}, got ${size}`)
		try {
			return await this.maintenance.run(() =>
				this.betweenAppends(() => this.#gate.change(() => this.#loseTo(size, unproven))),
			)
		} catch (error) {
			throw storageError(error, 'marking vault records as lost')
		}
	}

	async #loseTo(size: number, unproven: boolean): Promise<boolean> {
		this.#reader.forget()
		const there = await this.files.prepare()
		const epoch = this.epochs.current
		if (epoch === undefined) throw new Error('the vault has no epoch')
		if (!unproven && !(await hasRemains(this.files, this.#replacer, there, this.#size, size))) return false
		const found = await beginEmpty(this.files, this.#replacer, this.#random, size, epoch)
		for (const first of there.filter((at) => at > size)) await this.files.remove(first)
		await this.#reach(found, there)
		return true
	}

	/** Takes up the last segment where it ends. */
	async #resume(first: number, copies: CopyBytes, found: Examined): Promise<void> {
		this.#size = found.next
		this.#active = ActiveSegment.resume(this.files, this.#random, found)
		const short = COPIES.filter((copy) => (copies[copy]?.length ?? 0) < found.end)
		let faults = found.faults
		try {
			for (const copy of short) await this.#replacer.put(copy, first, found.bytes)
			faults = faults.filter((fault) => fault.copy === 'both' || !short.includes(fault.copy))
		} catch {
			// A full disk must not keep anyone from reading.
		}
		this.damage.add(first, faults)
		// Before anything is appended at this offset, both copies must have what lies before it, and nothing else.
		this.#unsettled = faults.length > 0 || COPIES.some((copy) => (copies[copy]?.length ?? 0) > found.end)
	}

	/**
	 * Appends records with indexes size, size + 1, …; they are durable in both copies when it resolves.
	 * Whoever appends record number `size` says that the log acknowledged nothing from there on.
	 * @param prepare what is to be stored of each, asked when no rotation can begin any more
	 * @throws LedgerError `disk-full`, `io`: nothing was appended; RangeError, TypeError for wrong records
	 */
	async append(
		records: readonly VaultRecord[],
		prepare: (record: VaultRecord) => VaultRecord = (record) => record,
	): Promise<void> {
		for (const record of records) checkRecord(record)
		if (this.#unsettled) await this.#settle(this.#size)
		try {
			await this.#writing.run(() => this.#appendAll(records.map(prepare)))
		} catch (error) {
			// What stays if this fails too is cut before the next append.
			if (this.#unsettled) await this.#settle(this.#size).catch(() => {})
			throw error
		}
	}

	async #appendAll(records: readonly VaultRecord[]): Promise<void> {
		if (this.#unsettled) throw new LedgerError('io', 'an earlier write of vault records failed')
		records.forEach((record, i) => {
			if (record.index === this.#size + i) return
			throw new RangeError(`expected vault record ${this.#size + i}, got ${record.index}`)
		})
		const epoch = this.epochs.current
		if (epoch === undefined) throw new Error('the vault has no epoch')
		this.#unsettled = true
		try {
			let at = 0
			while (at < records.length) {
				// A batch larger than a segment goes into several, so that no segment grows without bound.
				let end = at
				for (let bytes = 0; end < records.length && bytes < this.#limit; end++) {
					bytes += recordSize(records[end] as VaultRecord)
				}
				await this.#appendPart(records.slice(at, end), this.#size + at, epoch)
				at = end
			}
		} catch (error) {
			throw storageError(error, 'writing vault records')
		}
		this.#size += records.length
		this.#unsettled = false
	}

	async #appendPart(records: readonly VaultRecord[], first: number, epoch: Epoch): Promise<void> {
		const active = this.#active
		if (active !== undefined) {
			// Older segments hold no payloads; an empty one is needed, for it says that all before it is lost.
			const older = active.version !== SEGMENT_VERSION && active.frames.length > 0
			if (older || active.size >= this.#limit || active.epoch !== epoch.number) await this.#closeActive()
		}
		this.#active ??= ActiveSegment.begin(this.files, this.#random, first, epoch)
		await this.#active.append(records, first)
		if (this.#active.first === first && this.#firsts.at(-1) !== first) this.#firsts.push(first)
	}

	async #closeActive(): Promise<void> {
		await this.#active?.close()
		this.#active = undefined
	}

	/**
	 * Ends the active segment, so that all that are there can be replaced; the next append begins a new one.
	 * @param first only if it is this one
	 */
	seal(first?: number): Promise<void> {
		return this.#writing.run(async () => {
			if (first === undefined || this.#active?.first === first) await this.#closeActive()
		})
	}

	/**
	 * Runs something between two appends, with the active segment ended.
	 * @throws whatever the operation throws
	 */
	betweenAppends<T>(operation: () => Promise<T>): Promise<T> {
		return this.#writing.run(async () => {
			await this.#closeActive()
			return operation()
		})
	}

	/** @returns undefined for an index ≥ size @throws LedgerError `corrupt` if both copies are damaged there */
	async record(index: number): Promise<StoredRecord | undefined> {
		if (!Number.isSafeInteger(index) || index < 0) throw new RangeError(`expected an index, got ${index}`)
		if (index >= this.#size) return undefined
		const stored = await this.#gate.read(async () => {
			const first = this.#firsts[this.#segmentOf(index)]
			if (first === undefined) throw damaged(0, this.#firsts[0] ?? this.#size)
			const active = this.#active?.first === first ? this.#active : undefined
			return this.#reader.record(first, this.#nextOf(first), index, active)
		})
		return stored === 'erased' ? stored : copyRecord(stored)
	}

	/** Drops all records from `size` on, and whatever a crash left behind them. */
	async truncate(size: number): Promise<void> {
		if (!Number.isSafeInteger(size) || size < 0 || size > this.#size) {
			throw new RangeError(`expected a size of 0 to ${this.#size}, got ${size}`)
		}
		await this.#settle(size)
	}

	async #settle(size: number): Promise<void> {
		try {
			await this.maintenance.run(() =>
				this.betweenAppends(() => this.#exclusively(() => this.#cutTo(Math.min(size, this.#size)))),
			)
		} catch (error) {
			throw storageError(error, 'cutting the vault segments')
		}
	}

	async #cutTo(size: number): Promise<void> {
		this.#unsettled = true
		const there = await this.files.prepare()
		// From the end on: a crash must not leave a gap before records that stay.
		// One that begins there, behind lost records, is all that says how far they went.
		const marks = there.includes(size) && !(await this.#endsAt(size, there))
		const stays = (first: number) => first < size || (marks && first === size)
		for (const first of there.filter((at) => !stays(at)).reverse()) await this.files.remove(first)
		await this.files.syncFolders()
		this.#firsts = there.filter(stays)
		const last = this.#firsts.at(-1)
		if (last !== undefined) await this.#cutSegment(last, size)
		this.#size = size
		this.damage.cut(size)
		this.#unsettled = false
	}

	/** Whether the records before `size` can all be found: none is lost just there. */
	async #endsAt(size: number, firsts: readonly number[]): Promise<boolean> {
		const before = firsts.findLast((first) => first < size)
		if (before === undefined) return size === 0
		const found = this.#replacer.examine(before, await this.files.read(before))
		return found !== undefined && found.next >= size
	}

	async #cutSegment(first: number, size: number): Promise<void> {
		const copies = await this.files.read(first)
		const records: StoredRecord[] = []
		const found = this.#replacer.examine(first, copies, { visit: (_, more) => records.push(...more) })
		if (found === undefined || found.next < size) throw damaged(found?.next ?? first, size)
		const beyond = found.frames.find((frame) => frame.first >= size)
		const frames = found.frames.filter((frame) => frame.first < size)
		const last = frames.at(-1)
		if (last !== undefined && last.first + last.count > size) {
			if (found.faults.some((fault) => fault.copy === 'both')) throw damaged(first, size)
			const kept = records.slice(0, size - first)
			return this.#replacer.replace(found.header, kept, this.#epochOf(found), (commit) => commit())
		}
		// A damaged place before the cut keeps its bytes: it may be all that is left of acknowledged records.
		const end = beyond?.offset ?? found.end
		await this.#replacer.putRight(first, copies, found.bytes.subarray(0, end))
		this.#active = ActiveSegment.resume(this.files, this.#random, { header: found.header, frames, end })
	}

	/**
	 * Replaces a sealed segment in both copies by one with changed records. Call under `maintenance`.
	 * @param change gets all records of the segment; returns as many, or undefined if it need not change
	 * @param epoch whose key wraps the new segment's key; its own unless given
	 * @throws whatever `change` throws; LedgerError `disk-full`, `io`
	 */
	async rewrite(
		first: number,
		change: (records: FoundRecord[]) => Promise<FoundRecord[] | undefined>,
		epoch?: Epoch,
	): Promise<void> {
		const next = this.#nextOf(first)
		const records = new Array<FoundRecord>(next - first).fill('lost')
		const found = this.#replacer.examine(first, await this.files.read(first), {
			next,
			visit: (frame, more) => {
				for (const [i, record] of more.entries()) records[frame.first - first + i] = record
			},
		})
		const wanted = await change(records)
		const current = epoch === undefined || epoch.number === found?.header.epoch
		// What is left of lost records goes with a rewriting: none without need.
		if (wanted === undefined && current && (found?.faults.length === 0 || records.includes('lost'))) return
		const under = epoch ?? (found === undefined ? this.epochs.current : this.#epochOf(found))
		if (under === undefined) throw new Error('the vault has no epoch')
		const there = found?.header ?? { first, generation: 0 }
		await this.#replacer.replace(there, wanted ?? records, under, (commit) => this.#exclusively(commit))
		const { found: written } = await this.inspect(first)
		this.damage.set(first, written?.faults ?? [])
	}

	/** Reads and examines what a segment holds now. Call under `maintenance`. */
	async inspect(
		first: number,
		options: Partial<ScanOptions> = {},
	): Promise<{ copies: CopyBytes; found: Examined | undefined; next: number }> {
		const next = this.#nextOf(first)
		// What is being appended meanwhile is not yet there for anyone.
		const limit = this.#active?.first === first ? this.#active.size : undefined
		const copies = await this.files.read(first, limit)
		return { copies, found: this.#replacer.examine(first, copies, { next, ...options }), next }
	}

	/** Makes both copies of a segment equal to what was found in the better one. Call under `maintenance`. */
	async putRight(first: number, copies: CopyBytes, found: Examined): Promise<void> {
		await this.#exclusively(() => this.#replacer.putRight(first, copies, found.bytes))
	}

	/** Changes files while nobody reads them; what was read of them before is forgotten. */
	#exclusively(change: () => Promise<void>): Promise<void> {
		return this.#gate.change(() => {
			this.#reader.forget()
			return change()
		})
	}

	#epochOf(found: Examined): Epoch {
		const epoch = this.epochs.get(found.header.epoch)
		if (epoch === undefined) throw new Error(`no key of epoch ${found.header.epoch}`)
		return epoch
	}

	/** Whether both copies of a segment claim to be under an epoch, and agree. */
	async isUnder(first: number, epoch: number): Promise<boolean> {
		const [a, b] = await this.files.headers(first)
		return a !== undefined && b !== undefined && a.equals(b) && decodeSegmentHeader(a)?.epoch === epoch
	}

	/** First index of the segment that holds an index < size. */
	firstOf(index: number): number {
		return this.#firsts[this.#segmentOf(index)] ?? 0
	}

	/** Position of the segment that holds an index, −1 if there is none. */
	#segmentOf(index: number): number {
		return lastAtOrBefore(this.#firsts, index, (first) => first)
	}

	#nextOf(first: number): number {
		return this.#firsts[this.#segmentOf(first) + 1] ?? this.#size
	}

	async close(): Promise<void> {
		await this.maintenance.run(() => this.seal())
		this.#reader.forget()
	}
}

/** A copy: views would keep whole frames in memory, and a caller could write into the reader's cache. */
function copyRecord({ index, opening, header, payload, secret }: VaultRecord): VaultRecord {
	return {
		index,
		// Not slice(): that of a Buffer copies nothing.
		opening: new Uint8Array(opening),
		...(header && { header: new Uint8Array(header) }),
		...(payload && { payload: new Uint8Array(payload) }),
		...(secret && { secret: new Uint8Array(secret) }),
	}
}
