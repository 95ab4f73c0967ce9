/**
 * `/api/v1/documents/{id}/content` and `/export`.
 * @module
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { cidText } from '@letopis/format'
import { need, principalIn } from '../http/auth.ts'
import { binary, header, headers, optionallyWith, problems } from '../http/describe.ts'
import type { AppEnv } from '../http/env.ts'
import { refusedAs } from '../http/problem.ts'
import type { ApiDeps } from '../services.ts'
import { Downloads } from './access.ts'
import { openStream, recordRead, sendable, sendContent } from './content.ts'
import { locateDocument, locateVersion, payloadOf } from './reading.ts'
import { entryQuery, idParams } from './schemas.ts'

const purpose = header(
	'Letopis-Purpose',
	'Why, percent-encoded UTF-8; kept privately with the access',
	'control',
)

const contentHeaders = headers({
	ETag: 'SHA-256 of the content, hexadecimal, in quotes',
	'Content-Digest': 'RFC 9530, sha-256 of what is sent; only with the whole content',
	'Repr-Digest': 'RFC 9530, sha-256 of the whole content',
	'Content-Disposition': 'attachment; the file name only for those who may see what is private',
	'Accept-Ranges': 'bytes',
	'Content-Length': 'bytes sent',
	'Cache-Control': 'no-store for private content',
})

const contentRoute = createRoute({
	method: 'get',
	path: '/api/v1/documents/{id}/content',
	tags: ['documents'],
	summary: 'Read the content of a document',
	description:
		'A read of private content is recorded in the log before the first byte is sent. The ranges of one download ' +
		'make one access entry: same token and version, within 15 minutes, each byte sent once. HEAD is answered ' +
		'too, and recorded as a read of metadata.',
	security: optionallyWith('documents:read'),
	request: { params: idParams, query: entryQuery },
	parameters: [
		header('Range', 'one range of bytes', 'bytes=0-1023'),
		header('If-Range', 'an ETag; the range counts only if it still fits'),
		header('If-None-Match', 'ETags that the client has'),
		purpose,
	],
	responses: {
		200: { description: 'The content', headers: contentHeaders, content: { '*/*': binary('the content') } },
		206: {
			description: 'The range',
			headers: { ...contentHeaders, ...headers({ 'Content-Range': 'what is sent of how much' }) },
			content: { '*/*': binary('part of the content') },
		},
		304: { description: 'The client has it', headers: headers({ ETag: 'SHA-256 of the content' }) },
		...problems(400, 403, 404, 410, 416, 503),
	},
})

const exportRoute = createRoute({
	method: 'get',
	path: '/api/v1/documents/{id}/export',
	tags: ['documents'],
	summary: 'Export a document as an encrypted age file',
	description:
		'Recorded in the log as a read, also of public documents: an export leaves with its key wrapping.',
	security: [{ token: ['documents:read'] }],
	middleware: [need('documents:read')] as const,
	request: {
		params: idParams,
		query: entryQuery.extend({
			recipient: z
				.string()
				.max(128)
				.optional()
				.openapi({ description: 'age1…; the current key epoch of the log that holds it if absent' }),
		}),
	},
	parameters: [purpose],
	responses: {
		200: {
			description: 'age v1 file',
			headers: headers({ 'Content-Disposition': 'attachment' }),
			content: { 'application/age-encryption': binary('age v1 file') },
		},
		...problems(400, 403, 404, 410, 422, 503),
	},
})

export function contentRoutes(deps: ApiDeps) {
	const downloads = new Downloads(() => deps.clock.now())
	return new OpenAPIHono<AppEnv>()
		.openapi(contentRoute, async (c) => {
			const document = await locateDocument(deps, c.req.valid('param').id)
			const located = await locateVersion(deps, document, c.req.valid('query').entry)
			const content = await sendable(deps, located, c.get('principal'))
			return sendContent(deps, c, content, downloads)
		})
		.openapi(exportRoute, async (c) => {
			const { entry, recipient } = c.req.valid('query')
			const document = await locateDocument(deps, c.req.valid('param').id)
			const located = await locateVersion(deps, document, entry)
			const content = await sendable(deps, located, c.get('principal'))
			const { vault } = await deps.projection.chronicle.part(content.version.index)
			// Nothing is read before the stream is: this only finds out whether the recipient is one.
			const bytes = refusedAs('recipient-malformed', () =>
				vault.exportAge(content.content, payloadOf(content.entry), recipient),
			)
			await recordRead(deps, c, content, content.version, principalIn(c), 'export')
			if (c.req.raw.method === 'HEAD') return c.body(null, 200)
			return c.body(await openStream(deps, c, bytes), 200, {
				'Content-Type': 'application/age-encryption',
				'Content-Disposition': `attachment; filename="${cidText(content.version.cid)}.age"`,
				'Cache-Control': 'no-store',
			})
		})
}
