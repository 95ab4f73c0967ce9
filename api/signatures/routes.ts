/**
 * `GET /api/v1/documents/{id}/signatures`: what was found about the signatures of a document when it was received.
 * @module
 */
import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { cidText } from '@letopis/format'
import { recordRead } from '../documents/content.ts'
import { locateDocument, locateVersion, needRead } from '../documents/reading.ts'
import { entryQuery, idParams } from '../documents/schemas.ts'
import { cidSchema, header, optionallyWith, problems } from '../http/describe.ts'
import type { AppEnv } from '../http/env.ts'
import type { ApiDeps } from '../services.ts'
import { checkSchema } from './describe.ts'
import { checkView } from './read.ts'

const route = createRoute({
	method: 'get',
	path: '/api/v1/documents/{id}/signatures',
	tags: ['documents'],
	summary: 'What was found about the signatures of a document',
	description:
		'Examined after reception, at the time and under the roots that are told; it says who signed and whether that holds, ' +
		'never that the content is true. Whoever may read the content may read this; for a private document the read is recorded.',
	security: optionallyWith('documents:read'),
	request: { params: idParams, query: entryQuery },
	parameters: [header('Letopis-Purpose', 'Why, percent-encoded UTF-8; kept privately with the access')],
	responses: {
		200: {
			description: 'The findings, or why there are none',
			content: {
				'application/json': {
					schema: checkSchema
						.extend({
							version: cidSchema.openapi({ description: 'entry of the version that this is about' }),
						})
						.openapi('DocumentSignatures'),
				},
			},
		},
		...problems(400, 403, 404, 410, 503),
	},
})

export function signatureRoutes(deps: ApiDeps) {
	return new OpenAPIHono<AppEnv>().openapi(route, async (c) => {
		const document = await locateDocument(deps, c.req.valid('param').id)
		const located = await locateVersion(deps, document, c.req.valid('query').entry)
		const { version, first, row } = located
		if (!version.public) {
			const reader = needRead(deps, c.get('principal'), row)
			await recordRead(deps, c, located, version, reader, 'signatures')
		}
		c.header('Cache-Control', 'no-store')
		const view = await checkView(deps, first, version.index)
		return c.json({ version: cidText(version.cid), ...view }, 200)
	})
}
