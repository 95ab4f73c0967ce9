/**
 * `/api/v1/webhooks`: where a machine has itself told of what happens. A webhook belongs to the principal of the token that
 * made it, and tells of what that token may read.
 * @module
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { type Cid, cidText, entryCid, type Fields, parseCid, RefusalError } from '@letopis/format'
import type { Context } from 'hono'
import { appendSealed } from '../cases/cases.ts'
import { numberField } from '../documents/fields.ts'
import { entryBytes, keptOf } from '../documents/reading.ts'
import { ADMINISTRATOR, need, principalIn } from '../http/auth.ts'
import {
	cidSchema,
	ENTRY_HEADER,
	entryHeaders,
	isoTime,
	problems,
	timeSchema,
	withScope,
} from '../http/describe.ts'
import type { AppEnv, Principal } from '../http/env.ts'
import { smallBody, strictJson } from '../http/limits.ts'
import { Problem } from '../http/problems.ts'
import type { ApiDeps } from '../services.ts'
import { type Deliveries, MAX_WEBHOOKS } from './deliveries.ts'
import { EVENT_TYPES } from './events.ts'
import { END_KIND, readWebhook, WEBHOOK_KIND, type Webhook } from './records.ts'
import { activeWebhooks, isActive } from './rows.ts'
import { addressProblem, NO_ANSWER, type Send } from './send.ts'

const eventSchema = z.enum(EVENT_TYPES)
const outcomeSchema = z.union([z.int(), z.enum(NO_ANSWER)])

const webhookSchema = z
	.object({
		id: cidSchema.openapi({ description: 'CID of the entry that made the webhook' }),
		principal: z.string(),
		url: z.string(),
		events: z.array(eventSchema),
		created: timeSchema,
		state: z.enum(['waiting', 'failing', 'resting']).openapi({
			description: '`resting`: the token that made it is no longer valid, so it tells nothing',
		}),
		delivered: cidSchema.nullable().openapi({ description: 'entry of the newest event that was taken' }),
		failure: z
			.object({
				since: timeSchema,
				attempts: z.int(),
				outcome: outcomeSchema.openapi({ description: 'status of the last answer, or why there was none' }),
			})
			.nullable(),
	})
	.openapi('Webhook')

const madeSchema = webhookSchema
	.extend({ secret: z.string().openapi({ description: '`whsec_` and base64; shown this once' }) })
	.openapi('MadeWebhook')

const makeRoute = createRoute({
	method: 'post',
	path: '/api/v1/webhooks',
	tags: ['webhooks'],
	summary: 'Make a webhook',
	description:
		'From now on each event of these types that the token may read is sent to the address, in the order of the log, ' +
		'until it is answered with 2xx: `{type, timestamp, data: {entry, log, origin, index, document?, case?, filing?, ' +
		'step?, voids?, posting?, receipt}}`, signed as Standard Webhooks 1.0.0 has it. An event may come twice, under the same `webhook-id`. ' +
		'410 ends the webhook. It rests when the token is revoked or over.',
	security: withScope('webhooks:write'),
	middleware: [need('webhooks:write'), smallBody(8192), strictJson] as const,
	request: {
		body: {
			required: true,
			content: {
				'application/json': {
					schema: z.strictObject({
						url: z.string().max(2048).openapi({ example: 'https://spisovka.ukazkov.example/letopis' }),
						events: z.array(eventSchema).min(1).max(EVENT_TYPES.length),
					}),
				},
			},
		},
	},
	responses: {
		201: {
			description: 'Made; the secret is shown only now',
			content: { 'application/json': { schema: madeSchema } },
			headers: entryHeaders,
		},
		...problems(400, 403, 409, 413, 415, 422, 503),
	},
})

const listRoute = createRoute({
	method: 'get',
	path: '/api/v1/webhooks',
	tags: ['webhooks'],
	summary: 'List the webhooks of the token’s principal; those of all, with the administrator token',
	security: withScope('webhooks:write'),
	middleware: [need('webhooks:write')] as const,
	responses: {
		200: {
			description: 'Oldest first; those that have ended are not among them',
			content: { 'application/json': { schema: z.object({ webhooks: z.array(webhookSchema) }) } },
		},
		...problems(403, 503),
	},
})

const params = z.object({ id: cidSchema })

const tryRoute = createRoute({
	method: 'post',
	path: '/api/v1/webhooks/{id}/attempts',
	tags: ['webhooks'],
	summary: 'Send a message of the type `ping` now, which tells nothing',
	security: withScope('webhooks:write'),
	middleware: [need('webhooks:write')] as const,
	request: { params },
	responses: {
		200: {
			description: 'How it ended',
			content: { 'application/json': { schema: z.object({ outcome: outcomeSchema }) } },
		},
		...problems(403, 404, 503),
	},
})

const endRoute = createRoute({
	method: 'delete',
	path: '/api/v1/webhooks/{id}',
	tags: ['webhooks'],
	summary: 'End a webhook',
	security: withScope('webhooks:write'),
	middleware: [need('webhooks:write')] as const,
	request: { params },
	responses: { 204: { description: 'Ended', headers: entryHeaders }, ...problems(403, 404, 503) },
})

interface Found {
	readonly position: number
	readonly cid: Cid
	readonly webhook: Webhook
	readonly created: number | null
}

/** @param send how a `ping` goes out */
export function webhookRoutes(deps: ApiDeps, deliveries: Deliveries, send: Send) {
	const { projection, clock, random } = deps
	return new OpenAPIHono<AppEnv>()
		.openapi(makeRoute, async (c) => {
			const by = principalIn(c)
			const { url, events } = c.req.valid('json')
			const wrong = addressProblem(url)
			if (wrong !== null) throw new Problem('address-refused', `Expected ${wrong}.`)
			await projection.current()
			if ((await activeWebhooks(projection.store, MAX_WEBHOOKS)).length >= MAX_WEBHOOKS)
				throw new Problem('webhook-limit', `A town has at most ${MAX_WEBHOOKS} webhooks; end one.`)
			const secret = random(32)
			const data = { url, events: [...new Set(events)].toSorted(), secret }
			const index = await append(c, by, { kind: WEBHOOK_KIND, metadata: { data } })
			const found = await read(projection.chronicle.base + index)
			if (found === null) throw new Error('a webhook that was made is not known')
			c.header('Cache-Control', 'no-store')
			return c.json(
				{ ...(await view(found)), secret: `whsec_${Buffer.from(secret).toString('base64')}` },
				201,
			)
		})
		.openapi(listRoute, async (c) => {
			await projection.current()
			const positions = await activeWebhooks(projection.store, MAX_WEBHOOKS)
			const all = (await Promise.all(positions.map(read))).filter((found) => found !== null)
			const shown = all.filter((found) => isOf(found, principalIn(c)))
			c.header('Cache-Control', 'no-store')
			return c.json({ webhooks: await Promise.all(shown.map(view)) }, 200)
		})
		.openapi(tryRoute, async (c) => {
			const { webhook } = await find(c.req.valid('param').id, principalIn(c))
			const id = `ping-${Buffer.from(random(12)).toString('base64url')}`
			const body = JSON.stringify({ type: 'ping', timestamp: isoTime(clock.now()), data: {} })
			return c.json({ outcome: await send(webhook, { id, body }, clock.now(), deps.stopping) }, 200)
		})
		.openapi(endRoute, async (c) => {
			const { cid } = await find(c.req.valid('param').id, principalIn(c))
			await append(c, principalIn(c), { kind: END_KIND, object: cid, metadata: { data: { why: 'asked' } } })
			return c.body(null, 204)
		})

	async function append(c: Context<AppEnv>, by: Principal, fields: Fields): Promise<number> {
		const { index } = await appendSealed(deps, by, fields)
		c.header(ENTRY_HEADER, String(index))
		return index
	}

	async function read(position: number): Promise<Found | null> {
		const kept = await keptOf(deps, position)
		const webhook = typeof kept === 'string' ? null : readWebhook(kept.opening)
		if (webhook === null || typeof kept === 'string') return null
		const cid = entryCid(await entryBytes(deps, position))
		return { position, cid, webhook, created: numberField(kept.opening, 'time') }
	}

	async function view({ position, cid, webhook, created }: Found) {
		const state = deliveries.state(position)
		const failing = state?.failing ?? null
		const at = state?.delivered ?? null
		const { principal, url, events } = webhook
		return {
			id: cidText(cid),
			principal,
			url,
			events: [...events],
			created: isoTime(created ?? 0),
			state:
				state?.resting === true
					? ('resting' as const)
					: failing === null
						? ('waiting' as const)
						: ('failing' as const),
			delivered: at === null ? null : cidText(entryCid(await entryBytes(deps, at))),
			failure: failing === null ? null : { ...failing, since: isoTime(failing.since) },
		}
	}

	/** @throws Problem 'webhook-not-found', also for somebody else's */
	async function find(id: string, by: Principal): Promise<Found> {
		await projection.current()
		const position = await projection.chronicle.indexOf(named(id))
		const active = position !== undefined && (await isActive(projection.store, position))
		const found = active ? await read(position) : null
		if (found !== null && isOf(found, by)) return found
		throw missing()
	}
}

function isOf({ webhook }: Found, { name, grant }: Principal): boolean {
	return webhook.principal === name || (name === ADMINISTRATOR && grant === null)
}

function named(id: string): Cid {
	try {
		return parseCid(id)
	} catch (error) {
		if (error instanceof RefusalError) throw missing()
		throw error
	}
}

const missing = () =>
	new Problem('webhook-not-found', 'A webhook is named by the CID of the entry that made it.')
