/**
 * `upload-http`: the real server under uploads of small documents, beside the same server without a ledger behind it,
 * which only stores the file with fsync (see upload-baseline.ts).
 * @module
 */
import { execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { HttpAnswers, HttpLoad } from './http-load.ts'
import { median } from './measure.ts'
import { atLeast, type BenchCase, type BenchContext, type Row, told } from './row.ts'
import { endChild, serveTown } from './town-server.ts'
import type { Baseline } from './upload-baseline.ts'

const here = import.meta.dirname
const PATH = '/api/v1/documents'
const START_SECONDS = 30
const WARM_UP_SECONDS = 30

export interface UploadRounds {
	readonly connections: number
	/** bytes of a document */
	readonly size: number
	readonly rounds: number
	/** documents that each server has taken before anything is counted, or as many as it can within half a minute */
	readonly warmUp: number
	readonly seconds: number
}

export const uploadHttp: BenchCase = {
	name: 'upload-http',
	describe:
		'64 connections posting 1 KiB documents to the server, beside one that only stores them with fsync',
	run: (context) =>
		measureHttp(context, { connections: 64, size: 1024, rounds: 5, warmUp: 5000, seconds: 3 }),
}

type Address = Pick<HttpLoad, 'port' | 'path' | 'authorization'>

interface Ending {
	end(): Promise<void>
}

export async function measureHttp({ folder, say }: BenchContext, rounds: UploadRounds): Promise<Row[]> {
	const baseline = await serveFiles(join(folder, 'files'))
	try {
		const town = await serveOurs(join(folder, 'town'))
		try {
			const { server, bare } = baseline
			return await compare({ ours: town, plain: server, bare }, rounds, say)
		} finally {
			await town.end()
		}
	} finally {
		await baseline.end()
	}
}

/** Where a load is put: the town, the same server without a ledger, or hardly more than the HTTP library. */
type Places = Record<'ours' | 'plain' | 'bare', Address>

async function compare(
	places: Places,
	{ rounds, warmUp, ...load }: UploadRounds,
	say: (line: string) => void,
): Promise<Row[]> {
	const answers: Record<keyof Places, HttpAnswers[]> = { ours: [], plain: [], bare: [] }
	const names: (keyof Places)[] = ['plain', 'ours', 'bare']
	for (const name of names) await warm({ ...load, ...places[name] }, warmUp)
	// What is left is to fill the connections.
	const warmUpSeconds = Math.min(0.5, load.seconds / 4)
	for (let round = 0; round < rounds; round++) {
		for (const name of names) answers[name].push(await post({ ...load, ...places[name], warmUpSeconds }))
		say(
			`round ${round + 1}: ${names.map((name) => `${name} ${Math.round(answers[name].at(-1)?.rate ?? 0)}/s`).join(', ')}`,
		)
	}
	const middle = (name: keyof Places, figure: keyof HttpAnswers) =>
		median(answers[name].map((answer) => answer[figure]))
	const beside = (name: keyof Places) =>
		median(answers.ours.map(({ rate }, i) => rate / (answers[name][i]?.rate ?? 0)))
	return [
		atLeast('upload-http', beside('plain'), '× no ledger', 0.6),
		told('upload-http.of-bare', beside('bare'), '× bare'),
		told('upload-http.rate', middle('ours', 'rate'), 'uploads/s'),
		told('upload-http.plain-rate', middle('plain', 'rate'), 'uploads/s'),
		told('upload-http.bare-rate', middle('bare', 'rate'), 'uploads/s'),
		told('upload-http.p50', middle('ours', 'p50'), 'ms'),
		told('upload-http.p99', middle('ours', 'p99'), 'ms'),
		told('upload-http.plain-p99', middle('plain', 'p99'), 'ms'),
	]
}

/** By documents, not by time: on a busy machine code that is not compiled yet would be measured. */
async function warm(load: Omit<HttpLoad, 'warmUpSeconds'>, documents: number): Promise<void> {
	const end = performance.now() + WARM_UP_SECONDS * 1000
	for (let taken = 0; taken < documents && performance.now() < end; ) {
		const { rate } = await post({ ...load, warmUpSeconds: 0 })
		taken += rate * load.seconds
	}
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

async function serveFiles(folder: string): Promise<Record<'server' | 'bare', Address> & Ending> {
	const child = fork(join(here, 'upload-baseline.ts'), [folder], {
		stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
		execArgv: [],
	})
	const [baseline]: [Baseline] = await Promise.race([
		once(child, 'message', { signal: AbortSignal.timeout(START_SECONDS * 1000) }) as Promise<[Baseline]>,
		once(child, 'exit').then(() => Promise.reject(new Error('the server without a ledger did not start'))),
	])
	return {
		server: { port: baseline.server, path: PATH, authorization: `Bearer ${baseline.token}` },
		bare: { port: baseline.bare, path: PATH, authorization: '' },
		end: () => endChild(child, () => child.disconnect()),
	}
}

async function serveOurs(folder: string): Promise<Address & Ending> {
	const { port, token, end } = await serveTown(folder)
	return { port, path: PATH, authorization: `Bearer ${token}`, end }
}
