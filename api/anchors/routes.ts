/**
 * `POST /api/v1/anchors`: have the newest head stamped now, not when its turn comes.
 * @module
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { need } from '../http/auth.ts'
import { isoTime, problems, timeSchema, withScope } from '../http/describe.ts'
import type { AppEnv } from '../http/env.ts'
import { smallBody, strictJson } from '../http/limits.ts'
import { Problem } from '../http/problems.ts'
import type { ApiDeps } from '../services.ts'

const authoritySchema = z
	.object({
		name: z.string(),
		trusted: z.boolean().openapi({ description: 'false for the built-in development authority' }),
		lastStamp: timeSchema.nullable(),
		stampedSize: z.int().openapi({ description: 'entries under the newest stamp' }),
		lag: z.number().openapi({ description: 'seconds by which anchoring is overdue' }),
		remaining: z.int().nullable().openapi({ description: 'stamps left this year; null without a quota' }),
	})
	.openapi('Authority')

const route = createRoute({
	method: 'post',
	path: '/api/v1/anchors',
	tags: ['anchors'],
	summary: 'Stamp the newest head now',
	security: withScope('anchors:write'),
	middleware: [need('anchors:write'), smallBody(4096), strictJson] as const,
	request: {
		body: {
			required: false,
			content: {
				'application/json': {
					schema: z.strictObject({
						authority: z.string().max(64).optional().openapi({ description: 'all of them if absent' }),
					}),
				},
			},
		},
	},
	responses: {
		200: {
			description: 'Stamped; the state of the authorities',
			content: { 'application/json': { schema: z.object({ authorities: z.array(authoritySchema) }) } },
		},
		...problems(400, 403, 413, 415, 422, 502, 503),
	},
})

export function anchorRoutes({ ledger: { anchorer } }: ApiDeps) {
	return new OpenAPIHono<AppEnv>().openapi(route, async (c) => {
		const { authority } = c.req.valid('json')
		if (authority !== undefined && !anchorer.status().some(({ name }) => name === authority)) {
			throw new Problem('authority-unknown', 'No authority of this name is configured.')
		}
		await anchorer.anchorNow(authority)
		const authorities = anchorer
			.status()
			.map(({ name, trusted, lastStamp, stampedSize, lag, remaining }) => ({
				name,
				trusted,
				lastStamp: lastStamp === null ? null : isoTime(lastStamp),
				stampedSize,
				lag,
				remaining,
			}))
		return c.json({ authorities }, 200)
	})
}
