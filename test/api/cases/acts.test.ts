/** Acts on documents without a new version: what everyone sees of them, and who may take them. */
import { parseNote, parseStatus } from '@letopis/format'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '../../support/staff.ts'
import type { Town } from '../../support/town.ts'
import { type CaseOffice, codeOf, openCaseOffice, record, why } from './case-office.ts'

let office: CaseOffice
let town: Town
let clerk: Person
let other: Person
let auditor: Person

beforeAll(async () => {
	office = await openCaseOffice()
	;({ town, clerk, other, auditor } = office)
})
afterAll(() => office?.[Symbol.asyncDispose]())

describe('acts', () => {
	const act = (by: Person, id: string, body: object, headers = {}) =>
		by.call(`/api/v1/documents/${id}/acts`, { method: 'POST', body, headers })
	const status = async (id: string) => {
		const { state, note, acts } = await town.json<{ state: string; note: string; acts: { entry: string }[] }>(
			`/api/v1/documents/${id}/status`,
			{ token: null },
		)
		expect(parseStatus(parseNote(note).text).state).toBe(state)
		return { state, acts: acts.map(({ entry }) => entry) }
	}

	for (const [relation, state] of [
		['corrects', 'corrected'],
		['supersedes', 'superseded'],
		['annuls', 'annulled'],
	] as const) {
		test(`${relation}: everyone sees the effect, those who may the reason`, async () => {
			await clerk.signIn()
			const id = await record(clerk)
			const newer = await record(clerk)
			const { size } = town.log
			const response = await act(clerk, id, { relation, reason: 'chyba ve výroku', by: newer })
			expect(response.status).toBe(201)
			const { entry } = (await response.json()) as { entry: string }
			expect(await status(id)).toEqual({ state, acts: [entry] })
			expect(await town.field(size, 'metadata')).toMatchObject({ reason: 'chyba ve výroku' })
			const { events } = await clerk.json<{ events: object[] }>(`/api/v1/documents/${id}/history`)
			expect(events).toMatchObject([
				{ type: 'version' },
				{ type: 'act', by: 'Úřednice', purpose: 'chyba ve výroku', relations: [{ relation }] },
				{ type: 'access' },
			])
			expect(await codeOf(await act(clerk, id, { relation, reason: 'znovu' }))).toEqual([409, 'act-repeated'])
		})
	}

	test('reach every version, and the same request is recorded once', async () => {
		const id = await record(clerk)
		const form = new FormData()
		form.set('file', new Blob(['druhá']), 'b.txt')
		const added = await clerk.call(`/api/v1/documents/${id}/versions`, { method: 'POST', body: form })
		const second = added.headers.get('Content-Location')?.split('entry=').at(-1) ?? ''
		const headers = { 'Idempotency-Key': `zrušení-${id}`.replace(/[^\x21-\x7e]/g, 'x') }
		const body = { relation: 'annuls', reason: 'vydáno omylem' }
		const both = await Promise.all([act(clerk, id, body, headers), act(clerk, id, body, headers)])
		expect(both.map((one) => one.status)).toEqual([201, 201])
		const replayed = both.map((one) => one.headers.get('Idempotency-Replayed'))
		expect(replayed.toSorted()).toEqual([null, 'true'])
		const [one, two] = await Promise.all(both.map((response) => response.json()))
		expect(one).toEqual(two)
		for (const entry of [id, second]) {
			const { state } = await town.json<{ state: string }>(`/api/v1/documents/${id}/status?entry=${entry}`)
			expect(state).toBe('annulled')
		}
	})

	test('annulling needs the passkey shown again, by an act as by a version', async () => {
		const id = await record(clerk)
		town.time.offset += 6 * 60_000
		const body = { relation: 'annuls', reason: 'omyl' }
		expect(await codeOf(await act(clerk, id, body))).toEqual([403, 'confirmation-needed'])
		const form = new FormData()
		form.set('relation', 'annuls')
		form.set('file', new Blob(['x']), 'x')
		const version = await clerk.call(`/api/v1/documents/${id}/versions`, { method: 'POST', body: form })
		expect(await codeOf(version)).toEqual([403, 'confirmation-needed'])
		await clerk.confirm()
		expect((await act(clerk, id, body)).status).toBe(201)
	})

	const refused: [comment: string, body: (id: string) => object, status: number, code: string][] = [
		['no reason', () => ({ relation: 'corrects', reason: ' ' }), 400, 'bad-request'],
		['disposing', () => ({ relation: 'disposes', reason: 'x' }), 400, 'bad-request'],
		['by itself', (id) => ({ relation: 'corrects', reason: 'x', by: id }), 422, 'act-itself'],
		[
			'by what is no document',
			() => ({ relation: 'corrects', reason: 'x', by: 'b'.repeat(59) }),
			404,
			'document-not-found',
		],
	]
	for (const [comment, body, expected, code] of refused) {
		test(`refused: ${comment}`, async () => {
			const id = await record(clerk)
			const { size } = town.log
			expect(await codeOf(await act(clerk, id, body(id)))).toEqual([expected, code])
			expect(town.log.size).toBe(size)
		})
	}

	test('on another department’s document need a purpose; an auditor never acts', async () => {
		const id = await record(clerk)
		const body = { relation: 'corrects', reason: 'x' }
		expect(await codeOf(await act(other, id, body))).toEqual([403, 'reason-needed'])
		expect((await act(other, id, body, why)).status).toBe(201)
		expect(await codeOf(await act(auditor, id, body, why))).toEqual([403, 'scope-missing'])
	})
})
