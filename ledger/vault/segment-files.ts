/**
 * The two folders of segment files, `segments-a` and `segments-b`. A file is named after the index of its first
 * record and only ever appended to, or replaced as a whole: written beside it as `….new`, synced, read back,
 * renamed. So a crash leaves the old file or the new one, and `….new` files never count.
 * @module
 */
import { storageError } from '../error.ts'
import {
	isAbsent,
	type OpenMode,
	readWhole,
	removeQuietly,
	type VaultFile,
	type VaultFs,
	writeWhole,
} from './files.ts'
import { SEGMENT_HEADER_SIZE } from './segment-format.ts'
import { COPIES, type Copy, type CopyBytes } from './segment-scan.ts'

const NAME = /^(\d{16})\.seg$/

export class SegmentFiles {
	readonly fs: VaultFs
	readonly #folders: Readonly<Record<Copy, string>>

	constructor(fs: VaultFs, dir: string) {
		this.fs = fs
		this.#folders = { a: `${dir}/segments-a`, b: `${dir}/segments-b` }
	}

	path(copy: Copy, first: number): string {
		return `${this.#folders[copy]}/${first.toString().padStart(16, '0')}.seg`
	}

	/**
	 * Makes the folders, removes leftovers of replacements that did not happen.
	 * @returns first indexes of the segments of which at least one copy is there, ascending
	 */
	async prepare(): Promise<number[]> {
		const firsts = new Set<number>()
		for (const copy of COPIES) {
			const folder = this.#folders[copy]
			await this.fs.makeFolder(folder)
			for await (const name of this.fs.list(folder)) {
				const digits = NAME.exec(name)?.[1]
				if (digits !== undefined) firsts.add(Number(digits))
				else if (name.endsWith('.new')) await removeQuietly(this.fs, `${folder}/${name}`)
			}
		}
		return [...firsts].sort((x, y) => x - y)
	}

	/**
	 * Bytes of both copies. A copy that is missing or on a bad place of the disk is undefined: the other one is
	 * there for that.
	 * @param limit reads no further than this
	 * @throws LedgerError `io` for what says nothing about the copy, such as too many open files
	 */
	async read(first: number, limit = Number.POSITIVE_INFINITY): Promise<CopyBytes> {
		const read = async (copy: Copy) => {
			try {
				const bytes = await readWhole(this.fs, this.path(copy, first))
				return bytes?.subarray(0, Math.min(limit, bytes.length))
			} catch (error) {
				return ifUnreadable(error)
			}
		}
		const [a, b] = await Promise.all([read('a'), read('b')])
		return { a, b }
	}

	/** `length` bytes of one copy from `offset` on; undefined if they are not to be had. */
	async readPart(copy: Copy, first: number, offset: number, length: number): Promise<Buffer | undefined> {
		try {
			const file = await this.fs.open(this.path(copy, first), 'read')
			try {
				const bytes = Buffer.allocUnsafeSlow(length)
				return (await file.read(bytes, offset)) === length ? bytes : undefined
			} finally {
				await file.close()
			}
		} catch (error) {
			return ifUnreadable(error)
		}
	}

	/** The first bytes of both copies, where a header is. */
	headers(first: number): Promise<(Buffer | undefined)[]> {
		return Promise.all(COPIES.map((copy) => this.readPart(copy, first, 0, SEGMENT_HEADER_SIZE)))
	}

	/** Opens both copies; if one fails, neither stays open. */
	async openBoth(first: number, mode: OpenMode): Promise<Record<Copy, VaultFile>> {
		const [a, b] = await Promise.allSettled(COPIES.map((copy) => this.fs.open(this.path(copy, first), mode)))
		if (a?.status === 'fulfilled' && b?.status === 'fulfilled') return { a: a.value, b: b.value }
		for (const opened of [a, b]) {
			if (opened?.status === 'fulfilled') await opened.value.close().catch(() => {})
		}
		throw [a, b].find((opened) => opened?.status === 'rejected')?.reason
	}

	/** Makes the names in both folders durable. */
	async syncFolders(): Promise<void> {
		await inBoth((copy) => this.fs.syncFolder(this.#folders[copy]))
	}

	/** Removes both copies. Durable after `syncFolders`. */
	async remove(first: number): Promise<void> {
		await inBoth((copy) => removeQuietly(this.fs, this.path(copy, first)))
	}

	/**
	 * Writes new bytes beside copies and reads them back.
	 * @throws LedgerError `disk-full`, `io`; then nothing is left beside them
	 */
	async stage(copies: readonly Copy[], first: number, bytes: Uint8Array): Promise<void> {
		try {
			const written = await Promise.allSettled(
				copies.map(async (copy) => {
					const path = `${this.path(copy, first)}.new`
					await writeWhole(this.fs, path, bytes)
					const back = await readWhole(this.fs, path)
					if (back === undefined || Buffer.compare(back, bytes) !== 0)
						throw new Error(`${path} reads back wrong`)
				}),
			)
			const failure = written.find((result) => result.status === 'rejected')
			if (failure !== undefined) throw failure.reason
		} catch (error) {
			await this.unstage(copies, first)
			throw storageError(error, 'writing a vault segment')
		}
	}

	async unstage(copies: readonly Copy[], first: number): Promise<void> {
		for (const copy of copies) await removeQuietly(this.fs, `${this.path(copy, first)}.new`).catch(() => {})
	}

	/** Puts what was staged in place of one copy, durably. */
	async commit(copy: Copy, first: number): Promise<void> {
		const path = this.path(copy, first)
		try {
			await this.fs.rename(`${path}.new`, path)
			await this.fs.syncFolder(this.#folders[copy])
		} catch (error) {
			throw storageError(error, 'replacing a vault segment')
		}
	}

	/** Cuts one copy to its first `size` bytes, durably; no error if it is not there. */
	async cut(copy: Copy, first: number, size: number): Promise<void> {
		let file: VaultFile
		try {
			file = await this.fs.open(this.path(copy, first), 'update')
		} catch (error) {
			if (isAbsent(error)) return
			throw error
		}
		try {
			await file.truncate(size)
			await file.sync()
		} finally {
			await file.close()
		}
	}
}

/** Lets pass what concerns this one file; everything else is no reason to distrust a copy. */
function ifUnreadable(error: unknown): undefined {
	const code = (error as NodeJS.ErrnoException | undefined)?.code
	if (code !== 'ENOENT' && code !== 'EIO') throw storageError(error, 'reading a vault segment')
}

/** Does the same for both copies at once, and waits for both even if one fails. */
export async function inBoth(operation: (copy: Copy) => Promise<void>): Promise<void> {
	const results = await Promise.allSettled(COPIES.map(operation))
	const failure = results.find((result) => result.status === 'rejected')
	if (failure !== undefined) throw failure.reason
}
