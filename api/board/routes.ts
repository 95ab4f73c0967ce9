/**
 * `/api/v1/board`: the notice board for everyone, and posting for the office.
 * @module
 */
import { extname } from 'node:path'
import { OpenAPIHono } from '@hono/zod-openapi'
import { cidText, parseCid, parseTrust } from '@letopis/format'
import type { Context } from 'hono'
import { type Acting, cidAt, recordListing } from '../cases/cases.ts'
import { Downloads, parsePurpose } from '../documents/access.ts'
import { disposition, sendable, sendContent } from '../documents/content.ts'
import { readCursor, writeCursor } from '../documents/cursor.ts'
import { idempotencyKey } from '../documents/idempotency.ts'
import { Looks } from '../documents/looks.ts'
import { documentOfEntry, locateVersion } from '../documents/reading.ts'
import type { Filings } from '../filings/filings.ts'
import { unrecorded } from '../filings/unrecorded.ts'
import { principalIn } from '../http/auth.ts'
import { ENTRY_HEADER, verbatimJson } from '../http/describe.ts'
import type { AppEnv, Principal } from '../http/env.ts'
import { clientAddress, RateLimiter } from '../http/limits.ts'
import { Problem } from '../http/problems.ts'
import type { ApiDeps } from '../services.ts'
import type { Board, LocatedPosting } from './board.ts'
import {
	archiveRoute,
	contentRoute,
	deliverRoute,
	feedRoute,
	listRoute,
	ofnRoute,
	postRoute,
	probesRoute,
	readRoute,
	registerProbeRoute,
	retireProbeRoute,
	takeDownRoute,
	unrecordedRoute,
	withdrawRoute,
} from './describe.ts'
import { atomFeed } from './feed.ts'
import { ofnBoard } from './ofn.ts'
import { Probes } from './probes.ts'
import { type FoundPosting, openPostings, takenPostings } from './rows.ts'
import type { PostingView } from './schemas.ts'
import { BoardViews } from './views.ts'

const PAGE = 50
/** Notices that hang; `Board` lets no more be posted. */
const ALL = 1000

export function boardRoutes(deps: ApiDeps, board: Board, filings: Filings) {
	const { projection, clock, ledger, settings } = deps
	const views = new BoardViews(deps, board)
	const probes = new Probes(deps)
	const filed = filings.postings
	const downloads = new Downloads(() => clock.now())
	const looks = new Looks(() => clock.now())
	// A probe of many notices delivers a few times an hour; there are a few probes.
	const limiter = new RateLimiter(60, 1, () => clock.now())
	const { town } = parseTrust(ledger.trustFile())

	return new OpenAPIHono<AppEnv>()
		.openapi(listRoute, async (c) => {
			const { cursor, limit = PAGE, q = '', category, planned } = c.req.valid('query')
			const before = readCursor('n', cursor) ?? Number.MAX_SAFE_INTEGER
			const reader = planned === 'true' ? insider(c) : null
			const all = await hanging(reader !== null)
			const matching = all.filter((one) => (category ?? one.category) === one.category && says(one, q))
			const rest = matching.filter(({ index, log }) => order(log, index) < before)
			const shown = rest.slice(0, limit)
			const last = shown.at(-1)
			if (reader !== null) await recordPlanned(reader, shown)
			c.header('Cache-Control', 'no-store')
			return c.json(
				{
					postings: shown,
					found: matching.length,
					openData: settings.companyId !== undefined,
					byMail: deps.mail !== undefined,
					next:
						last === undefined || rest.length <= limit ? null : writeCursor('n', order(last.log, last.index)),
				},
				200,
			)
		})
		.openapi(archiveRoute, async (c) => {
			const { cursor, limit = PAGE } = c.req.valid('query')
			await projection.current()
			const before = readCursor('x', cursor) ?? projection.chronicle.size
			const found = await takenPostings(projection.store, before, limit + 1)
			const last = found[limit - 1]
			c.header('Cache-Control', 'no-store')
			return c.json(
				{
					postings: await Promise.all(found.slice(0, limit).map((one) => views.posting(one))),
					next:
						last?.row.taken == null || found.length <= limit ? null : writeCursor('x', last.row.taken.entry),
				},
				200,
			)
		})
		.openapi(feedRoute, async (c) => {
			const feed = atomFeed(town, settings.publicUrl, await hanging(false), clock.now())
			return c.body(feed, 200, {
				'Content-Type': 'application/atom+xml; charset=utf-8',
				'Cache-Control': 'no-cache',
			})
		})
		.openapi(ofnRoute, async (c) => {
			const { companyId: ico, publicUrl } = settings
			if (ico === undefined) {
				throw new Problem('not-found', 'The settings do not say the number of the town as a legal person.')
			}
			const data = ofnBoard({ town, ico, publicUrl }, await hanging(false))
			const answer = c.body(`${JSON.stringify(data, null, '\t')}\n`, 200, {
				'Content-Type': 'application/ld+json; charset=utf-8',
				'Access-Control-Allow-Origin': '*',
				'Cache-Control': 'no-cache',
			})
			return verbatimJson(answer)
		})
		.openapi(unrecordedRoute, async (c) => {
			const department = principalIn(c).standing?.department ?? null
			const found = await unrecorded(deps, filings, department)
			c.header('Cache-Control', 'no-store')
			return c.json({ postings: await Promise.all(found.map(withFiling)) }, 200)
		})
		.openapi(probesRoute, async (c) => {
			const found = await probes.list()
			const told = found.map(async ({ name, vkey, active, entry }) => ({
				name,
				vkey,
				active,
				entry: await cidAt(deps, entry),
			}))
			return c.json({ probes: await Promise.all(told) }, 200)
		})
		.openapi(deliverRoute, async (c) => {
			limiter.take(clientAddress(c.env, c.req.header('X-Forwarded-For'), settings.behindProxy))
			const { probe, notes } = c.req.valid('json')
			return c.json(await probes.deliver(probe, notes), 200)
		})
		.openapi(registerProbeRoute, async (c) => {
			const { name } = c.req.valid('param')
			return changed(c, await probes.register(name, c.req.valid('json').vkey, principalIn(c)))
		})
		.openapi(retireProbeRoute, async (c) =>
			changed(c, await probes.retire(c.req.valid('param').name, principalIn(c))),
		)
		.openapi(postRoute, async (c) => {
			const { number = null, from = null, until = null, paper = null, ...rest } = c.req.valid('json')
			const { position, replayed } = await board.post({ ...rest, number, from, until, paper }, acting(c))
			const id = await cidAt(deps, position)
			if (replayed) c.header('Idempotency-Replayed', 'true')
			c.header('Location', `/api/v1/board/${id}`)
			return c.json({ id }, 201)
		})
		.openapi(takeDownRoute, async (c) => {
			const { paper = null, withdraw = null } = c.req.valid('json')
			const { position } = await board.takeDown(c.req.valid('param').posting, paper, withdraw, acting(c))
			return c.json({ entry: await cidAt(deps, position) }, 200)
		})
		.openapi(withdrawRoute, async (c) => {
			const { position } = await board.withdraw(c.req.valid('param').posting, acting(c))
			return c.json({ entry: await cidAt(deps, position) }, 200)
		})
		.openapi(readRoute, async (c) => {
			const found = await board.locate(c.req.valid('param').posting)
			const planned = board.stateOf(found.row) === 'planned'
			const reader = planned ? insider(c) : null
			const detail = await views.detail(found, reader !== null)
			if (reader !== null) await recordPlanned(reader, [detail])
			const filing = readsCases(c) ? await filed.filingOf(found.position) : null
			c.header('Cache-Control', 'no-store')
			return c.json({ ...detail, filing }, 200)
		})
		.openapi(contentRoute, async (c) => {
			const found = await board.locate(c.req.valid('param').posting)
			demandShown(found)
			const document = await documentOfEntry(deps, found.row.version)
			const located = await locateVersion(deps, document, await cidAt(deps, found.row.version))
			// The posting has disclosed it to everyone: no reader of it leaves a trace, and none can be asked for a reason.
			const shown = { ...located, version: { ...located.version, public: true } }
			const content = await sendable(deps, shown, null)
			const response = await sendContent(deps, c, content, downloads)
			const title = (await board.notice(found.position))?.title ?? 'dokument'
			if (response.headers.has('Content-Disposition')) {
				const name = `${title
					.slice(0, 100)
					.replace(/[/\\:*?"<>|\s]+/g, ' ')
					.trim()}${extname(content.file.name).slice(0, 10)}`
				response.headers.set('Content-Disposition', disposition(name, cidText(found.id)))
			}
			// It is to go from view one day: no cache on the way may have it then.
			response.headers.set('Cache-Control', 'no-store')
			return response
		})

	async function withFiling(found: FoundPosting): Promise<PostingView> {
		return { ...(await views.posting(found)), filing: await filed.filingOf(found.position) }
	}

	/** What hangs, newest first; with `planned` also what is about to. */
	async function hanging(planned: boolean): Promise<PostingView[]> {
		await projection.current()
		const open = await openPostings(projection.store, ALL)
		const some = open.filter(({ row }) => planned || board.stateOf(row) === 'posted')
		return Promise.all(
			some.map(async (one) => ({
				...(await views.posting(one, planned)),
				filing: planned ? await filed.filingOf(one.position) : null,
			})),
		)
	}

	function demandShown({ row }: LocatedPosting): void {
		if (board.shows(row)) return
		if (board.stateOf(row) === 'planned') throw new Problem('posting-not-found', 'It does not hang yet.')
		throw new Problem(
			'posting-ended',
			`It was taken down on ${row.taken?.day}, and what it said is not shown any more.`,
		)
	}

	function readsCases(c: Context<AppEnv>): boolean {
		return c.get('principal')?.scopes.has('cases:read') === true
	}

	/** @throws Problem for whoever may not see what is planned */
	function insider(c: Context<AppEnv>): Principal {
		if (readsCases(c)) return principalIn(c)
		throw new Problem('posting-not-found', 'What does not hang yet is not shown.')
	}

	async function recordPlanned(reader: Principal, shown: readonly PostingView[]): Promise<void> {
		const planned = shown.filter(({ state }) => state === 'planned')
		if (planned.length === 0) return
		const cids = planned.map(({ id }) => parseCid(id))
		await looks.once(reader, ['board', ...planned.map(({ id }) => id)], async () => {
			await recordListing(deps, reader, cids, null)
			return 0
		})
	}

	function acting(c: Context<AppEnv>): Acting {
		const principal = principalIn(c)
		const key = idempotencyKey(c.req.header('Idempotency-Key'), principal.name)
		return { principal, key, purpose: parsePurpose(c.req.header('Letopis-Purpose')) }
	}

	function changed(c: Context<AppEnv>, entry: number | null) {
		if (entry !== null) c.header(ENTRY_HEADER, String(entry))
		return c.body(null, 204)
	}
}

/** Newest first across the logs of a town: logs are few, entries below 2^40. */
function order(log: number, index: number): number {
	return log * 2 ** 40 + index
}

/** Whether each word begins a word of title or number, without case and diacritics. */
function says({ title, number }: PostingView, asked: string): boolean {
	const known = wordsIn(`${title ?? ''} ${number ?? ''}`)
	return wordsIn(asked).every((word) => known.some((one) => one.startsWith(word)))
}

function wordsIn(text: string): string[] {
	const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
	return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
}
