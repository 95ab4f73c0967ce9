/**
 * `/api/v1/register`: documents with title and number, for people at work. A page shows private values, so it is a read:
 * one entry of the log names everything that it showed.
 * @module
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { type Cid, cidText, decodeEntry, entryCid, isDagMap } from '@letopis/format'
import type { Context } from 'hono'
import { parsePurpose } from '../documents/access.ts'
import { readCursor, writeCursor } from '../documents/cursor.ts'
import { metadata } from '../documents/fields.ts'
import { Looks } from '../documents/looks.ts'
import { findDocument } from '../documents/queries.ts'
import { entryBytes, keptOf } from '../documents/reading.ts'
import { STATES } from '../documents/rows.ts'
import { summarySchema } from '../documents/schemas.ts'
import { summaryView } from '../documents/views.ts'
import { need, principalIn } from '../http/auth.ts'
import { countParameter, header, problems, withScope } from '../http/describe.ts'
import type { AppEnv, Principal } from '../http/env.ts'
import { Problem } from '../http/problems.ts'
import { actorView } from '../people/actor.ts'
import { departmentCode } from '../people/describe.ts'
import type { ApiDeps } from '../services.ts'
import { recordListing } from './cases.ts'
import { type Space, search } from './register.ts'

const PAGE = 50
const MINUTE = 60_000

export const purposeHeader = header(
	'Letopis-Purpose',
	'why, percent-encoded UTF-8; needed outside one’s own department',
)

const date = z.iso.date().openapi({ description: 'calendar day in Europe/Prague', format: 'date' })

/** Filters that lists of documents and of cases share. */
export const registerQuery = z.object({
	mine: z.enum(['true', 'false']).optional().openapi({ description: 'only what one recorded oneself' }),
	department: departmentCode.optional().openapi({ description: 'code; one’s own if absent' }),
	all: z.enum(['true', 'false']).optional().openapi({ description: 'of all departments' }),
	text: z.string().max(200).optional().openapi({
		description:
			'words that begin words of title or number, without case and diacritics; shorter than 3 letters only whole words, of longer than 8 without a digit the first 8',
	}),
	from: date.optional(),
	to: date.optional().openapi({ description: 'the day is included' }),
	order: z
		.enum(['newest', 'oldest'])
		.optional()
		.openapi({ description: 'which come first; the newest if absent' }),
	cursor: z
		.string()
		.max(64)
		.optional()
		.openapi({ description: '`next` of the page before, in the same order' }),
	limit: countParameter('limit', 1, 100).optional(),
})
export type RegisterQuery = z.infer<typeof registerQuery>

const itemSchema = summarySchema
	.extend({
		title: z.string().nullable(),
		number: z.string().nullable(),
		file: z.string().nullable().openapi({ description: 'name of the file' }),
		recordedBy: z.string().nullable(),
		department: z.string().nullable(),
		lost: z.boolean().openapi({ description: 'its private half is damaged; a backup may have it' }),
		state: z.enum(STATES).openapi({
			description: 'of the document as a whole, as its newest version has it; as `state` asks for',
		}),
	})
	.openapi('RegisterItem')

const route = createRoute({
	method: 'get',
	path: '/api/v1/register',
	tags: ['documents'],
	summary: 'Find documents by owner, department, state, words of the title and date',
	description:
		'With title and number, so the page is recorded as a read of all that it shows, once for each look. A page may be short, or empty, ' +
		'and still have a next one.',
	security: withScope('documents:read'),
	middleware: [need('documents:read')] as const,
	request: { query: registerQuery.extend({ state: z.enum(STATES).optional() }) },
	parameters: [purposeHeader],
	responses: {
		200: {
			description: 'A page',
			content: {
				'application/json': {
					schema: z.object({ documents: z.array(itemSchema), next: z.string().nullable() }),
				},
			},
		},
		...problems(400, 403, 503),
	},
})

export function registerRoutes(deps: ApiDeps) {
	const looks = new Looks(() => deps.clock.now())
	return new OpenAPIHono<AppEnv>().openapi(route, async (c) => {
		const query = c.req.valid('query')
		const state = query.state === undefined ? undefined : STATES.indexOf(query.state)
		const { positions, next, ids } = await findPage(deps, c, 'document', query, state)
		const documents = await Promise.all(positions.map((position) => item(deps, position)))
		await recordPage(deps, looks, c, ids)
		c.header('Cache-Control', 'no-store')
		return c.json({ documents, next }, 200)
	})
}

/**
 * A page of the register that the reader may have.
 * @throws Problem 'reason-needed' for what is not of one's own department, without a purpose
 */
export async function findPage(
	deps: ApiDeps,
	c: Context<AppEnv>,
	space: Space,
	query: RegisterQuery,
	state: number | undefined,
): Promise<{ positions: readonly number[]; next: string | null; ids: Cid[] }> {
	const { projection } = deps
	const principal = principalIn(c)
	await projection.current()
	const mine = query.mine === 'true'
	const department = departmentAsked(principal, query, mine)
	if (!mine && principal.standing !== undefined && parsePurpose(c.req.header('Letopis-Purpose')) === null) {
		if (department === undefined || department !== principal.standing.department) {
			throw new Problem('reason-needed', 'Say why in the header Letopis-Purpose, or ask for your department.')
		}
	}
	const [from, to] = await positionsOf(deps, query)
	const oldestFirst = query.order === 'oldest'
	const cursor = readCursor(letterOf(query), query.cursor)
	const page = await search(projection.store, projection.owners, {
		...{ space, state, department, text: query.text, limit: query.limit ?? PAGE, oldestFirst },
		from: cursor === null || !oldestFirst ? from : Math.max(from, cursor),
		to: cursor === null || oldestFirst ? to : Math.min(to, cursor),
		owner: mine ? principal.name : undefined,
	})
	const ids = await Promise.all(page.positions.map(async (at) => entryCid(await entryBytes(deps, at))))
	const next = page.next === null ? null : writeCursor(letterOf(query), page.next)
	return { positions: page.positions, next, ids }
}

/** Cursors of one order mean nothing in the other. */
function letterOf({ order }: RegisterQuery): string {
	return order === 'oldest' ? 's' : 'r'
}

function departmentAsked(
	{ standing }: Principal,
	{ department, all }: RegisterQuery,
	mine: boolean,
): string | undefined {
	if (department !== undefined) return department
	return mine || all === 'true' ? undefined : (standing?.department ?? undefined)
}

/** Records that a page was shown, once for each look; nothing if it is empty. */
export async function recordPage(
	deps: ApiDeps,
	looks: Looks,
	c: Context<AppEnv>,
	shown: readonly Cid[],
): Promise<void> {
	if (shown.length === 0) return
	const purpose = parsePurpose(c.req.header('Letopis-Purpose'))
	const reader = principalIn(c)
	await looks.once(reader, [purpose, ...shown.map(cidText)], async () => {
		await recordListing(deps, reader, shown, purpose)
		return 0
	})
}

async function item(deps: ApiDeps, position: number): Promise<z.infer<typeof itemSchema>> {
	const { projection } = deps
	const row = await findDocument(projection.store, position)
	if (row === undefined) throw new Error('the register names what is no document')
	const summary = { ...(await summaryView(deps, { first: position, row })), state: row.current }
	const kept = await keptOf(deps, position)
	const open = { title: textOf(summary.public.title), number: textOf(summary.public.number) }
	if (typeof kept === 'string')
		return { ...summary, ...open, file: null, recordedBy: null, department: null, lost: kept === 'lost' }
	const { data, file } = metadata(kept.opening)
	const own = isDagMap(data) ? data : {}
	const actor = actorView(kept.opening, position, projection.people)
	return {
		...summary,
		title: textOf(own.title) ?? open.title,
		number: textOf(own.number) ?? open.number,
		file: isDagMap(file) ? textOf(file.name) : null,
		recordedBy: actor?.name ?? null,
		department: actor?.department ?? null,
		lost: false,
	}
}

function textOf(value: unknown): string | null {
	return typeof value === 'string' ? value : null
}

/** Positions of the days asked for: public times never decrease, so both ends are found by halving. */
async function positionsOf(deps: ApiDeps, { from, to }: RegisterQuery): Promise<[from: number, to: number]> {
	const { size } = deps.projection.chronicle
	const start = from === undefined ? 0 : await firstAt(deps, startOfDay(from, 0))
	const end = to === undefined ? size : await firstAt(deps, startOfDay(to, 1))
	return [start, Math.max(start, end)]
}

async function firstAt({ projection: { chronicle } }: ApiDeps, time: number): Promise<number> {
	let [low, high] = [0, chronicle.size]
	while (low < high) {
		const middle = Math.floor((low + high) / 2)
		const bytes = await chronicle.entry(middle)
		// A hole is as old as what is before it.
		if (bytes === undefined || decodeEntry(bytes).time * MINUTE < time) low = middle + 1
		else high = middle
	}
	return low
}

/** ms of the beginning of a calendar day in Prague, `later` days on. */
export function startOfDay(day: string, later: number): number {
	const noon = new Date(`${day}T12:00:00Z`)
	noon.setUTCDate(noon.getUTCDate() + later)
	const wanted = noon.toISOString().slice(0, 10)
	// Prague is one or two hours ahead: one of both is its midnight.
	for (const hours of [2, 1]) {
		const moment = Date.parse(`${wanted}T00:00:00Z`) - hours * 3_600_000
		if (PRAGUE_HOUR.format(moment) === '00') return moment
	}
	throw new RangeError(`no midnight on ${wanted}`)
}

const PRAGUE_HOUR = new Intl.DateTimeFormat('en-GB', {
	timeZone: 'Europe/Prague',
	hour: '2-digit',
	hourCycle: 'h23',
})
