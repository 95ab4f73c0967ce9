/**
 * `/api/v1/board/subscriptions`: following the board by mail.
 * @module
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { headers, problems } from '../http/describe.ts'
import type { AppEnv } from '../http/env.ts'
import { clientAddress, RateLimiter, smallBody, strictJson } from '../http/limits.ts'
import { Problem } from '../http/problems.ts'
import type { ApiDeps } from '../services.ts'
import { LANGUAGES } from './subscriber-rows.ts'
import type { Subscriptions } from './subscriptions.ts'

const limited = { ...problems(429)[429], headers: headers({ 'Retry-After': 'seconds' }) }
const token = z.string().min(20).max(1000)
const body = <S>(schema: S) => ({ body: { required: true, content: { 'application/json': { schema } } } })
const middleware = [smallBody(4096), strictJson] as const

const askRoute = createRoute({
	method: 'post',
	path: '/api/v1/board/subscriptions',
	tags: ['board'],
	summary: 'Ask to follow the board by mail',
	description:
		'A link is sent to the address. Nothing is recorded until it is used, and nobody is told who follows.',
	middleware: [...middleware] as const,
	request: body(z.strictObject({ email: z.email().max(254), language: z.enum(LANGUAGES) })),
	responses: {
		202: { description: 'The question is on its way, unless it was sent too often' },
		...{ ...problems(400, 404, 413, 415, 503), 429: limited },
	},
})
const confirmRoute = createRoute({
	method: 'post',
	path: '/api/v1/board/subscriptions/confirm',
	tags: ['board'],
	summary: 'Follow the board, with what was sent to the address',
	middleware: [...middleware] as const,
	request: body(z.strictObject({ token })),
	responses: {
		200: {
			description: 'Recorded; again changes nothing',
			content: {
				'application/json': { schema: z.object({ end: z.string().openapi({ description: 'ends it' }) }) },
			},
		},
		...{ ...problems(400, 404, 413, 415, 503), 429: limited },
	},
})
const endRoute = createRoute({
	method: 'post',
	path: '/api/v1/board/unsubscribe/{token}',
	tags: ['board'],
	summary: 'Follow the board no more: the address is erased',
	description: 'As RFC 8058 has it, so that programs can do it. Again changes nothing.',
	middleware: [smallBody(4096)] as const,
	request: { params: z.object({ token }) },
	responses: { 204: { description: 'Erased' }, ...problems(400, 404, 413, 503), 429: limited },
})

/** @param subscriptions null where the town sends no mail */
export function subscriptionRoutes(
	{ clock, settings }: ApiDeps,
	subscriptions: Promise<Subscriptions> | null,
) {
	const limiter = new RateLimiter(20, 0.1, () => clock.now())
	const taken = (c: Context<AppEnv>): Promise<Subscriptions> => {
		limiter.take(clientAddress(c.env, c.req.header('X-Forwarded-For'), settings.behindProxy))
		if (subscriptions === null)
			throw new Problem('mail-absent', 'The settings of the town name no mail server.')
		return subscriptions
	}
	return new OpenAPIHono<AppEnv>()
		.openapi(askRoute, async (c) => {
			const { email, language } = c.req.valid('json')
			await (await taken(c)).ask(email, language)
			return c.body(null, 202)
		})
		.openapi(confirmRoute, async (c) => {
			const end = await (await taken(c)).confirm(c.req.valid('json').token)
			return c.json({ end }, 200)
		})
		.openapi(endRoute, async (c) => {
			await (await taken(c)).end(c.req.valid('param').token)
			return c.body(null, 204)
		})
}
