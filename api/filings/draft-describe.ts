/**
 * The routes of citizens' drafts and the shapes in which they are shown, as the service describes them.
 * @module
 */
import { createRoute, z } from '@hono/zod-openapi'
import { words } from '../cases/describe.ts'
import { fileForm, fileSchema, partBody, partDigest, partNumber } from '../drafts/describe.ts'
import { PART_MAX } from '../drafts/drafts.ts'
import { cidSchema, problems, timeSchema } from '../http/describe.ts'
import { smallBody, strictJson } from '../http/limits.ts'
import { answerProblemSchema } from './shapes.ts'

const BODY_MAX = 65_536

const json = <S>(description: string, schema: S) => ({
	description,
	content: { 'application/json': { schema } },
})
const body = <S>(schema: S) => ({ body: { required: true, content: { 'application/json': { schema } } } })
const params = z.object({ draft: z.string().max(64).openapi({ description: 'its key' }) })
const fileParams = params.extend({ file: z.string().max(64) })
export const small = [smallBody(BODY_MAX), strictJson] as const
const withLimit = { 429: problems(429)[429] }

const answer = z.union([
	z.string().max(10_000),
	z.array(z.string().max(200)).max(100),
	z.strictObject({ street: z.string().max(200), town: z.string().max(200), postcode: z.string().max(200) }),
	z.null(),
])

export const draftSchema = z
	.object({
		kind: z.enum(['filing', 'reply']),
		agenda: z
			.object({ entry: cidSchema, code: z.string(), inForce: cidSchema.nullable() })
			.nullable()
			.openapi({
				description:
					'of a filing: the text under which it was begun, and the one in force; null: it is offered no more',
			}),
		step: z.enum(['corrected', 'reply']).nullable(),
		number: z.string().nullable().openapi({ description: 'of a reply: the filing it belongs to' }),
		answers: z.record(z.string(), z.unknown()),
		text: z.string(),
		files: z.array(
			z.object({
				id: z.string(),
				attachment: z.string(),
				name: z.string(),
				size: z.int(),
				partSize: z.int(),
				missing: z.array(z.int()).openapi({ description: 'numbers of the parts that did not come yet' }),
			}),
		),
		problems: z.object({ answers: z.array(answerProblemSchema), attachments: z.array(z.string()) }),
		shown: z.object({ fields: z.array(z.string()), attachments: z.array(z.string()) }),
		expires: timeSchema,
		filed: z
			.object({ filing: cidSchema, number: z.string(), pin: z.string(), received: timeSchema })
			.nullable()
			.openapi({
				description: 'once it was filed, with the time when it came; all else but `kind` is empty then',
			}),
	})
	.openapi('FilingDraft')
export type FilingDraftView = z.infer<typeof draftSchema>

export const beginRoute = createRoute({
	method: 'post',
	path: '/api/v1/filing-drafts',
	tags: ['filings'],
	summary: 'Begin a filing, or a reply to the office',
	description: 'The answer holds the key: whoever has it may go on. It goes 30 days after the last change.',
	middleware: [...small] as const,
	request: body(
		z.union([
			z.strictObject({ agenda: z.string().max(40).openapi({ description: 'code' }) }),
			z.strictObject({
				number: z.string().max(100),
				pin: z.string().max(64),
				step: z.enum(['corrected', 'reply']),
			}),
		]),
	),
	responses: {
		201: json('Begun', z.object({ key: z.string() })),
		...problems(400, 404, 409, 413, 415, 503, 507),
		...withLimit,
	},
})
export const readRoute = createRoute({
	method: 'get',
	path: '/api/v1/filing-drafts/{draft}',
	tags: ['filings'],
	summary: 'Read what was begun, and what is missing; or what became of it',
	request: { params },
	responses: { 200: json('The draft', draftSchema), ...problems(404, 503) },
})
export const answersRoute = createRoute({
	method: 'put',
	path: '/api/v1/filing-drafts/{draft}/answers',
	tags: ['filings'],
	summary: 'Keep answers, right or wrong',
	description:
		'Each takes the place of the one of before; `null` takes it away. `problems` says what is wrong with those of the page.',
	middleware: [...small] as const,
	request: {
		params,
		...body(
			z.strictObject({
				page: z.string().max(40).optional(),
				answers: z.record(z.string().max(64), answer).optional(),
				text: words(0, 8000).optional(),
				agenda: cidSchema.optional().openapi({ description: 'go on under this text of the agenda' }),
			}),
		),
	},
	responses: {
		200: json('Kept', z.object({ problems: z.array(answerProblemSchema) })),
		...problems(400, 404, 409, 413, 415, 503, 507),
	},
})
export const addRoute = createRoute({
	method: 'post',
	path: '/api/v1/filing-drafts/{draft}/files',
	tags: ['filings'],
	summary: 'Say what file is to come in parts',
	description: 'The same file again goes on where it stopped.',
	middleware: [...small] as const,
	request: { params, ...body(fileSchema.extend({ attachment: z.string().max(64) })) },
	responses: {
		201: json('To be sent', z.object({ id: z.string(), partSize: z.int(), missing: z.array(z.int()) })),
		...problems(400, 404, 409, 413, 415, 422, 503, 507),
	},
})
export const uploadRoute = createRoute({
	method: 'post',
	path: '/api/v1/filing-drafts/{draft}/upload',
	tags: ['filings'],
	summary: 'Send a whole file as one form',
	request: {
		params,
		query: z.object({ attachment: z.string().max(64) }),
		body: fileForm,
	},
	responses: {
		201: json('There', z.object({ id: z.string() })),
		...problems(400, 404, 408, 409, 413, 415, 422, 503, 507),
	},
})
export const partRoute = createRoute({
	method: 'put',
	path: '/api/v1/filing-drafts/{draft}/files/{file}/parts/{part}',
	tags: ['filings'],
	summary: 'Send one part of a file; in any order, again without harm',
	middleware: [smallBody(PART_MAX)] as const,
	request: {
		params: fileParams.extend({ part: partNumber }),
		body: partBody,
	},
	parameters: [partDigest],
	responses: {
		200: json('On the disk', z.object({ missing: z.array(z.int()) })),
		...problems(400, 404, 409, 413, 422, 503, 507),
	},
})
export const removeRoute = createRoute({
	method: 'delete',
	path: '/api/v1/filing-drafts/{draft}/files/{file}',
	tags: ['filings'],
	summary: 'Take a file away',
	request: { params: fileParams },
	responses: { 204: { description: 'Gone' }, ...problems(404, 503) },
})
export const deleteRoute = createRoute({
	method: 'delete',
	path: '/api/v1/filing-drafts/{draft}',
	tags: ['filings'],
	summary: 'Throw away what was begun',
	request: { params },
	responses: { 204: { description: 'Gone' }, ...problems(404, 503) },
})
export const submitRoute = createRoute({
	method: 'post',
	path: '/api/v1/filing-drafts/{draft}/filing',
	tags: ['filings'],
	summary: 'File it',
	description: 'Once: again, also after the draft is gone, gives the same filing.',
	middleware: [...small] as const,
	request: {
		params,
		...body(
			z.strictObject({
				agenda: cidSchema
					.nullable()
					.optional()
					.openapi({ description: 'text that the answers were checked under' }),
			}),
		),
	},
	responses: {
		201: json('Filed', z.object({ entry: cidSchema, replayed: z.boolean() })),
		...problems(400, 404, 409, 413, 415, 422, 503, 507),
		...withLimit,
	},
})
