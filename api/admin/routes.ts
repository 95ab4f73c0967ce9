/**
 * `GET /api/v1/admin/overview`: how the town's machine is, and what is to be done.
 * @module
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { need } from '../http/auth.ts'
import { isoTime, problems, timeSchema, withScope } from '../http/describe.ts'
import type { AppEnv } from '../http/env.ts'
import type { ApiDeps } from '../services.ts'
import type { Failures } from './failures.ts'
import { ITEM_STATES, type Item, KINDS, type Outside, overview, REMEDIES } from './overview.ts'

const itemSchema = z
	.object({
		kind: z.enum(KINDS),
		name: z
			.string()
			.nullable()
			.openapi({ description: 'of witness, authority, key or certificate; of a webhook the host' }),
		state: z.enum(ITEM_STATES).openapi({ description: 'all right · to be done soon · to be done now' }),
		remedy: z.enum(REMEDIES).nullable().openapi({ description: 'what to do; a code to be put into words' }),
		at: timeSchema.nullable().openapi({ description: 'when it last happened' }),
		until: timeSchema.nullable().openapi({ description: 'when it ends' }),
		seconds: z.number().nullable().openapi({ description: 'of delay' }),
		count: z.number().nullable().openapi({
			description:
				'head: entries published; disk: free bytes; authority: stamps left; jobs: failures; mail: messages that wait; webhook: attempts',
		}),
		of: z.number().nullable().openapi({ description: 'head: entries in all; disk: bytes kept free' }),
	})
	.openapi('OverviewItem')

const route = createRoute({
	method: 'get',
	path: '/api/v1/admin/overview',
	tags: ['operation'],
	summary: 'How the town’s machine is, and what is to be done',
	security: withScope('operation:read'),
	middleware: [need('operation:read')] as const,
	responses: {
		200: {
			description: 'One item for each thing that can go wrong',
			content: {
				'application/json': {
					schema: z
						.object({
							time: timeSchema,
							version: z.string(),
							origin: z.string(),
							demo: z.boolean(),
							items: z.array(itemSchema),
							failures: z.array(
								z.object({
									time: timeSchema,
									route: z.string(),
									what: z.string(),
									instance: z.string().nullable().openapi({ description: 'found in the journal' }),
								}),
							),
						})
						.openapi('Overview'),
				},
			},
		},
		...problems(403, 503),
	},
})

export function adminRoutes(deps: ApiDeps, failures: Failures, outside: Outside) {
	const { clock, ledger } = deps
	return new OpenAPIHono<AppEnv>().openapi(route, async (c) => {
		const operation = (await deps.operation?.()) ?? null
		const items = await overview(deps, failures, operation, outside)
		const { demo } = await ledger.status()
		c.header('Cache-Control', 'no-store')
		return c.json(
			{
				...{ time: isoTime(clock.now()), version: deps.version, origin: ledger.log.origin, demo },
				items: items.map(view),
				failures: failures.recent(clock.now()).map(({ time, route: at, error, notice, instance }) => ({
					...{ time, route: at, instance: instance ?? null },
					what: notice ?? error?.code ?? error?.name ?? 'failure',
				})),
			},
			200,
		)
	})
}

function view({ at, until, ...rest }: Item): z.infer<typeof itemSchema> {
	const time = (ms: number | null) => (ms === null ? null : isoTime(ms))
	return { ...rest, at: time(at), until: time(until) }
}
