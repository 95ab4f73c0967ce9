/**
 * The routes of the notice board, as the service describes them.
 * @module
 */
import { createRoute, z } from '@hono/zod-openapi'
import { purposeHeader } from '../cases/register-routes.ts'
import { need, needFresh } from '../http/auth.ts'
import {
	binary,
	cidSchema,
	countParameter,
	entryHeaders,
	header,
	headers,
	indexSchema,
	optionallyWith,
	problems,
	text,
	withScope,
} from '../http/describe.ts'
import { smallBody, strictJson } from '../http/limits.ts'
import { CATEGORIES } from './records.ts'
import {
	archiveSchema,
	deliverySchema,
	detailSchema,
	listSchema,
	newPostingSchema,
	postingSchema,
	probeName,
	probeSchema,
	takeDownSchema,
} from './schemas.ts'

const json = <S>(description: string, schema: S) => ({
	description,
	content: { 'application/json': { schema } },
})
const body = <S>(schema: S) => ({ body: { required: true, content: { 'application/json': { schema } } } })
const params = z.object({ posting: cidSchema.openapi({ description: 'CID of the entry that posted it' }) })
const recorded = z.object({ entry: cidSchema })
const page = {
	cursor: z.string().max(64).optional().openapi({ description: '`next` of the page before' }),
	limit: countParameter('limit', 1, 100).optional(),
}

export const listRoute = createRoute({
	method: 'get',
	path: '/api/v1/board',
	tags: ['board'],
	summary: 'What hangs on the notice board, newest first',
	description: 'With cases:read and `planned` also what is about to; that is recorded as a read.',
	security: optionallyWith('cases:read'),
	request: {
		query: z.object({
			...page,
			q: z.string().max(200).optional().openapi({ description: 'words of title or number' }),
			category: z.enum(CATEGORIES).optional(),
			planned: z.enum(['true', 'false']).optional(),
		}),
	},
	responses: { 200: json('A page', listSchema), ...problems(400, 403, 503) },
})

export const archiveRoute = createRoute({
	method: 'get',
	path: '/api/v1/board/archive',
	tags: ['board'],
	summary: 'What was taken down, newest first',
	description: 'What was withdrawn shows its days and entries only.',
	request: { query: z.object(page) },
	responses: { 200: json('A page', archiveSchema), ...problems(400, 503) },
})

export const feedRoute = createRoute({
	method: 'get',
	path: '/api/v1/board/feed.atom',
	tags: ['board'],
	summary: 'What hangs, as an Atom feed',
	responses: {
		200: { description: 'RFC 4287', content: { 'application/atom+xml': text('XML') } },
		...problems(503),
	},
})

export const ofnRoute = createRoute({
	method: 'get',
	path: '/api/v1/board/ofn.jsonld',
	tags: ['board'],
	summary: 'What hangs, as open data (OFN Úřední desky, 2021-07-20)',
	description: 'Needs the number of the town as a legal person in its settings; 404 without.',
	responses: {
		200: { description: 'JSON-LD', content: { 'application/ld+json': text('JSON-LD') } },
		...problems(404, 503),
	},
})

export const readRoute = createRoute({
	method: 'get',
	path: '/api/v1/board/{posting}',
	tags: ['board'],
	summary: 'One notice: its days, entries, and what probes saw of it',
	security: optionallyWith('cases:read'),
	request: { params },
	responses: { 200: json('The notice', detailSchema), ...problems(400, 403, 404, 503) },
})

export const contentRoute = createRoute({
	method: 'get',
	path: '/api/v1/board/{posting}/content',
	tags: ['board'],
	summary: 'The document of a notice, for everyone while it hangs',
	request: { params },
	parameters: [
		header('Range', 'one range of bytes', 'bytes=0-1023'),
		header('If-Range', 'an ETag; the range counts only if it still fits'),
		header('If-None-Match', 'ETags that the client has'),
	],
	responses: {
		200: {
			description: 'The content',
			headers: headers({ ETag: 'SHA-256 of the content, hexadecimal, in quotes' }),
			content: { '*/*': binary('the content') },
		},
		206: { description: 'The range', content: { '*/*': binary('part of the content') } },
		304: { description: 'The client has it' },
		...problems(400, 404, 410, 416, 503),
	},
})

export const postRoute = createRoute({
	method: 'post',
	path: '/api/v1/board',
	tags: ['board'],
	summary: 'Post a document on the notice board',
	description:
		'Its newest version is shown to everyone until it is taken down, also if the document is private. Title and number ' +
		'stand in no public entry; they and the content can go from view then.',
	security: withScope('cases:write'),
	middleware: [need('cases:write'), smallBody(8192), strictJson] as const,
	request: body(newPostingSchema),
	parameters: [header('Idempotency-Key', 'the same request is recorded once'), purposeHeader],
	responses: {
		201: {
			...json('Posted', z.object({ id: cidSchema })),
			headers: headers({ Location: 'the notice', 'Idempotency-Replayed': 'an earlier request made it' }),
		},
		...problems(400, 403, 404, 409, 410, 413, 415, 422, 503),
	},
})

export const takeDownRoute = createRoute({
	method: 'post',
	path: '/api/v1/board/{posting}/take-down',
	tags: ['board'],
	summary: 'Take a notice down',
	description: 'Again changes nothing. Withdrawn, its document is private from now on; its entries stay.',
	security: withScope('cases:write'),
	middleware: [need('cases:write'), smallBody(1024), strictJson] as const,
	request: { params, ...body(takeDownSchema) },
	parameters: [purposeHeader],
	responses: { 200: json('Taken down', recorded), ...problems(400, 403, 404, 413, 415, 422, 503) },
})

export const withdrawRoute = createRoute({
	method: 'post',
	path: '/api/v1/board/{posting}/withdraw',
	tags: ['board'],
	summary: 'Withdraw what a notice left in view when it was taken down',
	description: 'Again changes nothing. Its document is private from now on; its entries stay.',
	security: withScope('cases:write'),
	middleware: [need('cases:write')] as const,
	request: { params },
	parameters: [purposeHeader],
	responses: { 200: json('Withdrawn', recorded), ...problems(400, 403, 404, 409, 503) },
})

export const unrecordedRoute = createRoute({
	method: 'get',
	path: '/api/v1/board/unrecorded',
	tags: ['board'],
	summary: 'Notices that came down while their filing does not say so yet',
	description: 'Of filings of one’s own department; newest first.',
	security: withScope('cases:read'),
	middleware: [need('cases:read')] as const,
	responses: {
		200: json('All of them', z.object({ postings: z.array(postingSchema) })),
		...problems(403, 503),
	},
})

export const probesRoute = createRoute({
	method: 'get',
	path: '/api/v1/board/probes',
	tags: ['board'],
	summary: 'Whose statements on the board are taken',
	responses: { 200: json('By name', z.object({ probes: z.array(probeSchema) })), ...problems(503) },
})

const changing = [need('tokens:admin'), needFresh, smallBody(4096), strictJson] as const

export const registerProbeRoute = createRoute({
	method: 'put',
	path: '/api/v1/board/probes/{name}',
	tags: ['board'],
	summary: 'Register the key of a probe',
	security: withScope('tokens:admin'),
	middleware: [...changing] as const,
	request: { params: z.object({ name: probeName }), ...body(z.strictObject({ vkey: z.string().max(512) })) },
	responses: {
		204: { description: 'Its statements are taken', headers: entryHeaders },
		...problems(400, 403, 413, 415, 422, 503),
	},
})

export const retireProbeRoute = createRoute({
	method: 'delete',
	path: '/api/v1/board/probes/{name}',
	tags: ['board'],
	summary: 'Take no more statements of a probe; those that were taken stay',
	security: withScope('tokens:admin'),
	middleware: [need('tokens:admin'), needFresh] as const,
	request: { params: z.object({ name: probeName }) },
	responses: {
		204: { description: 'It is retired', headers: entryHeaders },
		...problems(400, 403, 404, 503),
	},
})

export const deliverRoute = createRoute({
	method: 'post',
	path: '/api/v1/board/probes',
	tags: ['board'],
	summary: 'Deliver what a probe saw',
	description:
		'Signed statements, oldest first; no token is needed. Sending them again records nothing twice.',
	middleware: [smallBody(65_536), strictJson] as const,
	request: body(deliverySchema),
	responses: {
		200: json(
			'Recorded, all of them',
			z.object({
				recorded: z.int().min(0),
				known: z.int().min(0).openapi({ description: 'recorded before, or not newer than what was' }),
				entry: indexSchema.nullable(),
			}),
		),
		...problems(400, 404, 413, 415, 422, 503),
		429: { ...problems(429)[429], headers: headers({ 'Retry-After': 'seconds' }) },
	},
})
