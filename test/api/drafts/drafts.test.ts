/** Drafts: what was received stays, encrypted, whatever breaks; confirming gives one document. */

import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createApp } from '@letopis/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rewrapDraftKeys } from '../../../ledger/town/draft-keys.ts'
import { FIREFOX, firstAdministrator, type Person } from '../../support/staff.ts'
import { Town } from '../../support/town.ts'

const DAY = 86_400_000
let town: Town
let clerk: Person
let neighbour: Person
let other: Person
let auditor: Person

beforeAll(async () => {
	town = await Town.open({ authority: false })
	const administrator = await firstAdministrator(town)
	for (const code of ['stavebni', 'doprava']) {
		await administrator.post('/api/v1/departments', { code, name: code }, 201)
	}
	clerk = await administrator.invite('Úřednice', 'clerk', 'stavebni')
	neighbour = await administrator.invite('Sousední', 'clerk', 'stavebni')
	other = await administrator.invite('Jiný', 'clerk', 'doprava')
	auditor = await administrator.invite('Kontrolor', 'auditor', null)
})
afterAll(() => town.close())

interface DraftView {
	id: string
	answers: Record<string, unknown>
	file: { name: string; size: number; parts: number; missing: number[] } | null
	recognised: Record<string, unknown> | null
	looking: boolean
}

const folder = () => town.deps.drafts
const codeOf = async (response: Response) => [
	response.status,
	((await response.json()) as { code: string }).code,
]
const digest = (bytes: Uint8Array) => ({
	'Content-Digest': `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`,
	'Content-Type': 'application/octet-stream',
})
const begin = (
	content: Uint8Array,
	partSize: number,
	answers: object = {},
	name = 'rozhodnutí.pdf',
	by = clerk,
) =>
	by.post<DraftView>(
		'/api/v1/drafts',
		{ answers, file: { name, type: 'application/pdf', size: content.length, partSize } },
		201,
	)
const part = (id: string, number: number | string, bytes: Uint8Array, headers = digest(bytes), by = clerk) =>
	by.call(`/api/v1/drafts/${id}/parts/${number}`, { method: 'PUT', body: bytes, headers })
const read = (id: string, by = clerk) => by.json<DraftView>(`/api/v1/drafts/${id}`)
const confirm = (id: string, by = clerk) => by.call(`/api/v1/drafts/${id}/confirm`, { method: 'POST' })
async function send(content: Uint8Array, answers: object = {}, name?: string): Promise<string> {
	const size = Math.max(1, Math.ceil(content.length / 3))
	const { id, file } = await begin(content, size, answers, name)
	for (let i = 0; i < (file?.parts ?? 0); i++) {
		expect((await part(id, i, content.subarray(i * size, (i + 1) * size))).status).toBe(200)
	}
	return id
}
const pdf = (more = '') => Buffer.from(`%PDF-1.7\n% ${Math.random()}\n${more}\n%%EOF\n`)

describe('parts', () => {
	test('come in any order, twice, after a restart, and make the file', async () => {
		const content = pdf('x'.repeat(1000))
		const { id, file } = await begin(content, 400)
		expect(file).toMatchObject({ parts: Math.ceil(content.length / 400), size: content.length })
		const pieces = Array.from({ length: file?.parts ?? 0 }, (_, i) =>
			content.subarray(i * 400, (i + 1) * 400),
		)
		expect((await part(id, 2, pieces[2] ?? content)).status).toBe(200)
		expect((await part(id, 2, pieces[2] ?? content)).status).toBe(200)
		expect((await read(id)).file?.missing).toEqual([0, 1])
		expect((await read(id)).recognised).toBeNull()

		// A service that was started anew on the same folder.
		const app = createApp(town.deps)
		const headers = { Authorization: `Bearer ${clerk.token}`, 'User-Agent': FIREFOX }
		const call = (path: string, init: RequestInit & { headers?: object } = {}) =>
			app.request(`/api/v1/drafts/${id}${path}`, { ...init, headers: { ...headers, ...init.headers } })
		for (const i of [1, 0]) {
			const body = new Uint8Array(pieces[i] ?? content)
			expect((await call(`/parts/${i}`, { method: 'PUT', body, headers: digest(body) })).status).toBe(200)
		}
		const confirmed = (await (await call('/confirm', { method: 'POST' })).json()) as { document: string }
		const stored = await clerk.call(`/api/v1/documents/${confirmed.document}/content`)
		expect(Buffer.from(await stored.arrayBuffer()).equals(content)).toBe(true)
	})

	test('are encrypted, with their names and answers', async () => {
		const content = Buffer.from('velmi tajný obsah podání')
		const id = await send(content, { metadata: { title: 'Tajný název' } }, 'tajný-soubor.txt')
		const bytes = Buffer.concat(
			await Promise.all(
				(await readdir(join(folder(), id))).map((name) => readFile(join(folder(), id, name))),
			),
		)
		for (const text of ['tajný', 'Tajný', clerk.id, 'account:'])
			expect(bytes.includes(text), text).toBe(false)
	})

	const refused: [
		comment: string,
		number: string,
		bytes: (content: Uint8Array) => Uint8Array,
		headers: object | null,
		status: number,
		code: string,
	][] = [
		[
			'one that the file does not have',
			'3',
			(content) => content.subarray(0, 10),
			null,
			422,
			'draft-part-refused',
		],
		['one that is too short', '0', (content) => content.subarray(0, 9), null, 422, 'draft-part-refused'],
		['one that is too long', '0', (content) => content.subarray(0, 11), null, 422, 'draft-part-refused'],
		[
			'the last one in full length',
			'2',
			(content) => content.subarray(0, 10),
			null,
			422,
			'draft-part-refused',
		],
		['one without a digest', '0', (content) => content.subarray(0, 10), {}, 400, 'bad-request'],
		[
			'one with another digest',
			'0',
			(content) => content.subarray(0, 10),
			digest(Buffer.from('jiné')),
			422,
			'digest-mismatch',
		],
		['a number with a zero in front', '00', (content) => content.subarray(0, 10), null, 400, 'bad-request'],
		['a negative number', '-1', (content) => content.subarray(0, 10), null, 400, 'bad-request'],
	]
	for (const [comment, number, bytes, headers, status, code] of refused) {
		test(`refused: ${comment}`, async () => {
			const content = Buffer.from('0123456789abcdefghijklmno')
			const { id } = await begin(content, 10)
			const sent = bytes(content)
			const response = await part(id, number, sent, { ...(headers ?? digest(sent)) } as ReturnType<
				typeof digest
			>)
			expect(await codeOf(response)).toEqual([status, code])
			expect((await read(id)).file?.missing).toEqual([0, 1, 2])
		})
	}

	test('of more than 8 MiB, and of a file over the limit, are refused before they are read', async () => {
		const plan = (members: object) =>
			clerk.call('/api/v1/drafts', { method: 'POST', body: { file: { name: 'a', size: 1, ...members } } })
		expect(await codeOf(await plan({ partSize: 8 * 1024 * 1024 + 1 }))).toEqual([400, 'bad-request'])
		expect(await codeOf(await plan({ size: 8_000_001 }))).toEqual([413, 'upload-too-large'])
		expect(await codeOf(await plan({ size: 8_000_000, partSize: 10 }))).toEqual([422, 'draft-part-refused'])
		expect(await codeOf(await plan({ size: -1 }))).toEqual([400, 'bad-request'])
	})

	test('of another file replace those of before', async () => {
		const first = pdf('první')
		const id = await send(first)
		const second = Buffer.from('druhý soubor')
		const body = { name: 'b.txt', size: second.length, partSize: 100 }
		const planned = await clerk.json<DraftView>(`/api/v1/drafts/${id}/file`, { method: 'PUT', body })
		expect(planned.file?.missing).toEqual([0])
		expect((await readdir(join(folder(), id))).filter((name) => name.startsWith('part'))).toEqual([])
		expect(await codeOf(await confirm(id))).toEqual([409, 'draft-incomplete'])
		await part(id, 0, second)
		// The same plan again drops nothing.
		await clerk.json(`/api/v1/drafts/${id}/file`, { method: 'PUT', body })
		expect((await read(id)).recognised).toMatchObject({ format: 'text' })
	})

	test('may be none: an empty file is a file', async () => {
		const { id } = await begin(new Uint8Array(0), 10)
		expect((await part(id, 0, new Uint8Array(0))).status).toBe(200)
		expect((await read(id)).recognised).toMatchObject({ format: 'empty' })
		expect((await confirm(id)).status).toBe(201)
	})
})

describe('a whole form', () => {
	const form = (id: string, content: Uint8Array, name = 'list.pdf') => {
		const body = new FormData()
		body.set('file', new Blob([new Uint8Array(content)], { type: 'application/pdf' }), name)
		return clerk.call(`/api/v1/drafts/${id}/file`, { method: 'POST', body })
	}

	test('is taken in one piece, and replaces what was there', async () => {
		const content = pdf('y'.repeat(5_000_000))
		const { id } = await clerk.post<DraftView>('/api/v1/drafts', {}, 201)
		const first = (await (await form(id, pdf())).json()) as DraftView
		expect(first.file).toMatchObject({ name: 'list.pdf', parts: 1, missing: [] })
		const second = (await (await form(id, content, 'větší.pdf')).json()) as DraftView
		expect(second.file).toMatchObject({ name: 'větší.pdf', parts: 2, size: content.length, missing: [] })
		const confirmed = (await (await confirm(id)).json()) as { document: string }
		const stored = await clerk.call(`/api/v1/documents/${confirmed.document}/content`)
		expect(Buffer.from(await stored.arrayBuffer()).equals(content)).toBe(true)
		expect(stored.headers.get('Content-Disposition')).toContain(encodeURIComponent('větší.pdf'))
	})

	test('that is cut short or too large leaves no file', async () => {
		const { id } = await clerk.post<DraftView>('/api/v1/drafts', {}, 201)
		const cut = await clerk.call(`/api/v1/drafts/${id}/file`, {
			method: 'POST',
			headers: { 'Content-Type': 'multipart/form-data; boundary=x' },
			body: Buffer.from('--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nzačátek'),
		})
		expect(await codeOf(cut)).toEqual([400, 'malformed-multipart'])
		expect(await codeOf(await form(id, Buffer.alloc(8_200_000)))).toEqual([413, 'upload-too-large'])
		expect((await read(id)).file).toBeNull()
		expect((await readdir(join(folder(), id))).toSorted()).toEqual(['key', 'state'])
		// And another attempt is not in its way.
		expect((await form(id, pdf())).status).toBe(200)
	})
})

describe('what the file is', () => {
	test('is told once all of it is there', async () => {
		const content = pdf('/Type /Sig /ByteRange [0 1 2 3]')
		const id = await send(content)
		const sha256 = createHash('sha256').update(content).digest('hex')
		const recognised = { format: 'pdf', signatures: 'contained-unchecked', sha256, same: [] }
		expect(await read(id)).toMatchObject({ looking: false, recognised })
	})

	test('names the same content, to those who may read it', async () => {
		const content = pdf('stejné')
		const confirmed = (await (await confirm(await send(content))).json()) as {
			document: string
			entry: string
		}
		const again = await read(await send(content))
		expect(again.recognised?.same).toEqual([{ document: confirmed.document, entry: confirmed.entry }])
		for (const [reader, count] of [
			[neighbour, 1],
			[other, 0],
		] as const) {
			const { id } = await begin(content, 10_000, {}, 'a.pdf', reader)
			await part(id, 0, content, digest(content), reader)
			expect((await read(id, reader)).recognised?.same).toHaveLength(count)
		}
	})
})

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

	test('goes on where a crash stopped it', async () => {
		const opened = await clerk.post<{ id: string }>('/api/v1/cases', { title: 'Přerušený' }, 201)
		const id = await send(pdf(), answers({ case: opened.id }))
		const kept = await Promise.all(
			(await readdir(join(folder(), id))).map(
				async (name) => [name, await readFile(join(folder(), id, name))] as const,
			),
		)
		const confirmed = (await (await confirm(id)).json()) as { document: string }
		// The draft as it was before its removal reached the disk.
		await mkdir(join(folder(), id))
		for (const [name, bytes] of kept) await writeFile(join(folder(), id, name), bytes)
		const { size } = town.log
		const app = createApp(town.deps)
		const headers = { Authorization: `Bearer ${clerk.token}`, 'User-Agent': FIREFOX }
		const again = await app.request(`/api/v1/drafts/${id}/confirm`, { method: 'POST', headers })
		expect(await again.json()).toMatchObject({ document: confirmed.document, replayed: true })
		expect(town.log.size).toBe(size)
		expect(await readdir(folder())).not.toContain(id)
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

describe('drafts', () => {
	test('are one’s own', async () => {
		const id = await send(pdf())
		for (const init of [{}, { method: 'DELETE' }]) {
			expect(await codeOf(await neighbour.call(`/api/v1/drafts/${id}`, init))).toEqual([
				404,
				'draft-not-found',
			])
		}
		expect(await codeOf(await part(id, 0, Buffer.from('x'), digest(Buffer.from('x')), neighbour))).toEqual([
			404,
			'draft-not-found',
		])
		const own = await neighbour.json<{ drafts: { id: string }[] }>('/api/v1/drafts')
		expect(own.drafts.map((one) => one.id)).not.toContain(id)
		expect(await codeOf(await auditor.call('/api/v1/drafts'))).toEqual([403, 'scope-missing'])
	})

	test('keep answers, in NFC, within bounds', async () => {
		const { id } = await clerk.post<DraftView>('/api/v1/drafts', {}, 201)
		const path = `/api/v1/drafts/${id}/answers`
		const put = (body: unknown) => clerk.call(path, { method: 'PUT', body })
		expect(await (await put({ form: { text: 'e\u0301', list: [1, true, null] } })).json()).toMatchObject({
			answers: { form: { text: 'é', list: [1, true, null] } },
		})
		expect(await codeOf(await put({ form: { text: 'x'.repeat(61_000) } }))).toEqual([413, 'body-too-large'])
		expect(await codeOf(await put({ unknown: 1 }))).toEqual([400, 'bad-request'])
		expect((await read(id)).answers).toMatchObject({ form: { text: 'é' } })
	})

	test('are at most fifty', async () => {
		for (let i = 0; i < 60; i++) {
			const response = await other.call('/api/v1/drafts', { method: 'POST', body: {} })
			if (response.status === 201) continue
			expect(await codeOf(response)).toEqual([409, 'draft-limit'])
			const { drafts } = await other.json<{ drafts: { id: string }[] }>('/api/v1/drafts')
			expect(drafts).toHaveLength(50)
			await other.call(`/api/v1/drafts/${drafts[0]?.id}`, { method: 'DELETE' })
			return
		}
		throw new Error('no bound')
	})

	test('survive a rotation of the epoch', async () => {
		const content = pdf('přežije')
		const id = await send(content)
		await town.vault.rotateEpoch(undefined, { beside: (rewrap) => rewrapDraftKeys(folder(), rewrap) })
		const app = createApp(town.deps)
		const headers = { Authorization: `Bearer ${clerk.token}`, 'User-Agent': FIREFOX }
		const view = (await (await app.request(`/api/v1/drafts/${id}`, { headers })).json()) as DraftView
		expect(view.recognised?.sha256).toBe(createHash('sha256').update(content).digest('hex'))
	})

	test('what a crash left is removed; what cannot be read is left, and told of', async () => {
		await mkdir(join(folder(), 'AAAAAAAAAAAAAAAAAAAAAA.new'))
		await mkdir(join(folder(), 'BBBBBBBBBBBBBBBBBBBBBB.gone'))
		const broken = 'CCCCCCCCCCCCCCCCCCCCCC'
		await mkdir(join(folder(), broken))
		await writeFile(join(folder(), broken, 'key'), 'x')
		const id = await send(pdf())
		await writeFile(join(folder(), id, 'part-7'), 'x')
		await writeFile(join(folder(), id, 'state.new'), 'x')
		const app = createApp(town.deps)
		const headers = { Authorization: `Bearer ${clerk.token}`, 'User-Agent': FIREFOX }
		expect((await app.request(`/api/v1/drafts/${id}`, { headers })).status).toBe(200)
		const left = await readdir(folder())
		expect(left.filter((name) => name.includes('.'))).toEqual([])
		expect(left).toContain(broken)
		expect((await readdir(join(folder(), id))).toSorted()).toEqual([
			'key',
			'part-0',
			'part-1',
			'part-2',
			'state',
		])
		expect(town.journal.some(({ notice }) => notice === 'draft-unreadable')).toBe(true)
	})

	test('a flipped bit is found', async () => {
		const id = await send(pdf())
		const path = join(folder(), id, 'part-1')
		const bytes = await readFile(path)
		bytes[20] = (bytes[20] ?? 0) ^ 1
		await writeFile(path, bytes)
		expect(await codeOf(await confirm(id))).toEqual([500, 'corrupt'])
	})

	test('go after thirty days without a change, with a line in the journal', async () => {
		const { startSweeping } = await import('../../../api/drafts/sweep.ts')
		const drafts = startSweeping(town.deps)
		const before = (await drafts.list(`account:${clerk.id}`)).length
		expect(before).toBeGreaterThan(0)
		town.time.offset += 31 * DAY
		const fresh = await drafts.create(`account:${clerk.id}`, {}, null)
		await drafts.sweep()
		expect((await drafts.list(`account:${clerk.id}`)).map(({ id }) => id)).toEqual([fresh.id])
		expect(town.journal.some(({ notice }) => notice?.startsWith('drafts-swept-'))).toBe(true)
	})
})
