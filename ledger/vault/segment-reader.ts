/**
 * Finds and decrypts single records. A segment is examined when it is first read; what stays in memory is where
 * its frames are, not its records. Reading a record then costs one frame (some 64 KiB) from one copy, or
 * nothing if it lies in the frame read before.
 * @module
 */
import type { KeyObject } from 'node:crypto'
import { LedgerError } from '../error.ts'
import { lastAtOrBefore } from './binary-search.ts'
import type { StoredRecord } from './record-format.ts'
import type { SegmentFiles } from './segment-files.ts'
import { openFrame } from './segment-format.ts'
import { COPIES, type CopyBytes, type Examined, type Fault, type Frame } from './segment-scan.ts'

/** Where the frames of a segment are, and the key to them. */
export interface FrameTable {
	key: KeyObject
	/** ascending */
	frames: readonly Frame[]
}

/** Frames in the kept tables altogether: some 60 B each. */
const TABLES_MAX = 200_000
const FRAMES_KEPT = 4

export interface ReaderOptions {
	files: SegmentFiles
	examine(first: number, copies: CopyBytes, next: number): Examined | undefined
	/** told of damage that was met */
	onDamage(first: number, faults: readonly Fault[]): void
}

export class SegmentReader {
	readonly #options: ReaderOptions
	readonly #tables = new Map<number, Promise<FrameTable>>()
	#tableFrames = 0
	readonly #frames = new Map<string, Promise<StoredRecord[]>>()

	constructor(options: ReaderOptions) {
		this.#options = options
	}

	/** Forgets all that was read: segments were replaced or cut. */
	forget(): void {
		this.#tables.clear()
		this.#tableFrames = 0
		this.#frames.clear()
	}

	/**
	 * One record of a sealed segment (or, with its table, of the active one).
	 * @param first of the segment @param next index after the segment's last record
	 * @throws LedgerError `corrupt` if both copies are damaged there
	 */
	async record(first: number, next: number, index: number, active?: FrameTable): Promise<StoredRecord> {
		const table = active ?? (await this.#table(first, next))
		const frame = frameOf(table.frames, index)
		if (frame === undefined) throw damaged(...hole(table.frames, first, next, index))
		const records = await this.#open(first, table.key, frame)
		return records[index - frame.first] as StoredRecord
	}

	#table(first: number, next: number): Promise<FrameTable> {
		const known = this.#tables.get(first)
		if (known !== undefined) return known
		const loading = this.#load(first, next)
		this.#tables.set(first, loading)
		loading.catch(() => {
			if (this.#tables.get(first) === loading) this.#tables.delete(first)
		})
		return loading
	}

	async #load(first: number, next: number): Promise<FrameTable> {
		const { files, examine, onDamage } = this.#options
		const found = examine(first, await files.read(first), next)
		if (found === undefined) {
			onDamage(first, [{ copy: 'both', from: first, to: next, reason: 'damaged header' }])
			throw damaged(first, next)
		}
		if (found.faults.length > 0) onDamage(first, found.faults)
		this.#tableFrames += found.frames.length
		if (this.#tableFrames > TABLES_MAX) {
			this.#tables.clear()
			this.#tableFrames = found.frames.length
		}
		return { key: found.header.key, frames: found.frames }
	}

	#open(first: number, key: KeyObject, frame: Frame): Promise<StoredRecord[]> {
		const name = `${first}/${frame.first}`
		const known = this.#frames.get(name)
		if (known !== undefined) return known
		const opening = this.#decrypt(first, key, frame)
		this.#frames.set(name, opening)
		opening.catch(() => {
			if (this.#frames.get(name) === opening) this.#frames.delete(name)
		})
		if (this.#frames.size > FRAMES_KEPT) {
			for (const oldest of this.#frames.keys()) {
				this.#frames.delete(oldest)
				break
			}
		}
		return opening
	}

	async #decrypt(first: number, key: KeyObject, frame: Frame): Promise<StoredRecord[]> {
		const { files, onDamage } = this.#options
		const [from, to] = [frame.first, frame.first + frame.count]
		for (const copy of COPIES) {
			const bytes = await files.readPart(copy, first, frame.offset, frame.length)
			const records = bytes && openFrame(bytes, key)
			if (records?.length === frame.count) return records
			onDamage(first, [{ copy, from, to, reason: bytes === undefined ? 'missing' : 'damaged' }])
		}
		throw damaged(from, to)
	}
}

function frameOf(frames: readonly Frame[], index: number): Frame | undefined {
	const frame = frames[lastAtOrBefore(frames, index, (at) => at.first)]
	return frame !== undefined && index < frame.first + frame.count ? frame : undefined
}

/** The range around an index that no frame covers. */
function hole(frames: readonly Frame[], first: number, next: number, index: number): [number, number] {
	const before = frames.findLast((frame) => frame.first <= index)
	const after = frames.find((frame) => frame.first > index)
	return [before ? before.first + before.count : first, after?.first ?? next]
}

/** Says that records [from, to) are lost in both copies. */
export function damaged(from: number, to: number): LedgerError {
	return new LedgerError('corrupt', `the vault records ${from} to ${to - 1} are damaged in both copies`, {
		remedy: 'Restore the vault folder from a backup; all other records can still be read.',
	})
}
