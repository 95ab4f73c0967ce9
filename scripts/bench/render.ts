/**
 * `render`: how long people wait for a page while the log is busy. The real server, mixed pages at 50 requests a
 * second that come when they come, beside 100 uploads of 1 KiB a second by another process. A third one asks a server
 * that does nothing: what it waits, nobody could have spared the others on this machine in this minute.
 * @module
 */
import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { buildPortal } from '../build-portal.ts'
import { fillInOwnProcess } from './fill-child.ts'
import { AGENT, type FilledTown } from './fill-town.ts'
import { quantile } from './measure.ts'
import type { OpenAnswers, OpenLoad, Target } from './open-loop.ts'
import { atLeast, atMost, type BenchCase, type BenchContext, type Row, told } from './row.ts'
import { processorTimeOf, serveTown } from './town-server.ts'

export const render: BenchCase = {
	name: 'render',
	describe: 'mixed pages at 50 requests/s while the log takes 100 uploads/s',
	run: (context) => measureRender(context, FULL),
}

export interface RenderLoad {
	readonly documents: number
	readonly pagesPerSecond: number
	readonly uploadsPerSecond: number
	readonly warmUpSeconds: number
	readonly seconds: number
}

const FULL: RenderLoad = {
	documents: 2000,
	pagesPerSecond: 50,
	uploadsPerSecond: 100,
	warmUpSeconds: 6,
	seconds: 24,
}

/** ms within which 95 of 100 pages must be there. */
const MOST_WAIT = 50

/** A session's cookie, as the portal sets it on plain HTTP. */
export const asSomebody = (session: string) => ({ 'User-Agent': AGENT, Cookie: `letopis=${session}` })

/** What every page holds that is one, and no message of a failure. */
const PAGE = '<h1'

function pages(town: FilledTown): Target[] {
	const nobody = { 'User-Agent': AGENT }
	const clerk = asSomebody(town.clerk)
	const page = (name: string, headers: Target['headers'], paths: readonly string[] = [name]): Target => ({
		...{ name, paths, headers, status: 200, holds: PAGE },
	})
	return [
		page('/', nobody),
		page('/overit', nobody),
		page('/soud', nobody),
		page('/doklad', nobody),
		page(
			'/doklad/id',
			nobody,
			town.open.map((id) => `/doklad/${id}`),
		),
		page('/urad', clerk),
		page('/urad/spisy', clerk),
		page(
			'/urad/dokument/id',
			clerk,
			town.own.map((id) => `/urad/dokument/${id}`),
		),
		page('/sprava', asSomebody(town.administrator)),
		page('/en/', nobody, ['/en', '/en/overit', '/en/soud']),
	]
}

export async function measureRender({ folder, say }: BenchContext, load: RenderLoad): Promise<Row[]> {
	await buildPortal()
	const place = join(folder, 'town')
	const town = await fillInOwnProcess(place, { documents: load.documents, cases: load.documents / 10 }, say)
	return measureTown(place, town, load)
}

/** @param place folder of the town */
export async function measureTown(place: string, town: FilledTown, load: RenderLoad): Promise<Row[]> {
	const idle = createServer((_, response) => response.end(PAGE)).listen(0, '127.0.0.1')
	const server = await serveTown(place)
	try {
		const { port } = server
		const { warmUpSeconds, seconds } = load
		const nothing: Target = { name: 'idle', paths: ['/'], headers: {}, status: 200 }
		const upload: Target = {
			...{ name: 'upload', paths: ['/api/v1/documents'], status: 201, upload: 1024 },
			headers: { Authorization: `Bearer ${server.token}` },
		}
		const before = processorTimeOf(server.pid)
		const began = performance.now()
		const times = { warmUpSeconds, seconds }
		const [asked, uploads, floor] = await Promise.all([
			runLoad({ ...times, port, targets: pages(town), rate: load.pagesPerSecond }),
			runLoad({ ...times, port, targets: [upload], rate: load.uploadsPerSecond }),
			runLoad({
				...times,
				...{ port: (idle.address() as AddressInfo).port, targets: [nothing], rate: load.pagesPerSecond },
			}),
		])
		const took = (performance.now() - began) / 1000
		const after = processorTimeOf(server.pid)
		return rows(asked, uploads, floor, {
			seconds: load.seconds,
			main: (after.main - before.main) / took,
			all: (after.all - before.all) / took,
		})
	} finally {
		await server.end()
		idle.close()
		idle.closeAllConnections()
	}
}

/** Puts a load on a server from a process of its own, which ends by itself or is ended. */
export async function runLoad(load: OpenLoad): Promise<OpenAnswers> {
	const running = promisify(execFile)(process.execPath, [join(import.meta.dirname, 'open-loop.ts')], {
		timeout: (load.warmUpSeconds + load.seconds + 60) * 1000,
		maxBuffer: 1 << 26,
	})
	running.child.stdin?.end(JSON.stringify(load))
	const { stdout } = await running
	return JSON.parse(stdout) as OpenAnswers
}

/** Shares of one processor that the server used: of its main thread, and of all. */
interface ServerLoad {
	readonly main: number
	readonly all: number
	readonly seconds: number
}

function rows(asked: OpenAnswers, uploads: OpenAnswers, floor: OpenAnswers, server: ServerLoad): Row[] {
	const all = Object.values(asked.waits).flat()
	const uploaded = uploads.waits.upload ?? []
	const perPage = Object.entries(asked.waits).flatMap(([name, waits]) => three(`render${name}`, waits))
	return [
		atMost('render', quantile(all, 0.95), 'ms (p95)', MOST_WAIT),
		told('render.p50', quantile(all, 0.5), 'ms'),
		told('render.p99', quantile(all, 0.99), 'ms'),
		told('render.rate', all.length / server.seconds, 'pages/s'),
		...perPage,
		atLeast('render.uploads', uploaded.length / server.seconds, 'uploads/s', 90),
		...three('render.upload', uploaded),
		told('render.idle-p95', quantile(floor.waits.idle ?? [], 0.95), 'ms'),
		told('render.late-p95', quantile(asked.late, 0.95), 'ms'),
		told('render.server-main', server.main, 'cores'),
		told('render.server-all', server.all, 'cores'),
		told('render.load', asked.processor + uploads.processor + floor.processor, 'cores'),
	]
}

function three(name: string, waits: readonly number[]): Row[] {
	return (
		[
			['p50', 0.5],
			['p95', 0.95],
			['p99', 0.99],
		] as const
	).map(([text, share]) => told(`${name}.${text}`, quantile(waits, share), 'ms'))
}
