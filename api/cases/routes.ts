/**
 * `/api/v1/cases`, and what a case leads to on documents: decisions and acts.
 * @module
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { cidText, isCid, isDagMap } from '@letopis/format'
import type { Context } from 'hono'
import { parsePurpose, recordAccess } from '../documents/access.ts'
import { writeCursor } from '../documents/cursor.ts'
import { metadata, numberField } from '../documents/fields.ts'
import { idempotencyKey } from '../documents/idempotency.ts'
import { findDocument, listHistory } from '../documents/queries.ts'
import { demandReason, locateDocument, needRead } from '../documents/reading.ts'
import { STATES } from '../documents/rows.ts'
import { idParams } from '../documents/schemas.ts'
import { demandFresh, need, principalIn } from '../http/auth.ts'
import { cidSchema, header, isoTime, problems, timeSchema, withScope } from '../http/describe.ts'
import type { AppEnv } from '../http/env.ts'
import { smallBody, strictJson } from '../http/limits.ts'
import { actorView } from '../people/actor.ts'
import { departmentCode } from '../people/describe.ts'
import type { ApiDeps } from '../services.ts'
import { ACTS, Acts } from './acts.ts'
import { type Acting, type Cases, cidAt, type LocatedCase } from './cases.ts'
import { asCaseClose, asCaseOpen, asDecision } from './records.ts'
import { findPage, purposeHeader, recordPage, registerQuery } from './register-routes.ts'
import { CASE_STATES, casesOf, decisionsOn, documentsIn, findCase } from './rows.ts'

const MAX_DOCUMENTS = 1000
const MAX_DECISIONS = 100
const MAX_EVENTS = 1000

/** Words of people in lines: NFC, no control characters but line ends and tabs. */
export const words = (min: number, max: number) =>
	z
		.string()
		.max(max)
		.transform((text) => text.replace(/\r\n?/g, '\n').normalize('NFC').trim())
		.refine((text) => text.length >= min, min === 0 ? 'text' : 'must not be empty')
		.refine((text) => text.isWellFormed() && !/[^\P{Cc}\n\t]|\ufeff/u.test(text), 'no control characters')
		.openapi({ type: 'string', minLength: min, maxLength: max })

export const decisionSchema = z
	.strictObject({
		ruling: words(1, 16_000).openapi({ description: 'výrok' }),
		reasoning: words(0, 16_000).openapi({ description: 'odůvodnění' }),
		instruction: words(0, 4_000).openapi({ description: 'poučení' }),
	})
	.openapi('DecisionText')

const idempotency = header('Idempotency-Key', 'the same request under the same key is recorded once')
const json = <S>(description: string, schema: S) => ({
	description,
	content: { 'application/json': { schema } },
})
const body = <S>(schema: S) => ({ body: { required: true, content: { 'application/json': { schema } } } })
const caseParams = z.object({ case: cidSchema.openapi({ description: 'CID of the entry that opened it' }) })

const summarySchema = z
	.object({
		id: cidSchema,
		number: z.string().nullable(),
		local: z.boolean().openapi({ description: 'we gave the number; no records system did' }),
		title: z.string().nullable(),
		department: z.string().nullable(),
		state: z.enum(CASE_STATES),
		opened: timeSchema.nullable(),
		openedBy: z.string().nullable(),
	})
	.openapi('CaseSummary')

const caseSchema = summarySchema
	.extend({
		closed: timeSchema.nullable(),
		closedBy: z.string().nullable(),
		settled: z.string().nullable(),
		documents: z.array(
			z.object({
				id: cidSchema,
				state: z.enum(STATES),
				added: timeSchema.nullable(),
				addedBy: z.string().nullable(),
			}),
		),
		events: z.array(
			z.object({
				entry: cidSchema,
				type: z.enum(['opened', 'document', 'decision', 'closed']),
				time: timeSchema.nullable(),
				by: z.string().nullable(),
			}),
		),
	})
	.openapi('Case')

const recordedSchema = z.object({ entry: cidSchema }).openapi('RecordedEntry')

const openRoute = createRoute({
	method: 'post',
	path: '/api/v1/cases',
	tags: ['cases'],
	summary: 'Open a case',
	description: 'With a number from the records system, or without: then it gets a local one, marked as such.',
	security: withScope('cases:write'),
	middleware: [need('cases:write'), smallBody(8192), strictJson] as const,
	request: body(
		z.strictObject({
			number: words(1, 64).optional(),
			title: words(1, 300),
			department: departmentCode.optional().openapi({ description: 'one’s own if absent' }),
		}),
	),
	parameters: [idempotency],
	responses: {
		201: json('Opened', z.object({ id: cidSchema, number: z.string(), local: z.boolean() })),
		...problems(400, 403, 409, 413, 415, 422, 503),
	},
})
const listRoute = createRoute({
	method: 'get',
	path: '/api/v1/cases',
	tags: ['cases'],
	summary: 'List cases, newest first, with the filters of the register',
	description: 'The page is recorded as a read of all that it shows.',
	security: withScope('cases:read'),
	middleware: [need('cases:read')] as const,
	request: { query: registerQuery.extend({ state: z.enum(CASE_STATES).optional() }) },
	parameters: [purposeHeader],
	responses: {
		200: json('A page', z.object({ cases: z.array(summarySchema), next: z.string().nullable() })),
		...problems(400, 403, 503),
	},
})
const readRoute = createRoute({
	method: 'get',
	path: '/api/v1/cases/{case}',
	tags: ['cases'],
	summary: 'Read a case',
	description: 'Recorded in the log, as a read of a document is.',
	security: withScope('cases:read'),
	middleware: [need('cases:read')] as const,
	request: { params: caseParams },
	parameters: [purposeHeader],
	responses: { 200: json('The case', caseSchema), ...problems(400, 403, 404, 410, 503) },
})
const addRoute = createRoute({
	method: 'put',
	path: '/api/v1/cases/{case}/documents/{id}',
	tags: ['cases'],
	summary: 'Put a document into a case',
	description: 'Again does nothing.',
	security: withScope('cases:write'),
	middleware: [need('cases:write'), smallBody(1024)] as const,
	request: { params: caseParams.extend(idParams.shape) },
	parameters: [purposeHeader],
	responses: { 204: { description: 'It is in the case' }, ...problems(400, 403, 404, 409, 413, 503) },
})
const closeRoute = createRoute({
	method: 'post',
	path: '/api/v1/cases/{case}/closure',
	tags: ['cases'],
	summary: 'Close a case, saying how it was settled',
	description: 'Again does nothing.',
	security: withScope('cases:write'),
	middleware: [need('cases:write'), smallBody(8192), strictJson] as const,
	request: { params: caseParams, ...body(z.strictObject({ settled: words(1, 300) })) },
	parameters: [purposeHeader],
	responses: { 204: { description: 'It is closed' }, ...problems(400, 403, 404, 413, 415, 503) },
})
const decideRoute = createRoute({
	method: 'post',
	path: '/api/v1/documents/{id}/decisions',
	tags: ['cases'],
	summary: 'Record the decision that a document holds',
	security: withScope('cases:write'),
	middleware: [need('cases:write'), smallBody(65_536), strictJson] as const,
	request: { params: idParams, ...body(decisionSchema.extend({ case: cidSchema.optional() })) },
	parameters: [idempotency, purposeHeader],
	responses: { 201: json('Recorded', recordedSchema), ...problems(400, 403, 404, 409, 413, 415, 503) },
})
const decisionsRoute = createRoute({
	method: 'get',
	path: '/api/v1/documents/{id}/decisions',
	tags: ['cases'],
	summary: 'Read the decisions on a document and the cases that it is in',
	description: 'Recorded in the log as a read.',
	security: withScope('cases:read'),
	middleware: [need('cases:read')] as const,
	request: { params: idParams },
	parameters: [purposeHeader],
	responses: {
		200: json(
			'All of them, oldest first',
			z.object({
				decisions: z.array(
					z.object({
						entry: cidSchema,
						time: timeSchema.nullable(),
						by: z.string().nullable(),
						ruling: z.string(),
						reasoning: z.string(),
						instruction: z.string(),
						case: cidSchema.nullable(),
					}),
				),
				cases: z.array(cidSchema),
			}),
		),
		...problems(400, 403, 404, 410, 503),
	},
})
const actRoute = createRoute({
	method: 'post',
	path: '/api/v1/documents/{id}/acts',
	tags: ['cases'],
	summary: 'Supersede, correct or annul a document without a new version',
	description:
		'The effect is public at once: status, history, receipts. Annulling needs the passkey shown again. `by` names ' +
		'the document that does it, privately.',
	security: withScope('documents:write'),
	middleware: [need('documents:write'), smallBody(16_384), strictJson] as const,
	request: {
		params: idParams,
		...body(z.strictObject({ relation: z.enum(ACTS), reason: words(1, 2000), by: cidSchema.optional() })),
	},
	parameters: [idempotency, purposeHeader],
	responses: { 201: json('Recorded', recordedSchema), ...problems(400, 403, 404, 409, 413, 415, 422, 503) },
})

export function caseRoutes(deps: ApiDeps, cases: Cases) {
	const acts = new Acts(deps)
	const { projection } = deps

	return new OpenAPIHono<AppEnv>()
		.openapi(openRoute, async (c) => {
			const { number = null, title, department = null } = c.req.valid('json')
			const position = await cases.open({ number, title, department }, acting(c))
			await projection.current()
			const opening = await cases.opening(position)
			const opened = opening === null ? null : asCaseOpen(dataOf(opening))
			const id = await cidAt(deps, position)
			c.header('Location', `/api/v1/cases/${id}`)
			return c.json({ id, number: opened?.number ?? number ?? '', local: opened?.local ?? false }, 201)
		})
		.openapi(listRoute, async (c) => {
			const query = c.req.valid('query')
			const states = query.state === undefined ? [0, 1] : [CASE_STATES.indexOf(query.state)]
			const { page, ids } = await findPage(deps, c, 'case', query, states)
			const found = await Promise.all(
				page.positions.map(async (position, i) => {
					const row = await findCase(projection.store, position)
					const id = ids[i]
					if (row === undefined || id === undefined) throw new Error('the register names what is no case')
					return summary({ position, id, row, opening: await cases.opening(position) })
				}),
			)
			await recordPage(deps, c, ids)
			c.header('Cache-Control', 'no-store')
			return c.json({ cases: found, next: page.next === null ? null : writeCursor('r', page.next) }, 200)
		})
		.openapi(readRoute, async (c) => {
			const found = await cases.locate(c.req.valid('param').case)
			await cases.read(found, acting(c))
			c.header('Cache-Control', 'no-store')
			return c.json(await detail(found), 200)
		})
		.openapi(addRoute, async (c) => {
			const { case: name, id } = c.req.valid('param')
			await cases.addDocument(await cases.locate(name), id, acting(c))
			return c.body(null, 204)
		})
		.openapi(closeRoute, async (c) => {
			const found = await cases.locate(c.req.valid('param').case)
			await cases.close(found, c.req.valid('json').settled, acting(c))
			return c.body(null, 204)
		})
		.openapi(decideRoute, async (c) => {
			const { case: name = null, ...decision } = c.req.valid('json')
			const position = await cases.decide(c.req.valid('param').id, decision, name, acting(c))
			return c.json({ entry: await cidAt(deps, position) }, 201)
		})
		.openapi(decisionsRoute, async (c) => {
			const { id, first, row } = await locateDocument(deps, c.req.valid('param').id)
			const { principal, purpose } = acting(c)
			needRead(deps, principal, row)
			if (purpose === null) demandReason(deps, principal, row)
			await recordAccess(deps, { first, document: id, action: 'decision', principal, purpose })
			const positions = await decisionsOn(projection.store, first, MAX_DECISIONS)
			const decisions = (await Promise.all(positions.map(decisionView))).filter((one) => one !== null)
			const in_ = await casesOf(projection.store, first, MAX_DECISIONS)
			c.header('Cache-Control', 'no-store')
			return c.json(
				{ decisions, cases: await Promise.all(in_.map((position) => cidAt(deps, position))) },
				200,
			)
		})
		.openapi(actRoute, async (c) => {
			const { relation, reason, by = null } = c.req.valid('json')
			if (relation === 'annuls') demandFresh(c.get('principal'))
			const recorded = await acts.record(c.req.valid('param').id, relation, reason, by, acting(c))
			const entry = typeof recorded === 'number' ? await cidAt(deps, recorded) : cidText(recorded.cid)
			return c.json({ entry }, 201)
		})

	function acting(c: Context<AppEnv>): Acting {
		const principal = principalIn(c)
		const key = idempotencyKey(c.req.header('Idempotency-Key'), principal.name)
		return { principal, key, purpose: parsePurpose(c.req.header('Letopis-Purpose')) }
	}

	function summary({ id, row, opening }: LocatedCase): z.infer<typeof summarySchema> {
		const opened = opening === null ? null : asCaseOpen(dataOf(opening))
		return {
			id: cidText(id),
			number: opened?.number ?? null,
			local: opened?.local ?? false,
			title: opened?.title ?? null,
			department: opened?.department ?? null,
			state: row.state,
			...whenAndWho('opened', 'openedBy', opening),
		}
	}

	async function detail(found: LocatedCase): Promise<z.infer<typeof caseSchema>> {
		const { position, row } = found
		const closing = row.closed === null ? null : await cases.opening(row.closed)
		const closed = closing === null ? null : asCaseClose(dataOf(closing))
		const documents = await documentsIn(projection.store, position, MAX_DOCUMENTS)
		const events = await listHistory(projection.store, position, position, MAX_EVENTS, false)
		return {
			...summary(found),
			...whenAndWho('closed', 'closedBy', closing),
			settled: closed?.settled ?? null,
			documents: await Promise.all(
				documents.map(async ({ document, entry }) => ({
					id: await cidAt(deps, document),
					state: (await findDocument(projection.store, document))?.state ?? 'in-force',
					...whenAndWho('added', 'addedBy', await cases.opening(entry)),
				})),
			),
			events: await Promise.all(events.map(eventView)),
		}
	}

	async function eventView(position: number) {
		const opening = await cases.opening(position)
		const kind = opening?.fields.find(({ name }) => name === 'kind')?.value
		const type = typeof kind === 'string' ? TYPES[kind] : undefined
		return {
			entry: await cidAt(deps, position),
			type: type ?? 'document',
			...whenAndWho('time', 'by', opening),
		}
	}

	async function decisionView(position: number) {
		const opening = await cases.opening(position)
		const decision = opening === null ? null : asDecision(dataOf(opening))
		if (decision === null) return null
		const { ruling, reasoning, instruction, case: of } = decision
		return {
			entry: await cidAt(deps, position),
			...whenAndWho('time', 'by', opening),
			...{ ruling, reasoning, instruction, case: isCid(of) ? cidText(of) : null },
		}
	}

	function whenAndWho<T extends string, B extends string>(
		time: T,
		by: B,
		opening: LocatedCase['opening'],
	): Record<T | B, string | null> {
		const moment = opening === null ? null : numberField(opening, 'time')
		return {
			[time]: moment === null ? null : isoTime(moment),
			[by]: opening === null ? null : (actorView(opening, projection.people)?.name ?? null),
		} as Record<T | B, string | null>
	}
}

const TYPES: Readonly<Record<string, 'opened' | 'document' | 'decision' | 'closed'>> = {
	'case-open': 'opened',
	'case-document': 'document',
	decision: 'decision',
	'case-close': 'closed',
}

function dataOf(opening: NonNullable<LocatedCase['opening']>) {
	const { data } = metadata(opening)
	return isDagMap(data) ? data : {}
}
