/**
 * `/api/v1/sessions`: signing in with a passkey, signing out, one's own sessions, and showing the passkey again.
 * The ceremonies are the only writes without a token beside those of registration and `/log/seen`: bounded, and
 * limited by address without ever locking an account.
 * @module
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { needSession } from '../http/auth.ts'
import { cidSchema, header, headers, problems } from '../http/describe.ts'
import type { AppEnv } from '../http/env.ts'
import { smallBody, strictJson } from '../http/limits.ts'
import { Problem } from '../http/problems.ts'
import { refusedSignIn } from '../people/authenticator.ts'
import {
	ANSWER_MAX,
	answerSchema,
	currentSchema,
	currentView,
	optionsSchema,
	sessionSchema,
	sessionView,
	signedInSchema,
} from '../people/describe.ts'
import type { Account, Passkey, Session } from '../people/directory.ts'
import { isNamed, type People } from '../people/people.ts'
import { BINDING } from './sessions.ts'

const limited = { ...problems(429)[429], headers: headers({ 'Retry-After': 'seconds' }) }
const binding = header(
	BINDING,
	'a secret of the browser, 22 to 128 characters of base64url; the session works only with it from then on',
)
export const inSession = [{ session: [] }]
const json = <S>(description: string, schema: S) => ({
	description,
	content: { 'application/json': { schema } },
})
const answerBody = { body: { required: true, content: { 'application/json': { schema: answerSchema } } } }

export function sessionRoutes(people: People) {
	const { deps, directory, sessions, ceremonies, authenticator } = people
	const limit = people.limitCeremonies()

	const begin = createRoute({
		method: 'post',
		path: '/api/v1/sessions/options',
		tags: ['sessions'],
		summary: 'Begin to sign in',
		description: 'The answer is the same for everyone: the passkey says who signs in.',
		middleware: [limit, smallBody(1024)] as const,
		responses: {
			200: json('For navigator.credentials.get', optionsSchema),
			...problems(413, 415, 503),
			429: limited,
		},
	})
	const start = createRoute({
		method: 'post',
		path: '/api/v1/sessions',
		tags: ['sessions'],
		summary: 'Sign in',
		description:
			'The token is a bearer token of the whole API, with the scopes of the role. Requests with it must come from ' +
			'the same family of browser and system (User-Agent).',
		middleware: [limit, smallBody(ANSWER_MAX), strictJson] as const,
		request: answerBody,
		parameters: [binding],
		responses: {
			201: json('Signed in', signedInSchema),
			...problems(400, 409, 413, 415, 503),
			429: limited,
		},
	})
	const list = createRoute({
		method: 'get',
		path: '/api/v1/sessions',
		tags: ['sessions'],
		summary: 'List one’s own sessions, newest first',
		description: 'With those that ended during the last week, and why.',
		security: inSession,
		middleware: [needSession] as const,
		responses: { 200: json('All', z.object({ sessions: z.array(sessionSchema) })), ...problems(403, 503) },
	})
	const current = createRoute({
		method: 'get',
		path: '/api/v1/sessions/current',
		tags: ['sessions'],
		summary: 'Who is signed in, with what rights',
		security: inSession,
		middleware: [needSession] as const,
		responses: { 200: json('The session', currentSchema), ...problems(403, 503) },
	})
	const signOut = createRoute({
		method: 'delete',
		path: '/api/v1/sessions/current',
		tags: ['sessions'],
		summary: 'Sign out',
		security: inSession,
		middleware: [needSession] as const,
		responses: { 204: { description: 'Signed out' }, ...problems(403, 503) },
	})
	const endOther = createRoute({
		method: 'delete',
		path: '/api/v1/sessions/{session}',
		tags: ['sessions'],
		summary: 'End one of one’s own sessions',
		security: inSession,
		middleware: [needSession] as const,
		request: { params: z.object({ session: cidSchema }) },
		responses: { 204: { description: 'Ended' }, ...problems(403, 404, 503) },
	})
	const confirmOptions = createRoute({
		method: 'post',
		path: '/api/v1/sessions/current/confirmation/options',
		tags: ['sessions'],
		summary: 'Begin to show the passkey again',
		security: inSession,
		middleware: [needSession, limit, smallBody(1024)] as const,
		responses: {
			200: json('For navigator.credentials.get', optionsSchema),
			...problems(403, 413, 415, 503),
			429: limited,
		},
	})
	const confirm = createRoute({
		method: 'post',
		path: '/api/v1/sessions/current/confirmation',
		tags: ['sessions'],
		summary: 'Show the passkey again',
		description: 'Opens dangerous acts for some minutes: tokens, accounts, annulment.',
		security: inSession,
		middleware: [needSession, limit, smallBody(ANSWER_MAX), strictJson] as const,
		request: answerBody,
		responses: {
			200: json('The session', currentSchema),
			...problems(400, 403, 409, 413, 415, 503),
			429: limited,
		},
	})

	return new OpenAPIHono<AppEnv>()
		.openapi(begin, async (c) => {
			const { challenge, options } = await authenticator.proof()
			c.header('Cache-Control', 'no-store')
			return c.json({ ceremony: ceremonies.begin({ kind: 'sign-in' }, challenge), options }, 200)
		})
		.openapi(start, async (c) => {
			const { ceremony, credential } = c.req.valid('json')
			const { challenge } = ceremonies.take(ceremony, 'sign-in')
			// In turn with changes of people: a passkey that is being revoked begins no session any more, and a counter is
			// compared with the newest use.
			const { token, session, account } = await people.change(async () => {
				const proven = await prove(credential, challenge)
				return { ...proven, ...(await sessions.start(c, proven.account, proven.passkey, proven.counter)) }
			})
			return c.json({ ...shown(c, session, account, true), token }, 201)
		})
		.openapi(list, async (c) => {
			const { session, account } = people.current(c)
			c.header('Cache-Control', 'no-store')
			const own = directory.sessions(account.id).map((one) => sessionView(one, session.cid.toString()))
			return c.json({ sessions: own }, 200)
		})
		.openapi(current, async (c) => {
			const { session, account, fresh } = people.current(c)
			return c.json(shown(c, session, account, fresh), 200)
		})
		.openapi(signOut, async (c) => {
			await sessions.end(people.current(c).session, 'signed-out')
			return c.body(null, 204)
		})
		.openapi(endOther, async (c) => {
			const { session: id } = c.req.valid('param')
			const { account } = people.current(c)
			const session = directory.sessions(account.id).find(({ cid }) => isNamed(id, cid))
			if (session === undefined) throw new Problem('session-not-found', 'GET /api/v1/sessions lists yours.')
			await sessions.end(session, 'ended-by-account')
			return c.body(null, 204)
		})
		.openapi(confirmOptions, async (c) => {
			const { session, account } = people.current(c)
			const { challenge, options } = await authenticator.proof(directory.passkeysOf(account.id))
			const ceremony = ceremonies.begin(
				{ kind: 'confirm', account: account.id, session: session.cid },
				challenge,
			)
			c.header('Cache-Control', 'no-store')
			return c.json({ ceremony, options }, 200)
		})
		.openapi(confirm, async (c) => {
			const { ceremony: id, credential } = c.req.valid('json')
			const { session, account } = people.current(c)
			const { ceremony, challenge } = ceremonies.take(id, 'confirm')
			if (!ceremony.session.equals(session.cid)) throw refusedSignIn()
			await people.change(async () => {
				const { passkey, counter, account: owner } = await prove(credential, challenge)
				if (owner.id !== account.id) throw refusedSignIn()
				sessions.demandLive(session)
				await sessions.confirm(session, passkey, counter)
			})
			return c.json(shown(c, people.current(c).session, account, true), 200)
		})

	/** Whose passkey answered. @throws Problem 'sign-in-refused' */
	async function prove(
		credential: unknown,
		challenge: string,
	): Promise<{ passkey: Passkey; account: Account; counter: number }> {
		const passkey = directory.passkey(authenticator.claimed(credential))
		const account = passkey === undefined ? undefined : directory.account(passkey.account)
		if (passkey === undefined || passkey.revoked || account?.active !== true) throw refusedSignIn()
		const counter = await authenticator.verify(credential, challenge, passkey)
		return { passkey, account, counter }
	}

	function shown(c: Context<AppEnv>, session: Session, account: Account, fresh: boolean) {
		c.header('Cache-Control', 'no-store')
		const passkeys = directory.passkeysOf(account.id).length
		return currentView(session, account, passkeys, deps.clock.now(), fresh, sessions.limits.idle)
	}
}
