/** Accounts and departments: who may change what, who was what where when, and what no role can do. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SCOPES } from '../../../api/http/env.ts'
import { scopesOf } from '../../../api/people/roles.ts'
import { firstAdministrator, Person } from '../../support/staff.ts'
import { Town } from '../../support/town.ts'

const MINUTE = 60_000
const ROLES = ['clerk', 'head', 'auditor', 'manager', 'administrator'] as const
let town: Town
let admin: Person
const staff = new Map<string, Person>()

beforeAll(async () => {
	town = await Town.open({ authority: false })
	admin = await firstAdministrator(town)
	await admin.post('/api/v1/departments', { code: 'stavebni', name: 'Stavební odbor' }, 201)
	await admin.post('/api/v1/departments', { code: 'doprava', name: 'Odbor dopravy' }, 201)
	for (const role of ROLES) {
		const department = role === 'clerk' || role === 'head' ? 'stavebni' : null
		staff.set(role, await admin.invite(`Úřední ${role}`, role, department))
	}
})
afterAll(() => town.close())

const change = (id: string, body: unknown) => admin.call(`/api/v1/accounts/${id}`, { method: 'PATCH', body })
const refused = async (response: Response) => [
	response.status,
	((await response.json()) as { code: string }).code,
]
const person = (role: string) => {
	const found = staff.get(role)
	if (found === undefined) throw new Error(role)
	return found
}

describe('departments', () => {
	const table: [
		comment: string,
		method: string,
		path: string,
		body: unknown,
		status: number,
		code: string,
	][] = [
		['a code twice', 'POST', '', { code: 'doprava', name: 'Jiný' }, 409, 'department-exists'],
		['a code with capitals', 'POST', '', { code: 'Doprava', name: 'Jiný' }, 400, 'bad-request'],
		['a code that is too long', 'POST', '', { code: 'a'.repeat(33), name: 'Jiný' }, 400, 'bad-request'],
		['no name', 'POST', '', { code: 'x', name: '' }, 400, 'bad-request'],
		['a name of spaces', 'POST', '', { code: 'x', name: '  ' }, 400, 'bad-request'],
		['a name that turns direction', 'POST', '', { code: 'x', name: 'a\u202eb' }, 400, 'bad-request'],
		['an unknown one', 'PATCH', '/nikde', { name: 'X' }, 404, 'department-not-found'],
		['closing one with people', 'PATCH', '/stavebni', { active: false }, 409, 'department-in-use'],
	]
	for (const [comment, method, path, body, status, code] of table) {
		test(`refused: ${comment}`, async () => {
			const { size } = town.log
			const response = await admin.call(`/api/v1/departments${path}`, { method, body })
			expect(await refused(response)).toEqual([status, code])
			expect(town.log.size).toBe(size)
		})
	}

	test('are renamed, closed and opened again', async () => {
		const patch = (body: unknown) => admin.json('/api/v1/departments/doprava', { method: 'PATCH', body })
		expect(await patch({ name: 'Doprava', active: false })).toMatchObject({ name: 'Doprava', active: false })
		const into = { name: 'A', role: 'clerk', department: 'doprava' }
		const closed = await admin.call('/api/v1/accounts', { method: 'POST', body: into })
		expect(await refused(closed)).toEqual([422, 'department-unknown'])
		expect(await patch({ active: true })).toMatchObject({ active: true })
		const { size } = town.log
		await patch({ active: true })
		expect(town.log.size).toBe(size)
	})
})

describe('changes', () => {
	test('tell the entries that they made, and none where nothing changed', async () => {
		const told = async (method: string, path: string, body: unknown) => {
			const first = town.log.size
			const response = await admin.call(path, { method, body })
			expect(response.ok, path).toBe(true)
			const made = Array.from({ length: town.log.size - first }, (_, i) => first + i)
			expect(response.headers.get('Letopis-Entry'), path).toBe(made.length === 0 ? null : made.join(', '))
			return made.length
		}
		expect(await told('POST', '/api/v1/departments', { code: 'matrika', name: 'Matrika' })).toBe(1)
		expect(await told('PATCH', '/api/v1/departments/matrika', { name: 'Matriky' })).toBe(1)
		expect(await told('PATCH', '/api/v1/departments/matrika', { name: 'Matriky' })).toBe(0)
		const someone = { name: 'Kdo Je', role: 'clerk', department: 'matrika' }
		expect(await told('POST', '/api/v1/accounts', someone)).toBe(2)
		const { accounts } = await admin.json<{ accounts: { id: string }[] }>('/api/v1/accounts')
		const path = `/api/v1/accounts/${accounts.at(-1)?.id}`
		expect(await told('POST', `${path}/invitation`, {})).toBe(1)
		expect(await told('PATCH', path, { role: 'head' })).toBe(1)
		expect(await told('PATCH', path, { role: 'head' })).toBe(0)
	})
})

describe('accounts', () => {
	const bad: [comment: string, body: unknown, status: number, code: string][] = [
		['an unknown role', { name: 'A', role: 'king', department: null }, 400, 'bad-request'],
		['an unknown department', { name: 'A', role: 'clerk', department: 'nikde' }, 422, 'department-unknown'],
		[
			'a name with a control character',
			{ name: 'A\u0007', role: 'clerk', department: null },
			400,
			'bad-request',
		],
		['a name that is not NFC', { name: 'e\u0301', role: 'clerk', department: null }, 400, 'bad-request'],
		[
			'an invitation for ever',
			{ name: 'A', role: 'clerk', department: null, hours: 9999 },
			400,
			'bad-request',
		],
		['an unknown member', { name: 'A', role: 'clerk', department: null, scopes: SCOPES }, 400, 'bad-request'],
	]
	for (const [comment, body, status, code] of bad) {
		test(`refused: ${comment}`, async () => {
			const { size } = town.log
			expect(await refused(await admin.call('/api/v1/accounts', { method: 'POST', body }))).toEqual([
				status,
				code,
			])
			expect(town.log.size).toBe(size)
		})
	}

	test('keep in a history the name that somebody had when they acted', async () => {
		const clerk = await admin.invite('Nováková', 'clerk', 'stavebni')
		const form = new FormData()
		form.set('file', new Blob(['obsah']), 'a.txt')
		const sent = await clerk.call('/api/v1/documents', { method: 'POST', body: form })
		const path = `/api/v1/documents/${sent.headers.get('Location')?.split('/').at(-1)}`
		expect((await change(clerk.id, { name: 'Dvořáková' })).status).toBe(200)
		await clerk.call(path)
		const names = async () => {
			const { events } = await clerk.json<{ events: { type: string; by: string }[] }>(`${path}/history`)
			return events.slice(0, 2).map(({ type, by }) => [type, by])
		}
		const told = [
			['version', 'Nováková'],
			['access', 'Dvořáková'],
		]
		expect(await names()).toEqual(told)
		expect(await clerk.json(path)).toMatchObject({ private: { recordedBy: 'Nováková' } })
		await town.projection.rebuild()
		expect(await names()).toEqual(told)
	})

	test('are invited to a department by its name', async () => {
		const body = { name: 'Pozvaná', role: 'clerk', department: 'stavebni' }
		const { code } = await admin.post<{ code: string }>('/api/v1/accounts', body, 201)
		const asked = await new Person(town).post('/api/v1/registrations/options', { code })
		expect(asked).toMatchObject({ account: { department: 'stavebni', departmentName: 'Stavební odbor' } })
	})

	test('tell who was what where, when; rights change at once', async () => {
		const clerk = await admin.invite('Stěhuje se', 'clerk', 'stavebni')
		town.time.offset += MINUTE
		expect((await change(clerk.id, { department: 'doprava' })).status).toBe(200)
		town.time.offset += MINUTE
		expect((await change(clerk.id, { role: 'auditor', department: null, name: 'Jiné jméno' })).status).toBe(
			200,
		)
		const current = await clerk.json<{ scopes: string[] }>('/api/v1/sessions/current')
		expect(current.scopes.toSorted()).toEqual([...scopesOf('auditor')].toSorted())
		const detail = await admin.json<{ name: string; positions: Record<string, unknown>[] }>(
			`/api/v1/accounts/${clerk.id}`,
		)
		expect(detail.name).toBe('Jiné jméno')
		expect(detail.positions).toMatchObject([
			{ role: 'clerk', department: 'stavebni' },
			{ role: 'clerk', department: 'doprava' },
			{ role: 'auditor', department: null, to: null },
		])
		const [one, two, three] = detail.positions
		expect([one?.to, two?.to]).toEqual([two?.from, three?.from])
		expect((await change(clerk.id, { active: false })).status).toBe(200)
		const gone = await admin.json<{ positions: { to: string | null }[] }>(`/api/v1/accounts/${clerk.id}`)
		expect(gone.positions.at(-1)?.to).not.toBeNull()
		const again = await admin.call(`/api/v1/accounts/${clerk.id}/invitation`, { method: 'POST', body: {} })
		expect(await refused(again)).toEqual([409, 'account-inactive'])
	})

	test('one administrator remains, whatever two of them do at once', async () => {
		const other = person('administrator')
		const down = { role: 'clerk' }
		const both = await Promise.all([
			admin.call(`/api/v1/accounts/${other.id}`, { method: 'PATCH', body: down }),
			other.call(`/api/v1/accounts/${admin.id}`, { method: 'PATCH', body: down }),
		])
		expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409])
		// By the token of the keys, for whoever was demoted.
		for (const id of [admin.id, other.id]) {
			const body = JSON.stringify({ role: 'administrator' })
			const headers = { 'Content-Type': 'application/json' }
			expect((await town.fetch(`/api/v1/accounts/${id}`, { method: 'PATCH', body, headers })).status).toBe(
				200,
			)
		}
	})

	test('a lost device: the old passkeys stop, the fresh code works', async () => {
		const clerk = await admin.invite('Ztratila', 'clerk', 'stavebni')
		const path = `/api/v1/accounts/${clerk.id}/invitation`
		const { code } = await admin.post<{ code: string }>(path, { revoke: true }, 201)
		expect((await clerk.call('/api/v1/sessions/current')).status).toBe(401)
		await expect(clerk.signIn()).rejects.toThrow('401')
		const fresh = new Person(town)
		await fresh.register(code)
		expect(fresh.id).toBe(clerk.id)
	})

	test('an unknown one', async () => {
		for (const init of [{}, { method: 'PATCH', body: { name: 'X' } }]) {
			expect(await refused(await admin.call('/api/v1/accounts/nikdo', init))).toEqual([
				404,
				'account-not-found',
			])
		}
	})
})

describe('no role can do what its scopes lack', () => {
	interface Operation {
		security?: Record<string, string[]>[]
	}
	for (const role of ROLES) {
		test(role, async () => {
			const { paths } = await town.json<{ paths: Record<string, Record<string, Operation>> }>('/openapi.json')
			const held = scopesOf(role)
			await person(role).signIn()
			let refusedOnes = 0
			for (const [path, item] of Object.entries(paths)) {
				for (const [method, { security }] of Object.entries(item)) {
					const scope = security?.length === 1 ? security[0]?.token?.[0] : undefined
					if (scope === undefined || held.has(scope as never)) continue
					const { size } = town.log
					const name = path.replace(/\{\w+\}/g, 'x')
					const response = await person(role).call(name, { method: method.toUpperCase() })
					expect([response.status, await response.json()], `${method} ${path}`).toMatchObject([
						403,
						{ code: 'scope-missing', scope },
					])
					expect(town.log.size).toBe(size)
					refusedOnes++
				}
			}
			expect(refusedOnes).toBeGreaterThan(2)
			town.time.offset += MINUTE
		})
	}

	test('an administrator grants machines what they record, never what they read', async () => {
		await admin.signIn()
		const expires = new Date(town.deps.clock.now() + 3_600_000).toISOString()
		const grant = (scopes: string[], principal = 'podatelna') =>
			admin.call('/api/v1/tokens', { method: 'POST', body: { principal, scopes, expires } })
		expect((await grant(['documents:write'])).status).toBe(201)
		expect(await refused(await grant(['documents:read']))).toEqual([422, 'scope-not-held'])
		// Nor one that outlives the session: a machine never shows a passkey.
		for (const scope of ['people:admin', 'tokens:admin'])
			expect(await refused(await grant([scope])), scope).toEqual([422, 'scope-not-held'])
		// A machine cannot be named as a person acts.
		expect((await grant(['documents:write'], `account:${person('clerk').id}`)).status).toBe(400)
	})
})
