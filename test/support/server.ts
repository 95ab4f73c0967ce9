/**
 * The real server as a process of its own, for tests that end it badly or look at it from outside.
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readAddress } from '../../scripts/address.ts'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const program = join(root, 'scripts', 'letopis.ts')
const demo = join(root, 'scripts', 'demo.ts')
const READY_MS = 100_000
const END_MS = 60_000

export interface Folders {
	/** LETOPIS_DATA and LETOPIS_KEYS; their parents must exist. Settings files are looked for beside `data`. */
	data: string
	keys: string
	/** Settings file for `--config`. */
	config?: string
	/** On top of this process's environment. */
	env?: Readonly<Record<string, string>>
}

export interface ServerOptions extends Folders {
	/** Default: a free one. */
	port?: number
	/** It has a certificate of its own: spoken to at the address that it leaves for commands. */
	tls?: boolean
}

export interface RunningServer {
	/** Without a slash at the end. */
	readonly url: string
	/** The administrator's. */
	readonly token: string
	readonly pid: number
	readonly child: ChildProcess
	/** What it has written so far, both streams. */
	output(): string
	/** Asks it to end (SIGTERM unless told otherwise) and waits. @returns exit code, null if a signal ended it */
	stop(signal?: NodeJS.Signals): Promise<number | null>
	/** Ends it at once, as a power cut would end a process. */
	kill9(): Promise<void>
}

/**
 * Starts `letopis serve` (a DEMO log where there is none yet) and waits until it answers.
 * @throws Error with the server's output if it ends or stays silent
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
	const port = options.port ?? (await freePort())
	const find = async () => (options.tls ? await readAddress(options.keys) : `http://127.0.0.1:${port}`)
	const child = spawnLetopis(['serve', '--demo-if-new'], {
		...options,
		env: { HOST: '127.0.0.1', PORT: String(port), ...options.env },
	})
	const output = collect(child)
	const end = async (signal: NodeJS.Signals): Promise<number | null> => {
		if (child.exitCode === null && child.signalCode === null) {
			child.kill(signal)
			// One that does not end of itself is the test's failure, but must not outlive the test.
			const timer = setTimeout(() => child.kill('SIGKILL'), END_MS)
			await once(child, 'close')
			clearTimeout(timer)
		}
		return child.exitCode
	}
	try {
		const url = await untilReady(find, child, output)
		const token = (await readFile(join(options.keys, 'admin-token'), 'utf8')).trim()
		return {
			url,
			token,
			pid: child.pid ?? 0,
			child,
			output,
			stop: (signal = 'SIGTERM') => end(signal),
			kill9: async () => {
				await end('SIGKILL')
			},
		}
	} catch (error) {
		await end('SIGKILL')
		throw error
	}
}

/** Starts the server and ends it with SIGKILL after so many milliseconds, ready or not: recovery can be cut off too. */
export async function startAndKill(folders: Folders, afterMs: number): Promise<void> {
	const port = String(await freePort())
	const env = { HOST: '127.0.0.1', PORT: port, ...folders.env }
	const child = spawnLetopis(['serve', '--demo-if-new'], { ...folders, env })
	await new Promise((next) => setTimeout(next, afterMs))
	child.kill('SIGKILL')
	if (child.exitCode === null && child.signalCode === null) await once(child, 'close')
}

export interface Ended {
	code: number | null
	output: string
}

/** Runs one `letopis` command to its end, whatever it says. */
export async function runLetopis(args: readonly string[], folders: Folders): Promise<Ended> {
	return ended(spawnLetopis(args, folders))
}

/** Runs the demo to its end. */
export async function runDemo(args: readonly string[], folders: Folders): Promise<Ended> {
	return ended(spawnLetopis(args, folders, demo))
}

async function ended(child: ChildProcess): Promise<Ended> {
	const output = collect(child)
	await once(child, 'close')
	return { code: child.exitCode, output: output() }
}

function spawnLetopis(args: readonly string[], folders: Folders, file = program): ChildProcess {
	const { data, keys, config, env } = folders
	const named = config === undefined ? [] : ['--config', config]
	return spawn(process.execPath, [file, ...named, ...args], {
		// Away from the repository, whose own letopis.toml is not meant.
		cwd: dirname(resolve(data)),
		env: { ...process.env, LETOPIS_DATA: data, LETOPIS_KEYS: keys, ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	})
}

function collect(child: ChildProcess): () => string {
	const parts: string[] = []
	child.stdout?.setEncoding('utf8').on('data', (text: string) => parts.push(text))
	child.stderr?.setEncoding('utf8').on('data', (text: string) => parts.push(text))
	return () => parts.join('')
}

async function untilReady(
	find: () => Promise<string | null>,
	child: ChildProcess,
	output: () => string,
): Promise<string> {
	const deadline = Date.now() + READY_MS
	for (;;) {
		if (child.exitCode !== null || child.signalCode !== null)
			throw new Error(`the server ended with ${child.exitCode ?? child.signalCode}:\n${output()}`)
		if (Date.now() > deadline) throw new Error(`the server does not answer:\n${output()}`)
		const url = await find()
		if (url !== null && (await answers(url))) return url
		await new Promise((next) => setTimeout(next, 15))
	}
}

async function answers(url: string): Promise<boolean> {
	try {
		const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2000) })
		await response.body?.cancel()
		return response.ok
	} catch {
		return false
	}
}

/** Below the ports that systems give to outgoing connections (from 32768 on), any of which might take one in between. */
const PORTS = { from: 12_000, count: 20_000 }
/** Each worker of a run has a part of them, and begins at a place of its own where runs stand beside each other. */
const PART = PORTS.count / 8
const part = PORTS.from + (Number(process.env.VITEST_POOL_ID ?? 0) % 8) * PART
let turn = Math.floor(Math.random() * PART)

/** A port on 127.0.0.1 that is free, and that nobody else is given until it is used. */
export async function freePort(): Promise<number> {
	for (let tried = 0; tried < PART; tried++) {
		turn = (turn + 1) % PART
		const probe = createServer()
		const free = await new Promise<boolean>((resolve) => {
			probe.once('error', () => resolve(false))
			probe.listen(part + turn, '127.0.0.1', () => resolve(true))
		})
		if (!free) continue
		probe.close()
		await once(probe, 'close')
		return part + turn
	}
	throw new Error('no port')
}
