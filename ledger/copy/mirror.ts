/**
 * An incremental, verified mirror of a folder of files. Files that never change under one name are copied once;
 * others whenever size or time of change differ. Every file written is read back and compared by SHA-256 before
 * it replaces what was there, so that a failing backup disk is found when the backup is made.
 * @module
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, lstat, open, opendir, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { makeFolder, syncFolder } from '../anchor/durable-file.ts'
import { LedgerError, storageError } from '../error.ts'

export interface MirrorOptions {
	/** True where a name stands for one content for ever: present with the same size means done. */
	immutable: boolean
	/**
	 * Links in the source are followed: parts of the town may lie on disks of their own. Never in a backup, where
	 * someone else may have put them.
	 */
	links?: boolean
	/** Files to leave alone, by their path relative to the source. */
	skip?: (path: string) => boolean
	/** Whether the bytes that were read from the source are what they should be; others replace nothing. */
	judge?: (path: string, sha256: Uint8Array) => boolean
	onFile?: (path: string) => void
}

export interface MirrorResult {
	files: number
	bytes: number
	/** Files of the source that were judged unsound, and not copied. */
	unsound: string[]
	/** Files that are in the target but not, or no longer, in the source: never removed here. */
	extra: string[]
}

const CHUNK = 1_048_576

/** @throws LedgerError 'corrupt' where a file reads back differently, 'disk-full', 'io' */
export async function mirrorFolder(from: string, to: string, options: MirrorOptions): Promise<MirrorResult> {
	const result: MirrorResult = { files: 0, bytes: 0, unsound: [], extra: [] }
	for await (const path of walk(from, options.links === true)) {
		if (options.skip?.(path)) continue
		const copied = await mirrorFile(join(from, path), join(to, path), path, options)
		if (copied === 'unsound') result.unsound.push(path)
		if (typeof copied !== 'number') continue
		result.files++
		result.bytes += copied
		options.onFile?.(path)
	}
	for await (const path of walk(to, false))
		if (!options.skip?.(path) && !(await isThere(join(from, path)))) result.extra.push(path)
	return result
}

/** @returns null if there was nothing to do, or the file went away meanwhile; else the bytes copied */
async function mirrorFile(
	source: string,
	target: string,
	path: string,
	options: MirrorOptions,
): Promise<number | null | 'unsound'> {
	try {
		const before = await unlessAbsent(stat(source))
		if (before === null) return null
		const there = await unlessAbsent(stat(target))
		const same = there?.size === before.size && (options.immutable || sameTime(there.mtimeMs, before.mtimeMs))
		if (same) return null
		await makeFolder(dirname(target))
		const input = await unlessAbsent(open(source, 'r'))
		if (input === null) return null
		const copied = await copySynced(input, `${target}.new`)
		if (options.judge?.(path, copied.sha256) === false) {
			await rm(`${target}.new`)
			return 'unsound'
		}
		if (!(await hashFile(`${target}.new`)).equals(copied.sha256))
			throw new LedgerError('corrupt', `${target}.new reads back differently from what was written`, {
				remedy: 'the disk it is on is failing; use another one',
			})
		// The time of the source as it was before copying: a file that grew meanwhile is copied again next time.
		await utimes(`${target}.new`, before.atime, before.mtime)
		await rename(`${target}.new`, target)
		await syncFolder(dirname(target))
		return copied.size
	} catch (error) {
		await rm(`${target}.new`, { force: true }).catch(() => {})
		throw storageError(error, `copying ${path}`)
	}
}

/** @param input closed at the end */
async function copySynced(input: FileHandle, target: string): Promise<{ sha256: Buffer; size: number }> {
	const digest = createHash('sha256')
	try {
		const output = await open(target, 'w', 0o600)
		try {
			const buffer = Buffer.allocUnsafe(CHUNK)
			let size = 0
			for (;;) {
				const { bytesRead } = await input.read(buffer, 0, CHUNK, null)
				if (bytesRead === 0) break
				const part = buffer.subarray(0, bytesRead)
				digest.update(part)
				await output.writeFile(part)
				size += bytesRead
			}
			await output.sync()
			return { sha256: digest.digest(), size }
		} finally {
			await output.close()
		}
	} finally {
		await input.close()
	}
}

/** Times are set in whole milliseconds, but read with their fractions. */
function sameTime(a: number, b: number): boolean {
	return Math.abs(a - b) <= 1
}

export async function hashFile(path: string): Promise<Buffer> {
	const digest = createHash('sha256')
	for await (const part of createReadStream(path, { highWaterMark: CHUNK })) digest.update(part as Buffer)
	return digest.digest()
}

async function isThere(path: string): Promise<boolean> {
	return (await unlessAbsent(stat(path))) !== null
}

async function unlessAbsent<T>(looking: Promise<T>): Promise<T | null> {
	try {
		return await looking
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
		throw error
	}
}

/** Paths of all regular files below a folder, relative to it; none if it does not exist. */
async function* walk(folder: string, links: boolean, below = ''): AsyncIterable<string> {
	const here = join(folder, below)
	// The first one may be reached by a link as well.
	if (!links && (await unlessAbsent(lstat(here)))?.isSymbolicLink()) return
	const entries = await unlessAbsent(opendir(here))
	// One by one: a folder of contents may hold millions of names.
	for await (const entry of entries ?? []) {
		const path = join(below, entry.name)
		const found = links && entry.isSymbolicLink() ? await unlessAbsent(stat(join(folder, path))) : entry
		if (found?.isDirectory()) yield* walk(folder, links, path)
		else if (found?.isFile() && !entry.name.endsWith('.new')) yield path
	}
}
