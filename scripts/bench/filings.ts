/**
 * `filings-200` and `status-2000`: two hundred citizens file at once, each with an attachment and each pressing the last
 * button twice; then two thousand sessions look at the state of their filing every twenty seconds, on the portal's page.
 * Everyone comes from an address of their own, as through a declared proxy.
 * @module
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildPortal } from '../build-portal.ts'
import { quantile } from './measure.ts'
import type { OpenAnswers, Target } from './open-loop.ts'
import { runLoad } from './render.ts'
import { atMost, type BenchCase, type BenchContext, type Row, told } from './row.ts'
import { processorTimeOf, serveTown, type TownServer } from './town-server.ts'

export const filings: BenchCase = {
	name: 'filings-200',
	also: ['status-2000'],
	describe: '200 citizens filing at once; 2,000 sessions that look at their filing every 20 s',
	run: (context) => measureFilings(context, { citizens: 200, sessions: 2000, seconds: 24 }),
}

export interface FilingLoad {
	readonly citizens: number
	/** each looks every 20 s */
	readonly sessions: number
	readonly seconds: number
}

const LOOK_EVERY = 20
const WARM_UP = 6
/** ms within which 95 of 100 looks must be answered. */
const MOST_WAIT = 150
const TEMPLATE = join(import.meta.dirname, '..', '..', 'api', 'agendas', 'templates', 'kaceni.toml')
const PLAN_BYTES = 64 * 1024
/** as the template of the agenda has it */
const DEPARTMENT = 'zivotni-prostredi'

const ANSWERS = {
	jmeno: 'Jana Nováková',
	narozeni: '1985-03-27',
	adresa: { street: 'Dlouhá 1', town: 'Ukázkov', postcode: '430 01' },
	katastr: 'Ukázkov I',
	parcela: '1234/5',
	vlastnik: 'yes',
	co: 'kere',
	druh: 'šeřík',
	plocha: '50',
	duvod: 'Porost brání v rozhledu na křižovatce.',
	nahrada: 'yes',
}

/** What stays with a citizen who has filed. */
interface Paper {
	readonly address: string
	readonly number: string
	readonly pin: string
}

interface Filed {
	readonly paper: Paper | null
	/** ms from the first request to the acknowledgement */
	readonly took: number
	readonly failure: string | null
}

export async function measureFilings({ folder, say }: BenchContext, load: FilingLoad): Promise<Row[]> {
	await buildPortal()
	const place = join(folder, 'town')
	await mkdir(place)
	await writeFile(join(place, 'letopis.toml'), '[server]\nbehind_proxy = true\n')
	const server = await serveTown(place)
	try {
		await publishAgenda(server)
		const filed = await Promise.all(
			Array.from({ length: load.citizens }, (_, n) => citizen(server, addressOf(n))),
		)
		const papers = filed.flatMap(({ paper }) => (paper === null ? [] : [paper]))
		const failures = filed.flatMap(({ failure }) => (failure === null ? [] : [failure]))
		if (failures[0] !== undefined) say(failures[0])
		const doubled = Math.abs((await countFilings(server)) - papers.length)
		say(`${papers.length} filings acknowledged`)
		const before = processorTimeOf(server.pid)
		const looks = await look(server, papers, load)
		const after = processorTimeOf(server.pid)
		const waits = looks.waits.status ?? []
		return [
			atMost('filings-200', failures.length + doubled, 'failed or doubled', 0),
			told('filings-200.filed', papers.length, 'filings'),
			told(
				'filings-200.p95',
				quantile(
					filed.map(({ took }) => took),
					0.95,
				),
				'ms',
			),
			atMost('status-2000', quantile(waits, 0.95), 'ms (p95)', MOST_WAIT),
			told('status-2000.p50', quantile(waits, 0.5), 'ms'),
			told('status-2000.p99', quantile(waits, 0.99), 'ms'),
			told('status-2000.rate', waits.length / load.seconds, 'looks/s'),
			told('status-2000.late-p95', quantile(looks.late, 0.95), 'ms'),
			told('status-2000.server-main', (after.main - before.main) / (WARM_UP + load.seconds), 'cores'),
		]
	} finally {
		await server.end()
	}
}

const addressOf = (n: number) => `198.18.${n >> 8}.${n & 255}`

async function publishAgenda(server: TownServer): Promise<void> {
	const as = { Authorization: `Bearer ${server.token}` }
	const department = { code: DEPARTMENT, name: 'Odbor životního prostředí' }
	await json(server, '/api/v1/departments', 'POST', department, as)
	await ask(server, '/api/v1/agendas/kaceni', {
		method: 'PUT',
		headers: { ...as, 'Content-Type': 'application/toml' },
		body: await readFile(TEMPLATE, 'utf8'),
	})
}

/** Begins, answers, attaches and files, as a browser would; the last button is pressed twice. */
async function citizen(server: TownServer, address: string): Promise<Filed> {
	const started = performance.now()
	const from = { 'X-Forwarded-For': address }
	try {
		const begun = await json(server, '/api/v1/filing-drafts', 'POST', { agenda: 'kaceni' }, from)
		const path = `/api/v1/filing-drafts/${begun.key}`
		await json(server, `${path}/answers`, 'PUT', { answers: ANSWERS }, from)
		const form = new FormData()
		form.set('file', new Blob([new Uint8Array(PLAN_BYTES)]), 'plánek.bin')
		await ask(server, `${path}/upload?attachment=planek`, { method: 'POST', headers: from, body: form })
		const twice = await Promise.all([0, 1].map(() => json(server, `${path}/filing`, 'POST', {}, from)))
		if (twice[0]?.entry !== twice[1]?.entry) throw new Error('one filing became two')
		const took = performance.now() - started
		const { filed } = (await (await ask(server, path, { headers: from })).json()) as {
			filed: { number: string; pin: string }
		}
		return { paper: { address, ...filed }, took, failure: null }
	} catch (error) {
		return { paper: null, took: performance.now() - started, failure: String(error) }
	}
}

async function countFilings(server: TownServer): Promise<number> {
	let count = 0
	for (let cursor: string | null = ''; cursor !== null; ) {
		const query = new URLSearchParams({
			department: DEPARTMENT,
			limit: '100',
			...(cursor === '' ? {} : { cursor }),
		})
		const headers = { Authorization: `Bearer ${server.token}` }
		const page = (await (await ask(server, `/api/v1/filings?${query}`, { headers })).json()) as {
			filings: unknown[]
			next: string | null
		}
		count += page.filings.length
		cursor = page.next
	}
	return count
}

function look(server: TownServer, papers: readonly Paper[], load: FilingLoad): Promise<OpenAnswers> {
	const each = Math.max(1, Math.round(load.sessions / Math.max(1, papers.length)))
	const targets = papers.flatMap(({ number, pin }, n) =>
		Array.from(
			{ length: each },
			(_, k): Target => ({
				...{ name: 'status', paths: ['/podani/stav'], status: 200, holds: number },
				headers: {
					'X-Forwarded-For': addressOf(n + (k + 1) * papers.length),
					Origin: `http://127.0.0.1:${server.port}`,
				},
				form: new URLSearchParams({ cislo: number, pin }).toString(),
			}),
		),
	)
	const rate = load.sessions / LOOK_EVERY
	return runLoad({ port: server.port, targets, rate, warmUpSeconds: WARM_UP, seconds: load.seconds })
}

type Said = Readonly<Record<string, string>>

async function json(
	server: TownServer,
	path: string,
	method: string,
	body: unknown,
	headers: Said,
): Promise<Said> {
	const init = {
		method,
		headers: { ...headers, 'Content-Type': 'application/json' },
		body: JSON.stringify(body),
	}
	return (await (await ask(server, path, init)).json()) as Said
}

async function ask({ port }: TownServer, path: string, init: RequestInit): Promise<Response> {
	const answer = await fetch(`http://127.0.0.1:${port}${path}`, init)
	if (!answer.ok) throw new Error(`${path}: ${answer.status} ${(await answer.text()).slice(0, 500)}`)
	return answer
}
