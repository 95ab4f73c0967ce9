/**
 * `upload-http`: the real server under uploads of small documents, beside the same HTTP server that only stores files.
 * @module
 */
import { type ChildProcess, execFile, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { HttpAnswers, HttpLoad } from './http-load.ts'
import { median } from './measure.ts'
import { atLeast, type BenchCase, type BenchContext, type Row, told } from './row.ts'

const here = import.meta.dirname
const START_SECONDS = 30

export interface UploadRounds {
	readonly connections: number
	/** bytes of a document */
	readonly size: number
	readonly rounds: number
	readonly warmUpSeconds: number
	readonly seconds: number
}

export const uploadHttp: BenchCase = {
	name: 'upload-http',
	describe:
		'64 connections posting 1 KiB documents to the server, beside one that only stores them with fsync',
	run: (context) =>
		measureHttp(context, { connections: 64, size: 1024, rounds: 3, warmUpSeconds: 4, seconds: 4 }),
}

interface Served {
	readonly port: number
	readonly path: string
	readonly authorization: string
	end(): Promise<void>
}

export async function measureHttp({ folder, say }: BenchContext, rounds: UploadRounds): Promise<Row[]> {
	const baseline = await serveFiles(join(folder, 'files'))
	try {
		const town = await serveTown(join(folder, 'town'))
		try {
			return await compare(town, baseline, rounds, say)
		} finally {
			await town.end()
		}
	} finally {
		await baseline.end()
	}
}

async function compare(
	town: Served,
	baseline: Served,
	{ rounds, ...load }: UploadRounds,
	say: (line: string) => void,
): Promise<Row[]> {
	const ours: HttpAnswers[] = []
	const plain: HttpAnswers[] = []
	for (let round = 0; round < rounds; round++) {
		// Later rounds need only fill their connections: the code is compiled.
		const warmUpSeconds = round === 0 ? load.warmUpSeconds : load.warmUpSeconds / 8
		plain.push(await post({ ...load, ...baseline, warmUpSeconds }))
		ours.push(await post({ ...load, ...town, warmUpSeconds }))
		say(
			`round ${round + 1}: ${Math.round(ours.at(-1)?.rate ?? 0)} of ${Math.round(plain.at(-1)?.rate ?? 0)}/s`,
		)
	}
	const middle = (answers: readonly HttpAnswers[], name: keyof HttpAnswers) =>
		median(answers.map((answer) => answer[name]))
	return [
		atLeast('upload-http', median(ours.map(({ rate }, i) => rate / (plain[i]?.rate ?? 0))), '× plain', 0.6),
		told('upload-http.rate', middle(ours, 'rate'), 'uploads/s'),
		told('upload-http.plain-rate', middle(plain, 'rate'), 'uploads/s'),
		told('upload-http.p50', middle(ours, 'p50'), 'ms'),
		told('upload-http.p99', middle(ours, 'p99'), 'ms'),
		told('upload-http.plain-p99', middle(plain, 'p99'), 'ms'),
	]
}

/** Runs the load in a process of its own, which ends by itself or is ended. */
async function post({ port, path, authorization, connections, size, warmUpSeconds, seconds }: HttpLoad) {
	const load: HttpLoad = { port, path, authorization, connections, size, warmUpSeconds, seconds }
	const { stdout } = await promisify(execFile)(
		process.execPath,
		[join(here, 'http-load.ts'), JSON.stringify(load)],
		{ timeout: (warmUpSeconds + seconds + 25) * 1000 },
	)
	return JSON.parse(stdout) as HttpAnswers
}

async function serveFiles(folder: string): Promise<Served> {
	const child = fork(join(here, 'upload-baseline.ts'), [folder], {
		stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
		execArgv: [],
	})
	const [port] = await Promise.race([
		once(child, 'message', { signal: AbortSignal.timeout(START_SECONDS * 1000) }),
		once(child, 'exit').then(() => Promise.reject(new Error('the plain server did not start'))),
	])
	return { port, path: '/files', authorization: '', end: () => endChild(child, () => child.disconnect()) }
}

/** `letopis serve`, as an operator starts it, with data and keys of its own. */
async function serveTown(folder: string): Promise<Served> {
	await mkdir(folder)
	const journal = join(folder, 'journal')
	const output = openSync(journal, 'wx')
	const child = spawn(process.execPath, [join(here, '..', 'letopis.ts'), 'serve', '--demo-if-new'], {
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
		const token = (await readFile(join(folder, 'keys', 'admin-token'), 'utf8')).trim()
		return {
			port,
			path: '/api/v1/documents',
			authorization: `Bearer ${token}`,
			end: () => endChild(child, () => child.kill('SIGTERM')),
		}
	} catch (error) {
		child.kill('SIGKILL')
		throw error
	}
}

/** Waits until the server has said where it listens. */
async function listening(child: ChildProcess, journal: string): Promise<number> {
	for (const end = performance.now() + START_SECONDS * 1000; performance.now() < end; await pause(100)) {
		if (child.exitCode !== null) throw new Error(`the server ended with exit code ${child.exitCode}`)
		const port = /^Listening on http:\/\/127\.0\.0\.1:(\d+)/m.exec(await readFile(journal, 'utf8'))?.[1]
		if (port !== undefined) return Number(port)
	}
	throw new Error(`the server did not start within ${START_SECONDS} s`)
}

async function endChild(child: ChildProcess, ask: () => void): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return
	const ended = once(child, 'exit')
	ask()
	const force = setTimeout(() => child.kill('SIGKILL'), 15_000)
	await ended
	clearTimeout(force)
}
