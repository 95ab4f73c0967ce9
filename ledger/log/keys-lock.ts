/**
 * One process at a time may sign with a keys folder: two would fork the log. A file `lock` names the holder by
 * process id, its start time (/proc/<pid>/stat, clock ticks since boot) and the boot, so that a lock left by a
 * crash is told from a live one even when the number of the process was given away again.
 * @module
 */
import { createHash, randomBytes } from 'node:crypto'
import { link, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { LedgerError, storageError } from '../error.ts'

export interface KeysLock {
	release(): Promise<void>
}

/** A name that keeps vanishing between two looks so often means that something else is wrong. */
const ATTEMPTS = 100

/**
 * @throws LedgerError `in-use` if a living process (this one included) holds the folder; `io`
 */
export async function lockKeys(keysDir: string): Promise<KeysLock> {
	const path = join(keysDir, 'lock')
	const mine = `${path}.${process.pid}.${randomBytes(6).toString('hex')}`
	const content = await identify(process.pid)
	try {
		const file = await open(mine, 'wx', 0o600)
		await file.writeFile(content).finally(() => file.close())
		const holder = await acquire(path, mine)
		if (holder === null) return { release: () => release(path, content) }
		throw new LedgerError(
			'in-use',
			`the keys folder ${keysDir} is in use by process ${holder.split(' ')[0]}`,
			{
				remedy: 'Stop the other server first: one key must never sign in two places.',
			},
		)
	} catch (error) {
		throw storageError(error, 'locking the keys folder')
	} finally {
		await rm(mine, { force: true })
	}
}

/**
 * Makes `path` a second name of the file `mine`, unless a living process has it.
 * A stale lock is replaced under a lock of its own, named after what the stale one says: so of all who find it
 * stale one replaces it, and whoever comes late finds something else in its place.
 * @returns null once acquired, otherwise what the holder wrote
 */
async function acquire(path: string, mine: string): Promise<string | null> {
	for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
		// A link either makes the whole file appear under the name or fails: no one sees half a lock.
		if (await linked(mine, path)) return null
		const holder = await readFile(path, 'utf8').catch(() => undefined)
		if (holder === undefined) continue
		if (await lives(holder)) return holder
		const takeover = `${path}.${createHash('sha256').update(holder).digest('hex').slice(0, 12)}`
		const rival = await acquire(takeover, mine)
		if (rival !== null) return rival
		try {
			if ((await readFile(path, 'utf8').catch(() => undefined)) !== holder) continue
			await linked(mine, `${mine}.new`)
			await rename(`${mine}.new`, path)
			return null
		} finally {
			await rm(takeover)
		}
	}
	throw new Error('the lock comes and goes all the time')
}

async function linked(from: string, to: string): Promise<boolean> {
	try {
		await link(from, to)
		return true
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
		throw error
	}
}

async function release(path: string, content: string): Promise<void> {
	const holder = await readFile(path, 'utf8').catch(() => '')
	if (holder === content) await rm(path, { force: true })
}

async function lives(holder: string): Promise<boolean> {
	const pid = Number(holder.split(' ')[0])
	if (!Number.isSafeInteger(pid) || pid <= 0 || !exists(pid)) return false
	return (await identify(pid)) === holder
}

function exists(pid: number): boolean {
	try {
		process.kill(pid, 0)
		return true
	} catch (error) {
		// EPERM: it lives, under another user.
		return (error as NodeJS.ErrnoException).code === 'EPERM'
	}
}

/** `<pid> <start> <boot>`; where there is no /proc, only the process id tells. */
async function identify(pid: number): Promise<string> {
	const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => 'unknown')
	const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
	// The second field, the program's name in parentheses, may itself hold spaces and parentheses.
	const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? 'gone'
	return `${pid} ${start} ${boot.trim()}`
}
