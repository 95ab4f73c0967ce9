/**
 * A log in a folder, laid out as it is served: `checkpoint`, `tile/…`, `blob/<cid>`.
 * @module
 */
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { LIMITS, type LogSource, SourceError } from '../audit/source.ts'

function unreadable(path: string, cause: unknown): SourceError {
	const { code = 'EIO' } = cause as NodeJS.ErrnoException
	return new SourceError({ key: 'source-unreadable', values: { path, code } }, { cause })
}

/** Whole file up to `limit` bytes; undefined if there is none. */
async function read(path: string, limit: number): Promise<Uint8Array | undefined> {
	let file: FileHandle
	try {
		file = await open(path)
	} catch (cause) {
		const { code } = cause as NodeJS.ErrnoException
		if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
		throw unreadable(path, cause)
	}
	try {
		const { size } = await file.stat()
		if (size > limit) throw new SourceError({ key: 'source-too-long', values: { path, limit } })
		return new Uint8Array(await file.readFile())
	} catch (cause) {
		if (cause instanceof SourceError) throw cause
		throw unreadable(path, cause)
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
