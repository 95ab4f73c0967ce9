/** A clerk's work and a power cut: session, answers and parts are there afterwards, over real HTTP. */

import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ceremony, SoftKey } from '../support/passkey.ts'
import { freePort, type RunningServer, startServer } from '../support/server.ts'
import { FIREFOX } from '../support/staff.ts'

let folder: string
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'letopis-drafts-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('what was acknowledged before a power cut is there after it, and is recorded once', async () => {
	const folders = { data: join(folder, 'data'), keys: join(folder, 'keys') }
	const port = await freePort()
	let server: RunningServer = await startServer({ ...folders, port })
	let token = ''
	async function call<T>(method: string, path: string, body?: unknown, headers: object = {}): Promise<T> {
		const plain = body instanceof Uint8Array
		const response = await fetch(`${server.url}/api/v1${path}`, {
			method,
			headers: {
				'User-Agent': FIREFOX,
				...(token === '' ? {} : { Authorization: `Bearer ${token}` }),
				...(body === undefined
					? {}
					: { 'Content-Type': plain ? 'application/octet-stream' : 'application/json' }),
				...headers,
			},
			...(body === undefined ? {} : { body: plain ? new Uint8Array(body) : JSON.stringify(body) }),
		})
		if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
		return response.status === 204 ? (undefined as T) : ((await response.json()) as T)
	}
	const enter = async (code: string, name?: string) => {
		const key = new SoftKey(`http://localhost:${port}`)
		token = ''
		const begun = await call<Ceremony>(
			'POST',
			'/registrations/options',
			name === undefined ? { code } : { code, name },
		)
		token = (await call<{ token: string }>('POST', '/registrations', key.register(begun))).token
	}
	try {
		await enter((await readFile(join(folders.keys, 'first-account-code'), 'utf8')).trim(), 'Správce')
		await call('POST', '/departments', { code: 'stavebni', name: 'Stavební odbor' })
		const clerk = { name: 'Úřednice', role: 'clerk', department: 'stavebni' }
		await enter((await call<{ code: string }>('POST', '/accounts', clerk)).code)

		const content = Buffer.from('%PDF-1.7 rozhodnutí '.repeat(20_000))
		const size = Math.ceil(content.length / 3)
		const file = { name: 'rozhodnutí.pdf', type: 'application/pdf', size: content.length, partSize: size }
		const { id } = await call<{ id: string }>('POST', '/drafts', {
			answers: { metadata: { title: 'Garáž' } },
			file,
		})
		const part = (number: number) => {
			const bytes = content.subarray(number * size, (number + 1) * size)
			const digest = `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`
			return call('PUT', `/drafts/${id}/parts/${number}`, new Uint8Array(bytes), { 'Content-Digest': digest })
		}
		await part(0)
		await part(2)
		await server.kill9()
		server = await startServer({ ...folders, port })
		type View = { answers: object; file: { missing: number[] }; recognised: { format: string } | null }
		const found = await call<View>('GET', `/drafts/${id}`)
		expect(found).toMatchObject({
			answers: { metadata: { title: 'Garáž' } },
			file: { missing: [1] },
			recognised: null,
		})
		await part(1)
		expect((await call<View>('GET', `/drafts/${id}`)).recognised).toMatchObject({ format: 'pdf' })

		// Cut off in the middle of confirming, then confirmed again: one document, whichever step was reached.
		const attempt = call('POST', `/drafts/${id}/confirm`).catch(() => undefined)
		await server.kill9()
		await attempt
		server = await startServer({ ...folders, port })
		const confirmed = await call<{ document: string }>('POST', `/drafts/${id}/confirm`)
		expect((await call<{ document: string }>('POST', `/drafts/${id}/confirm`)).document).toBe(
			confirmed.document,
		)
		const { documents } = await call<{ documents: { id: string; title: string }[] }>(
			'GET',
			'/register?mine=true',
		)
		expect(documents).toMatchObject([{ id: confirmed.document, title: 'Garáž' }])
		const headers = { 'User-Agent': FIREFOX, Authorization: `Bearer ${token}` }
		const stored = await fetch(`${server.url}/api/v1/documents/${confirmed.document}/content`, { headers })
		expect(Buffer.from(await stored.arrayBuffer()).equals(content)).toBe(true)
		expect(await readdir(join(folders.data, 'drafts'))).toEqual([])
	} finally {
		await server.stop()
	}
})
