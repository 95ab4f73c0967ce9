/**
 * Replacing sealed segments as a whole: by what the better copy has, or by changed records under a new key.
 * @module
 */
import { createSecretKey } from 'node:crypto'
import type { Epoch, Epochs } from './epochs.ts'
import type { FoundRecord, StoredRecord } from './record-format.ts'
import type { SegmentFiles } from './segment-files.ts'
import { encodeSegmentHeader, type SegmentHeader, sealFrames } from './segment-format.ts'
import {
	COPIES,
	type Copy,
	type CopyBytes,
	type Examined,
	examine,
	type ScanOptions,
} from './segment-scan.ts'

export class SegmentReplacer {
	readonly #files: SegmentFiles
	readonly #epochs: Epochs
	readonly #random: (size: number) => Uint8Array

	constructor(files: SegmentFiles, epochs: Epochs, random: (size: number) => Uint8Array) {
		this.#files = files
		this.#epochs = epochs
		this.#random = random
	}

	/** Examines a segment's bytes with the keys at hand. */
	examine(first: number, copies: CopyBytes, options: Partial<ScanOptions> = {}): Examined | undefined {
		const secretOf = (epoch: number) => this.#epochs.get(epoch)?.identity.secret
		return examine(copies, { first, secretOf, ...options })
	}

	/** Makes both copies equal to these bytes, and ends them there. */
	async putRight(first: number, copies: CopyBytes, bytes: Uint8Array): Promise<void> {
		const changed = await this.makeEqual(first, copies, bytes)
		for (const copy of COPIES) {
			const size = copies[copy]?.length ?? 0
			if (!changed.includes(copy) && size > bytes.length) await this.#files.cut(copy, first, bytes.length)
		}
	}

	/** Writes a copy that does not begin with these bytes anew. @returns which were written */
	async makeEqual(first: number, copies: CopyBytes, bytes: Uint8Array): Promise<Copy[]> {
		const wrong = COPIES.filter((copy) => {
			const own = copies[copy]
			return own === undefined || Buffer.compare(own.subarray(0, bytes.length), bytes) !== 0
		})
		for (const copy of wrong) await this.put(copy, first, bytes)
		return wrong
	}

	async put(copy: Copy, first: number, bytes: Uint8Array): Promise<void> {
		await this.#files.stage([copy], first, bytes)
		await this.#files.commit(copy, first)
	}

	/**
	 * Writes a segment with these records, under a key of its own, in place of both copies: what the disk may
	 * still hold of the old file cannot be opened with what is in the new one. Lost records stay lost: between
	 * the frames there is nothing where they were.
	 * A crash leaves old or new in each copy, whole; the next opening makes them equal.
	 * @param generation of what is there
	 * @param epoch whose key wraps the new segment's key
	 * @param exclusively runs the renaming when nobody reads
	 * @throws LedgerError `disk-full`, `io`
	 */
	async replace(
		{ first, generation }: Pick<SegmentHeader, 'first' | 'generation'>,
		records: readonly FoundRecord[],
		epoch: Epoch,
		exclusively: (commit: () => Promise<void>) => Promise<void>,
	): Promise<void> {
		const key = createSecretKey(this.#random(32))
		const claims = { epoch: epoch.number, first, generation: generation + 1 }
		const header = encodeSegmentHeader(claims, epoch.identity.secret, key, this.#random(32))
		const parts = [header]
		for (const run of runs(records))
			parts.push(...sealFrames(run.records, first + run.at, key, this.#random).parts)
		await this.#files.stage(COPIES, first, Buffer.concat(parts))
		try {
			await exclusively(async () => {
				// One after the other: a crash between them leaves a whole copy of the old and one of the new.
				for (const copy of COPIES) await this.#files.commit(copy, first)
			})
		} catch (error) {
			await this.#files.unstage(COPIES, first)
			throw error
		}
	}
}

/** Neighbouring records that are not lost. */
function* runs(records: readonly FoundRecord[]): Iterable<{ at: number; records: StoredRecord[] }> {
	let run: StoredRecord[] = []
	for (let i = 0; i <= records.length; i++) {
		const record = records[i]
		if (record !== undefined && record !== 'lost') {
			run.push(record)
			continue
		}
		if (run.length > 0) yield { at: i - run.length, records: run }
		run = []
	}
}
