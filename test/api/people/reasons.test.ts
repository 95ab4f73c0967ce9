/** Departments and reasons: whoever reads elsewhere says why, and that is kept with the access. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { firstAdministrator, type Person } from '../../support/staff.ts'
import { Town } from '../../support/town.ts'

let town: Town
let builder: Person
let neighbour: Person
let driver: Person
let auditor: Person
let administrator: Person

beforeAll(async () => {
	town = await Town.open({ authority: false })
	administrator = await firstAdministrator(town)
	for (const code of ['stavebni', 'doprava']) {
		await administrator.post('/api/v1/departments', { code, name: code }, 201)
	}
	builder = await administrator.invite('Stavitelka', 'clerk', 'stavebni')
	neighbour = await administrator.invite('Sousední', 'head', 'stavebni')
	driver = await administrator.invite('Dopravní', 'clerk', 'doprava')
	auditor = await administrator.invite('Kontrolor', 'auditor', null)
})
afterAll(() => town.close())

const record = async (by: Person, parts: Record<string, string> = {}): Promise<string> => {
	const form = new FormData()
	for (const [name, value] of Object.entries(parts)) form.set(name, value)
	form.set('file', new Blob(['obsah']), 'a.txt')
	const response = await by.call('/api/v1/documents', { method: 'POST', body: form })
	expect(response.status).toBe(201)
	return response.headers.get('Location')?.split('/').at(-1) ?? ''
}
const purpose = { 'Letopis-Purpose': encodeURIComponent('dozor nad výstavbou') }
const reads = ['', '/content', '/receipt', '/history', '/export']

describe('a document that is not public', () => {
	test('is read without a reason in the department that recorded it', async () => {
		const id = await record(builder)
		for (const reader of [builder, neighbour]) {
			for (const path of reads) {
				expect((await reader.call(`/api/v1/documents/${id}${path}`)).status, path).toBe(200)
			}
		}
	})

	test('needs one elsewhere, which stands in the access entry with function and department', async () => {
		const id = await record(builder)
		for (const [reader, department, role] of [
			[driver, 'doprava', 'clerk'],
			[auditor, null, 'auditor'],
		] as const) {
			for (const path of reads) {
				const address = `/api/v1/documents/${id}${path}`
				const { size } = town.log
				const refused = await reader.call(address)
				expect([refused.status, await refused.json()], path).toMatchObject([403, { code: 'reason-needed' }])
				expect(town.log.size).toBe(size)
				expect((await reader.call(address, { headers: purpose })).status, path).toBe(200)
				const [access] = await town.accesses(size)
				expect(access).toMatchObject({ purpose: 'dozor nad výstavbou', object: id })
				expect(access?.actor).toEqual({ account: reader.id, role, department })
			}
		}
	})

	test('also when a machine recorded it, or somebody of no department', async () => {
		const { id } = await town.upload('x', {}, { token: await town.token(['documents:write']) })
		expect((await builder.call(`/api/v1/documents/${id}`)).status).toBe(403)
		expect((await builder.call(`/api/v1/documents/${id}`, { headers: purpose })).status).toBe(200)
	})

	test('follows the department of whoever recorded it, not where they went', async () => {
		const mover = await administrator.invite('Přechází', 'clerk', 'stavebni')
		const id = await record(mover)
		const change = { method: 'PATCH', body: { department: 'doprava' } }
		await administrator.json(`/api/v1/accounts/${mover.id}`, change)
		expect((await driver.call(`/api/v1/documents/${id}`)).status).toBe(403)
		expect((await builder.call(`/api/v1/documents/${id}`)).status).toBe(200)
		// One's own stay one's own.
		expect((await mover.call(`/api/v1/documents/${id}`)).status).toBe(200)
	})

	test('is not read by roles that read none, whatever they say', async () => {
		const id = await record(builder)
		const response = await administrator.call(`/api/v1/documents/${id}`, { headers: purpose })
		expect([response.status, await response.json()]).toMatchObject([403, { code: 'scope-missing' }])
	})
})

test('a version of another department’s document needs a reason, which stays with it', async () => {
	const id = await record(builder)
	const payloads = await town.payloads()
	const send = (headers: Record<string, string> = {}) => {
		const body = new FormData()
		body.set('file', new Blob(['nové znění']), 'b.txt')
		return driver.call(`/api/v1/documents/${id}/versions`, { method: 'POST', body, headers })
	}
	const { size } = town.log
	const refused = await send()
	expect([refused.status, await refused.json()]).toMatchObject([403, { code: 'reason-needed' }])
	expect([town.log.size, await town.payloads()]).toEqual([size, payloads])
	expect((await send(purpose)).status).toBe(201)
	expect(await town.field(size, 'purpose')).toBe('dozor nad výstavbou')
	const { events } = await builder.json<{ events: object[] }>(`/api/v1/documents/${id}/history`)
	expect(events[1]).toMatchObject({ type: 'version', by: 'Dopravní', purpose: 'dozor nad výstavbou' })
})

test('what says nothing is no reason', async () => {
	const id = await record(builder)
	for (const said of [' ', '\u00a0', '\u200b', '…', '---', 'd\u202eozor']) {
		const headers = { 'Letopis-Purpose': encodeURIComponent(said) }
		const response = await driver.call(`/api/v1/documents/${id}`, { headers })
		expect([response.status, await response.json()], encodeURIComponent(said)).toMatchObject([
			400,
			{ code: 'purpose-malformed' },
		])
	}
})

test('a public document needs no reason', async () => {
	const id = await record(builder, { visibility: 'public' })
	for (const path of ['', '/content', '/receipt', '/history']) {
		expect((await driver.call(`/api/v1/documents/${id}${path}`)).status, path).toBe(200)
	}
})

test('the history shows who, in what function, and why', async () => {
	const id = await record(builder)
	await driver.call(`/api/v1/documents/${id}`, { headers: purpose })
	const { events } = await builder.json<{ events: object[] }>(`/api/v1/documents/${id}/history`)
	expect(events).toMatchObject([
		{ type: 'version', by: 'Stavitelka', department: 'stavebni', role: 'clerk' },
		{ type: 'access', by: 'Dopravní', department: 'doprava', purpose: 'dozor nad výstavbou' },
		{ type: 'access', by: 'Stavitelka', action: 'history' },
	])
	const view = await builder.json(`/api/v1/documents/${id}`)
	expect(view).toMatchObject({ private: { recordedBy: 'Stavitelka', department: 'stavebni' } })
})

test('a session owns what its account recorded, and a machine cannot take its name', async () => {
	const id = await record(builder)
	const token = await town.token(['documents:write'], builder.id)
	expect((await town.fetch(`/api/v1/documents/${id}`, { token })).status).toBe(403)
})
