/**
 * An incremental, verified mirror of a folder of files. Files that never change under one name are copied once;
 * others whenever size or time of change differ. Every file written is read back and compared by SHA-256 before
 * it replaces what was there, so that a failing backup disk is found when the backup is made.
 * @module
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, stat, utimes } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { LedgerError, storageError } from '../error.ts'
import { syncFolder } from './staged-folder.ts'

export interface MirrorOptions {
	/** True where a name stands for one content for ever: present with the same size means done. */
	immutable: boolean
	/** Files to leave alone, by their path relative to the source. */
	skip?: (path: string) => boolean
	/** Whether the bytes that were read from the source are what they should be; asked before they replace anything. */
	judge?: (path: string, sha256: Uint8Array) => boolean
	onFile?: (path: string) => void
}

export interface MirrorResult {
	files: number
	bytes: number
	/** Names that are in the target but not, or no longer, in the source: never removed here. */
	extra: string[]
}

const CHUNK = 1_048_576

/** @throws LedgerError 'corrupt' where a judged or written file is not what it should be, 'disk-full', 'io' */
export async function mirrorFolder(from: string, to: string, options: MirrorOptions): Promise<MirrorResult> {
	const result: MirrorResult = { files: 0, bytes: 0, extra: [] }
	const wanted = new Set<string>()
	for await (const path of walk(from)) {
		if (options.skip?.(path)) continue
		wanted.add(path)
		const bytes = await mirrorFile(join(from, path), join(to, path), path, options)
		if (bytes === null) continue
		result.files++
		result.bytes += bytes
		options.onFile?.(path)
	}
	for await (const path of walk(to)) if (!wanted.has(path)) result.extra.push(path)
	return result
}

/** @returns null if there was nothing to do, or the file went away meanwhile; else the bytes copied */
async function mirrorFile(
	source: string,
	target: string,
	path: string,
	options: MirrorOptions,
): Promise<number | null> {
	const before = await stat(source).catch(() => null)
	if (before === null) return null
	const there = await stat(target).catch(() => null)
	if (
		there !== null &&
		there.size === before.size &&
		(options.immutable || sameTime(there.mtimeMs, before.mtimeMs))
	)
		return null
	try {
		await mkdir(dirname(target), { recursive: true, mode: 0o700 })
		const { sha256, size } = await copySynced(source, `${target}.new`)
		if (options.judge !== undefined && !options.judge(path, sha256))
			throw new LedgerError('corrupt', `${source} is not what its name says`, {
				remedy: 'run "letopis fsck"; the backup keeps what it had',
			})
		if (!(await hashFile(`${target}.new`)).equals(sha256))
			throw new LedgerError('corrupt', `${target}.new reads back differently from what was written`, {
				remedy: 'the disk of the backup is failing; use another one',
			})
		// The time of the source as it was before copying: a file that grew meanwhile is copied again next time.
		await utimes(`${target}.new`, before.atime, before.mtime)
		await rename(`${target}.new`, target)
		await syncFolder(dirname(target))
		return size
	} catch (error) {
		throw storageError(error, `copying ${path}`)
	}
}

async function copySynced(source: string, target: string): Promise<{ sha256: Buffer; size: number }> {
	const digest = createHash('sha256')
	const input = await open(source, 'r')
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

/** Paths of all regular files below a folder, relative to it; none if it does not exist. Links are not followed. */
export async function* walk(folder: string, below = folder): AsyncIterable<string> {
	const entries = await readdir(below, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return []
		throw error
	})
	for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
		const path = join(below, entry.name)
		if (entry.isDirectory()) yield* walk(folder, path)
		else if (entry.isFile() && !entry.name.endsWith('.new')) yield relative(folder, path)
	}
}
