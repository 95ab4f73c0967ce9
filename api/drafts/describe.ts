/**
 * The routes of drafts and the shapes in which drafts are shown, as the service describes them.
 * @module
 */
import { createRoute, z } from '@hono/zod-openapi'
import { receiptSchema } from '../documents/receipt-routes.ts'
import { need } from '../http/auth.ts'
import { cidSchema, header, headers, problems, timeSchema, withScope } from '../http/describe.ts'
import { smallBody, strictJson } from '../http/limits.ts'
import { findingsSchema } from '../signatures/describe.ts'
import { PREVIEW_STATES } from '../signatures/preview.ts'
import { answersSchema } from './answers.ts'
import { UNDONE } from './confirm.ts'
import { PART_MAX } from './drafts.ts'
import { FORMATS } from './recognise.ts'
import { similarSchema } from './similar.ts'

const BODY_MAX = 131_072
export const PART_SIZE = 4 * 1024 * 1024

const params = z.object({ draft: z.string().max(64) })
const json = <S>(description: string, schema: S) => ({
	description,
	content: { 'application/json': { schema } },
})
const body = <S>(schema: S) => ({ body: { required: true, content: { 'application/json': { schema } } } })
const writing = [need('documents:write'), smallBody(BODY_MAX), strictJson] as const

export const fileSchema = z
	.strictObject({
		name: z.string().max(1024),
		type: z.string().max(255).optional().openapi({ description: 'media type, as the browser says' }),
		size: z.int().min(0).openapi({ description: 'bytes' }),
		partSize: z
			.int()
			.min(1)
			.max(PART_MAX)
			.optional()
			.openapi({ description: `bytes of each part but the last; ${PART_SIZE} if absent` }),
	})
	.openapi('DraftFilePlan')

/** One part of a file on its way, here and in a citizen's draft. */
export const partNumber = z
	.string()
	.regex(/^(0|[1-9]\d{0,3})$/)
	.openapi({ description: 'number, from 0', type: 'integer' })
export const partBody = {
	required: true,
	content: { 'application/octet-stream': { schema: { type: 'string' as const, format: 'binary' } } },
}
export const partDigest = header('Content-Digest', 'RFC 9530, sha-256 of the part; needed', 'sha-256=:…:')
/** A form with one file, as browsers without scripts send it. */
export const fileForm = {
	required: true,
	content: {
		'multipart/form-data': {
			schema: {
				type: 'object' as const,
				required: ['file'],
				properties: { file: { type: 'string' as const, format: 'binary' } },
			},
		},
	},
}

export const draftSchema = z
	.object({
		id: z.string(),
		created: timeSchema,
		updated: timeSchema,
		expires: timeSchema.openapi({ description: 'then it is swept, unless it is changed' }),
		answers: z.record(z.string(), z.unknown()),
		file: z
			.object({
				name: z.string(),
				type: z.string(),
				size: z.int(),
				partSize: z.int(),
				parts: z.int().openapi({ description: 'how many there are to be' }),
				missing: z.array(z.int()).openapi({ description: 'numbers of the parts that did not come yet' }),
			})
			.nullable(),
	})
	.openapi('Draft')

export const recognisedSchema = z
	.object({
		sha256: z.string().openapi({ description: 'hexadecimal' }),
		format: z.enum(FORMATS).openapi({ description: 'by structure, not by name' }),
		pdfa: z
			.string()
			.nullable()
			.openapi({ description: 'what the file claims, for example `2b`; not checked' }),
		signatures: z
			.enum(['contained-unchecked', 'none-found', 'unknown'])
			.openapi({ description: 'contained-unchecked: contains signatures, not yet checked' }),
		fitsName: z.boolean().nullable().openapi({ description: 'whether the extension fits the format' }),
		same: z
			.array(z.object({ document: cidSchema, entry: cidSchema }))
			.openapi({ description: 'versions with the same content, among documents that the reader may read' }),
	})
	.openapi('Recognised')

export const previewSchema = z
	.object({
		state: z.enum(PREVIEW_STATES).openapi({
			description: 'running: ask again; later: not examined now, but at reception; checked: as it is now',
		}),
		findings: findingsSchema.optional(),
	})
	.openapi('SignaturePreview')

export const detailSchema = draftSchema
	.extend({
		similar: similarSchema.openapi({ description: 'documents that are here already, by the answers so far' }),
		recognised: recognisedSchema.nullable().openapi({ description: 'null until the whole file is there' }),
		looking: z.boolean().openapi({ description: 'the file is still being looked through; ask again' }),
		check: previewSchema.nullable().openapi({
			description: 'of its signatures; null where there is nothing to examine. At reception it is done anew.',
		}),
	})
	.openapi('DraftDetail')

export const confirmedSchema = z
	.object({
		...{ document: cidSchema, entry: cidSchema, receipt: receiptSchema, replayed: z.boolean() },
		undone: z.array(z.enum(UNDONE)).openapi({
			description:
				'what became impossible after the document was recorded, because the case was closed: `case`: the document is ' +
				'not in it; `decision-case`: the decision was recorded without it',
		}),
	})
	.openapi('Confirmed')

export const listRoute = createRoute({
	method: 'get',
	path: '/api/v1/drafts',
	tags: ['drafts'],
	summary: 'List one’s own drafts, newest change first',
	security: withScope('documents:write'),
	middleware: [need('documents:write')] as const,
	responses: { 200: json('All', z.object({ drafts: z.array(draftSchema) })), ...problems(403, 503) },
})
export const beginRoute = createRoute({
	method: 'post',
	path: '/api/v1/drafts',
	tags: ['drafts'],
	summary: 'Begin a draft',
	security: withScope('documents:write'),
	middleware: [...writing] as const,
	request: body(z.strictObject({ answers: answersSchema.optional(), file: fileSchema.optional() })),
	responses: { 201: json('Begun', draftSchema), ...problems(400, 403, 409, 413, 415, 422, 503, 507) },
})
export const readRoute = createRoute({
	method: 'get',
	path: '/api/v1/drafts/{draft}',
	tags: ['drafts'],
	summary: 'Read a draft: what was received, and what the file is',
	security: withScope('documents:write'),
	middleware: [need('documents:write')] as const,
	request: { params },
	responses: { 200: json('The draft', detailSchema), ...problems(403, 404, 503) },
})
export const answersRoute = createRoute({
	method: 'put',
	path: '/api/v1/drafts/{draft}/answers',
	tags: ['drafts'],
	summary: 'Replace the answers',
	security: withScope('documents:write'),
	middleware: [...writing] as const,
	request: { params, ...body(answersSchema) },
	responses: { 200: json('Kept', draftSchema), ...problems(400, 403, 404, 413, 415, 503, 507) },
})
export const planRoute = createRoute({
	method: 'put',
	path: '/api/v1/drafts/{draft}/file',
	tags: ['drafts'],
	summary: 'Say what file is to come in parts',
	description: 'The same again changes nothing; another one drops the parts of before.',
	security: withScope('documents:write'),
	middleware: [...writing] as const,
	request: { params, ...body(fileSchema) },
	responses: { 200: json('Kept', draftSchema), ...problems(400, 403, 404, 409, 413, 415, 422, 503, 507) },
})
export const partRoute = createRoute({
	method: 'put',
	path: '/api/v1/drafts/{draft}/parts/{part}',
	tags: ['drafts'],
	summary: 'Send one part of the file; in any order, again without harm',
	security: withScope('documents:write'),
	middleware: [need('documents:write'), smallBody(PART_MAX)] as const,
	request: {
		params: params.extend({ part: partNumber }),
		body: partBody,
	},
	parameters: [partDigest],
	responses: { 200: json('On the disk', draftSchema), ...problems(400, 403, 404, 409, 413, 422, 503, 507) },
})
export const uploadRoute = createRoute({
	method: 'post',
	path: '/api/v1/drafts/{draft}/file',
	tags: ['drafts'],
	summary: 'Send the whole file as one form',
	security: withScope('documents:write'),
	middleware: [need('documents:write')] as const,
	request: {
		params,
		body: fileForm,
	},
	responses: {
		200: json('On the disk', draftSchema),
		...problems(400, 403, 404, 408, 409, 413, 415, 422, 503, 507),
	},
})
export const confirmRoute = createRoute({
	method: 'post',
	path: '/api/v1/drafts/{draft}/confirm',
	tags: ['drafts'],
	summary: 'Record what the draft holds',
	description:
		'The file becomes a document, or a version of one; then its case and decision follow, if the answers name them. ' +
		'Again, also after the draft is gone, gives the same document.',
	security: withScope('documents:write'),
	middleware: [need('documents:write'), smallBody(1024)] as const,
	request: { params },
	parameters: [
		header('Letopis-Purpose', 'why, where it acts outside one’s department; percent-encoded UTF-8'),
	],
	responses: {
		201: { ...json('Recorded', confirmedSchema), headers: headers({ Location: 'the document' }) },
		...problems(400, 403, 404, 409, 413, 422, 503, 507),
	},
})
export const deleteRoute = createRoute({
	method: 'delete',
	path: '/api/v1/drafts/{draft}',
	tags: ['drafts'],
	summary: 'Throw a draft away',
	security: withScope('documents:write'),
	middleware: [need('documents:write')] as const,
	request: { params },
	responses: { 204: { description: 'Gone' }, ...problems(403, 404, 503) },
})
