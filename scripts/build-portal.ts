/**
 * Builds the portal into `portal/build`, unless what is there is newer than everything it is made of. Two at once
 * wait for each other; a build that fails or is cut off leaves the earlier one as it was.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const root = join(import.meta.dirname, '..')
const portal = join(root, 'portal')
const entry = join(portal, 'build', 'portal.js')
const lock = join(portal, '.building')
const WAIT_MS = 180_000

/** What goes into the build: what the portal is made of, what it imports, and the packages that build it. */
const SOURCES = ['portal', 'verifier', 'ledger/format', 'node_modules/.setup-stamp']
const MADE = new Set(['build', 'dist', 'node_modules', '.svelte-kit', '.building'])

async function newest(path: string): Promise<number> {
	const found = await stat(path).catch(() => null)
	if (found === null) return 0
	if (!found.isDirectory()) return found.mtimeMs
	const names = (await readdir(path)).filter((name) => !MADE.has(name) && !/^build\.\d+\./.test(name))
	return Math.max(0, ...(await Promise.all(names.map((name) => newest(join(path, name))))))
}

async function isFresh(): Promise<boolean> {
	const built = statSync(entry, { throwIfNoEntry: false })?.mtimeMs ?? 0
	const sources = await Promise.all(SOURCES.map((path) => newest(join(root, path))))
	return built > Math.max(...sources)
}

/** The lock is a folder with the number of the process; one whose process has ended is taken over. */
async function takeLock(): Promise<void> {
	for (const started = Date.now(); ; await pause(200)) {
		try {
			mkdirSync(lock)
			writeFileSync(join(lock, 'pid'), String(process.pid))
			return
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
		}
		if (!isRunning(lockHolder()) || Date.now() - started > WAIT_MS)
			rmSync(lock, { recursive: true, force: true })
	}
}

/** @returns null while the holder has not written its number yet */
function lockHolder(): number | null {
	try {
		return Number(readFileSync(join(lock, 'pid'), 'utf8')) || null
	} catch {
		return null
	}
}

function isRunning(pid: number | null): boolean {
	if (pid === null) return true
	try {
		return process.kill(pid, 0)
	} catch {
		return false
	}
}

function run(command: string, args: readonly string[]): void {
	const program = join(root, 'node_modules', '.bin', command)
	// Through our own Node: the first one in PATH may be too old.
	const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
		cwd: portal,
		encoding: 'utf8',
		// Tests build it too, and theirs says "test": the browser would get what is for developers.
		env: { ...process.env, NODE_ENV: 'production' },
	})
	if (status !== 0) throw new Error(`${command} failed (${status}):\n${stdout}${stderr}`)
}

/** @returns whether anything had to be done; @throws Error with the output of the tool that failed */
export async function buildPortal(): Promise<boolean> {
	if (await isFresh()) return false
	await takeLock()
	try {
		// Whoever had the lock may have built it.
		if (await isFresh()) return false
		const began = new Date()
		run('svelte-kit', ['sync'])
		run('vite', ['build'])
		// A source saved meanwhile is newer than the build that did not see it.
		utimesSync(entry, began, began)
		return true
	} finally {
		rmSync(lock, { recursive: true, force: true })
	}
}

if (import.meta.main) {
	const started = Date.now()
	try {
		if (await buildPortal()) console.log(`portal built in ${((Date.now() - started) / 1000).toFixed(1)} s`)
	} catch (error) {
		console.error(error instanceof Error ? error.message : error)
		process.exitCode = 1
	}
}
