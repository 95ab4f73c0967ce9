/** Multipart forms into a real vault: every way of cutting them up, and everything that may be wrong with them. */
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { openEpochs, openVault, type Vault } from '@letopis/ledger'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { receiveUpload, type UploadLimits } from '../../api/documents/upload.ts'

const BOUNDARY = 'x-boundary'
const TYPE = `multipart/form-data; boundary=${BOUNDARY}`
const limits: UploadLimits = {
	maxUpload: 100_000,
	idle: 60_000,
	parts: { metadata: 1024, visibility: 16 },
}

let folder: string
let vault: Vault

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'letopis-upload-'))
	vault = await openVault({ dir: join(folder, 'vault'), epochs: await openEpochs(join(folder, 'keys')) })
})

afterAll(async () => {
	await vault.close()
	await rm(folder, { recursive: true })
})

interface Part {
	name?: string
	filename?: string
	type?: string
	body: string | Buffer
}

function form(parts: Part[], end = `--${BOUNDARY}--\r\n`): Buffer {
	const pieces = parts.map(({ name, filename, type, body }) =>
		Buffer.concat([
			Buffer.from(
				`--${BOUNDARY}\r\nContent-Disposition: form-data` +
					(name === undefined ? '' : `; name="${name}"`) +
					(filename === undefined ? '' : `; filename="${filename}"`) +
					(type === undefined ? '' : `\r\nContent-Type: ${type}`) +
					'\r\n\r\n',
			),
			Buffer.from(body),
			Buffer.from('\r\n'),
		]),
	)
	return Buffer.concat([...pieces, Buffer.from(end)])
}

const receive = (body: Buffer | Readable, type: string | undefined = TYPE, own: Partial<UploadLimits> = {}) =>
	receiveUpload(body instanceof Readable ? body : Readable.from([body]), type, undefined, vault, {
		...limits,
		...own,
	})

async function stored(): Promise<string[]> {
	const names = await readdir(join(folder, 'vault'), { recursive: true, withFileTypes: true })
	return names
		.filter((entry) => entry.isFile() && /payload|incoming/.test(entry.parentPath))
		.map((entry) => entry.name)
}

async function contentOf(upload: Awaited<ReturnType<typeof receive>>): Promise<Buffer> {
	const chunks: Uint8Array[] = []
	for await (const chunk of vault.read(upload.content, upload.content.cid)) chunks.push(chunk)
	return Buffer.concat(chunks)
}

const file = (body: string | Buffer = 'content') => ({
	name: 'file',
	filename: 'a.pdf',
	type: 'application/pdf',
	body,
})

describe('a form', () => {
	test('in any order of parts', async () => {
		for (const parts of [
			[file(), { name: 'metadata', body: '{}' }, { name: 'visibility', body: 'public' }],
			[{ name: 'visibility', body: 'public' }, { name: 'metadata', body: '{}' }, file()],
			[{ name: 'metadata', body: '{}' }, file(), { name: 'visibility', body: 'public' }],
		]) {
			const upload = await receive(form(parts))
			expect(upload.name).toBe('a.pdf')
			expect(upload.type).toBe('application/pdf')
			expect(Buffer.from(upload.parts.get('visibility') ?? []).toString()).toBe('public')
			expect((await contentOf(upload)).toString()).toBe('content')
			await vault.discard(upload.content.cid)
		}
	})

	const names: [comment: string, sent: string, told: string][] = [
		['a quotation mark', 'a%22b%22.pdf', 'a"b".pdf'],
		['a line break', 'a%0D%0Ab.pdf', 'a\r\nb.pdf'],
		['a percent sign, which is not escaped', '100%25 a 50%.pdf', '100%25 a 50%.pdf'],
		['other escapes, which are none', 'a%2Fb%0ac.pdf', 'a%2Fb%0ac.pdf'],
	]
	for (const [comment, sent, told] of names) {
		test(`whose file name has ${comment}`, async () => {
			const upload = await receive(form([{ ...file(), filename: sent }]))
			expect(upload.name).toBe(told)
			await vault.discard(upload.content.cid)
		})
	}

	test('with such a name as the platform’s own client writes it', async () => {
		const data = new FormData()
		data.append('file', new File(['content'], 'a"b\n.pdf', { type: 'application/pdf' }))
		const request = new Request('http://127.0.0.1/', { method: 'POST', body: data })
		const body = Buffer.from(await request.arrayBuffer())
		const upload = await receive(body, request.headers.get('Content-Type') ?? undefined)
		expect(upload.name).toBe('a"b\n.pdf')
		await vault.discard(upload.content.cid)
	})

	test('whose part has an escaped name is not taken for another part', async () => {
		await expect(receive(form([file(), { name: 'visibility%22', body: 'public' }]))).rejects.toMatchObject({
			code: 'part-unknown',
		})
	})

	test('cut anywhere', async () => {
		const body = form([{ name: 'metadata', body: '{"a":1}' }, file('--x-boundar\r\n--x-boundarx--\r\n')])
		for (let size = 1; size <= body.length; size += size < 40 ? 1 : 37) {
			const chunks: Buffer[] = []
			for (let at = 0; at < body.length; at += size) chunks.push(body.subarray(at, at + size))
			const upload = await receive(Readable.from(chunks))
			expect((await contentOf(upload)).toString()).toBe('--x-boundar\r\n--x-boundarx--\r\n')
			await vault.discard(upload.content.cid)
		}
	})

	test('with an empty file', async () => {
		const upload = await receive(form([file('')]))
		expect(upload.content.size).toBe(0)
		expect(Buffer.from(upload.content.sha256)).toEqual(createHash('sha256').digest())
		await vault.discard(upload.content.cid)
	})

	test('with a file of exactly the largest size', async () => {
		const body = Buffer.alloc(limits.maxUpload, 7)
		const upload = await receive(form([file(body)]))
		expect(upload.content.size).toBe(limits.maxUpload)
		expect(Buffer.from(upload.content.sha256)).toEqual(createHash('sha256').update(body).digest())
		await vault.discard(upload.content.cid)
	})

	test('with a preamble, an epilogue, and a file without name and type', async () => {
		const body = Buffer.concat([
			Buffer.from('preamble\r\n'),
			form([{ name: 'file', body: 'x' }]),
			Buffer.from('epilogue'),
		])
		const upload = await receive(body)
		expect(upload.name).toBeUndefined()
		expect((await contentOf(upload)).toString()).toBe('x')
		await vault.discard(upload.content.cid)
	})

	test('with small parts as raw bytes, whatever charset they claim', async () => {
		const upload = await receive(
			form([
				file(),
				{ name: 'metadata', type: 'text/plain; charset=utf-16', body: Buffer.from([0xff, 0x00]) },
			]),
		)
		expect([...(upload.parts.get('metadata') ?? [])]).toEqual([0xff, 0x00])
		await vault.discard(upload.content.cid)
	})
})

describe('refused, and nothing stays', () => {
	const meta = (body: string) => ({ name: 'metadata', body })
	const table: [comment: string, body: () => Buffer | Readable, code: string, type?: string][] = [
		['no part "file"', () => form([meta('{}')]), 'part-missing'],
		['no part at all', () => Buffer.from(`--${BOUNDARY}--\r\n`), 'part-missing'],
		['an empty body', () => Buffer.alloc(0), 'malformed-multipart'],
		['a body without boundary', () => Buffer.from('hello'), 'malformed-multipart'],
		['no last boundary', () => form([file()], ''), 'malformed-multipart'],
		['cut in the file', () => form([file('x'.repeat(50_000))]).subarray(0, 30_000), 'malformed-multipart'],
		['cut in a header', () => form([file()]).subarray(0, 40), 'malformed-multipart'],
		['cut in a small part', () => form([file(), meta('{"a":1}')], '').subarray(0, -6), 'malformed-multipart'],
		['an unknown part', () => form([file(), { name: 'extra', body: '1' }]), 'part-unknown'],
		[
			'a part named like an object member',
			() => form([{ name: 'toString', body: '' }, file()]),
			'part-unknown',
		],
		['a part without a name', () => form([{ body: '1' }, file()]), 'part-unknown'],
		['two files', () => form([file(), file()]), 'part-duplicate'],
		['metadata twice', () => form([meta('{}'), meta('{}'), file()]), 'part-duplicate'],
		['many parts', () => form(Array.from({ length: 20 }, () => meta('{}'))), 'part-unknown'],
		['a file one byte too large', () => form([file(Buffer.alloc(limits.maxUpload + 1))]), 'upload-too-large'],
		[
			'metadata too large, before the file',
			() => form([meta('x'.repeat(1025)), file()]),
			'metadata-too-large',
		],
		[
			'metadata too large, after the file',
			() => form([file(), meta('x'.repeat(1025))]),
			'metadata-too-large',
		],
		[
			'visibility too large',
			() => form([file(), { name: 'visibility', body: 'x'.repeat(17) }]),
			'part-malformed',
		],
		['JSON instead of a form', () => Buffer.from('{}'), 'unsupported-media-type', 'application/json'],
		[
			'a urlencoded form',
			() => Buffer.from('a=1'),
			'unsupported-media-type',
			'application/x-www-form-urlencoded',
		],
		['a form without boundary', () => form([file()]), 'unsupported-media-type', 'multipart/form-data'],
		['an empty boundary', () => form([file()]), 'malformed-multipart', 'multipart/form-data; charset=x'],
	]
	for (const [comment, body, code, type] of table) {
		test(comment, async () => {
			const given = body()
			await expect(receive(given, type ?? TYPE)).rejects.toMatchObject({ code })
			expect(await stored()).toEqual([])
		})
	}

	test('no Content-Type', async () => {
		const upload = receiveUpload(Readable.from([form([file()])]), undefined, undefined, vault, limits)
		await expect(upload).rejects.toMatchObject({ code: 'unsupported-media-type' })
	})

	test('a Content-Length beyond the limit, before anything is read', async () => {
		const source = new PassThrough()
		const upload = receiveUpload(source, TYPE, '300000', vault, limits)
		await expect(upload).rejects.toMatchObject({ code: 'upload-too-large' })
		expect(source.readableFlowing).toBeNull()
	})

	test('a client that goes away in the middle of the file', async () => {
		const source = new PassThrough()
		const upload = receive(source)
		source.write(form([file('x'.repeat(40_000))], '').subarray(0, 20_000))
		await new Promise((resolve) => setImmediate(resolve))
		source.destroy(new Error('ECONNRESET'))
		await expect(upload).rejects.toMatchObject({ code: 'malformed-multipart' })
		expect(await stored()).toEqual([])
	})

	test('a client that goes away after the last boundary, before the announced end', async () => {
		const source = new PassThrough()
		const upload = receive(source)
		source.write(form([file()]))
		await new Promise((resolve) => setTimeout(resolve, 20))
		source.destroy()
		await expect(upload).rejects.toMatchObject({ code: 'malformed-multipart' })
		expect(await stored()).toEqual([])
	})

	test('a form that ends before its first part, and a body that goes on', async () => {
		const source = new PassThrough()
		const upload = receive(source)
		source.write(`--${BOUNDARY}--\r\n`)
		await new Promise((resolve) => setImmediate(resolve))
		source.end('epilogue')
		await expect(upload).rejects.toMatchObject({ code: 'part-missing' })
	})

	for (const [comment, start] of [
		['before the first boundary', ''],
		['after the last boundary', form([file()])],
	] as const) {
		test(`a body without end ${comment}`, async () => {
			const endless = Readable.from(
				(async function* () {
					yield Buffer.from(start)
					for (;;) yield await new Promise((resolve) => setImmediate(resolve, Buffer.alloc(16_384, 'x')))
				})(),
			)
			await expect(receive(endless)).rejects.toMatchObject({ code: 'upload-too-large' })
			expect(await stored()).toEqual([])
		})
	}

	test('a client that trickles', async () => {
		const source = new PassThrough()
		const upload = receive(source, TYPE, { idle: 120 })
		source.write(form([file('x')], '').subarray(0, -2))
		const trickle = setInterval(() => source.write('x'), 20)
		try {
			await expect(upload).rejects.toMatchObject({ code: 'upload-stalled' })
		} finally {
			clearInterval(trickle)
			source.destroy()
		}
		expect(await stored()).toEqual([])
	})

	test('a disk that fails while storing', async () => {
		const broken = {
			receive: () => {
				const writer = vault.receive()
				return {
					write: async () => {
						throw new Error('EIO')
					},
					finish: () => writer.finish(),
					abort: () => writer.abort(),
				}
			},
			discard: vault.discard.bind(vault),
		}
		const upload = receiveUpload(Readable.from([form([file()])]), TYPE, undefined, broken, limits)
		await expect(upload).rejects.toThrow('EIO')
		expect(await stored()).toEqual([])
	})
})
