/**
 * The segment that is being appended to, in both copies.
 * A failed write leaves both files in an unknown state behind `size`: the owner closes the segment then, finds
 * out what is there and cuts it.
 * @module
 */
import { createSecretKey, type KeyObject } from 'node:crypto'
import { release } from '../release.ts'
import type { Epoch } from './epochs.ts'
import type { VaultFile } from './files.ts'
import type { VaultRecord } from './record-format.ts'
import { inBoth, type SegmentFiles } from './segment-files.ts'
import { encodeSegmentHeader, SEGMENT_VERSION, sealFrames } from './segment-format.ts'
import { COPIES, type Copy, type Examined, type Frame } from './segment-scan.ts'

export class ActiveSegment {
	readonly first: number
	readonly epoch: number
	/** of its bytes */
	readonly version: number
	/** the segment's key */
	readonly key: KeyObject
	/** of what both copies durably have */
	readonly frames: Frame[]
	readonly #files: SegmentFiles
	readonly #random: (size: number) => Uint8Array
	readonly #header: Uint8Array
	#size: number
	#open: Record<Copy, VaultFile> | undefined

	private constructor(
		files: SegmentFiles,
		random: (size: number) => Uint8Array,
		state: {
			first: number
			epoch: number
			version: number
			key: KeyObject
			header: Uint8Array
			frames: Frame[]
			size: number
		},
	) {
		this.#files = files
		this.#random = random
		this.first = state.first
		this.epoch = state.epoch
		this.version = state.version
		this.key = state.key
		this.frames = state.frames
		this.#header = state.header
		this.#size = state.size
	}

	/** A new segment; nothing is written before the first records. */
	static begin(
		files: SegmentFiles,
		random: (size: number) => Uint8Array,
		first: number,
		epoch: Epoch,
	): ActiveSegment {
		const key = createSecretKey(random(32))
		const claims = { epoch: epoch.number, first, generation: 0 }
		const header = encodeSegmentHeader(claims, epoch.identity.secret, key, random(32))
		return new ActiveSegment(files, random, {
			...{ first, epoch: epoch.number, version: SEGMENT_VERSION },
			...{ key, header, frames: [], size: 0 },
		})
	}

	/** A segment that is there and ends, in both copies, where the last of its frames does. */
	static resume(
		files: SegmentFiles,
		random: (size: number) => Uint8Array,
		found: Pick<Examined, 'header' | 'frames' | 'end'>,
	): ActiveSegment {
		const { first, epoch, version, key, bytes } = found.header
		return new ActiveSegment(files, random, {
			first,
			epoch,
			version,
			key,
			header: bytes,
			frames: found.frames,
			size: found.end,
		})
	}

	/** Bytes that both copies durably have, 0 before the first records. */
	get size(): number {
		return this.#size
	}

	/** Writes records durably to both copies at once. @param first index of the first of them */
	async append(records: readonly VaultRecord[], first: number): Promise<void> {
		const fresh = this.#size === 0
		this.#open ??= await this.#files.openBoth(this.first, fresh ? 'create-through' : 'update-through')
		const files = this.#open
		const { parts, frames, length } = sealFrames(records, first, this.key, this.#random)
		const all = fresh ? [this.#header, ...parts] : parts
		const at = this.#size
		await inBoth((copy) => files[copy].write(all, at))
		if (fresh) await this.#files.syncFolders()
		for (const part of parts) release(part)
		let offset = fresh ? this.#header.length : at
		for (const frame of frames) {
			this.frames.push({ ...frame, offset })
			offset += frame.length
		}
		this.#size = at + length + (fresh ? this.#header.length : 0)
	}

	async close(): Promise<void> {
		const files = this.#open
		this.#open = undefined
		if (files === undefined) return
		for (const copy of COPIES) await files[copy].close().catch(() => {})
	}
}
