/**
 * A log in a folder, laid out as it is served: `checkpoint`, `tile/…`, `blob/<cid>`.
 * @module
 */
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { LIMITS, type LogSource, SourceError } from '../audit/source.ts'

/** Whole file up to `limit` bytes; undefined if there is none. */
async function read(path: string, limit: number): Promise<Uint8Array | undefined> {
	let file: FileHandle
	try {
		file = await open(path)
	} catch (cause) {
		const { code } = cause as NodeJS.ErrnoException
		if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
		throw new SourceError(`${path} cannot be read: ${code}`, { cause })
	}
	try {
		const { size } = await file.stat()
		if (size > limit) throw new SourceError(`${path} has ${size} bytes, more than ${limit}`)
		return new Uint8Array(await file.readFile())
	} catch (cause) {
		if (cause instanceof SourceError) throw cause
		throw new SourceError(`${path} cannot be read`, { cause })
	} finally {
		await file.close()
	}
}

export function folderSource(folder: string): LogSource {
	return {
		checkpoint: () => read(join(folder, 'checkpoint'), LIMITS.checkpoint),
		tile: (path) => read(join(folder, path), LIMITS.tile),
		bundle: (path) => read(join(folder, path), LIMITS.bundle),
		blob: (cid) => read(join(folder, 'blob', cid), LIMITS.blob),
	}
}
