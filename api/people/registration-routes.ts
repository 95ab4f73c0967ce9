/**
 * `/api/v1/registrations`: a person who holds a one-time code registers their first passkey, and is signed in.
 * @module
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { type Cid, equalBytes } from '@letopis/format'
import { headers, problems } from '../http/describe.ts'
import type { AppEnv } from '../http/env.ts'
import { smallBody, strictJson } from '../http/limits.ts'
import { Problem } from '../http/problems.ts'
import { accountPrincipal, actorOf } from './actor.ts'
import { codeHash } from './codes.ts'
import {
	ANSWER_MAX,
	accountId,
	answerSchema,
	currentView,
	departmentCode,
	nameSchema,
	optionsSchema,
	personName,
	roleSchema,
	signedInSchema,
} from './describe.ts'
import type { Account } from './directory.ts'
import type { People } from './people.ts'

const limited = { ...problems(429)[429], headers: headers({ 'Retry-After': 'seconds' }) }

interface Holder {
	readonly code: Uint8Array
	/** null for the code of the first account */
	readonly account: Account | null
}

export function registrationRoutes(people: People) {
	const { deps, directory, ceremonies, authenticator } = people

	const options = createRoute({
		method: 'post',
		path: '/api/v1/registrations/options',
		tags: ['people'],
		summary: 'Begin to register the first passkey, with a one-time code',
		description:
			'The code of an invitation, or the one that the service left among the keys for the first account, which ' +
			'becomes an administrator and needs a name. Codes can be tried a few times a minute.',
		middleware: [people.limitGuesses(), smallBody(4096), strictJson] as const,
		request: {
			body: {
				required: true,
				content: {
					'application/json': {
						schema: z.strictObject({ code: z.string().max(64), name: personName.optional() }),
					},
				},
			},
		},
		responses: {
			200: {
				description: 'For navigator.credentials.create',
				content: {
					'application/json': {
						schema: optionsSchema.extend({
							account: z.object({
								id: accountId,
								name: z.string(),
								role: roleSchema,
								department: departmentCode.nullable(),
								departmentName: z.string().nullable(),
							}),
						}),
					},
				},
			},
			...problems(400, 403, 413, 415, 422, 503),
			429: limited,
		},
	})

	const register = createRoute({
		method: 'post',
		path: '/api/v1/registrations',
		tags: ['people'],
		summary: 'Register the first passkey and sign in',
		description: 'The code is void from here on. Letopis-Session-Binding binds the session, as at sign-in.',
		middleware: [people.limitCeremonies(), smallBody(ANSWER_MAX), strictJson] as const,
		request: {
			body: {
				required: true,
				content: {
					'application/json': { schema: answerSchema.extend({ label: nameSchema(64).optional() }) },
				},
			},
		},
		responses: {
			201: { description: 'Signed in', content: { 'application/json': { schema: signedInSchema } } },
			...problems(400, 403, 409, 413, 415, 422, 503),
			429: limited,
		},
	})

	return new OpenAPIHono<AppEnv>()
		.openapi(options, async (c) => {
			const { code, name } = c.req.valid('json')
			await deps.projection.current()
			const holder = await holderOf(code)
			if (holder.account === null && name === undefined) {
				throw new Problem('name-needed', 'Say the name of the first administrator.')
			}
			const person = holder.account ?? {
				...{ id: Buffer.from(deps.random(15)).toString('base64url'), name: name ?? '' },
				...{ role: 'administrator' as const, department: null },
			}
			const asked = await authenticator.registration(person, [])
			const first = holder.account === null ? { account: person.id, name: person.name } : null
			const ceremony = ceremonies.begin({ kind: 'register', code: holder.code, first }, asked.challenge)
			const { id, role, department } = person
			c.header('Cache-Control', 'no-store')
			const departmentName =
				department === null ? null : (directory.department(department)?.name ?? department)
			const account = { id, name: person.name, role, department, departmentName }
			return c.json({ ceremony, options: asked.options, account }, 200)
		})
		.openapi(register, async (c) => {
			const { ceremony: id, credential, label = 'Klíč' } = c.req.valid('json')
			const { ceremony, challenge } = ceremonies.take(id, 'register')
			const made = await authenticator.register(credential, challenge)
			const { token, session, account } = await people.change(async () => {
				const account = await holderAgain(ceremony.code)
				if (directory.passkey(made.id) !== undefined) {
					throw new Problem('passkey-known', 'It belongs to an account already.')
				}
				const { first } = ceremony
				const accountName = account?.id ?? first?.account
				if (accountName === undefined) throw new Error('a ceremony without an account')
				if (account === null && first !== null) await found(first.account, first.name)
				// If it crashes here, an account without a passkey stays, and the code is still good.
				const grant: Cid | string = account?.invitation?.cid ?? 'first-account-code'
				const { role, department } = people.account(accountName)
				const standing = { account: accountName, role, department }
				await people.record({
					actor: actorOf({ name: accountPrincipal(accountName), standing }),
					...{ kind: 'passkey', grant },
					metadata: {
						data: { account: accountName, ...made, label: label.normalize('NFC'), code: ceremony.code },
					},
				})
				if (account === null) await deps.firstAccount?.discard()
				const known = directory.passkey(made.id)
				if (known === undefined) throw new Error('a registered passkey is not known')
				const owner = people.account(known.account)
				return { account: owner, ...(await people.sessions.start(c, owner, known, known.counter)) }
			})
			c.header('Cache-Control', 'no-store')
			const now = deps.clock.now()
			const view = currentView(session, account, 1, now, true, people.sessions.limits.idle)
			return c.json({ ...view, token }, 201)
		})

	/** Whose code it is. @throws Problem 'code-refused', the same whatever is wrong */
	async function holderOf(typed: string): Promise<Holder> {
		const code = codeHash(typed)
		if (code === null) throw refusedCode()
		return { code, account: await holderAgain(code) }
	}

	async function holderAgain(code: Uint8Array): Promise<Account | null> {
		const account = directory.invited(code)
		if (account?.active === true && (account.invitation?.expires ?? 0) > deps.clock.now()) return account
		const first = (await deps.firstAccount?.code()) ?? null
		const hash = first === null ? null : codeHash(first)
		if (hash === null || !equalBytes(hash, code) || directory.isUsed(code)) throw refusedCode()
		return null
	}

	async function found(account: string, name: string): Promise<void> {
		const standing = { account, role: 'administrator' as const, department: null }
		await people.record({
			actor: actorOf({ name: accountPrincipal(account), standing }),
			...{ kind: 'account', grant: 'first-account-code' },
			metadata: { data: { ...standing, name, active: true } },
		})
	}
}

function refusedCode(): Problem {
	return new Problem('code-refused', 'It is unknown, used or expired. Ask the administrator for a new one.')
}
