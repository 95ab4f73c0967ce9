/**
 * `verify-300m`: a file of 300 MB hashed by the portal's worker in Debian's Chromium, beside the browser's own digest of
 * the same file, read whole: what no page can do faster. The worker is the one that is shipped.
 * @module
 */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buildPortal } from '../build-portal.ts'
import { median } from './measure.ts'
import { atLeast, type BenchCase, type BenchContext, type Row, told } from './row.ts'

const CHROMIUM = '/usr/bin/chromium'
const MEGABYTES = 300
const ROUNDS = 5
const GIVE_UP_MS = 120_000
const WORKERS = join(import.meta.dirname, '../../portal/build/client/_app/immutable/workers')

export const verify300m: BenchCase = {
	name: 'verify-300m',
	describe: 'a file of 300 MB hashed by the portal’s worker in a browser, beside the browser’s own digest',
	run: measure,
}

/** Seconds of each round, as the page tells them. */
interface Told {
	ours: number[]
	own: number[]
	same: boolean
}

async function measure({ folder, say }: BenchContext): Promise<Row[]> {
	const target = { at: 'least', value: 0.5 } as const
	if (!existsSync(CHROMIUM))
		return [{ name: 'verify-300m', value: 0, unit: '×', target, skipped: `no ${CHROMIUM}` }]
	await buildPortal()
	const { ours, own, same } = await inBrowser(folder)
	if (!same) throw new Error('the portal’s worker gives another hash than the browser')
	say(`ours ${list(ours)} s, the browser’s own ${list(own)} s`)
	return [
		atLeast('verify-300m', median(own) / median(ours), '×', 0.5),
		told('verify-300m.rate', MEGABYTES / median(ours), 'MB/s'),
	]
}

const list = (values: readonly number[]) => values.map((value) => value.toFixed(2)).join(' ')

/** Opens the page in a browser with a profile in `folder`, and waits for what it tells. */
async function inBrowser(folder: string): Promise<Told> {
	const worker = readdirSync(WORKERS).find((file) => /^worker-[\w-]+\.js$/.test(file))
	if (worker === undefined) throw new Error('the portal has no worker')
	let taken: (body: string) => void = () => {}
	const answer = new Promise<string>((resolve) => {
		taken = resolve
	})
	const server = createServer((request, response) => {
		const path = request.url ?? '/'
		if (request.method === 'POST') {
			const parts: Buffer[] = []
			request.on('data', (part: Buffer) => parts.push(part))
			request.on('end', () => taken(Buffer.concat(parts).toString('utf8')))
			response.end()
			return
		}
		const script = path === '/ours.js' ? readFileSync(join(WORKERS, worker), 'utf8') : SCRIPTS[path]
		response.setHeader('Content-Type', script === undefined ? 'text/html' : 'text/javascript')
		response.end(script ?? '<!doctype html><script type="module" src="/page.js"></script>')
	})
	await listen(server)
	const browser = spawn(
		CHROMIUM,
		[
			...['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run'],
			...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
			`--user-data-dir=${join(folder, 'profile')}`,
			`http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
		],
		{ stdio: 'ignore' },
	)
	try {
		return JSON.parse(await Promise.race([answer, tooLong()])) as Told
	} finally {
		browser.kill()
		server.closeAllConnections()
		server.close()
	}
}

function listen(server: Server): Promise<void> {
	return new Promise((resolve) => {
		server.listen(0, '127.0.0.1', resolve)
	})
}

async function tooLong(): Promise<never> {
	await new Promise((next) => {
		setTimeout(next, GIVE_UP_MS).unref()
	})
	throw new Error('the browser tells nothing')
}

/** What runs in the browser: the page takes turns, so that what else the machine does meets both alike. */
const SCRIPTS: Readonly<Record<string, string>> = {
	'/own.js': `
onmessage = async ({ data: file }) => {
	const start = performance.now()
	const hash = await crypto.subtle.digest('SHA-256', await file.arrayBuffer())
	postMessage({ hash: new Uint8Array(hash), seconds: (performance.now() - start) / 1000 })
}`,
	'/page.js': `
const piece = new Uint8Array(1_000_000)
for (let at = 0; at < piece.length; at += 50_000) crypto.getRandomValues(piece.subarray(at, at + 50_000))
const file = new File(Array.from({ length: ${MEGABYTES} }, () => piece), 'large.bin')
const own = new Worker('/own.js')
const ours = new Worker('/ours.js', { type: 'module' })
const byOwn = () => new Promise((resolve) => {
	own.onmessage = ({ data }) => resolve(data)
	own.postMessage(file)
})
const byOurs = (id) => new Promise((resolve) => {
	const start = performance.now()
	ours.onmessage = ({ data }) => 'result' in data &&
		resolve({ hash: data.result, seconds: (performance.now() - start) / 1000 })
	ours.postMessage({ id, task: 'hash', input: { file, whole: 2 ** 29 } })
})
const told = { ours: [], own: [], same: true }
for (let round = 0; round <= ${ROUNDS}; round++) {
	const [a, b] = [await byOurs(round), await byOwn()]
	told.same &&= a.hash.join() === b.hash.join()
	// The first round loads code and fills caches.
	if (round === 0) continue
	told.ours.push(a.seconds)
	told.own.push(b.seconds)
}
await fetch('/', { method: 'POST', body: JSON.stringify(told) })`,
}
