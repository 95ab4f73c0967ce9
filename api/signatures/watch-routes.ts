/**
 * `GET /api/v1/signatures/at-risk`: signatures that could lose their force, and what is to be done.
 * @module
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { need } from '../http/auth.ts'
import { cidSchema, isoTime, problems, timeSchema, withScope } from '../http/describe.ts'
import type { AppEnv } from '../http/env.ts'
import { RISKS, type SignatureWatch } from './watch.ts'

const route = createRoute({
	method: 'get',
	path: '/api/v1/signatures/at-risk',
	tags: ['operation'],
	summary: 'Signatures that could lose their force, the first to end first',
	description:
		'Certificates or algorithms end, nothing of the signature’s own outlives them, and no trusted authority has stamped the ' +
		'log behind them yet. Names documents and days, nothing of who signed.',
	security: withScope('operation:read'),
	middleware: [need('operation:read')] as const,
	responses: {
		200: {
			description: 'At most a hundred of them',
			content: {
				'application/json': {
					schema: z
						.object({
							examined: z.int().openapi({ description: 'versions whose signatures were examined' }),
							unexamined: z.int().openapi({
								description:
									'versions from before signatures were looked for, still to be examined; counted up to 10,000',
							}),
							atRisk: z.int(),
							risks: z.array(
								z.object({
									document: cidSchema,
									version: cidSchema,
									until: timeSchema.openapi({ description: 'the first of what it rests on ends' }),
									why: z.enum(['certificate', 'algorithm']),
									risk: z.enum(RISKS).openapi({
										description:
											'unstamped: the next stamp of the log will do; no-authority: configure an authority that others trust; ' +
											'too-late: it ended before any stamp, nothing can be done here',
									}),
								}),
							),
						})
						.openapi('SignaturesAtRisk'),
				},
			},
		},
		...problems(403, 503),
	},
})

export function watchRoutes(watch: SignatureWatch) {
	return new OpenAPIHono<AppEnv>().openapi(route, async (c) => {
		const { risks, ...counts } = await watch.look()
		c.header('Cache-Control', 'no-store')
		const told = risks.map((risk) => ({ ...risk, until: isoTime(risk.until) }))
		return c.json({ ...counts, risks: told }, 200)
	})
}
