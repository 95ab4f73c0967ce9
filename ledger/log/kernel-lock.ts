/**
 * A lock that the kernel keeps: gone the moment its process is, seen from every container that shares the folder, and by
 * every host of a network file system that passes locks on. Node has no flock(2), but LevelDB locks its folder with
 * fcntl(2), so an empty database is held open. Nothing is ever stored in it.
 *
 * POSIX drops the lock when its process closes any descriptor of the locked file: nothing else in this process may open
 * the folder's files.
 * @module
 */
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { LedgerError, storageError } from '../error.ts'
import { openLevelStore } from '../store/level.ts'
import type { Store } from '../store/store.ts'

const FOLDER = 'lock.held'
const TINY = { writeBuffer: 65_536, cache: 4096, compress: false }

export interface KernelLock {
	release(): Promise<void>
}

/**
 * @returns `taken` if another process (or this one) holds it; `unsupported` where the file system has no locks
 * @throws LedgerError `disk-full`, `io`
 */
export async function takeKernelLock(folder: string): Promise<KernelLock | 'taken' | 'unsupported'> {
	const path = join(folder, FOLDER)
	try {
		await mkdir(path, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
			if (error.code !== 'EEXIST') throw error
		})
		const store = await openOrRenew(path)
		return { release: () => store.close() }
	} catch (error) {
		if (!(error instanceof LedgerError) || error.code !== 'in-use')
			throw storageError(error, 'locking the folder')
		return hasNoLocks(error) ? 'unsupported' : 'taken'
	}
}

/** What a crash or rot left of the database is thrown away: nothing is in it, and the lock is in the file LOCK alone. */
async function openOrRenew(path: string): Promise<Store> {
	try {
		return await openLevelStore(path, TINY)
	} catch (error) {
		if (!(error instanceof LedgerError) || error.code === 'in-use' || error.code === 'disk-full') throw error
		for (const name of await readdir(path)) if (name !== 'LOCK') await rm(join(path, name), { force: true })
		return await openLevelStore(path, TINY)
	}
}

/** LevelDB calls every failure of fcntl a lock that is held; the words of strerror(3) tell the difference. */
function hasNoLocks(error: unknown): boolean {
	let at: unknown = error
	for (let depth = 0; depth < 8 && at instanceof Error; depth++) {
		if (/no locks available|not implemented|not supported|invalid argument/i.test(at.message)) return true
		at = at.cause
	}
	return false
}
