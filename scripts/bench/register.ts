/**
 * `register-100k`: a register of a hundred thousand documents as a clerk asks it, page by page over HTTP, one question
 * after the other; and how long such a town takes to start, to be checked and to be indexed anew.
 * @module
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { buildPortal } from '../build-portal.ts'
import { fillInOwnProcess } from './fill-child.ts'
import { AGENT, type FilledTown, RARE_WORD } from './fill-town.ts'
import { quantile } from './measure.ts'
import { asSomebody } from './render.ts'
import { atMost, type BenchCase, type BenchContext, type Row, told } from './row.ts'
import { peakMemoryOf, processorTimeOf, serveTown, type TownServer } from './town-server.ts'

export const register: BenchCase = {
	name: 'register-100k',
	describe: 'the clerk’s lists and searches over 100,000 documents; start, fsck and reindex',
	slow: true,
	run: (context) => measureRegister(context, { documents: 100_000, rounds: 40 }),
}

export interface RegisterSize {
	readonly documents: number
	/** times that each page is asked for */
	readonly rounds: number
}

/** ms within which 95 of 100 pages must be there. */
const MOST_WAIT = 50
const START_MOST = 5
const MEMORY_MOST = 1000
const WARM_UP = 5
/** Entries in a page of the service. */
const LARGE_PAGE = 100

/** What is asked, as the address of the clerk's list has it. */
const QUESTIONS: Readonly<Record<string, Record<string, string>>> = {
	first: {},
	mine: { kdo: 'moje' },
	state: { stav: 'superseded' },
	'no-such-state': { stav: 'disposed' },
	days: {
		...{ 'od-day': '1', 'od-month': '6', 'od-year': '2026' },
		...{ 'do-day': '3', 'do-month': '6', 'do-year': '2026' },
	},
	'rare-word': { text: RARE_WORD },
	'common-word': { text: 'rozhodnutí' },
	'rare-and-common': { text: `rozhodnutí ulice ${RARE_WORD}` },
	'several-words': { text: 'rozhodnutí o umístění stavby rodinného domu' },
	'sixteen-words': {
		text: 'roz rozh rozho rozhod rozhodn umi umis umist umiste dom domu uli ulic sta stav stavb',
	},
	diacritics: { text: 'pricna kaceni drevin' },
	number: { text: 'MUUK 54321 2026' },
	'no-such-word': { text: 'rozhodnutí nikdesenevyskytuje' },
	'never-together': { text: 'rozhodnutí žádost protokol' },
	'mine-with-word': { kdo: 'moje', text: 'stavby' },
}

export async function measureRegister(
	{ folder, say }: BenchContext,
	{ documents, rounds }: RegisterSize,
): Promise<Row[]> {
	await buildPortal()
	const place = join(folder, 'town')
	const town = await fillInOwnProcess(place, { documents, cases: documents / 10 }, say)
	return measureFilled(place, town, rounds, say)
}

/** @param place folder of the town */
export async function measureFilled(
	place: string,
	town: FilledTown,
	rounds: number,
	say: (line: string) => void,
): Promise<Row[]> {
	const server = await serveTown(place)
	const waits: [name: string, waits: readonly number[], processor: number][] = []
	try {
		for (const [name, paths, headers] of await pages(server, town)) {
			const took = await askAgain(server, paths, headers, rounds)
			waits.push([name, took.waits, took.processor])
			say(
				`${name}: p50 ${quantile(took.waits, 0.5).toFixed(1)} ms, ${took.processor.toFixed(1)} ms of the main thread`,
			)
		}
	} finally {
		await server.end()
	}
	const memory = server.peakMemory()
	const fsck = await runCommand(place, 'fsck')
	const reindex = await runCommand(place, 'reindex')
	const slowest = waits.toSorted((a, b) => quantile(b[1], 0.95) - quantile(a[1], 0.95))[0]
	return [
		atMost('register-100k', quantile(slowest?.[1] ?? [], 0.95), `ms (${slowest?.[0]})`, MOST_WAIT),
		...waits.map(([name, took]) =>
			atMost(`register-100k.${name}`, quantile(took, 0.95), 'ms (p95)', MOST_WAIT),
		),
		told('register-100k.processor', Math.max(...waits.map(([, , processor]) => processor)), 'ms at most'),
		told('register-100k.entries', town.entries, 'entries'),
		told('register-100k.filled', town.rate, 'documents/s'),
		atMost('register-100k.start', server.startSeconds, 's', START_MOST),
		atMost('register-100k.memory', memory / 1e6, 'MB', MEMORY_MOST),
		told('register-100k.fsck', fsck.seconds, 's'),
		told('register-100k.fsck-memory', fsck.memory / 1e6, 'MB'),
		told('register-100k.reindex', reindex.seconds, 's'),
		told('register-100k.reindex-memory', reindex.memory / 1e6, 'MB'),
	]
}

type Page = readonly [name: string, paths: readonly string[], headers: Readonly<Record<string, string>>]

async function pages(server: TownServer, town: FilledTown): Promise<Page[]> {
	const clerk = asSomebody(town.clerk)
	const list = (query: Record<string, string>) => `/urad?${new URLSearchParams(query)}`
	return [
		...Object.entries(QUESTIONS).map(([name, query]): Page => [name, [list(query)], clerk]),
		['deep', [list({ dal: await deepCursor(server, town) })], clerk],
		['oldest', [list({ radit: 'zapsano', smer: 'nahoru' })], clerk],
		['cases', ['/urad/spisy'], clerk],
		['cases-with-words', ['/urad/spisy?text=rozhodnuti+ulice'], clerk],
		['document', town.own.map((id) => `/urad/dokument/${id}`), clerk],
		['case', town.cases.map((id) => `/urad/spisy/${id}`), clerk],
		['public', town.open.map((id) => `/doklad/${id}`), { 'User-Agent': AGENT }],
		['overview', ['/sprava'], asSomebody(town.administrator)],
	]
}

/** Where half of what the clerk's department has is behind. */
async function deepCursor(server: TownServer, town: FilledTown): Promise<string> {
	const headers = { 'User-Agent': AGENT, Authorization: `Bearer ${town.clerk}` }
	let cursor = ''
	for (let page = 0; page < town.entries / 24 / LARGE_PAGE; page++) {
		const query = new URLSearchParams({ limit: String(LARGE_PAGE), ...(cursor === '' ? {} : { cursor }) })
		const { next } = JSON.parse(await ask(server, `/api/v1/register?${query}`, headers)) as {
			next: string | null
		}
		if (next === null) break
		cursor = next
	}
	return cursor
}

async function ask({ port }: TownServer, path: string, headers: Record<string, string>): Promise<string> {
	const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers, redirect: 'manual' })
	const body = await answer.text()
	if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${body.slice(0, 500)}`)
	return body
}

/** @returns ms that each answer took, and ms of the server's main thread for one */
export async function askAgain(
	server: TownServer,
	paths: readonly string[],
	headers: Record<string, string>,
	rounds: number,
): Promise<{ waits: number[]; processor: number }> {
	const path = (round: number) => paths[round % paths.length] as string
	for (let round = 0; round < WARM_UP; round++) await ask(server, path(round), headers)
	const waits: number[] = []
	const before = processorTimeOf(server.pid)
	for (let round = 0; round < rounds; round++) {
		const start = performance.now()
		await ask(server, path(WARM_UP + round), headers)
		waits.push(performance.now() - start)
	}
	return { waits, processor: ((processorTimeOf(server.pid).main - before.main) / rounds) * 1000 }
}

/** One `letopis` command to its end: how long it took, and the most memory that it was seen to have. */
async function runCommand(place: string, command: string): Promise<{ seconds: number; memory: number }> {
	const start = performance.now()
	const program = join(import.meta.dirname, '..', 'letopis.ts')
	const child = spawn(process.execPath, [program, command], {
		cwd: place,
		stdio: 'ignore',
		env: { PATH: process.env.PATH, LETOPIS_DATA: join(place, 'data'), LETOPIS_KEYS: join(place, 'keys') },
	})
	const ended = once(child, 'exit') as Promise<[number | null]>
	let memory = 0
	while (child.exitCode === null && child.signalCode === null) {
		try {
			memory = Math.max(memory, peakMemoryOf(child.pid ?? 0))
		} catch {
			// It has just ended.
		}
		await Promise.race([ended, pause(50)])
	}
	const [code] = await ended
	if (code !== 0) throw new Error(`letopis ${command} ended with exit code ${code}`)
	return { seconds: (performance.now() - start) / 1000, memory }
}
