/**
 * `/api/v1/filings`: the inbox of a department, one filing, and the steps that clerks take.
 * @module
 */
import { OpenAPIHono } from '@hono/zod-openapi'
import { cidText, parseCid, RefusalError } from '@letopis/format'
import type { Context } from 'hono'
import { dayOf, numberOf } from '../calendar/day.ts'
import { type Acting, cidAt, recordListing } from '../cases/cases.ts'
import { parsePurpose } from '../documents/access.ts'
import { idempotencyKey } from '../documents/idempotency.ts'
import type { Looks } from '../documents/looks.ts'
import { principalIn } from '../http/auth.ts'
import type { AppEnv } from '../http/env.ts'
import { Problem } from '../http/problems.ts'
import type { ApiDeps } from '../services.ts'
import type { Filings } from './filings.ts'
import { counts, type InboxPage, inbox, resolved } from './inbox.ts'
import { countsRoute, listRoute, pinRoute, readRoute, stepRoute } from './inbox-describe.ts'
import { numbered } from './inbox-search.ts'
import { InboxViews } from './inbox-views.ts'
import { recordLook } from './looking.ts'
import { printedPin } from './pin.ts'
import { NO_FACTS, type StepFacts } from './records.ts'
import { NO_DAY } from './rows.ts'
import { isUnresolved } from './rules.ts'
import { stateSchema } from './shapes.ts'
import type { Statuses } from './status.ts'
import { malformed } from './step-facts.ts'

const PAGE = 50

/** @param looks of filings, shared by all that show one */
export function filingInboxRoutes(deps: ApiDeps, filings: Filings, statuses: Statuses, looks: Looks) {
	const { projection, clock } = deps
	const today = () => dayOf(clock.now())
	const views = new InboxViews(deps, filings, statuses)

	return new OpenAPIHono<AppEnv>()
		.openapi(listRoute, async (c) => {
			const query = c.req.valid('query')
			const { principal, purpose } = acting(c)
			const department = departmentAsked(c, query.department)
			const mine = query.assignee === 'me'
			if (
				!mine &&
				purpose === null &&
				principal.standing !== undefined &&
				department !== principal.standing.department
			) {
				throw new Problem(
					'reason-needed',
					'Say why in the header Letopis-Purpose, or ask for your department.',
				)
			}
			await projection.current()
			const page = await pageOf(query, department, mine ? (principal.standing?.account ?? '') : null)
			const found = await Promise.all(page.positions.map((position) => filings.at(position)))
			const items = await Promise.all(found.map((one) => views.item(one)))
			if (found.length > 0) {
				const shown = found.map(({ filing }) => filing.case)
				await looks.once(principal, [purpose, ...shown.map(cidText)], async () => {
					await recordListing(deps, principal, shown, purpose)
					return 0
				})
			}
			c.header('Cache-Control', 'no-store')
			return c.json({ filings: items, next: writePlace(page.next) }, 200)
		})
		.openapi(countsRoute, async (c) => {
			const department = departmentAsked(c, c.req.valid('query').department)
			await projection.current()
			const found = await counts(projection.store, projection.owners, department, numberOf(today()))
			c.header('Cache-Control', 'no-store')
			return c.json({ department, ...found, states: { ...found.states }, weeks: [...found.weeks] }, 200)
		})
		.openapi(readRoute, async (c) => {
			const found = await filings.locate(c.req.valid('param').filing)
			const who = acting(c)
			await filings.demandReason(found, who)
			await recordLook(deps, looks, found, who)
			const view = await views.detail(found)
			c.header('ETag', `"${view.newest}"`)
			c.header('Cache-Control', 'no-store')
			return c.json(view, 200)
		})
		.openapi(stepRoute, async (c) => {
			const { filing } = c.req.valid('param')
			const { step, document, posting, voids, ...said } = c.req.valid('json')
			const match = /^"([a-z0-9]{20,100})"$/.exec(c.req.header('If-Match') ?? '')?.[1]
			if (match === undefined)
				throw new Problem('bad-request', 'If-Match with the ETag of the filing is needed.')
			const facts: StepFacts = {
				...NO_FACTS,
				...Object.fromEntries(
					Object.entries(said).filter(([, value]) => value !== undefined && value !== ''),
				),
				document: document === undefined ? null : cidIn('document', document),
				posting: posting === undefined ? null : cidIn('posting', posting),
				voids: voids === undefined ? null : cidIn('voids', voids),
			}
			const { position } = await filings.take(filing, 'clerk', step, facts, match, acting(c))
			const { row } = await filings.locate(filing)
			return c.json({ entry: await cidAt(deps, position), state: row.state }, 201)
		})
		.openapi(pinRoute, async (c) => {
			const found = await filings.locate(c.req.valid('param').filing)
			await filings.demandReason(found, acting(c))
			// Only right after it was renewed: else each clerk could look as the applicant does.
			const newest = (await filings.steps(found.position)).at(-1)
			const { standing } = principalIn(c)
			if (newest?.step !== 'pin-renewed' || newest.by?.account !== (standing?.account ?? null)) {
				throw new Problem('filing-step-refused', 'Take the step pin-renewed first.', {
					extra: { state: found.row.state },
				})
			}
			const { number } = await statuses.numberOf(found)
			c.header('Cache-Control', 'no-store')
			return c.json({ number, pin: printedPin(statuses.pin(found)) }, 200)
		})

	function acting(c: Context<AppEnv>): Acting {
		const principal = principalIn(c)
		const key = idempotencyKey(c.req.header('Idempotency-Key'), principal.name)
		return { principal, key, purpose: parsePurpose(c.req.header('Letopis-Purpose')) }
	}

	function departmentAsked(c: Context<AppEnv>, asked: string | undefined): string {
		const code = asked ?? principalIn(c).standing?.department ?? null
		if (code === null) throw new Problem('bad-request', 'Say which department.')
		return code
	}

	function pageOf(
		query: {
			state?: string | undefined
			resolved?: string | undefined
			overdue?: string | undefined
			number?: string | undefined
			assignee?: string | undefined
			cursor?: string | undefined
			limit?: number | undefined
		},
		department: string,
		assignee: string | null,
	): Promise<InboxPage> {
		const { limit = PAGE } = query
		const state = stateSchema.options.find((one) => one === query.state) ?? null
		const from = readPlace(query.cursor)
		if (query.number !== undefined) {
			if ([query.state, query.overdue, query.assignee, query.resolved].some((one) => one !== undefined))
				throw new Problem(
					'bad-request',
					'A number is looked for among all filings: no other filter goes with it.',
				)
			const before = from?.position ?? Number.MAX_SAFE_INTEGER
			const wanted = { department, number: query.number, before, limit }
			return numbered(projection.store, projection.owners, wanted, (case_) => views.numbersOf(case_))
		}
		if (query.resolved === 'true' || (state !== null && !isUnresolved(state))) {
			const before = from?.position ?? Number.MAX_SAFE_INTEGER
			return resolved(projection.store, projection.owners, { department, state, before, limit })
		}
		return inbox(projection.store, projection.owners, {
			...{ department, assignee, state, limit, unassigned: query.assignee === 'nobody' },
			dueBefore: query.overdue === 'true' ? numberOf(today()) : null,
			from: from ?? { day: 0, position: 0 },
		})
	}
}

function cidIn(at: string, text: string) {
	try {
		return parseCid(text)
	} catch (error) {
		if (error instanceof RefusalError) throw malformed(at, 'is no CID')
		throw error
	}
}

/** Where a page ended; opaque to clients. */
function writePlace(place: InboxPage['next']): string | null {
	return place === null
		? null
		: Buffer.from(`q${place.day}.${place.position}`, 'latin1').toString('base64url')
}

/** @throws Problem 'cursor-malformed' */
function readPlace(cursor: string | undefined): { day: number; position: number } | null {
	if (cursor === undefined) return null
	const [, day, position] =
		/^q(\d{1,10})\.(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? []
	const place = { day: Number(day), position: Number(position) }
	if (day === undefined || place.day > NO_DAY) {
		throw new Problem('cursor-malformed', 'Use the "next" of the page before, unchanged.')
	}
	return place
}
