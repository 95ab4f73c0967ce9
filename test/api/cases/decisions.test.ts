/** Decisions on documents, and in which cases they are taken. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Person } from '../../support/staff.ts'
import type { Town } from '../../support/town.ts'
import { type CaseOffice, closeCase, codeOf, openCase, openCaseOffice, record, why } from './case-office.ts'

let office: CaseOffice
let town: Town
let clerk: Person
let other: Person

beforeAll(async () => {
	office = await openCaseOffice()
	;({ town, clerk, other } = office)
})
afterAll(() => office?.[Symbol.asyncDispose]())

test('a decision in another department’s case needs a reason, and a machine decides on nothing that it may not read', async () => {
	const foreign = await openCase(other, { title: 'Cizí spis' })
	const document = await record(clerk)
	const decide = {
		method: 'POST',
		body: { ruling: 'Povoluje se.', reasoning: '', instruction: '', case: foreign.id },
	}
	const address = `/api/v1/documents/${document}/decisions`
	const { size } = town.log
	expect(await codeOf(await clerk.call(address, decide))).toEqual([403, 'reason-needed'])
	const token = await town.token(['cases:write', 'documents:write'], 'stroj')
	const headers = { 'Content-Type': 'application/json' }
	const body = JSON.stringify({ ruling: 'Povoluje se.', reasoning: '', instruction: '' })
	const machine = await town.fetch(address, { method: 'POST', token, headers, body })
	expect(await codeOf(machine)).toEqual([403, 'not-yours'])
	const into = `/api/v1/cases/${foreign.id}/documents/${document}`
	expect(await codeOf(await town.fetch(into, { method: 'PUT', token }))).toEqual([403, 'not-yours'])
	expect(town.log.size).toBe(size + 1)
	const keyed = { ...decide, headers: { ...why, 'Idempotency-Key': 'rozhodnuti-1' } }
	for (const replayed of [null, 'true']) {
		const answer = await clerk.call(address, keyed)
		expect([answer.status, answer.headers.get('Idempotency-Replayed')]).toEqual([201, replayed])
	}
})

test('a decision that was recorded is answered again after its case was closed, and no other one is taken', async () => {
	const { id } = await openCase(clerk, { title: 'Uzavřený' })
	const document = await record(clerk)
	const body = { ruling: 'Povoluje se.', reasoning: '', instruction: '', case: id }
	const decide = (key: string, ruling = body.ruling) =>
		clerk.call(`/api/v1/documents/${document}/decisions`, {
			...{ method: 'POST', body: { ...body, ruling } },
			headers: { 'Idempotency-Key': key },
		})
	const first = await decide('uzavreny-1')
	expect(first.status).toBe(201)
	await closeCase(clerk, id)
	const { size } = town.log
	const again = await decide('uzavreny-1')
	expect([again.status, again.headers.get('Idempotency-Replayed')]).toEqual([201, 'true'])
	expect(await again.json()).toEqual(await first.json())
	expect(await codeOf(await decide('uzavreny-1', 'Zamítá se.'))).toEqual([409, 'idempotency-conflict'])
	expect(await codeOf(await decide('uzavreny-2'))).toEqual([409, 'case-closed'])
	expect(town.log.size).toBe(size)
})

test('of a decision and the closing of its case at once, what came second is refused or nothing comes after', async () => {
	const { id } = await openCase(clerk, { title: 'Zároveň' })
	const document = await record(clerk)
	const body = { ruling: 'Povoluje se.', reasoning: '', instruction: '', case: id }
	const [decided] = await Promise.all([
		clerk.call(`/api/v1/documents/${document}/decisions`, { method: 'POST', body }),
		closeCase(clerk, id),
	])
	const { events } = await clerk.json<{ events: { type: string }[] }>(`/api/v1/cases/${id}`)
	const types = events.map(({ type }) => type)
	expect(types).toEqual(decided?.status === 201 ? ['opened', 'decision', 'closed'] : ['opened', 'closed'])
})

test('a decision names the version that it was taken on', async () => {
	const document = await record(clerk)
	const decide = (ruling: string) =>
		clerk.call(`/api/v1/documents/${document}/decisions`, {
			...{ method: 'POST', body: { ruling, reasoning: '', instruction: '' } },
		})
	await decide('Povoluje se.')
	await record(clerk, {}, { to: document, relation: 'supersedes' })
	await decide('Nepovoluje se.')
	const expected = [
		{ ruling: 'Povoluje se.', version: 1 },
		{ ruling: 'Nepovoluje se.', version: 2 },
	]
	for (const path of ['look', 'decisions'])
		expect(await clerk.json(`/api/v1/documents/${document}/${path}`)).toMatchObject({ decisions: expected })
})
