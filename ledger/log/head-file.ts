/**
 * The head file: the keys' own memory of how far the log was signed, so that data which was rolled back, lost or
 * exchanged is noticed even when it is consistent in itself. Lives among the keys, never with the data.
 *
 * Two slots in two disk blocks, written in turn: a torn write loses at most the newer one, and then the older
 * is one batch behind, which recovery knows how to mend. Slot: `LTHD` ‖ version 1 ‖ three zero bytes ‖ u64 seq ‖
 * u64 size ‖ root ‖ SHA-256 of all before; slot k at offset 4096·k, where k = seq mod 2.
 *
 * Beside it, `<name>.frozen` says why nothing may be signed (JSON); its absence says nothing is wrong.
 * @module
 */
import { constants } from 'node:fs'
import { type FileHandle, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { concat, equalBytes, type Hash, sha256, uint64be } from '@letopis/format'
import { syncFolder } from '../anchor/durable-file.ts'
import { LedgerError, storageError } from '../error.ts'
import { readUint48 } from './keys.ts'

export interface Head {
	readonly size: number
	readonly root: Hash
}

/**
 * Why the log signs nothing more, the weakest reason first: one is replaced by a stronger one only.
 * - `restored`: the data came out of a backup; evidence: JSON {time, follower}
 * - `witness`: a witness says that it cosigned more than we hold; evidence: JSON {witness, url, size, ours, time}
 * - `seen`: someone showed a head of ours that we do not hold; evidence: the note
 */
export const FROZEN_REASONS = ['restored', 'witness', 'seen'] as const

export interface Frozen {
	readonly reason: (typeof FROZEN_REASONS)[number]
	readonly evidence: string
}

/** A reason as it is stored; what cannot be read is the strongest. */
export function frozenReason(value: unknown): Frozen['reason'] {
	return FROZEN_REASONS.find((reason) => reason === value) ?? 'seen'
}

export function isStronger(one: Frozen, other: Frozen): boolean {
	return FROZEN_REASONS.indexOf(one.reason) > FROZEN_REASONS.indexOf(other.reason)
}

export interface HeadFile {
	/** Newest intact head; null if none was ever written. @throws LedgerError `corrupt` if neither slot is intact */
	read(): Promise<Head | null>
	/** Durable once it resolves. @throws LedgerError `disk-full`, `io` */
	write(head: Head): Promise<void>
	frozen(): Promise<Frozen | null>
	/** Durable once it resolves; null unfreezes. */
	setFrozen(frozen: Frozen | null): Promise<void>
	close(): Promise<void>
}

const MAGIC = Uint8Array.of(0x4c, 0x54, 0x48, 0x44, 1, 0, 0, 0)
const SLOT_BYTES = 88
const SLOT_DISTANCE = 4096

/** @param path of the file; its folder must exist. It is made at the first write. */
export async function openHeadFile(path: string): Promise<HeadFile> {
	return new TwoSlots(path)
}

interface Slot extends Head {
	readonly seq: number
}

class TwoSlots implements HeadFile {
	readonly #path: string
	#file: FileHandle | undefined
	/** Sequence number of the newest slot; undefined until it was looked for. */
	#seq: number | undefined

	constructor(path: string) {
		this.#path = path
	}

	async read(): Promise<Head | null> {
		let bytes: Uint8Array
		try {
			bytes = await readFile(this.#path)
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
				throw storageError(error, 'reading the head file')
			this.#seq = 0
			return null
		}
		// Made, but not written yet: a crash came before the first head.
		if (bytes.every((byte) => byte === 0)) {
			this.#seq = 0
			return null
		}
		const slots = [0, SLOT_DISTANCE].map((offset) => parseSlot(bytes.subarray(offset, offset + SLOT_BYTES)))
		const [newest] = slots.filter((slot) => slot !== null).sort((a, b) => b.seq - a.seq)
		this.#seq = newest?.seq ?? 0
		if (newest === undefined) {
			throw new LedgerError('corrupt', `the head file ${this.#path} is damaged in both places`, {
				remedy:
					'If a witness or a follower has the newest head, resume with it; otherwise close the log with "letopis succeed".',
			})
		}
		return { size: newest.size, root: newest.root }
	}

	async write(head: Head): Promise<void> {
		// Without knowing the newest slot, the write could hit it.
		if (this.#seq === undefined) await this.read()
		try {
			this.#file ??= await this.#openOrCreate()
			const seq = (this.#seq ?? 0) + 1
			const bytes = slotBytes({ ...head, seq })
			const { bytesWritten } = await this.#file.write(bytes, 0, bytes.length, (seq % 2) * SLOT_DISTANCE)
			if (bytesWritten !== bytes.length) throw new Error('short write')
			this.#seq = seq
		} catch (error) {
			throw storageError(error, 'writing the head file')
		}
	}

	/**
	 * The file at its full length from the start, so that later writes change no metadata; and written through
	 * (O_DSYNC), which makes a durable write one system call instead of two.
	 */
	async #openOrCreate(): Promise<FileHandle> {
		const { O_RDWR, O_DSYNC, O_CREAT, O_EXCL } = constants
		const existing = await open(this.#path, O_RDWR | O_DSYNC).catch((error: NodeJS.ErrnoException) => {
			if (error.code === 'ENOENT') return undefined
			throw error
		})
		if (existing !== undefined) return existing
		const file = await open(this.#path, O_RDWR | O_DSYNC | O_CREAT | O_EXCL, 0o600)
		try {
			await file.write(new Uint8Array(SLOT_DISTANCE + SLOT_BYTES), 0)
			await file.sync()
			await syncFolder(dirname(this.#path))
			return file
		} catch (error) {
			await file.close()
			throw error
		}
	}

	async frozen(): Promise<Frozen | null> {
		let text: string
		try {
			text = await readFile(`${this.#path}.frozen`, 'utf8')
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
			throw storageError(error, 'reading why the log is frozen')
		}
		try {
			const { reason, evidence } = JSON.parse(text) as Frozen
			return { reason: frozenReason(reason), evidence: String(evidence) }
		} catch {
			// Damaged, yet there: frozen it is.
			return { reason: 'seen', evidence: '' }
		}
	}

	async setFrozen(frozen: Frozen | null): Promise<void> {
		const path = `${this.#path}.frozen`
		try {
			if (frozen === null) {
				await rm(path, { force: true })
			} else {
				const file = await open(`${path}.new`, 'w', 0o600)
				try {
					await file.writeFile(`${JSON.stringify(frozen)}\n`)
					await file.sync()
				} finally {
					await file.close()
				}
				await rename(`${path}.new`, path)
			}
			await syncFolder(dirname(path))
		} catch (error) {
			throw storageError(error, 'noting that the log is frozen')
		}
	}

	async close(): Promise<void> {
		const file = this.#file
		this.#file = undefined
		await file?.close()
	}
}

function slotBytes({ seq, size, root }: Slot): Uint8Array {
	const body = concat(MAGIC, uint64be(seq), uint64be(size), root)
	return concat(body, sha256(body))
}

/** The slot, or null if it is empty, torn or damaged. */
function parseSlot(bytes: Uint8Array): Slot | null {
	if (bytes.length !== SLOT_BYTES) return null
	const body = bytes.subarray(0, SLOT_BYTES - 32)
	if (!equalBytes(body.subarray(0, MAGIC.length), MAGIC)) return null
	if (!equalBytes(sha256(body), bytes.subarray(SLOT_BYTES - 32))) return null
	return { seq: readUint48(body, 10), size: readUint48(body, 18), root: new Uint8Array(body.subarray(24)) }
}
