/**
 * `/api/v1/renewals`: what of the time-stamps ends when, and renewing them now instead of when they are due.
 * @module
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { EndGroup, RehashResult } from '@letopis/ledger'
import { need } from '../http/auth.ts'
import { isoTime, problems, timeSchema, withScope } from '../http/describe.ts'
import type { AppEnv } from '../http/env.ts'
import { smallBody, strictJson } from '../http/limits.ts'
import { Problem } from '../http/problems.ts'
import type { ApiDeps } from '../services.ts'

const DAY_MS = 86_400_000
/** Beyond this dates have no four-digit year: such an end is none. */
const FAR = Date.UTC(9999, 0, 1)

const authorityName = z.string().regex(/^[a-z0-9-]{1,64}$/, 'the name of an authority')

const closedSchema = z
	.string()
	.nullable()
	.openapi({ description: 'the closed log whose stamps they are; null: the present one' })

const endSchema = z
	.object({
		authority: z.string().openapi({ description: 'whose stamps they are' }),
		log: closedSchema,
		stamps: z.int(),
		first: timeSchema.openapi({ description: 'of their stamped times' }),
		last: timeSchema,
		because: z.string().openapi({ description: 'the certificate or algorithm that ends first' }),
		ends: timeSchema.nullable().openapi({ description: 'null: no end is known' }),
		renewFrom: timeSchema.nullable().openapi({ description: 'from then on the service renews them' }),
		state: z.enum(['in-force', 'due', 'ended']).openapi({ description: 'at `at`, if nothing were renewed' }),
	})
	.openapi('StampEnd')

const passSchema = z
	.object({
		size: z.int().openapi({ description: 'entries that it was about' }),
		hashed: z.int().openapi({ description: 'documents in the new trees' }),
		erased: z.int().openapi({ description: 'documents left out: nothing is left of them' }),
		unreadable: z.int().openapi({ description: 'documents left out: they could not be read' }),
		unreadableAt: z.array(z.int()).openapi({ description: 'indexes of the first hundred of these' }),
	})
	.openapi('RehashResult')

const forecastSchema = z
	.object({
		at: timeSchema,
		marginDays: z.number(),
		algorithms: z.object({ issued: z.string(), source: z.string() }),
		hashTreesEnd: timeSchema.nullable().openapi({ description: 'when SHA-256 ends; null: no end is known' }),
		ends: z.array(endSchema),
		uses: z
			.array(
				z.object({
					use: z.enum(['hash-trees', 'renewed-hash-trees', 'heads', 'seal']),
					name: z.string().openapi({ description: 'the algorithm, or the certificate of the seal' }),
					ends: timeSchema.nullable(),
				}),
			)
			.openapi({ description: 'what else the town relies on, as far as the table lists it' }),
		lastPass: passSchema
			.nullable()
			.openapi({ description: 'of the last renewal of hash trees; null before the first' }),
		failures: z
			.array(
				z.object({
					authority: z.string(),
					at: timeSchema,
					message: z.string(),
					remedy: z.string().nullable().openapi({ description: 'what to do about it' }),
				}),
			)
			.openapi({ description: 'what failed when it was last tried, and certificates that were withdrawn' }),
	})
	.openapi('RenewalForecast')

const forecastRoute = createRoute({
	method: 'get',
	path: '/api/v1/renewals/forecast',
	tags: ['anchors'],
	summary: 'What of the time-stamps will have ended by then, and when it is renewed',
	security: withScope('anchors:write'),
	middleware: [need('anchors:write')] as const,
	request: {
		query: z.object({
			at: z.iso.datetime().optional().openapi({ description: 'now unless given' }),
		}),
	},
	responses: {
		200: { description: 'The forecast', content: { 'application/json': { schema: forecastSchema } } },
		...problems(400, 403, 503),
	},
})

const renewRoute = createRoute({
	method: 'post',
	path: '/api/v1/renewals',
	tags: ['anchors'],
	summary: 'Renew time-stamps now: those that are due, or all of one authority',
	security: withScope('anchors:write'),
	middleware: [need('anchors:write'), smallBody(4096), strictJson] as const,
	request: {
		body: {
			required: false,
			content: {
				'application/json': {
					schema: z.strictObject({
						of: authorityName
							.optional()
							.openapi({ description: 'whose stamps, due or not; all that are due if absent' }),
						hashTrees: z.literal(true).optional().openapi({
							description: 'hash all documents and the log anew under SHA-512; reads all contents',
						}),
						by: authorityName.optional().openapi({ description: 'who makes the new one; chosen if absent' }),
					}),
				},
			},
		},
	},
	responses: {
		200: {
			description: 'What was done; nothing was due if empty',
			content: {
				'application/json': {
					schema: z.object({
						renewals: z.array(
							z.object({
								of: z.string(),
								log: closedSchema,
								by: z.string().nullable().openapi({ description: 'null: it failed' }),
								time: timeSchema.nullable(),
								index: z.int().nullable().openapi({ description: 'of the renewal entry' }),
								error: z.string().nullable(),
								remedy: z.string().nullable().openapi({ description: 'what to do about the error' }),
								notes: z
									.array(z.string())
									.openapi({ description: 'what is to be known of a renewal that was made' }),
								pass: passSchema
									.nullable()
									.openapi({ description: 'of a renewal of hash trees: what it left out' }),
							}),
						),
					}),
				},
			},
		},
		...problems(400, 403, 413, 415, 422, 503),
	},
})

export function renewalRoutes({ ledger: { anchorer, seal }, clock }: ApiDeps) {
	const { renewer } = anchorer
	return new OpenAPIHono<AppEnv>()
		.openapi(forecastRoute, async (c) => {
			const given = c.req.valid('query').at
			const at = given === undefined ? clock.now() : Date.parse(given)
			const { lines, trees, marginMs, algorithms, lastPass: last, uses: used } = await renewer.forecast()
			const lastPass = last === null ? null : passOf(last)
			const ends = lines.flatMap(({ of, log, groups }) =>
				groups.map((group) => ({ authority: of, log: log ?? null, ...endOf(group, marginMs, at) })),
			)
			const failures = [...renewer.failures].map(([authority, failure]) => ({
				authority,
				at: isoTime(failure.at),
				message: failure.error.message,
				remedy: failure.error.remedy ?? null,
			}))
			const hashTreesEnd = timeOrNull(trees.until)
			const uses = [
				...used.map(({ use, end }) => ({ use, name: end.what, ends: timeOrNull(end.until) })),
				{ use: 'seal' as const, name: seal.signer.name, ends: timeOrNull(seal.signer.until) },
			]
			c.header('Cache-Control', 'no-store')
			return c.json(
				{
					at: isoTime(at),
					marginDays: marginMs / DAY_MS,
					algorithms,
					hashTreesEnd,
					ends,
					uses,
					lastPass,
					failures,
				},
				200,
			)
		})
		.openapi(renewRoute, async (c) => {
			const { of, by, hashTrees } = c.req.valid('json')
			const known = anchorer.status().map(({ name }) => name)
			const { lines } = await renewer.forecast()
			if (
				(by !== undefined && !known.includes(by)) ||
				(of !== undefined && !lines.some((line) => line.of === of))
			) {
				throw new Problem('authority-unknown', 'No authority of this name is configured.')
			}
			const outcomes = await renewer.renewNow({
				...(of === undefined ? {} : { of }),
				...(by === undefined ? {} : { by }),
				...(hashTrees === undefined ? {} : { trees: hashTrees }),
			})
			const renewals = outcomes.map(({ of: whose, log, renewal, error, notes, pass }) => ({
				of: whose,
				log: log ?? null,
				by: renewal?.authority ?? null,
				time: renewal === undefined ? null : isoTime(renewal.time),
				index: renewal?.index ?? null,
				error: error?.message ?? null,
				remedy: error?.remedy ?? null,
				notes: (notes ?? []).map(({ message }) => message),
				pass: pass === undefined ? null : passOf(pass),
			}))
			return c.json({ renewals }, 200)
		})
}

function passOf({ unreadableAt, ...counts }: RehashResult) {
	return { ...counts, unreadableAt: [...unreadableAt] }
}

function endOf({ until, what, stamps, first, last }: EndGroup, marginMs: number, at: number) {
	const state =
		until <= at ? ('ended' as const) : until - marginMs <= at ? ('due' as const) : ('in-force' as const)
	return {
		stamps,
		...{ first: isoTime(first), last: isoTime(last), because: what },
		...{ ends: timeOrNull(until), renewFrom: timeOrNull(until - marginMs), state },
	}
}

function timeOrNull(ms: number): string | null {
	// What never counted has ended long ago.
	return ms < FAR ? isoTime(Math.max(0, ms)) : null
}
