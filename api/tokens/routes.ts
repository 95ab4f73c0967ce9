/**
 * `/api/v1/tokens`: granting, listing and revoking access tokens. Grants and revocations are sealed entries of the
 * log, so they are as durable, ordered and provable as anything else that the town does.
 * @module
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { cidText, type Fields, parseCid, RefusalError } from '@letopis/format'
import { grantField } from '../documents/access.ts'
import { readCursor, writeCursor } from '../documents/cursor.ts'
import { pageQuery } from '../documents/schemas.ts'
import { type Grant, hashToken, need, needFresh, principalIn } from '../http/auth.ts'
import {
	cidSchema,
	ENTRY_HEADER,
	entryHeaders,
	isoTime,
	problems,
	timeSchema,
	withScope,
} from '../http/describe.ts'
import { type AppEnv, type Principal, SCOPES } from '../http/env.ts'
import { smallBody, strictJson } from '../http/limits.ts'
import { Problem } from '../http/problems.ts'
import { accountOf, actorOf } from '../people/actor.ts'
import type { ApiDeps } from '../services.ts'
import { isName, isReserved, normalName } from './names.ts'

const DAY = 86_400_000
const MAX_LIFE = 366 * DAY
const PAGE = 50

const scopeSchema = z.enum(SCOPES)

const grantSchema = z
	.object({
		id: cidSchema.openapi({ description: 'CID of the entry that granted the token' }),
		principal: z.string(),
		grantedBy: z
			.string()
			.nullable()
			.openapi({ description: 'name of whoever granted it; null if the entry says nothing' }),
		scopes: z.array(scopeSchema),
		granted: timeSchema,
		expires: timeSchema,
		state: z.enum(['valid', 'expired', 'revoked']),
	})
	.openapi('Token')

const issuedSchema = grantSchema
	.extend({ token: z.string().openapi({ description: 'shown this once; only its hash is kept' }) })
	.openapi('IssuedToken')

const grantRoute = createRoute({
	method: 'post',
	path: '/api/v1/tokens',
	tags: ['tokens'],
	summary: 'Grant a token',
	security: withScope('tokens:admin'),
	middleware: [need('tokens:admin'), needFresh, smallBody(4096), strictJson] as const,
	request: {
		body: {
			required: true,
			content: {
				'application/json': {
					schema: z.strictObject({
						principal: z
							.string()
							.max(512)
							.transform(normalName)
							.refine(isName, 'Latin letters, digits, space and . _ @ -, at most 128')
							.refine((name) => !isReserved(name), 'this name belongs to the administrator token')
							.openapi({
								type: 'string',
								description: 'who acts with it; blanks are trimmed and made single, Unicode is normalised',
								example: 'podatelna',
							}),
						scopes: z.array(scopeSchema).min(1).max(SCOPES.length),
						expires: z.iso.datetime().openapi({ description: 'at most 366 days ahead' }),
					}),
				},
			},
		},
	},
	responses: {
		201: {
			description: 'Granted; the token is shown only now',
			content: { 'application/json': { schema: issuedSchema } },
			headers: entryHeaders,
		},
		...problems(400, 403, 413, 415, 422, 503),
	},
})

const listRoute = createRoute({
	method: 'get',
	path: '/api/v1/tokens',
	tags: ['tokens'],
	summary: 'List the tokens, newest first',
	security: withScope('tokens:admin'),
	middleware: [need('tokens:admin')] as const,
	request: { query: pageQuery },
	responses: {
		200: {
			description: 'Also those that are no longer valid',
			content: {
				'application/json': {
					schema: z.object({
						tokens: z.array(grantSchema),
						next: z
							.string()
							.nullable()
							.openapi({ description: '`cursor` of the next page; null on the last' }),
					}),
				},
			},
		},
		...problems(400, 403, 503),
	},
})

const revokeRoute = createRoute({
	method: 'delete',
	path: '/api/v1/tokens/{id}',
	tags: ['tokens'],
	summary: 'Revoke a token',
	description: 'It is refused from the moment of the answer on. Revoking again does nothing.',
	security: withScope('tokens:admin'),
	middleware: [need('tokens:admin'), needFresh] as const,
	request: { params: z.object({ id: cidSchema }) },
	responses: { 204: { description: 'Revoked', headers: entryHeaders }, ...problems(403, 404, 503) },
})

export function tokenRoutes(deps: ApiDeps) {
	const { ledger, projection, clock, random } = deps
	const { tokens } = projection
	return new OpenAPIHono<AppEnv>()
		.openapi(grantRoute, async (c) => {
			const by = principalIn(c)
			const { principal, scopes, expires } = c.req.valid('json')
			const held = scopes.find((scope) => !(by.grantable ?? by.scopes).has(scope))
			if (held !== undefined) throw new Problem('scope-not-held', `${held} is not yours to grant.`)
			const until = Date.parse(expires)
			if (until <= clock.now() || until > clock.now() + MAX_LIFE) {
				throw new Problem('expiry-out-of-range', 'A token expires in the future, at most 366 days ahead.')
			}
			const token = `letopis_${Buffer.from(random(32)).toString('base64url')}`
			const hash = new Uint8Array(hashToken(token))
			const data = { hash, principal, scopes: [...new Set(scopes)].toSorted(), expires: until }
			const { index } = await append(by, { kind: 'token-grant', metadata: { data } })
			await projection.reached(index + 1)
			const grant = tokens.byIndex(projection.chronicle.base + index)
			if (grant === undefined) throw new Error('a granted token is not known')
			c.header(ENTRY_HEADER, String(index))
			c.header('Cache-Control', 'no-store')
			return c.json({ ...view(grant, nameOf(grant), clock.now()), token }, 201)
		})
		.openapi(listRoute, async (c) => {
			const { cursor, limit = PAGE } = c.req.valid('query')
			const before = readCursor('t', cursor)
			await projection.current()
			const found = tokens.list().filter(({ index }) => before === null || index < before)
			const page = found.slice(0, limit)
			const last = page.at(-1)
			c.header('Cache-Control', 'no-store')
			return c.json(
				{
					tokens: page.map((grant) => view(grant, nameOf(grant), clock.now())),
					next: last === undefined || found.length <= limit ? null : writeCursor('t', last.index),
				},
				200,
			)
		})
		.openapi(revokeRoute, async (c) => {
			await projection.current()
			const grant = await find(c.req.valid('param').id)
			if (!grant.revoked) {
				const fields = { kind: 'token-revoke', object: grant.cid, metadata: { data: { hash: grant.hash } } }
				const { index } = await append(principalIn(c), fields)
				await projection.reached(index + 1)
				c.header(ENTRY_HEADER, String(index))
			}
			return c.body(null, 204)
		})

	/** Who granted: a person by the present name, anybody else by that of the token. */
	function nameOf({ grantedBy }: Grant): string | null {
		const account = grantedBy === null ? null : accountOf(grantedBy)
		return account === null ? grantedBy : (projection.people.account(account)?.name ?? grantedBy)
	}

	async function append(by: Principal, fields: Fields): Promise<{ index: number }> {
		const named: Fields = { actor: actorOf(by), ...grantField(by), ...fields }
		return ledger.log.append({ kind: 'sealed', body: {}, fields: named })
	}

	async function find(id: string): Promise<Grant> {
		try {
			const index = await projection.chronicle.indexOf(parseCid(id))
			const grant = index === undefined ? undefined : tokens.byIndex(index)
			if (grant !== undefined) return grant
		} catch (error) {
			if (!(error instanceof RefusalError)) throw error
		}
		throw new Problem('token-not-found', 'A token is named by the CID of the entry that granted it.')
	}
}

function view(
	{ cid, principal, scopes, granted, expires, revoked, doubted }: Grant,
	grantedBy: string | null,
	now: number,
) {
	const state =
		revoked || doubted ? ('revoked' as const) : now >= expires ? ('expired' as const) : ('valid' as const)
	return {
		id: cidText(cid),
		principal,
		grantedBy,
		scopes: [...scopes],
		granted: isoTime(granted),
		expires: isoTime(expires),
		state,
	}
}
