/** Drafts: what was received stays, encrypted, whatever breaks. */

import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createApp } from '@letopis/api'
import { describe, expect, test } from 'vitest'
import { rewrapDraftKeys } from '../../../ledger/town/draft-keys.ts'
import { FIREFOX } from '../../support/staff.ts'
import {
	auditor,
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

const DAY = 86_400_000

draftTown()

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
