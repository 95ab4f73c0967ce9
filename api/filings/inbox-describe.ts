/**
 * The routes of the inbox and the shapes in which filings are shown to staff, as the service describes them.
 * @module
 */
import { createRoute, z } from '@hono/zod-openapi'
import { words } from '../cases/describe.ts'
import { purposeHeader } from '../cases/register-routes.ts'
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
import { CHANNELS, STEPS } from './rules.ts'
import {
	agendaRefSchema,
	clerkStepSchema,
	clockSchema,
	daySchema,
	documentSchema,
	postingSchema,
	stateSchema,
	stepNameSchema,
} from './shapes.ts'

const json = <S>(description: string, schema: S) => ({
	description,
	content: { 'application/json': { schema } },
})
const body = <S>(schema: S) => ({ body: { required: true, content: { 'application/json': { schema } } } })
const params = z.object({ filing: cidSchema })

export const itemSchema = z
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

export const detailSchema = itemSchema
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
		certificate: z.boolean().openapi({
			description: 'it was confirmed as a digital act, so a certificate may be issued, if nothing else lacks',
		}),
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

export const listRoute = createRoute({
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
export const countsRoute = createRoute({
	method: 'get',
	path: '/api/v1/filings/counts',
	tags: ['filings'],
	summary: 'How many filings a department has to settle, and how many should have been',
	security: withScope('cases:read'),
	middleware: [need('cases:read')] as const,
	request: { query: z.object({ department: departmentCode.optional() }) },
	responses: { 200: json('Numbers, and nothing of any filing', countsSchema), ...problems(400, 403, 503) },
})
export const readRoute = createRoute({
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
export const stepRoute = createRoute({
	method: 'post',
	path: '/api/v1/filings/{filing}/steps',
	tags: ['filings'],
	summary: 'Take a step in a filing',
	description:
		'If-Match names the newest step that was seen: if another came meanwhile, 409 `filing-moved` tells of it. A step on ' +
		'which later ones rest is voided after them: 409 `filing-step-needed` names them in `first`, newest first.',
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
				voids: cidSchema
					.optional()
					.openapi({ description: 'voided: the step that was recorded by mistake, `text` says why' }),
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
export const pinRoute = createRoute({
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
