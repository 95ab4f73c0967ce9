/**
 * `/healthz`, `/readyz`, `/metrics`: for whoever keeps the service running.
 * @module
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { need } from '../http/auth.ts'
import { problems, text, withScope } from '../http/describe.ts'
import type { AppEnv } from '../http/env.ts'
import type { Post } from '../mail/post.ts'
import type { ApiDeps } from '../services.ts'
import type { Metrics } from './metrics.ts'
import { REASONS, readiness } from './readiness.ts'

const readySchema = z
	.object({
		ready: z.boolean(),
		reasons: z.array(
			z.object({
				code: z.enum(REASONS),
				blocking: z.boolean().openapi({ description: 'documents cannot be recorded now' }),
				detail: z.string(),
				remedy: z.string(),
			}),
		),
	})
	.openapi('Readiness')

const healthRoute = createRoute({
	method: 'get',
	path: '/healthz',
	tags: ['operation'],
	summary: 'Is the process alive?',
	responses: {
		200: {
			description: 'It is',
			content: { 'application/json': { schema: z.object({ status: z.literal('ok'), version: z.string() }) } },
		},
		...problems(),
	},
})

const readyRoute = createRoute({
	method: 'get',
	path: '/readyz',
	tags: ['operation'],
	summary: 'Can it do its work, and if not, why?',
	responses: {
		200: {
			description: 'It can; reasons that are not blocking are debts to be paid',
			content: { 'application/json': { schema: readySchema } },
		},
		...problems(),
		503: { description: 'It cannot', content: { 'application/json': { schema: readySchema } } },
	},
})

const metricsRoute = createRoute({
	method: 'get',
	path: '/metrics',
	tags: ['operation'],
	summary: 'Metrics for Prometheus',
	security: withScope('metrics:read'),
	middleware: [need('metrics:read')] as const,
	responses: {
		200: { description: 'Text exposition format', content: { 'text/plain': text('metrics') } },
		...problems(403),
	},
})

/** @param post null where the town sends no mail */
export function healthRoutes(deps: ApiDeps, metrics: Metrics, post: Post | null) {
	return new OpenAPIHono<AppEnv>()
		.openapi(healthRoute, (c) => c.json({ status: 'ok' as const, version: deps.version }, 200))
		.openapi(readyRoute, async (c) => {
			const reasons = await readiness(deps, post)
			c.header('Cache-Control', 'no-store')
			const ready = !reasons.some(({ blocking }) => blocking)
			const body = { ready, reasons: reasons.map((reason) => ({ ...reason })) }
			return ready ? c.json(body, 200) : c.json(body, 503)
		})
		.openapi(metricsRoute, async (c) => {
			const { registry } = metrics
			return c.text(await registry.metrics(), 200, { 'Content-Type': registry.contentType })
		})
}
