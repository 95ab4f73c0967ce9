/**
 * `/api/v1/accounts/{account}/mail`: where somebody who works here gets mail, and whether the daily digest. Set by the person, or
 * by an administrator; nobody else is shown it.
 * @module
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { demandFresh, principalIn } from '../http/auth.ts'
import { ENTRY_HEADER, entryHeaders, problems, withScope } from '../http/describe.ts'
import type { AppEnv } from '../http/env.ts'
import { smallBody, strictJson } from '../http/limits.ts'
import { Problem } from '../http/problems.ts'
import type { Post } from '../mail/post.ts'
import { accountId } from './describe.ts'
import type { People } from './people.ts'
import { MAIL_LANGUAGES } from './records.ts'
import { scopesOf } from './roles.ts'

const params = z.object({ account: accountId })
const json = <S>(description: string, schema: S) => ({
	description,
	content: { 'application/json': { schema } },
})
const mailSchema = z
	.object({
		email: z.email().max(254).nullable(),
		digest: z.boolean().openapi({ description: 'whether a daily digest of unresolved filings is wanted' }),
		language: z.enum(MAIL_LANGUAGES),
	})
	.openapi('AccountMail')
const shownSchema = mailSchema
	.extend({
		sends: z.boolean().openapi({
			description:
				'whether there is a digest for the account: the town sends it, and its role works on filings of a department',
		}),
	})
	.openapi('AccountMailShown')

/** Lets the person and administrators pass. */
const needSelf = createMiddleware<AppEnv>(async (c, next) => {
	const principal = c.get('principal')
	if (principal === null) throw new Problem('token-missing', 'This needs the token of a session.')
	if (principal.standing?.account !== c.req.param('account') && !principal.scopes.has('people:admin')) {
		throw new Problem('scope-missing', 'This needs the scope people:admin.', {
			extra: { scope: 'people:admin' },
		})
	}
	await next()
})

const readRoute = createRoute({
	method: 'get',
	path: '/api/v1/accounts/{account}/mail',
	tags: ['people'],
	summary: 'Where an account gets mail',
	description: 'Of one’s own account, or with the scope people:admin.',
	security: withScope('people:admin'),
	middleware: [needSelf] as const,
	request: { params },
	responses: { 200: json('Address and wish', shownSchema), ...problems(403, 404, 503) },
})
const changeRoute = createRoute({
	method: 'put',
	path: '/api/v1/accounts/{account}/mail',
	tags: ['people'],
	summary: 'Say where an account gets mail, and whether the daily digest',
	description:
		'Of one’s own account, or with the scope people:admin. What waits for the address of before is not sent.',
	security: withScope('people:admin'),
	middleware: [needSelf, smallBody(1024), strictJson] as const,
	request: {
		params,
		body: {
			required: true,
			content: {
				'application/json': {
					schema: z.strictObject({
						email: mailSchema.shape.email,
						digest: mailSchema.shape.digest,
						language: mailSchema.shape.language,
					}),
				},
			},
		},
	},
	responses: {
		200: { ...json('As it is now', shownSchema), headers: entryHeaders },
		...problems(400, 403, 404, 413, 415, 503),
	},
})

/** @param post null where the town sends no mail */
export function mailRoutes(people: People, post: Post | null) {
	const { directory } = people
	const sends = post !== null && people.deps.mail?.digestAt !== undefined
	const shown = (account: string) => {
		const { role, department } = people.account(account)
		const concerned = department !== null && scopesOf(role).has('cases:read')
		return { ...directory.mailOf(account), sends: sends && concerned }
	}

	return new OpenAPIHono<AppEnv>()
		.openapi(readRoute, async (c) => {
			const { account } = c.req.valid('param')
			await people.deps.projection.current()
			c.header('Cache-Control', 'no-store')
			return c.json(shown(account), 200)
		})
		.openapi(changeRoute, async (c) => {
			const { account } = c.req.valid('param')
			const { email, digest, language } = c.req.valid('json')
			if (!isOwn(c, account)) demandFresh(c.get('principal'))
			await people.change(async () => {
				people.account(account)
				const before = directory.mailOf(account)
				if (before.email === email && before.digest === digest && before.language === language) return
				const entry = await people.append(principalIn(c), 'account-mail', {
					account,
					email,
					digest,
					language,
				})
				c.header(ENTRY_HEADER, String(entry))
				const { queue } = (await post?.opened.catch(() => null)) ?? {}
				await queue?.forget(mailAbout(account))
			})
			c.header('Cache-Control', 'no-store')
			return c.json(shown(account), 200)
		})
}

function isOwn(c: Context<AppEnv>, account: string): boolean {
	return c.get('principal')?.standing?.account === account
}

/** What mail to an account is about, in the queue. */
export function mailAbout(account: string): string {
	return `account:${account}`
}
