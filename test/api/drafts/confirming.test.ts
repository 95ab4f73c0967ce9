/** Confirming a draft gives one document, however often it is asked for and wherever it was cut off. */

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createApp } from '@letopis/api'
import { LedgerError } from '@letopis/ledger'
import { describe, expect, test, vi } from 'vitest'
import { FIREFOX } from '../../support/staff.ts'
import {
	begin,
	clerk,
	codeOf,
	confirm,
	type DraftView,
	digest,
	draftTown,
	folder,
	neighbour,
	other,
	part,
	pdf,
	read,
	send,
	town,
} from './draft-town.ts'

draftTown()

describe('confirming', () => {
	const answers = (members: object = {}) => ({
		metadata: { title: 'Rozhodnutí', public: { number: '1' } },
		...members,
	})

	test('records the answers; double clicks and later ones give the same document', async () => {
		const id = await send(pdf(), answers({ visibility: 'public', form: { page: 'kontrola' } }))
		const { size } = town.log
		const both = await Promise.all([confirm(id), confirm(id)])
		const bodies = await Promise.all(
			both.map(
				async (one) => (await one.json()) as { document: string; entry: string; receipt: { type: string } },
			),
		)
		expect(both.map(({ status }) => status)).toEqual([201, 201])
		expect(bodies[0]?.document).toBe(bodies[1]?.document)
		expect(bodies[0]?.receipt.type).toBe('letopis-receipt/v1')
		expect(town.log.size).toBe(size + 1)
		expect(await (await confirm(id)).json()).toMatchObject({ document: bodies[0]?.document, replayed: true })
		expect((await clerk.call(`/api/v1/drafts/${id}`)).status).toBe(404)
		const view = await clerk.json(`/api/v1/documents/${bodies[0]?.document}`)
		expect(view).toMatchObject({
			version: { visibility: 'public', public: { number: '1' } },
			private: {
				metadata: { title: 'Rozhodnutí' },
				recordedBy: 'Úřednice',
				file: { name: 'rozhodnutí.pdf' },
			},
		})
		expect(await readdir(folder())).not.toContain(id)
		// Another one does not get it, nor learns that it was.
		expect(await codeOf(await confirm(id, neighbour))).toEqual([404, 'draft-not-found'])
	})

	test('makes a version, puts it into a case, records the decision, once', async () => {
		const first = (await (await confirm(await send(pdf()))).json()) as { document: string }
		const opened = await clerk.post<{ id: string }>('/api/v1/cases', { title: 'Spis' }, 201)
		const decision = { ruling: 'Povoluje se.' }
		const given = answers({
			document: first.document,
			relation: 'supersedes',
			reason: 'oprava výroku',
			case: opened.id,
			decision,
		})
		const id = await send(pdf(), given)
		const { size } = town.log
		const both = await Promise.all([confirm(id), confirm(id)])
		expect(both.map(({ status }) => status)).toEqual([201, 201])
		expect(await Promise.all([size, size + 1, size + 2].map((index) => town.field(index, 'kind')))).toEqual([
			'document',
			'case-document',
			'decision',
		])
		expect(town.log.size).toBe(size + 3)
		const { state } = await town.json<{ state: string }>(`/api/v1/documents/${first.document}/status`)
		expect(state).toBe('superseded')
	})

	test('outside the department needs a reason before anything is recorded; it stays with the version', async () => {
		const purpose = { 'Letopis-Purpose': encodeURIComponent('zastupuji odbor') }
		const foreign = await other.post<{ id: string }>('/api/v1/cases', { title: 'Cizí spis' }, 201)
		const intoCase = await send(pdf(), { metadata: { title: 'Do cizího spisu' }, case: foreign.id })
		const { size } = town.log
		expect(await codeOf(await confirm(intoCase))).toEqual([403, 'reason-needed'])
		expect(town.log.size).toBe(size)
		const document = (await (await confirm(await send(pdf()))).json()) as { document: string }
		const draft = await begin(Buffer.from('x'), 1, { document: document.document }, 'a.txt', other)
		await part(draft.id, 0, Buffer.from('x'), digest(Buffer.from('x')), other)
		expect(await codeOf(await confirm(draft.id, other))).toEqual([403, 'reason-needed'])
		const before = town.log.size
		const path = `/api/v1/drafts/${draft.id}/confirm`
		expect((await other.call(path, { method: 'POST', headers: purpose })).status).toBe(201)
		expect(await town.field(before, 'purpose')).toBe('zastupuji odbor')
	})

	test('with a decision needs the right to decide', async () => {
		const token = await town.token(['documents:write'], 'skener')
		const headers = { 'Content-Type': 'application/json' }
		const begun = await town.json<DraftView>(
			'/api/v1/drafts',
			{
				...{ method: 'POST', token, headers },
				body: JSON.stringify({
					answers: { decision: { ruling: 'Zamítá se.' } },
					file: { name: 'a.txt', size: 1, partSize: 1 },
				}),
			},
			201,
		)
		const address = `/api/v1/drafts/${begun.id}`
		const body = new Uint8Array(Buffer.from('x'))
		await town.fetch(`${address}/parts/0`, { method: 'PUT', token, headers: digest(body), body })
		const { size } = town.log
		expect(await codeOf(await town.fetch(`${address}/confirm`, { method: 'POST', token }))).toEqual([
			403,
			'scope-missing',
		])
		expect(town.log.size).toBe(size)
	})

	/** The files of a draft as they are now; puts them back, as after a crash before their removal. */
	const keep = async (id: string) => {
		const names = await readdir(join(folder(), id))
		const kept = await Promise.all(
			names.map(async (name) => [name, await readFile(join(folder(), id, name))] as const),
		)
		return async () => {
			await mkdir(join(folder(), id), { recursive: true })
			for (const [name, bytes] of kept) await writeFile(join(folder(), id, name), bytes)
		}
	}
	/** Confirms in a service that was just started. */
	const confirmAnew = (id: string) =>
		createApp(town.deps).request(`/api/v1/drafts/${id}/confirm`, {
			method: 'POST',
			headers: { Authorization: `Bearer ${clerk.token}`, 'User-Agent': FIREFOX },
		})
	interface Confirmed {
		document: string
		undone: string[]
	}

	test('goes on where a crash stopped it', async () => {
		const opened = await clerk.post<{ id: string }>('/api/v1/cases', { title: 'Přerušený' }, 201)
		const id = await send(pdf(), answers({ case: opened.id }))
		const restore = await keep(id)
		const confirmed = (await (await confirm(id)).json()) as Confirmed
		await restore()
		const { size } = town.log
		expect(await (await confirmAnew(id)).json()).toMatchObject({
			...{ document: confirmed.document, replayed: true, undone: [] },
		})
		expect(town.log.size).toBe(size)
		expect(await readdir(folder())).not.toContain(id)
	})

	const close = async (case_: string) => {
		const answer = await neighbour.call(`/api/v1/cases/${case_}/closure`, {
			...{ method: 'POST', body: { settled: 'mezitím' } },
		})
		expect(answer.status).toBe(204)
	}
	const decision = { ruling: 'Povoluje se.', reasoning: '', instruction: '' }

	test('a case closed by another before it: nothing is recorded, nothing is lost', async () => {
		const { id: case_ } = await clerk.post<{ id: string }>('/api/v1/cases', { title: 'Dřív' }, 201)
		const id = await send(pdf(), answers({ case: case_, decision }))
		await close(case_)
		const { size } = town.log
		expect(await codeOf(await confirm(id))).toEqual([409, 'case-closed'])
		expect([town.log.size, (await read(id)).file?.missing]).toEqual([size, []])
	})

	test('cut off behind the document, the case closed by another: the rest is recorded without it, once', async () => {
		const { id: case_ } = await clerk.post<{ id: string }>('/api/v1/cases', { title: 'Mezitím' }, 201)
		const id = await send(pdf(), answers({ case: case_, decision }))
		const restore = await keep(id)
		// The log takes the document, and then no more.
		const { log } = town.deps.ledger
		const append = log.append.bind(log)
		let left = 1
		const cut = vi.spyOn(log, 'append').mockImplementation((draft) => {
			if (left-- > 0) return append(draft)
			return Promise.reject(new LedgerError('queue-full', 'cut off'))
		})
		const failed = await confirm(id)
		cut.mockRestore()
		expect(await codeOf(failed)).toEqual([503, 'queue-full'])
		await close(case_)
		const { size } = town.log
		const confirmed = (await (await confirmAnew(id)).json()) as Confirmed
		expect(confirmed).toMatchObject({ replayed: true, undone: ['case', 'decision-case'] })
		expect(await town.field(size, 'kind')).toBe('decision')
		expect(town.log.size).toBe(size + 1)
		const look = await clerk.json(`/api/v1/documents/${confirmed.document}/look`)
		expect(look).toMatchObject({ cases: [], decisions: [{ ruling: 'Povoluje se.', case: null }] })
		// And once more, where its end was lost too.
		await restore()
		const before = town.log.size
		expect(await (await confirmAnew(id)).json()).toMatchObject({
			...{ document: confirmed.document, undone: ['case', 'decision-case'] },
		})
		expect(town.log.size).toBe(before)
	})

	test('all recorded but its end lost, the case closed since: it is what it was', async () => {
		const { id: case_ } = await clerk.post<{ id: string }>('/api/v1/cases', { title: 'Celý' }, 201)
		const id = await send(pdf(), answers({ case: case_, decision }))
		const restore = await keep(id)
		const first = (await (await confirm(id)).json()) as Confirmed
		await restore()
		await close(case_)
		const { size } = town.log
		expect(await (await confirmAnew(id)).json()).toMatchObject({
			...{ document: first.document, replayed: true, undone: [] },
		})
		expect(town.log.size).toBe(size)
	})

	test('cut off, then changed: it says what is recorded, and records nothing of the change', async () => {
		const id = await send(pdf(), answers())
		const restore = await keep(id)
		const { document } = (await (await confirm(id)).json()) as Confirmed
		await restore()
		const app = createApp(town.deps)
		const headers = {
			...{ Authorization: `Bearer ${clerk.token}`, 'User-Agent': FIREFOX },
			'Content-Type': 'application/json',
		}
		const path = `/api/v1/drafts/${id}`
		const body = JSON.stringify(answers({ metadata: { title: 'Jinak' } }))
		expect((await app.request(`${path}/answers`, { method: 'PUT', headers, body })).status).toBe(200)
		const { size } = town.log
		const refused = await app.request(`${path}/confirm`, { method: 'POST', headers })
		expect([refused.status, await refused.json()]).toMatchObject([409, { code: 'draft-recorded', document }])
		expect(town.log.size).toBe(size)
		expect((await app.request(path, { method: 'DELETE', headers })).status).toBe(204)
	})

	test('while nothing is appended: what was recorded is told again, what was not waits in its draft', async () => {
		const done = await send(pdf(), answers())
		const restore = await keep(done)
		const first = (await (await confirm(done)).json()) as Confirmed
		await restore()
		const waiting = await send(pdf(), answers())
		const stopped = vi
			.spyOn(town.deps.ledger.log, 'failure', 'get')
			.mockReturnValue(new LedgerError('io', 'disk gone'))
		const [again, refused] = [await confirmAnew(done), await confirm(waiting)]
		stopped.mockRestore()
		expect(await again.json()).toMatchObject({ document: first.document, replayed: true })
		expect(refused.status).toBe(500)
		expect((await confirm(waiting)).status).toBe(201)
	})

	const refused: [comment: string, members: object, status: number, code: string][] = [
		[
			'a change without a reason',
			{ document: 'b'.repeat(59), relation: 'annuls' },
			409,
			'draft-answers-missing',
		],
		['a change of nothing', { relation: 'corrects', reason: 'x' }, 409, 'draft-answers-missing'],
		['a decision without a ruling', { decision: { reasoning: 'x' } }, 409, 'draft-answers-missing'],
		['a document that is none', { document: 'x' }, 409, 'draft-answers-missing'],
		[
			'metadata that are too deep',
			{ metadata: { a: { b: { c: { d: { e: { f: { g: 1 } } } } } } } },
			400,
			'malformed-json',
		],
	]
	for (const [comment, members, status, code] of refused) {
		test(`refused: ${comment}; nothing is recorded, nothing is lost`, async () => {
			const { size } = town.log
			const body = { answers: members, file: { name: 'a', size: 1 } }
			const begun = await clerk.call('/api/v1/drafts', { method: 'POST', body })
			if (begun.status !== 201) return expect(await codeOf(begun)).toEqual([status, code])
			const { id } = (await begun.json()) as DraftView
			await part(id, 0, Buffer.from('x'))
			expect(await codeOf(await confirm(id))).toEqual([status, code])
			expect(town.log.size).toBe(size)
			expect((await read(id)).file?.missing).toEqual([])
		})
	}
})
