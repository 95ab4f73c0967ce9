/**
 * `inbox-100k`: the inbox of a department that has a hundred thousand filings to settle, as a clerk opens it: page by page
 * over HTTP, one question after the other.
 * @module
 */
import { join } from 'node:path'
import { buildPortal } from '../build-portal.ts'
import { fillInOwnProcess } from './fill-child.ts'
import { quantile } from './measure.ts'
import { askAgain } from './register.ts'
import { asSomebody } from './render.ts'
import { atMost, type BenchCase, type BenchContext, type Row, told } from './row.ts'
import { serveTown } from './town-server.ts'

export const inbox: BenchCase = {
	name: 'inbox-100k',
	describe: 'the clerk’s inbox over 100,000 filings that wait',
	slow: true,
	run: (context) => measureInbox(context, { filings: 100_000, rounds: 40 }),
}

export interface InboxSize {
	readonly filings: number
	/** times that each page is asked for */
	readonly rounds: number
}

/** ms within which 95 of 100 pages must be there. */
const MOST_WAIT = 200

export async function measureInbox(
	{ folder, say }: BenchContext,
	{ filings, rounds }: InboxSize,
): Promise<Row[]> {
	await buildPortal()
	const place = join(folder, 'town')
	const town = await fillInOwnProcess(place, { documents: 0, cases: 0, filings }, say)
	const server = await serveTown(place)
	const waits: [name: string, waits: readonly number[], processor: number][] = []
	try {
		const pages: Readonly<Record<string, readonly string[]>> = {
			first: ['/urad/podani'],
			overdue: ['/urad/podani?pohled=po'],
			nobody: ['/urad/podani?pohled=nikdo'],
			mine: ['/urad/podani?pohled=moje'],
			'no-such-state': ['/urad/podani?stav=appealed'],
			resolved: ['/urad/podani?pohled=hotova'],
			'in-view': ['/urad'],
			filing: town.filings.map((id) => `/urad/podani/${id}`),
		}
		for (const [name, paths] of Object.entries(pages)) {
			const took = await askAgain(server, paths, asSomebody(town.clerk), rounds)
			waits.push([name, took.waits, took.processor])
			say(
				`${name}: p50 ${quantile(took.waits, 0.5).toFixed(1)} ms, ${took.processor.toFixed(1)} ms of the main thread`,
			)
		}
	} finally {
		await server.end()
	}
	const slowest = waits.toSorted((a, b) => quantile(b[1], 0.95) - quantile(a[1], 0.95))[0]
	return [
		atMost('inbox-100k', quantile(slowest?.[1] ?? [], 0.95), `ms (${slowest?.[0]})`, MOST_WAIT),
		...waits.map(([name, took]) => atMost(`inbox-100k.${name}`, quantile(took, 0.95), 'ms (p95)', MOST_WAIT)),
		told('inbox-100k.processor', Math.max(...waits.map(([, , processor]) => processor)), 'ms at most'),
		told('inbox-100k.entries', town.entries, 'entries'),
	]
}
