/**
 * The server under measurement: `letopis serve` in a process of its own, as an operator starts it.
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const START_SECONDS = 60
const END_SECONDS = 15

export interface TownServer {
	readonly port: number
	/** the administrator token */
	readonly token: string
	readonly pid: number
	/** seconds from the start of the process until it listened */
	readonly startSeconds: number
	/** largest resident memory so far, in bytes; also after the end */
	peakMemory(): number
	end(): Promise<void>
}

/**
 * Serves the town in a folder; a DEMO town is made where there is none. The journal goes into the folder.
 * @param folder holds `data` and `keys`; made if it is missing
 */
export async function serveTown(folder: string): Promise<TownServer> {
	await mkdir(folder, { recursive: true })
	const journal = join(folder, `journal-${Date.now()}`)
	const output = openSync(journal, 'wx')
	const started = performance.now()
	const program = join(import.meta.dirname, '..', 'letopis.ts')
	const child = spawn(process.execPath, [program, 'serve', '--demo-if-new'], {
		cwd: folder,
		stdio: ['ignore', output, 'inherit'],
		env: {
			PATH: process.env.PATH,
			HOST: '127.0.0.1',
			PORT: '0',
			LETOPIS_DATA: join(folder, 'data'),
			LETOPIS_KEYS: join(folder, 'keys'),
		},
	})
	closeSync(output)
	try {
		const port = await listening(child, journal)
		const startSeconds = (performance.now() - started) / 1000
		const token = (await readFile(join(folder, 'keys', 'admin-token'), 'utf8')).trim()
		const pid = child.pid ?? 0
		let peak = 0
		const peakMemory = () => {
			if (child.exitCode === null && child.signalCode === null) peak = peakMemoryOf(pid)
			return peak
		}
		const end = () => {
			peakMemory()
			return endChild(child, () => child.kill('SIGTERM'))
		}
		return { port, token, pid, startSeconds, peakMemory, end }
	} catch (error) {
		child.kill('SIGKILL')
		throw error
	}
}

/** Waits until the server has said where it listens. */
async function listening(child: ChildProcess, journal: string): Promise<number> {
	for (const end = performance.now() + START_SECONDS * 1000; performance.now() < end; await pause(20)) {
		if (child.exitCode !== null) throw new Error(`the server ended with exit code ${child.exitCode}`)
		const port = /^Listening on http:\/\/127\.0\.0\.1:(\d+)/m.exec(await readFile(journal, 'utf8'))?.[1]
		if (port !== undefined) return Number(port)
	}
	throw new Error(`the server did not start within ${START_SECONDS} s`)
}

/** Asks a child to end, and ends it where it does not. */
export async function endChild(child: ChildProcess, ask: () => void): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return
	const ended = once(child, 'exit')
	ask()
	const force = setTimeout(() => child.kill('SIGKILL'), END_SECONDS * 1000)
	await ended
	clearTimeout(force)
}

/** Processor time of another process so far, in seconds: of its main thread, and of all its threads. */
export function processorTimeOf(pid: number): { readonly main: number; readonly all: number } {
	const threads = readdirSync(`/proc/${pid}/task`)
	const all = threads.map((thread) => timeOf(`/proc/${pid}/task/${thread}/schedstat`))
	return { main: timeOf(`/proc/${pid}/task/${pid}/schedstat`), all: all.reduce((sum, time) => sum + time, 0) }
}

/** The first number is the time on a processor, in ns (kernel documentation, sched-stats). */
function timeOf(file: string): number {
	return Number(readFileSync(file, 'utf8').split(' ')[0]) / 1e9
}

/** Largest resident memory of another process so far, in bytes. */
export function peakMemoryOf(pid: number): number {
	const line = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
	if (line === null) throw new Error(`/proc/${pid}/status says nothing of memory`)
	return Number(line[1]) * 1024
}
