/**
 * `/api/v1/filings`: the inbox of a department, one filing, and the steps that clerks take.
 * @module
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { cidText, hex, parseCid, RefusalError } from '@letopis/format'
import type { Context } from 'hono'
import type { Answers } from '../agendas/answers.ts'
import { dayOf, numberOf } from '../calendar/day.ts'
import { type Acting, cidAt, recordListing } from '../cases/cases.ts'
import { words } from '../cases/describe.ts'
import { purposeHeader } from '../cases/register-routes.ts'
import { documentsIn } from '../cases/rows.ts'
import { rulesFor } from '../clock/rules.ts'
import { parsePurpose, recordAccess } from '../documents/access.ts'
import { idempotencyKey } from '../documents/idempotency.ts'
import { Looks } from '../documents/looks.ts'
import { need, principalIn } from '../http/auth.ts'
import {
	cidSchema,
	countParameter,
	header,
	headers,
	isoTime,
	problems,
	timeSchema,
	withScope,
} from '../http/describe.ts'
import type { AppEnv } from '../http/env.ts'
import { smallBody, strictJson } from '../http/limits.ts'
import { Problem } from '../http/problems.ts'
import { departmentCode } from '../people/describe.ts'
import type { ApiDeps } from '../services.ts'
import type { Filings, LocatedFiling } from './filings.ts'
import { counts, type InboxPage, inbox, resolved } from './inbox.ts'
import { numbered } from './inbox-search.ts'
import { printedPin } from './pin.ts'
import { NO_FACTS, type StepFacts } from './records.ts'
import { dayText, NO_DAY } from './rows.ts'
import { CHANNELS, isUnresolved, STEPS } from './rules.ts'
import {
	agendaRef,
	agendaRefSchema,
	clerkStepSchema,
	clerkStepView,
	clockSchema,
	clockView,
	daySchema,
	documentSchema,
	postingSchema,
	stateSchema,
	stepNameSchema,
} from './shapes.ts'
import type { Statuses } from './status.ts'
import { malformed } from './step-facts.ts'
import { storedFile } from './store.ts'
import { answeredParts } from './submit.ts'

const PAGE = 50
const MAX_DOCUMENTS = 200
const json = <S>(description: string, schema: S) => ({
	description,
	content: { 'application/json': { schema } },
})
const body = <S>(schema: S) => ({ body: { required: true, content: { 'application/json': { schema } } } })
const params = z.object({ filing: cidSchema })

const itemSchema = z
	.object({
		id: cidSchema,
		case: cidSchema,
		number: z.string(),
		reference: z.string().nullable().openapi({ description: 'of the records system' }),
		agenda: agendaRefSchema,
		applicant: z.string(),
		received: timeSchema,
		state: stateSchema,
		deadline: daySchema.nullable(),
		overdue: z.boolean(),
		assignee: z.object({ account: z.string(), name: z.string() }).nullable(),
	})
	.openapi('FilingItem')

const detailSchema = itemSchema
	.extend({
		newest: cidSchema.openapi({ description: 'for If-Match of a step' }),
		department: z.string(),
		contact: z.object({
			name: z.string(),
			born: z.string(),
			address: z.string(),
			email: z.string(),
			phone: z.string(),
		}),
		answers: z.array(z.object({ heading: z.string(), rows: z.array(z.array(z.string())) })),
		documents: z.array(documentSchema.omit({ accessKey: true, role: true }).extend({ role: z.string() })),
		steps: z.array(clerkStepSchema),
		postings: z.array(postingSchema).openapi({ description: 'of documents of the case, newest first' }),
		clock: clockSchema.nullable(),
		possible: z.array(stepNameSchema),
		additions: z.array(z.object({ code: z.string(), days: z.int().nullable(), law: z.string() })),
		templates: z.object({ correction: z.string().nullable(), message: z.string().nullable() }),
	})
	.openapi('FilingForStaff')

const countsSchema = z
	.object({
		department: z.string(),
		states: z.record(z.string(), z.int()),
		unresolved: z.int(),
		overdue: z.int(),
		soon: z.int().openapi({ description: 'due today or within seven days' }),
		nearest: daySchema.nullable(),
		weeks: z.array(z.object({ monday: daySchema, came: z.int(), resolved: z.int() })),
	})
	.openapi('FilingCounts')

const listRoute = createRoute({
	method: 'get',
	path: '/api/v1/filings',
	tags: ['filings'],
	summary: 'The inbox: filings by the deadline that the law sets',
	description: 'With names, so the page is recorded as a read of all that it shows, once for each look.',
	security: withScope('cases:read'),
	middleware: [need('cases:read')] as const,
	request: {
		query: z.object({
			department: departmentCode.optional().openapi({ description: 'one’s own if absent' }),
			assignee: z.enum(['me', 'nobody']).optional(),
			state: stateSchema
				.optional()
				.openapi({ description: 'a resolved one lists the resolved, newest first' }),
			resolved: z.enum(['true', 'false']).optional(),
			overdue: z.enum(['true', 'false']).optional(),
			number: z.string().trim().min(1).max(100).optional().openapi({
				description:
					'whole, or its beginning from three characters on; of all filings of the department, newest first, with no other filter',
			}),
			cursor: z.string().max(64).optional(),
			limit: countParameter('limit', 1, 100).optional(),
		}),
	},
	parameters: [purposeHeader],
	responses: {
		200: json('A page', z.object({ filings: z.array(itemSchema), next: z.string().nullable() })),
		...problems(400, 403, 503),
	},
})
const countsRoute = createRoute({
	method: 'get',
	path: '/api/v1/filings/counts',
	tags: ['filings'],
	summary: 'How many filings a department has to settle, and how many should have been',
	security: withScope('cases:read'),
	middleware: [need('cases:read')] as const,
	request: { query: z.object({ department: departmentCode.optional() }) },
	responses: { 200: json('Numbers, and nothing of any filing', countsSchema), ...problems(400, 403, 503) },
})
const readRoute = createRoute({
	method: 'get',
	path: '/api/v1/filings/{filing}',
	tags: ['filings'],
	summary: 'One filing, with its steps, its clock and what can be done',
	security: withScope('cases:read'),
	middleware: [need('cases:read')] as const,
	request: { params },
	parameters: [purposeHeader],
	responses: {
		200: { ...json('The filing', detailSchema), headers: headers({ ETag: 'the newest step, for If-Match' }) },
		...problems(400, 403, 404, 503),
	},
})
const stepRoute = createRoute({
	method: 'post',
	path: '/api/v1/filings/{filing}/steps',
	tags: ['filings'],
	summary: 'Take a step in a filing',
	description:
		'If-Match names the newest step that was seen: if another came meanwhile, 409 `filing-moved` tells of it.',
	security: withScope('cases:write'),
	middleware: [need('cases:write'), smallBody(65_536), strictJson] as const,
	request: {
		params,
		...body(
			z.strictObject({
				step: z.enum(STEPS),
				day: daySchema.max(10).optional(),
				text: words(0, 8000).optional(),
				department: departmentCode.optional(),
				assignee: z.string().max(64).nullable().optional(),
				how: words(0, 400).optional(),
				code: z.string().max(40).optional(),
				days: z.int().min(1).max(3650).optional(),
				document: cidSchema.optional(),
				posting: cidSchema.optional(),
				party: words(0, 200).optional(),
				channel: z.enum(CHANNELS).optional(),
			}),
		),
	},
	parameters: [
		purposeHeader,
		header('If-Match', 'ETag of what was seen; needed'),
		header('Idempotency-Key', 'the same step is recorded once'),
	],
	responses: {
		201: json('Taken', z.object({ entry: cidSchema, state: stateSchema })),
		...problems(400, 403, 404, 409, 413, 415, 422, 503),
	},
})
const pinRoute = createRoute({
	method: 'post',
	path: '/api/v1/filings/{filing}/pin',
	tags: ['filings'],
	summary: 'The PIN of a filing, for an applicant at the counter who has lost it',
	description:
		'Take the step `pin-renewed` first: it ends the PIN of before, and says how identity was shown.',
	security: withScope('cases:write'),
	middleware: [need('cases:write'), smallBody(1024)] as const,
	request: { params },
	parameters: [purposeHeader],
	responses: {
		200: json('Number and PIN', z.object({ number: z.string(), pin: z.string() })),
		...problems(400, 403, 404, 409, 503),
	},
})

export function filingInboxRoutes(deps: ApiDeps, filings: Filings, statuses: Statuses) {
	const { projection, clock } = deps
	const looks = new Looks(() => clock.now())
	const today = () => dayOf(clock.now())

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
			const items = await Promise.all(found.map(item))
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
			const inside = await documentsIn(projection.store, found.row.case, 0, MAX_DOCUMENTS)
			const shown = await Promise.all(
				inside.map(async ({ document }) => parseCid(await cidAt(deps, document))),
			)
			const { case: first } = found.row
			const seen = [cidText(found.id), who.purpose, found.row.newest, inside.length]
			await looks.once(who.principal, seen, async () => {
				await recordAccess(deps, {
					...{ first, document: found.filing.case, action: 'filing', shown },
					...{ principal: who.principal, purpose: who.purpose },
				})
				return 0
			})
			const view = await detail(found)
			c.header('ETag', `"${view.newest}"`)
			c.header('Cache-Control', 'no-store')
			return c.json(view, 200)
		})
		.openapi(stepRoute, async (c) => {
			const { filing } = c.req.valid('param')
			const { step, document, posting, ...said } = c.req.valid('json')
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
			return numbered(projection.store, projection.owners, wanted, numbersOf)
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

	/** Both numbers of the case at a position. */
	async function numbersOf(case_: number): Promise<string[]> {
		const { number, reference } = await statuses.numberOf({ row: { case: case_ } })
		return reference === null ? [number] : [number, reference]
	}

	async function item(found: LocatedFiling): Promise<z.infer<typeof itemSchema>> {
		const { filing, row, id, received } = found
		const deadline = row.deadline === NO_DAY ? null : dayText(row.deadline)
		const { number, reference } = await statuses.numberOf(found)
		const account = row.assignee === null ? null : assigneeOf(row.assignee)
		return {
			...{ id: cidText(id), case: cidText(filing.case), number, reference },
			applicant: filing.contact.name,
			agenda: agendaRef(cidText(filing.agenda), filing.code, found.agenda),
			...{ received: isoTime(received), state: row.state, deadline },
			overdue: isUnresolved(row.state) && deadline !== null && deadline < today(),
			assignee: account,
		}
	}

	/** Who it is that a tag stands for: there are hundreds of people, not millions. */
	function assigneeOf(tag: Uint8Array): { account: string; name: string } | null {
		const { people, owners } = projection
		const account = people.accounts().find(({ id }) => Buffer.compare(owners.of(`account:${id}`), tag) === 0)
		return account === undefined ? null : { account: account.id, name: account.name }
	}

	async function detail(found: LocatedFiling): Promise<z.infer<typeof detailSchema>> {
		const { filing, row, agenda } = found
		const steps = await filings.steps(found.position)
		const inside = await documentsIn(projection.store, row.case, 0, MAX_DOCUMENTS)
		const roles = new Map(filing.documents.map(({ document, role }) => [cidText(document), role as string]))
		for (const { step, document, documents } of steps) {
			if (document !== null) roles.set(cidText(document), step === 'decided' ? 'decision' : 'proof')
			if (step !== 'handed-over') for (const one of documents) roles.set(cidText(one), 'reply')
		}
		const documents = await Promise.all(
			inside.map(async ({ document }) => {
				const id = await cidAt(deps, document)
				const file = await storedFile(deps, id, document)
				const { title = '', name = '', size = 0 } = file ?? {}
				const sha256 = file === null ? '' : hex(file.sha256)
				return { id, role: roles.get(id) ?? 'other', title, name, size, sha256 }
			}),
		)
		const said = agenda === null ? [] : answeredParts(agenda, filing.answers as Answers, (text) => text.cs)
		const rules = agenda === null ? null : rulesFor(agenda.clock, dayOf(found.received))
		return {
			...(await item(found)),
			newest: await cidAt(deps, row.newest),
			department: await filings.departmentOf(found),
			...{ contact: { ...filing.contact }, answers: said, documents },
			...{ steps: steps.map(clerkStepView), clock: clockView(filings.clock(found, steps)) },
			postings:
				row.state === 'decided'
					? await filings.postings.ofCase(row.case)
					: await filings.postings.ofSteps(steps),
			possible: filings.open(found, 'clerk'),
			additions: (rules?.additions ?? []).map(({ code, days, law }) => ({ code, days: days ?? null, law })),
			templates: {
				correction: agenda?.templates.correction ?? null,
				message: agenda?.templates.message?.cs ?? null,
			},
		}
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
