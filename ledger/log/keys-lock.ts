/**
 * One process at a time may sign with a keys folder: two would fork the log. Two locks, because neither sees everything.
 *
 * The kernel's (`kernel-lock.ts`) decides between all processes of one machine, also in containers that do not see each
 * other's processes, wherever the file system has locks.
 *
 * A file `lock` names the holder: process id, its start time (/proc/<pid>/stat, clock ticks since boot), the boot, and
 * the PID namespace in which the number means anything; and its time of change is a heartbeat. It holds where the kernel's
 * lock does not reach: between machines that share a folder, on file systems without locks, and beside a program that
 * takes this lock only. A lock left by a crash is told from a live one, even when the number of the process was given away
 * again.
 * @module
 */
import { createHash, randomBytes } from 'node:crypto'
import { link, open, readFile, readlink, rename, rm, stat, statfs, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { LedgerError, storageError } from '../error.ts'
import { takeKernelLock } from './kernel-lock.ts'

export interface KeysLock {
	release(): Promise<void>
}

export interface LockOptions {
	/** Whether the kernel's lock is taken as well; it leaves a small folder behind. True unless given. */
	readonly kernel?: boolean
	/** Time between two heartbeats, ms; 3,000 unless given. */
	readonly heartbeatMs?: number
	/** How long a holder that cannot be asked is watched for a heartbeat, ms; 10,000 unless given. */
	readonly watchMs?: number
}

/** A name that keeps vanishing between two looks so often means that something else is wrong. */
const ATTEMPTS = 100
const HEARTBEAT_MS = 3_000
const WATCH_MS = 10_000
const LOOK_MS = 100

/** `f_type` of file systems that only one machine mounts: ext, XFS, Btrfs, tmpfs, ZFS, F2FS. */
const LOCAL = new Set([0xef53, 0x58465342, 0x9123683e, 0x01021994, 0x2fc12fc1, 0xf2f52010])

/** What is known when a lock that is there is judged. */
interface Judging {
	/** Whether the kernel's lock is ours: no process of this machine holds the folder. */
	readonly alone: boolean
	/** Whether no other machine can reach the folder. */
	readonly local: boolean
	readonly watchMs: number
}

/**
 * @throws LedgerError `in-use` if a living process (this one included) holds the folder, here or elsewhere; `io`
 */
export async function lockKeys(keysDir: string, options: LockOptions = {}): Promise<KeysLock> {
	const { kernel: wanted = true, heartbeatMs = HEARTBEAT_MS, watchMs = WATCH_MS } = options
	const path = join(keysDir, 'lock')
	const kernel = wanted ? await takeKernelLock(keysDir) : 'unsupported'
	if (kernel === 'taken') throw inUse(keysDir, await readFile(path, 'utf8').catch(() => undefined))
	const held = kernel === 'unsupported' ? undefined : kernel
	try {
		const judging = { alone: held !== undefined, local: await isLocal(keysDir), watchMs }
		const content = await takeFile(keysDir, path, judging)
		const beating = setInterval(() => void beat(path), heartbeatMs).unref()
		return {
			async release() {
				clearInterval(beating)
				try {
					await release(path, content)
				} finally {
					await held?.release()
				}
			},
		}
	} catch (error) {
		await held?.release()
		throw storageError(error, 'locking the keys folder')
	}
}

/** @returns what was written into it */
async function takeFile(keysDir: string, path: string, judging: Judging): Promise<string> {
	const mine = `${path}.${process.pid}.${randomBytes(6).toString('hex')}`
	const content = `${await identify(process.pid)} ${await namespace()}`
	try {
		const file = await open(mine, 'wx', 0o600)
		await file.writeFile(content).finally(() => file.close())
		const holder = await acquire(path, mine, judging)
		if (holder !== null) throw inUse(keysDir, holder)
		return content
	} finally {
		await rm(mine, { force: true })
	}
}

function inUse(keysDir: string, holder: string | undefined): LedgerError {
	const [pid = ''] = holder?.split(' ') ?? []
	const who = /^\d+$/.test(pid)
		? `process ${pid}, in this or another container or machine`
		: 'another process'
	return new LedgerError('in-use', `the keys folder ${keysDir} is in use by ${who}`, {
		remedy: 'Stop the other server first: one key must never sign in two places.',
	})
}

async function isLocal(folder: string): Promise<boolean> {
	const type = (await statfs(folder).catch(() => undefined))?.type
	return type !== undefined && LOCAL.has(type >>> 0)
}

/** A heartbeat that fails is like none: the next one may succeed. */
async function beat(path: string): Promise<void> {
	const now = new Date()
	await utimes(path, now, now).catch(() => {})
}

/**
 * Makes `path` a second name of the file `mine`, unless a living process has it.
 * A stale lock is replaced under a lock of its own, named after what the stale one says: so of all who find it
 * stale one replaces it, and whoever comes late finds something else in its place.
 * @returns null once acquired, otherwise what the holder wrote
 */
async function acquire(path: string, mine: string, judging: Judging): Promise<string | null> {
	for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
		// A link either makes the whole file appear under the name or fails: no one sees half a lock.
		if (await linked(mine, path)) return null
		const holder = await readFile(path, 'utf8').catch(() => undefined)
		if (holder === undefined) continue
		if (await lives(holder, path, judging)) return holder
		const takeover = `${path}.${createHash('sha256').update(holder).digest('hex').slice(0, 12)}`
		const rival = await acquire(takeover, mine, judging)
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

/** Whether the holder lives; where its number says nothing here, whether its heart beats. */
async function lives(holder: string, path: string, { alone, local, watchMs }: Judging): Promise<boolean> {
	const [number, start, boot, space] = holder.split(' ')
	const pid = Number(number)
	if (!Number.isSafeInteger(pid) || pid <= 0) return false
	if (boot !== (await bootId())) {
		// This machine before it was restarted, or another one that shares the folder.
		return !local && (await beats(path, watchMs))
	}
	if (space === undefined || space === (await namespace()))
		return exists(pid) && (await identify(pid)) === `${pid} ${start} ${boot}`
	// Another container of this machine. Had it the kernel's lock, we should not have it.
	return !alone && (await beats(path, watchMs))
}

/** Watches for a change of the file's time: so no two clocks have to agree. */
async function beats(path: string, watchMs: number): Promise<boolean> {
	const look = async () => (await stat(path).catch(() => undefined))?.mtimeMs
	const before = await look()
	for (let waited = 0; waited < watchMs; waited += LOOK_MS) {
		await sleep(LOOK_MS)
		const now = await look()
		if (now === undefined) return false
		if (now !== before) return true
	}
	return false
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
	const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
	// The second field, the program's name in parentheses, may itself hold spaces and parentheses.
	const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? 'gone'
	return `${pid} ${start} ${await bootId()}`
}

async function bootId(): Promise<string> {
	return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => 'unknown')).trim()
}

/** Name of the PID namespace, without spaces: `pid:[4026531836]`. */
function namespace(): Promise<string> {
	return readlink('/proc/self/ns/pid').catch(() => 'unknown')
}
