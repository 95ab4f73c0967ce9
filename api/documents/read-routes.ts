/**
 * `/api/v1/documents`, `/{id}`, `/{id}/versions`, `/{id}/history`: finding documents and what is known of them.
 * @module
 */
import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { header, headers, optionallyWith, problems } from '../http/describe.ts'
import type { AppEnv, Principal } from '../http/env.ts'
import { noneMatch } from '../http/range.ts'
import type { ApiDeps } from '../services.ts'
import { parsePurpose } from './access.ts'
import { recordRead } from './content.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { type Audience, findVersion, listDocuments, listHistory, listVersions } from './queries.ts'
import {
	documentEtag,
	keepsBack,
	keptOf,
	type LocatedDocument,
	locateDocument,
	locateVersion,
	mayRead,
	needRead,
} from './reading.ts'
import {
	documentSchema,
	entryQuery,
	historySchema,
	idParams,
	listSchema,
	pageQuery,
	versionsSchema,
} from './schemas.ts'
import { documentView, eventView, isOfCases, summaryView, versionsView } from './views.ts'

const PAGE = 50
const purpose = header('Letopis-Purpose', 'Why, percent-encoded UTF-8; kept privately with the access')
const json = <S>(description: string, schema: S) => ({
	description,
	content: { 'application/json': { schema } },
})

const listRoute = createRoute({
	method: 'get',
	path: '/api/v1/documents',
	tags: ['documents'],
	summary: 'List documents, newest first',
	description:
		'With documents:read all of them, with documents:write those of the same principal and the public ones, ' +
		'without a token the public ones. A list shows nothing private, so it leaves no trace.',
	security: optionallyWith('documents:read'),
	request: { query: pageQuery },
	responses: { 200: json('A page', listSchema), ...problems(400, 503) },
})

const documentRoute = createRoute({
	method: 'get',
	path: '/api/v1/documents/{id}',
	tags: ['documents'],
	summary: 'Show one document',
	description: 'Showing private fields is recorded in the log, whoever asks.',
	security: optionallyWith('documents:read'),
	request: { params: idParams, query: entryQuery },
	parameters: [purpose],
	responses: {
		200: {
			...json('The document', documentSchema),
			headers: headers({ ETag: 'changes with each version; for If-Match when adding one' }),
		},
		...problems(400, 403, 404, 503),
	},
})

const versionsRoute = createRoute({
	method: 'get',
	path: '/api/v1/documents/{id}/versions',
	tags: ['documents'],
	summary: 'List the versions of a document, oldest first',
	security: optionallyWith('documents:read'),
	request: { params: idParams, query: pageQuery },
	parameters: [header('If-None-Match', 'ETags that the client has')],
	responses: {
		200: {
			...json('A page', versionsSchema),
			headers: headers({ ETag: 'changes with each version; for If-Match when adding one' }),
		},
		304: { description: 'No new version' },
		...problems(400, 403, 404, 503),
	},
})

const historyRoute = createRoute({
	method: 'get',
	path: '/api/v1/documents/{id}/history',
	tags: ['documents'],
	summary: 'What happened to a document, oldest first',
	description:
		'Versions and later acts; for those who may see what is private also who read it. Reading the history is ' +
		'itself recorded, and is part of what it shows. Of a public document, who is outside the department sees decisions ' +
		'and cases only if they say why.',
	security: optionallyWith('documents:read'),
	request: { params: idParams, query: pageQuery },
	parameters: [purpose],
	responses: { 200: json('A page', historySchema), ...problems(400, 403, 404, 410, 503) },
})

export function readRoutes(deps: ApiDeps) {
	const { projection } = deps
	return new OpenAPIHono<AppEnv>()
		.openapi(listRoute, async (c) => {
			const { cursor, limit = PAGE } = c.req.valid('query')
			const before = readCursor('d', cursor)
			await projection.current()
			const found = await listDocuments(projection.store, audience(deps, c.get('principal')), before, limit)
			const last = found.at(-1)
			c.header('Cache-Control', 'no-store')
			return c.json(
				{
					documents: await Promise.all(found.map((document) => summaryView(deps, document))),
					next: last === undefined || found.length < limit ? null : writeCursor('d', last.first),
				},
				200,
			)
		})
		.openapi(documentRoute, async (c) => {
			const document = await locateDocument(deps, c.req.valid('param').id)
			const principal = c.get('principal')
			const reader = privateReader(deps, principal, document, document.row.public)
			const located = await locateVersion(deps, document, c.req.valid('query').entry)
			if (!located.version.public) needRead(deps, principal, document.row)
			const latest = await findVersion(projection.store, document.first, document.row.latest)
			if (latest === undefined) throw new Error('the projection lacks the newest version')
			const kept = await keptOf(deps, located.version.index)
			if (reader !== null && typeof kept !== 'string') {
				// Also for public documents: their private fields are as private as any.
				await recordRead(deps, c, located, located.version, reader, 'metadata')
			}
			c.header('ETag', documentEtag(latest.cid))
			c.header('Cache-Control', 'no-store')
			return c.json(documentView(located, latest, kept, reader !== null, projection), 200)
		})
		.openapi(versionsRoute, async (c) => {
			const { cursor, limit = PAGE } = c.req.valid('query')
			const from = readCursor('v', cursor)
			const document = await locateDocument(deps, c.req.valid('param').id)
			privateReader(deps, c.get('principal'), document, document.row.public)
			const latest = await findVersion(projection.store, document.first, document.row.latest)
			if (latest === undefined) throw new Error('the projection lacks the newest version')
			const etag = documentEtag(latest.cid)
			c.header('ETag', etag)
			c.header('Cache-Control', 'no-cache')
			if (noneMatch(c.req.header('If-None-Match'), etag)) return c.body(null, 304)
			const found = await listVersions(projection.store, document.first, from ?? 0, limit + 1)
			const after = found[limit]
			return c.json(
				{
					versions: await versionsView(deps, found.slice(0, limit)),
					next: after === undefined ? null : writeCursor('v', after.index),
				},
				200,
			)
		})
		.openapi(historyRoute, async (c) => {
			const { cursor, limit = PAGE } = c.req.valid('query')
			const from = readCursor('h', cursor) ?? 0
			const document = await locateDocument(deps, c.req.valid('param').id)
			const reader = privateReader(deps, c.get('principal'), document, document.row.public)
			// Without the document's key no read can leave its trace: then only what is public is told.
			const withPrivate = reader !== null && typeof (await keptOf(deps, document.first)) !== 'string'
			if (withPrivate) {
				await recordRead(deps, c, document, { index: document.first, cid: document.id }, reader, 'history')
				await projection.current()
			}
			const found = await listHistory(projection.store, document.first, from, limit + 1, withPrivate)
			const after = found[limit]
			const events = await Promise.all(
				found.slice(0, limit).map(async (index) => {
					const version = await findVersion(projection.store, document.first, index)
					return eventView(deps, index, version !== undefined, withPrivate)
				}),
			)
			const purpose = parsePurpose(c.req.header('Letopis-Purpose'))
			const withheld = reader !== null && keepsBack(deps, reader, document.row, purpose)
			c.header('Cache-Control', 'no-store')
			return c.json(
				{
					events: withheld ? events.filter((one) => !isOfCases(one)) : events,
					next: after === undefined ? null : writeCursor('h', after),
				},
				200,
			)
		})
}

function audience(deps: ApiDeps, principal: Principal | null): Audience {
	if (principal === null) return { owner: null }
	if (principal.scopes.has('documents:read')) return 'everything'
	return { owner: principal.scopes.has('documents:write') ? deps.projection.owners.of(principal.name) : null }
}

/**
 * The reader, if they may see what is private; null if they may only see what is public.
 * @throws Problem if nothing of the document is public
 */
function privateReader(
	deps: ApiDeps,
	principal: Principal | null,
	{ row }: LocatedDocument,
	isPublic: boolean,
): Principal | null {
	if (isPublic) return mayRead(deps, principal, row) ? principal : null
	return needRead(deps, principal, row)
}
