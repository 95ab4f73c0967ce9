/** Recording documents and reading their content in a real town. */
import { createHash } from 'node:crypto'
import {
	bodyOf,
	checkDisclosure,
	checkInclusion,
	cidText,
	decodeEntry,
	entryCid,
	equalBytes,
	formatReceipt,
	leafHash,
	parseCheckpoint,
	parseNote,
	parseReceipt,
	parseVkey,
	verifyNote,
} from '@letopis/format'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Town } from '../support/town.ts'

let town: Town

beforeAll(async () => {
	town = await Town.open({ authority: false })
})
afterAll(() => town.close())

const sha256 = (text: string) => createHash('sha256').update(text).digest()

describe('recording', () => {
	test('answers with a receipt that proves the entry under a head signed by the log', async () => {
		const { response, receipt, id } = await town.upload('obsah', {
			metadata: '{"title":"Tajné","public":{"agenda":"A1"}}',
		})
		expect(response.status).toBe(201)
		expect(response.headers.get('Location')).toBe(`/api/v1/documents/${id}`)
		expect(response.headers.get('Content-Location')).toBe(`/api/v1/documents/${id}/receipt?entry=${id}`)
		expect(response.headers.get('Cache-Control')).toBe('no-store')
		expect(receipt).toBe(formatReceipt(parseReceipt(receipt)))
		const { entry, fields, proof, anchors, linked, status } = parseReceipt(receipt)
		expect(cidText(entryCid(entry))).toBe(id)
		const head = parseCheckpoint(parseNote(proof.checkpoint).text)
		checkInclusion({
			index: proof.index,
			size: head.size,
			leaf: leafHash(entry),
			proof: [...proof.proof],
			root: head.root,
		})
		const [vkey = ''] = (await (await town.fetch('/log/vkey')).text()).split('\n')
		expect(verifyNote(parseNote(proof.checkpoint), [parseVkey(vkey)])).toHaveLength(1)
		const decoded = decodeEntry(entry)
		const disclosed = fields.map((one) => checkDisclosure(decoded.commitment, one))
		expect(disclosed.map(({ name }) => name)).toEqual(['time', 'content'])
		expect(Buffer.from(disclosed[1]?.value as Uint8Array)).toEqual(sha256('obsah'))
		expect(anchors).toEqual([])
		expect(linked).toHaveLength(1)
		expect(status).toBeNull()
		// Nothing private is in the entry.
		expect(decoded.kind).toBe('sealed')
		expect(decoded.body).toMatchObject({ public: { agenda: 'A1' } })
		for (const secret of ['Tajné', 'podání', 'podatelna', 'administrator']) {
			expect(Buffer.from(entry).includes(secret), secret).toBe(false)
		}
		expect(Buffer.from(entry).includes(sha256('obsah'))).toBe(false)
	})

	test('a public document shows the hash of its content', async () => {
		const { receipt } = await town.upload('vyhláška', { visibility: 'public' })
		const entry = decodeEntry(parseReceipt(receipt).entry)
		expect(Buffer.from(bodyOf(entry, 'document')?.sha256 ?? [])).toEqual(sha256('vyhláška'))
	})

	test('an empty file is a document', async () => {
		const { id, response } = await town.upload('')
		expect(response.status).toBe(201)
		const content = await town.fetch(`/api/v1/documents/${id}/content`)
		expect(content.status).toBe(200)
		expect((await content.arrayBuffer()).byteLength).toBe(0)
	})

	test('two equal documents are two entries', async () => {
		const first = await town.upload('stejné')
		const second = await town.upload('stejné')
		expect(first.id).not.toBe(second.id)
	})

	test('the tlog-proof form on request', async () => {
		const { receipt, response } = await town.upload('x', {}, { headers: { Accept: 'text/x.tlog-proof' } })
		expect(response.headers.get('Content-Type')).toBe('text/x.tlog-proof; charset=utf-8')
		expect(receipt.startsWith('c2sp.org/tlog-proof@v1\n')).toBe(true)
		expect(parseReceipt(receipt).fields).toHaveLength(2)
	})

	test('nothing stays of a refused form', async () => {
		const before = await town.payloads()
		const { size } = town.log
		for (const [parts, status] of [
			[{ metadata: '{"a":1,"a":2}' }, 400],
			[{ metadata: 'x'.repeat(40_000) }, 413],
			[{ visibility: 'secret' }, 400],
			[{ relation: 'annuls' }, 400],
		] as const) {
			const { response } = await town.upload('x', parts)
			expect(response.status).toBe(status)
			expect(response.headers.get('Content-Type')).toBe('application/problem+json')
		}
		expect(await town.payloads()).toBe(before)
		expect(town.log.size).toBe(size)
	})

	test('a file over the limit', async () => {
		const { response } = await town.upload(new Uint8Array(8_000_001))
		expect(response.status).toBe(413)
		expect(await response.json()).toMatchObject({ code: 'upload-too-large', maxUpload: 8_000_000 })
	})
})

describe('idempotency', () => {
	const withKey = (key: string, token?: string) => ({
		headers: { 'Idempotency-Key': key },
		...(token === undefined ? {} : { token }),
	})

	test('the same request under the same key is the same entry', async () => {
		const first = await town.upload('jednou', { metadata: '{"a":1}' }, withKey('k1'))
		const before = await town.payloads()
		const again = await town.upload('jednou', { metadata: '{"a":1}' }, withKey('k1'))
		expect(again.response.status).toBe(201)
		expect(again.response.headers.get('Idempotency-Replayed')).toBe('true')
		expect(again.id).toBe(first.id)
		expect(parseReceipt(again.receipt).entry).toEqual(parseReceipt(first.receipt).entry)
		expect(await town.payloads()).toBe(before)
	})

	test('the answer to a repeated request grows: it comes under the published head, older than the log may be', async () => {
		const first = await town.upload('znovu', {}, withKey('k1-grown'))
		const { size: published } = await town.log.publish()
		const later = await town.upload('mezitím')
		const again = await town.upload('znovu', {}, withKey('k1-grown'))
		const sizeOf = (text: string) => parseCheckpoint(parseNote(parseReceipt(text).proof.checkpoint).text).size
		expect(sizeOf(first.receipt)).toBe(published)
		expect(sizeOf(again.receipt)).toBe(published)
		expect(sizeOf(later.receipt)).toBeGreaterThan(published)
	})

	test('the same key with anything else is refused', async () => {
		await town.upload('dvakrát', { metadata: '{"a":1}' }, withKey('k2'))
		const before = await town.payloads()
		const others: [content: string, parts: Record<string, string>, name?: string][] = [
			['jinak', { metadata: '{"a":1}' }],
			['dvakrát', { metadata: '{"a":2}' }],
			['dvakrát', {}],
			['dvakrát', { metadata: '{"a":1}', visibility: 'public' }],
			['dvakrát', { metadata: '{"a":1}' }, 'jiný název.pdf'],
		]
		for (const [content, parts, name] of others) {
			const { response } = await town.upload(content, parts, { ...withKey('k2'), ...(name ? { name } : {}) })
			expect(response.status).toBe(409)
			expect(await response.json()).toMatchObject({ code: 'idempotency-conflict' })
		}
		expect(await town.payloads()).toBe(before)
	})

	test('requests at the same time make one entry', async () => {
		const { size } = town.log
		const all = await Promise.all(Array.from({ length: 8 }, () => town.upload('najednou', {}, withKey('k3'))))
		expect(new Set(all.map(({ id }) => id)).size).toBe(1)
		expect(all.filter(({ response }) => response.headers.get('Idempotency-Replayed') === null)).toHaveLength(
			1,
		)
		expect(town.log.size).toBe(size + 1)
	})

	test('a key belongs to its principal', async () => {
		const one = await town.token(['documents:write'], 'jeden')
		const two = await town.token(['documents:write'], 'druhý')
		const first = await town.upload('klíč', {}, withKey('k4', one))
		const second = await town.upload('jiný obsah', {}, withKey('k4', two))
		expect(second.response.status).toBe(201)
		expect(second.id).not.toBe(first.id)
	})

	test('a key that is none', async () => {
		const { response } = await town.upload('x', {}, withKey('a b'))
		expect(await response.json()).toMatchObject({ code: 'idempotency-key-malformed', status: 400 })
	})
})

describe('reading content', () => {
	const body = 'Výrok: povoluje se.'
	const bytes = Buffer.from(body)
	let id: string
	let open: string

	beforeAll(async () => {
		id = (await town.upload(body)).id
		open = (await town.upload(body, { visibility: 'public' })).id
	})

	test('private content leaves an access entry first', async () => {
		const { size } = town.log
		const response = await town.fetch(`/api/v1/documents/${id}/content`, {
			headers: { 'Letopis-Purpose': 'odvol%C3%A1n%C3%AD' },
		})
		// The entry is in the log before the body is read.
		expect(await town.accesses(size)).toEqual([
			{ action: 'content', actor: 'administrator', purpose: 'odvolání', object: id },
		])
		expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes)
		expect(response.headers.get('Content-Type')).toBe('application/pdf')
		expect(response.headers.get('Content-Length')).toBe(String(bytes.length))
		expect(response.headers.get('ETag')).toBe(`"${sha256(body).toString('hex')}"`)
		expect(response.headers.get('Content-Digest')).toBe(`sha-256=:${sha256(body).toString('base64')}:`)
		expect(response.headers.get('Cache-Control')).toBe('no-store')
		expect(response.headers.get('Content-Disposition')).toContain("filename*=UTF-8''pod%C3%A1n%C3%AD.pdf")
		expect(response.headers.get('Content-Security-Policy')).toContain('sandbox')
	})

	test('public content is for everyone, without trace and without its file name', async () => {
		const { size } = town.log
		const response = await town.fetch(`/api/v1/documents/${open}/content`, { token: null })
		expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes)
		expect(response.headers.get('Content-Disposition')).toBe(`attachment; filename="${open}"`)
		expect(response.headers.get('Cache-Control')).toBe('public, no-cache')
		const known = await town.fetch(`/api/v1/documents/${open}/content`)
		expect(known.headers.get('Content-Disposition')).toContain('pod')
		expect(known.headers.get('Cache-Control')).toBe('private, no-cache')
		expect(town.log.size).toBe(size)
	})

	test('without a token private content is not shown', async () => {
		const { size } = town.log
		for (const path of ['', '/content', '/receipt', '/evidence-records', '/versions', '/history']) {
			const response = await town.fetch(`/api/v1/documents/${id}${path}`, { token: null })
			expect(response.status, path).toBe(401)
			expect(response.headers.get('WWW-Authenticate')).toContain('Bearer')
			expect(await response.json()).toMatchObject({ code: 'token-missing' })
		}
		expect(town.log.size).toBe(size)
	})

	test('one range, and no more than one', async () => {
		const range = (value: string, more = {}) =>
			town.fetch(`/api/v1/documents/${id}/content`, { headers: { Range: value, ...more } })
		const part = await range('bytes=2-5')
		expect(part.status).toBe(206)
		expect(part.headers.get('Content-Range')).toBe(`bytes 2-5/${bytes.length}`)
		expect(part.headers.get('Content-Length')).toBe('4')
		expect(part.headers.get('Content-Digest')).toBeNull()
		expect(part.headers.get('Repr-Digest')).toBe(`sha-256=:${sha256(body).toString('base64')}:`)
		expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(2, 6))
		const suffix = await range('bytes=-3')
		expect(Buffer.from(await suffix.arrayBuffer())).toEqual(bytes.subarray(-3))
		for (const value of ['bytes=1000-', 'bytes=0-1,4-5']) {
			const { size } = town.log
			const refused = await range(value)
			expect(refused.status, value).toBe(416)
			expect(refused.headers.get('Content-Range')).toBe(`bytes */${bytes.length}`)
			// It tells the size, and with If-Range whether a guessed hash is the right one.
			expect((await town.accesses(size)).map(({ action }) => action)).toEqual(['metadata'])
		}
		const changed = await range('bytes=2-5', { 'If-Range': '"other"' })
		expect(changed.status).toBe(200)
		const same = await range('bytes=2-5', { 'If-Range': `"${sha256(body).toString('hex')}"` })
		expect(same.status).toBe(206)
	})

	test('the ranges of one download make one access entry', async () => {
		const { size } = town.log
		const token = await town.token(['documents:read'], 'čtenář')
		const range = (value: string) =>
			town.fetch(`/api/v1/documents/${id}/content`, { token, headers: { Range: value } })
		const parts = await Promise.all([range('bytes=0-4'), range('bytes=5-9'), range('bytes=10-')])
		const whole = Buffer.concat(
			await Promise.all(parts.map(async (one) => Buffer.from(await one.arrayBuffer()))),
		)
		expect(whole).toEqual(bytes)
		expect(await town.accesses(size)).toHaveLength(1)
		await range('bytes=0-0')
		expect(await town.accesses(size)).toHaveLength(2)
		town.time.offset += 15 * 60_000
		await range('bytes=1-1')
		expect(await town.accesses(size)).toHaveLength(3)
	})

	test('HEAD and If-None-Match tell of the content, so they are recorded too', async () => {
		const { size } = town.log
		const head = await town.fetch(`/api/v1/documents/${id}/content`, { method: 'HEAD' })
		expect(head.status).toBe(200)
		expect(head.headers.get('Content-Length')).toBe(String(bytes.length))
		expect((await head.arrayBuffer()).byteLength).toBe(0)
		const known = await town.fetch(`/api/v1/documents/${id}/content`, {
			headers: { 'If-None-Match': head.headers.get('ETag') ?? '' },
		})
		expect(known.status).toBe(304)
		expect((await town.accesses(size)).map(({ action }) => action)).toEqual(['metadata', 'metadata'])
	})

	test('if the access cannot be recorded, nothing is sent', async () => {
		town.log.setClockFault('test')
		try {
			for (const path of ['', '/content', '/receipt', '/evidence-records', '/history', '/export']) {
				const response = await town.fetch(`/api/v1/documents/${id}${path}`)
				expect(response.status, path).toBe(503)
				expect(await response.json()).toMatchObject({ code: 'clock' })
			}
			const open_ = await town.fetch(`/api/v1/documents/${open}/content`, { token: null })
			expect(open_.status).toBe(200)
		} finally {
			town.log.setClockFault(null)
		}
	})

	test('an export is an age file, and recorded', async () => {
		const { size } = town.log
		const response = await town.fetch(`/api/v1/documents/${open}/export`)
		const file = Buffer.from(await response.arrayBuffer())
		expect(file.subarray(0, 21).toString()).toBe('age-encryption.org/v1')
		expect((await town.accesses(size)).map(({ action }) => action)).toEqual(['export'])
		const wrong = await town.fetch(`/api/v1/documents/${open}/export?recipient=age1${'q'.repeat(58)}`)
		expect(await wrong.json()).toMatchObject({ code: 'recipient-malformed', status: 422 })
		expect(await town.accesses(size)).toHaveLength(1)
	})

	test('an erased document is gone, its record is not', async () => {
		const doomed = await town.upload('ke skartaci')
		const index = await town.log.indexOf(entryCid(parseReceipt(doomed.receipt).entry))
		if (index === undefined) throw new Error('no index')
		await town.vault.erase([index])
		const content = await town.fetch(`/api/v1/documents/${doomed.id}/content`)
		expect(content.status).toBe(410)
		expect(await content.json()).toMatchObject({ code: 'erased' })
		expect(await town.json(`/api/v1/documents/${doomed.id}`)).toMatchObject({ erased: true, private: null })
		const receipt = parseReceipt(await (await town.fetch(`/api/v1/documents/${doomed.id}/receipt`)).text())
		expect(receipt.fields).toEqual([])
		expect(equalBytes(receipt.entry, parseReceipt(doomed.receipt).entry)).toBe(true)
	})
})
