/**
 * `/api/v1/passkeys`: the passkeys of whoever is signed in. Adding and revoking need the passkey shown again, so
 * that a stolen session cannot make itself at home.
 * @module
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { needFresh, needSession, principalIn } from '../http/auth.ts'
import { headers, problems } from '../http/describe.ts'
import type { AppEnv } from '../http/env.ts'
import { smallBody, strictJson } from '../http/limits.ts'
import { Problem } from '../http/problems.ts'
import { inSession } from '../sessions/routes.ts'
import {
	ANSWER_MAX,
	answerSchema,
	nameSchema,
	optionsSchema,
	passkeySchema,
	passkeyView,
} from './describe.ts'
import type { Account, Passkey } from './directory.ts'
import { isNamed, type People } from './people.ts'

const MAX_PASSKEYS = 16
const label = nameSchema(64)
const params = z.object({ passkey: z.string().max(64) })
const json = <S>(description: string, schema: S) => ({
	description,
	content: { 'application/json': { schema } },
})
const body = <S>(schema: S) => ({ body: { required: true, content: { 'application/json': { schema } } } })

const listRoute = createRoute({
	method: 'get',
	path: '/api/v1/passkeys',
	tags: ['people'],
	summary: 'List one’s own passkeys',
	security: inSession,
	middleware: [needSession] as const,
	responses: { 200: json('All', z.object({ passkeys: z.array(passkeySchema) })), ...problems(403, 503) },
})
const addRoute = createRoute({
	method: 'post',
	path: '/api/v1/passkeys',
	tags: ['people'],
	summary: 'Add a passkey',
	security: inSession,
	middleware: [needSession, needFresh, smallBody(ANSWER_MAX), strictJson] as const,
	request: body(answerSchema.extend({ label })),
	responses: { 201: json('Added', passkeySchema), ...problems(400, 403, 409, 413, 415, 422, 503) },
})
const renameRoute = createRoute({
	method: 'patch',
	path: '/api/v1/passkeys/{passkey}',
	tags: ['people'],
	summary: 'Rename a passkey',
	security: inSession,
	middleware: [needSession, smallBody(1024), strictJson] as const,
	request: { params, ...body(z.strictObject({ label })) },
	responses: { 200: json('Renamed', passkeySchema), ...problems(400, 403, 404, 413, 415, 503) },
})
const revokeRoute = createRoute({
	method: 'delete',
	path: '/api/v1/passkeys/{passkey}',
	tags: ['people'],
	summary: 'Revoke a passkey',
	description: 'The last one stays: without it nobody could sign in. Sessions go on until they end.',
	security: inSession,
	middleware: [needSession, needFresh] as const,
	request: { params },
	responses: { 204: { description: 'Revoked' }, ...problems(403, 404, 409, 503) },
})

export function passkeyRoutes(people: People) {
	const optionsRoute = createRoute({
		method: 'post',
		path: '/api/v1/passkeys/options',
		tags: ['people'],
		summary: 'Begin to add a passkey',
		security: inSession,
		// Counted too: challenges of one would push out those of others.
		middleware: [needSession, needFresh, people.limitCeremonies(), smallBody(1024)] as const,
		responses: {
			200: json('For navigator.credentials.create', optionsSchema),
			...problems(403, 409, 413, 415, 503),
			429: { ...problems(429)[429], headers: headers({ 'Retry-After': 'seconds' }) },
		},
	})
	const { directory, ceremonies, authenticator } = people

	const find = (account: Account, id: string): Passkey => {
		const passkey = directory.passkeysOf(account.id).find(({ cid }) => isNamed(id, cid))
		if (passkey === undefined) throw new Problem('passkey-not-found', 'GET /api/v1/passkeys lists yours.')
		return passkey
	}
	const demandRoom = (account: Account) => {
		if (directory.passkeysOf(account.id).length < MAX_PASSKEYS) return
		throw new Problem('passkey-known', `An account has at most ${MAX_PASSKEYS} passkeys; revoke one first.`)
	}

	return new OpenAPIHono<AppEnv>()
		.openapi(listRoute, async (c) => {
			const { account } = people.current(c)
			c.header('Cache-Control', 'no-store')
			return c.json({ passkeys: directory.passkeysOf(account.id).map(passkeyView) }, 200)
		})
		.openapi(optionsRoute, async (c) => {
			const { account } = people.current(c)
			demandRoom(account)
			const { challenge, options } = await authenticator.registration(
				account,
				directory.passkeysOf(account.id),
			)
			c.header('Cache-Control', 'no-store')
			return c.json(
				{ ceremony: ceremonies.begin({ kind: 'add', account: account.id }, challenge), options },
				200,
			)
		})
		.openapi(addRoute, async (c) => {
			const { ceremony: id, credential, label: name } = c.req.valid('json')
			const { account, session } = people.current(c)
			const { ceremony, challenge } = ceremonies.take(id, 'add')
			if (ceremony.account !== account.id) throw new Problem('ceremony-unknown', 'Ask for new options.')
			const made = await authenticator.register(credential, challenge)
			const passkey = await people.change(async () => {
				// Whoever lost a device has all its ways in closed at once: none may be added from the queue.
				people.sessions.demandLive(session)
				if (directory.passkey(made.id) !== undefined) {
					throw new Problem('passkey-known', 'It belongs to an account already.')
				}
				demandRoom(account)
				await people.append(principalIn(c), 'passkey', { account: account.id, ...made, label: name })
				return directory.passkey(made.id)
			})
			if (passkey === undefined) throw new Error('a registered passkey is not known')
			return c.json(passkeyView(passkey), 201)
		})
		.openapi(renameRoute, async (c) => {
			const { account } = people.current(c)
			const { passkey: id } = c.req.valid('param')
			const { label: name } = c.req.valid('json')
			await people.change(async () => {
				const { credential } = find(account, id)
				await people.append(principalIn(c), 'passkey-change', { id: credential, label: name, revoked: false })
			})
			return c.json(passkeyView(find(account, id)), 200)
		})
		.openapi(revokeRoute, async (c) => {
			const { account } = people.current(c)
			const { passkey: id } = c.req.valid('param')
			await people.change(async () => {
				const { credential, label: name } = find(account, id)
				if (directory.passkeysOf(account.id).length === 1) {
					throw new Problem('last-passkey', 'Add another one first.')
				}
				await people.append(principalIn(c), 'passkey-change', { id: credential, label: name, revoked: true })
			})
			return c.body(null, 204)
		})
}
