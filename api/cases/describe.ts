/**
 * The routes of cases, decisions and acts, and the shapes in which they are shown, as the service describes them.
 * @module
 */
import { createRoute, z } from '@hono/zod-openapi'
import { STATES } from '../documents/rows.ts'
import { idParams, pageQuery } from '../documents/schemas.ts'
import { need } from '../http/auth.ts'
import {
	cidSchema,
	countParameter,
	header,
	headers,
	problems,
	timeSchema,
	withScope,
} from '../http/describe.ts'
import { smallBody, strictJson } from '../http/limits.ts'
import { departmentCode } from '../people/describe.ts'
import { ACTS } from './acts.ts'
import { purposeHeader, registerQuery } from './register-routes.ts'
import { CASE_STATES } from './rows.ts'

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
const replayed = {
	'Idempotency-Replayed': '`true` when an earlier request with the same key made the entry',
}
const body = <S>(schema: S) => ({ body: { required: true, content: { 'application/json': { schema } } } })
const caseParams = z.object({ case: cidSchema.openapi({ description: 'CID of the entry that opened it' }) })

export const summarySchema = z
	.object({
		id: cidSchema,
		number: z.string().nullable(),
		local: z.boolean().openapi({ description: 'we gave the number; no records system did' }),
		reference: z
			.string()
			.nullable()
			.openapi({ description: 'what the records system gave to a case with a local number' }),
		title: z.string().nullable(),
		department: z.string().nullable(),
		state: z.enum(CASE_STATES),
		opened: timeSchema.nullable(),
		openedBy: z.string().nullable(),
	})
	.openapi('CaseSummary')

export const inCaseSchema = z
	.object({
		id: cidSchema,
		title: z.string().nullable(),
		number: z.string().nullable(),
		kind: z.string().nullable(),
		state: z
			.enum(STATES)
			.openapi({ description: 'of the document as a whole, as its newest version has it' }),
		versions: z.int().min(1),
		erased: z.boolean().openapi({ description: 'of the newest version: its private half is destroyed' }),
		lost: z.boolean().openapi({ description: 'of the newest version: its private half is damaged' }),
		recorded: timeSchema.nullable(),
		added: timeSchema.nullable(),
		addedBy: z.string().nullable(),
	})
	.openapi('DocumentInCase')

export const caseSchema = summarySchema
	.extend({
		closed: timeSchema.nullable(),
		closedBy: z.string().nullable(),
		settled: z.string().nullable(),
		documents: z.array(inCaseSchema),
		next: z.string().nullable().openapi({ description: 'cursor of further documents; null at the end' }),
		events: z.array(
			z.object({
				entry: cidSchema,
				type: z.enum(['opened', 'numbered', 'document', 'decision', 'closed', 'unreadable']),
				time: timeSchema,
				by: z.string().nullable(),
				document: cidSchema.nullable().openapi({ description: 'put in, or decided on' }),
			}),
		),
	})
	.openapi('Case')

export const decisionViewSchema = z.object({
	entry: cidSchema,
	version: z.int().nullable().openapi({ description: 'number of the version that was the newest one then' }),
	time: timeSchema.nullable(),
	by: z.string().nullable(),
	ruling: z.string(),
	reasoning: z.string(),
	instruction: z.string(),
	case: cidSchema.nullable(),
})

const recordedSchema = z.object({ entry: cidSchema }).openapi('RecordedEntry')

export const openRoute = createRoute({
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
		201: {
			...json('Opened', z.object({ id: cidSchema, number: z.string(), local: z.boolean() })),
			headers: headers({ Location: 'the case', ...replayed }),
		},
		...problems(400, 403, 409, 413, 415, 422, 503),
	},
})
export const listRoute = createRoute({
	method: 'get',
	path: '/api/v1/cases',
	tags: ['cases'],
	summary: 'List cases with the filters of the register',
	description: 'The page is recorded as a read of all that it shows, once for each look.',
	security: withScope('cases:read'),
	middleware: [need('cases:read')] as const,
	request: { query: registerQuery.extend({ state: z.enum(CASE_STATES).optional() }) },
	parameters: [purposeHeader],
	responses: {
		200: json('A page', z.object({ cases: z.array(summarySchema), next: z.string().nullable() })),
		...problems(400, 403, 503),
	},
})
export const readRoute = createRoute({
	method: 'get',
	path: '/api/v1/cases/{case}',
	tags: ['cases'],
	summary: 'Read a case',
	description:
		'Recorded in the log, as a read of a document is; the entry names the documents whose titles it showed. Again ' +
		'within ten minutes, in the same session, it is the same look.',
	security: withScope('cases:read'),
	middleware: [need('cases:read')] as const,
	request: {
		params: caseParams,
		query: pageQuery.extend({ limit: countParameter('limit', 1, 100).optional() }),
	},
	parameters: [purposeHeader],
	responses: { 200: json('The case', caseSchema), ...problems(400, 403, 404, 410, 503) },
})
export const addRoute = createRoute({
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
export const numberRoute = createRoute({
	method: 'put',
	path: '/api/v1/cases/{case}/number',
	tags: ['cases'],
	summary: 'Say which number the records system gave to a case with a local one',
	description: 'The case keeps both, and is found by both. The same number again does nothing.',
	security: withScope('cases:write'),
	middleware: [need('cases:write'), smallBody(1024), strictJson] as const,
	request: { params: caseParams, ...body(z.strictObject({ number: words(1, 64) })) },
	parameters: [purposeHeader],
	responses: { 204: { description: 'It has the number' }, ...problems(400, 403, 404, 409, 413, 415, 503) },
})
export const closeRoute = createRoute({
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
export const decideRoute = createRoute({
	method: 'post',
	path: '/api/v1/documents/{id}/decisions',
	tags: ['cases'],
	summary: 'Record the decision that a document holds',
	security: withScope('cases:write'),
	middleware: [need('cases:write'), smallBody(65_536), strictJson] as const,
	request: { params: idParams, ...body(decisionSchema.extend({ case: cidSchema.optional() })) },
	parameters: [idempotency, purposeHeader],
	responses: {
		201: { ...json('Recorded', recordedSchema), headers: headers(replayed) },
		...problems(400, 403, 404, 409, 413, 415, 503),
	},
})
export const decisionsRoute = createRoute({
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
				decisions: z.array(decisionViewSchema),
				cases: z.array(cidSchema),
			}),
		),
		...problems(400, 403, 404, 410, 503),
	},
})
export const actRoute = createRoute({
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
	responses: {
		201: { ...json('Recorded', recordedSchema), headers: headers(replayed) },
		...problems(400, 403, 404, 409, 413, 415, 422, 503),
	},
})
