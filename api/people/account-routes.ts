/**
 * `/api/v1/accounts` and `/api/v1/departments`: who works here, as what, where. Each change is an entry that
 * states the account whole, so the log tells who was where when.
 * @module
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { DagMap } from '@letopis/format'
import type { Context } from 'hono'
import { need, needFresh, principalIn } from '../http/auth.ts'
import { ENTRY_HEADER, entryHeaders, isoTime, problems, timeSchema, withScope } from '../http/describe.ts'
import type { AppEnv } from '../http/env.ts'
import { smallBody, strictJson } from '../http/limits.ts'
import { Problem } from '../http/problems.ts'
import { codeHash, makeCode } from './codes.ts'
import {
	accountId,
	accountSchema,
	accountView,
	departmentCode,
	departmentSchema,
	departmentView,
	nameSchema,
	personName,
	positionsSchema,
	positionsView,
	roleSchema,
} from './describe.ts'
import type { Account } from './directory.ts'
import type { People } from './people.ts'

const HOUR = 3_600_000
const INVITATION = 72 * HOUR
const MAX_INVITATION = 14 * 24

const params = z.object({ account: accountId })
const json = <S>(description: string, schema: S) => ({
	description,
	content: { 'application/json': { schema } },
})
const made = <S>(description: string, schema: S) => ({ ...json(description, schema), headers: entryHeaders })
const body = <S>(schema: S) => ({ body: { required: true, content: { 'application/json': { schema } } } })
const changing = [need('people:admin'), needFresh, smallBody(4096), strictJson] as const

const invitedSchema = accountSchema
	.extend({
		code: z
			.string()
			.openapi({ description: 'one-time code, shown this once', example: 'XXXXX-XXXXX-XXXXX-XXXXX' }),
		expires: timeSchema,
	})
	.openapi('Invited')
const detailSchema = accountSchema.extend({ positions: positionsSchema }).openapi('AccountDetail')
const hours = z
	.int()
	.min(1)
	.max(MAX_INVITATION)
	.optional()
	.openapi({ description: `how long the code is good; ${INVITATION / HOUR} if absent` })

const departmentsRoute = createRoute({
	method: 'get',
	path: '/api/v1/departments',
	tags: ['people'],
	summary: 'List the departments',
	security: withScope('people:read'),
	middleware: [need('people:read')] as const,
	responses: {
		200: json('All', z.object({ departments: z.array(departmentSchema) })),
		...problems(403, 503),
	},
})
const addDepartmentRoute = createRoute({
	method: 'post',
	path: '/api/v1/departments',
	tags: ['people'],
	summary: 'Add a department',
	security: withScope('people:admin'),
	middleware: [...changing] as const,
	request: body(z.strictObject({ code: departmentCode, name: nameSchema(128) })),
	responses: { 201: made('Added', departmentSchema), ...problems(400, 403, 409, 413, 415, 503) },
})
const changeDepartmentRoute = createRoute({
	method: 'patch',
	path: '/api/v1/departments/{code}',
	tags: ['people'],
	summary: 'Rename, close or open a department',
	description: 'One to which active people belong cannot be closed.',
	security: withScope('people:admin'),
	middleware: [...changing] as const,
	request: {
		params: z.object({ code: departmentCode }),
		...body(z.strictObject({ name: nameSchema(128).optional(), active: z.boolean().optional() })),
	},
	responses: { 200: made('Changed', departmentSchema), ...problems(400, 403, 404, 409, 413, 415, 503) },
})
const accountsRoute = createRoute({
	method: 'get',
	path: '/api/v1/accounts',
	tags: ['people'],
	summary: 'List the accounts',
	security: withScope('people:read'),
	middleware: [need('people:read')] as const,
	responses: { 200: json('All', z.object({ accounts: z.array(accountSchema) })), ...problems(403, 503) },
})
const accountRoute = createRoute({
	method: 'get',
	path: '/api/v1/accounts/{account}',
	tags: ['people'],
	summary: 'Show one account, with who was what where, when',
	security: withScope('people:read'),
	middleware: [need('people:read')] as const,
	request: { params },
	responses: { 200: json('The account', detailSchema), ...problems(403, 404, 503) },
})
const inviteRoute = createRoute({
	method: 'post',
	path: '/api/v1/accounts',
	tags: ['people'],
	summary: 'Make an account and a one-time code for it',
	security: withScope('people:admin'),
	middleware: [...changing] as const,
	request: body(
		z.strictObject({ name: personName, role: roleSchema, department: departmentCode.nullable(), hours }),
	),
	responses: {
		201: made('Made; the code is shown only now', invitedSchema),
		...problems(400, 403, 413, 415, 422, 503),
	},
})
const againRoute = createRoute({
	method: 'post',
	path: '/api/v1/accounts/{account}/invitation',
	tags: ['people'],
	summary: 'Make a fresh one-time code, voiding the one before',
	description: 'With `revoke`, for a lost device: all passkeys of before stop working, and sessions end.',
	security: withScope('people:admin'),
	middleware: [...changing] as const,
	request: { params, ...body(z.strictObject({ revoke: z.boolean().default(false), hours })) },
	responses: {
		201: made('Made; the code is shown only now', invitedSchema),
		...problems(400, 403, 404, 409, 413, 415, 503),
	},
})
const changeRoute = createRoute({
	method: 'patch',
	path: '/api/v1/accounts/{account}',
	tags: ['people'],
	summary: 'Change name, role or department; deactivate or activate',
	description:
		'In force from the answer on. Deactivating ends the sessions. One administrator always remains.',
	security: withScope('people:admin'),
	middleware: [...changing] as const,
	request: {
		params,
		...body(
			z.strictObject({
				name: personName.optional(),
				role: roleSchema.optional(),
				department: departmentCode.nullable().optional(),
				active: z.boolean().optional(),
			}),
		),
	},
	responses: { 200: made('Changed', detailSchema), ...problems(400, 403, 404, 409, 413, 415, 422, 503) },
})

/** Tells the number of an entry that the act made. */
function told(c: Context<AppEnv>, index: number): void {
	c.header(ENTRY_HEADER, String(index), { append: true })
}

export function accountRoutes(people: People) {
	const { deps, directory } = people
	const { clock, random, projection } = deps

	return new OpenAPIHono<AppEnv>()
		.openapi(departmentsRoute, async (c) => {
			await projection.current()
			return c.json({ departments: directory.departments().map(departmentView) }, 200)
		})
		.openapi(addDepartmentRoute, async (c) => {
			const { code, name } = c.req.valid('json')
			await people.change(async () => {
				if (directory.department(code) !== undefined) {
					throw new Problem('department-exists', 'Choose another code, or change that department.')
				}
				told(c, await people.append(principalIn(c), 'department', { code, name, active: true }))
			})
			return c.json({ code, name, active: true }, 201)
		})
		.openapi(changeDepartmentRoute, async (c) => {
			const { code } = c.req.valid('param')
			const wanted = c.req.valid('json')
			const changed = await people.change(async () => {
				const before = directory.department(code)
				if (before === undefined)
					throw new Problem('department-not-found', 'GET /api/v1/departments lists them.')
				const { name = before.name, active = before.active } = wanted
				const people_ = directory.accounts().filter((one) => one.active && one.department === code)
				if (!active && before.active && people_.length > 0) {
					throw new Problem('department-in-use', `${people_.length} active accounts belong to it.`)
				}
				if (name !== before.name || active !== before.active) {
					told(c, await people.append(principalIn(c), 'department', { code, name, active }))
				}
				return { code, name, active }
			})
			return c.json(changed, 200)
		})
		.openapi(accountsRoute, async (c) => {
			await projection.current()
			c.header('Cache-Control', 'no-store')
			return c.json({ accounts: directory.accounts().map(view) }, 200)
		})
		.openapi(accountRoute, async (c) => {
			await projection.current()
			c.header('Cache-Control', 'no-store')
			return c.json(detail(people.account(c.req.valid('param').account)), 200)
		})
		.openapi(inviteRoute, async (c) => {
			const { name, role, department, hours: life } = c.req.valid('json')
			const account = Buffer.from(random(15)).toString('base64url')
			const code = await people.change(async () => {
				demandDepartment(department)
				const data = { account, name, role, department, active: true }
				told(c, await people.append(principalIn(c), 'account', data))
				// If it crashes here, the account stays without a way in: a fresh code can be made for it.
				return invite(c, account, life, false)
			})
			c.header('Cache-Control', 'no-store')
			return c.json({ ...view(people.account(account)), ...code }, 201)
		})
		.openapi(againRoute, async (c) => {
			const { account: id } = c.req.valid('param')
			const { revoke, hours: life } = c.req.valid('json')
			const code = await people.change(async () => {
				const account = people.account(id)
				if (!account.active) throw new Problem('account-inactive', 'Activate it first.')
				const made = await invite(c, id, life, revoke)
				if (revoke) await people.sessions.endAll(id, 'account-changed')
				return made
			})
			c.header('Cache-Control', 'no-store')
			return c.json({ ...view(people.account(id)), ...code }, 201)
		})
		.openapi(changeRoute, async (c) => {
			const { account: id } = c.req.valid('param')
			const wanted = c.req.valid('json')
			await people.change(async () => {
				const before = people.account(id)
				const after = {
					name: wanted.name ?? before.name,
					role: wanted.role ?? before.role,
					department: wanted.department === undefined ? before.department : wanted.department,
					active: wanted.active ?? before.active,
				}
				if (after.active && after.department !== before.department) demandDepartment(after.department)
				if (after.active && !before.active) demandDepartment(after.department)
				if (!after.active || after.role !== 'administrator') demandAdministrator(before)
				const data: DagMap = { account: id, ...after }
				// One in doubt is stated anew, whatever it then says.
				const same =
					!before.doubted &&
					Object.entries(after).every(([name, value]) => before[name as keyof Account] === value)
				if (!same) told(c, await people.append(principalIn(c), 'account', data))
				if (before.active && !after.active) await people.sessions.endAll(id, 'account-changed')
			})
			return c.json(detail(people.account(id)), 200)
		})

	async function invite(
		c: Context<AppEnv>,
		account: string,
		life: number | undefined,
		revoke: boolean,
	): Promise<{ code: string; expires: string }> {
		const code = makeCode(random)
		const hash = codeHash(code)
		if (hash === null) throw new Error('a code that was made is none')
		const expires = clock.now() + (life === undefined ? INVITATION : life * HOUR)
		told(c, await people.append(principalIn(c), 'invitation', { account, code: hash, expires, revoke }))
		return { code, expires: isoTime(expires) }
	}

	function demandDepartment(code: string | null): void {
		if (code === null || directory.department(code)?.active === true) return
		throw new Problem('department-unknown', 'GET /api/v1/departments lists them; a closed one takes nobody.')
	}

	/** Nobody may take away the last way in. @param leaving the account that would not be an administrator any more */
	function demandAdministrator(leaving: Account): void {
		const canAdminister = (one: Account) =>
			one.active && one.role === 'administrator' && directory.passkeysOf(one.id).length > 0
		if (!canAdminister(leaving)) return
		if (directory.accounts().some((one) => one.id !== leaving.id && canAdminister(one))) return
		throw new Problem('last-administrator', 'Make another administrator first.')
	}

	function view(account: Account) {
		return accountView(account, directory.passkeysOf(account.id).length, clock.now())
	}

	function detail(account: Account) {
		return { ...view(account), positions: positionsView(account) }
	}
}
