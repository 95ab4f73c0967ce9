/**
 * `POST /api/v1/documents/{id}/disposal`: for whoever holds the keys of the town.
 * @module
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { cidText } from '@letopis/format'
import { words } from '../cases/describe.ts'
import { need, principalIn } from '../http/auth.ts'
import { problems, withScope } from '../http/describe.ts'
import type { AppEnv } from '../http/env.ts'
import type { ApiDeps } from '../services.ts'
import { demandConfirmed, demandKeys, dispose } from './disposal.ts'
import type { Recorder } from './recording.ts'
import { idParams } from './schemas.ts'

const order = z.strictObject({
	reason: words(1, 1000).openapi({ description: 'why, and on whose order; kept private' }),
	confirm: z.string().max(128).openapi({ description: 'the id once more' }),
})

const disposed = z.object({
	document: z.string(),
	entry: z.string().openapi({ description: 'CID of the entry that declares it' }),
	versions: z.int(),
	repeated: z.boolean().openapi({ description: 'it was declared before; what was left was destroyed' }),
})

const disposalRoute = createRoute({
	method: 'post',
	path: '/api/v1/documents/{id}/disposal',
	tags: ['documents'],
	summary: 'Dispose of a document',
	description:
		'Declares in the log that all versions are disposed of, then destroys their contents, private fields and secrets in ' +
		'both copies of the vault. It cannot be undone; asking again ends what was cut off. Only with the administrator ' +
		'token that lies among the keys. The next `letopis keys rotate` destroys the key under which they were kept.',
	security: withScope('documents:write'),
	middleware: [need('documents:write')] as const,
	request: { params: idParams, body: { required: true, content: { 'application/json': { schema: order } } } },
	responses: {
		200: { description: 'Destroyed', content: { 'application/json': { schema: disposed } } },
		...problems(400, 403, 404, 503, 507),
	},
})

export function disposalRoutes(deps: ApiDeps, recorder: Recorder) {
	return new OpenAPIHono<AppEnv>().openapi(disposalRoute, async (c) => {
		const principal = principalIn(c)
		demandKeys(principal)
		const { id } = c.req.valid('param')
		const { reason, confirm } = c.req.valid('json')
		demandConfirmed(id, confirm)
		const { document, entry, versions, repeated } = await dispose(deps, recorder, id, reason, principal)
		return c.json({ document: cidText(document), entry: cidText(entry), versions, repeated }, 200)
	})
}
