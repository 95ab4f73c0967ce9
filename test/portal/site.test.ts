/** The mount of the portal: who gets which request, with which bounds, headers and address. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { createApp, isServicePath } from '@letopis/api'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Failure, PortalBuild } from '../../portal/adapter/build.ts'
import { FORM_LIMIT } from '../../scripts/portal/body.ts'
import { openPortal, portalSite } from '../../scripts/portal/site.ts'
import { Town } from '../support/town.ts'

const SCRIPT = 'export const answer = 42\n'.repeat(50)
const PATH = '/_app/immutable/entry/start.abc.js'
const PUBLIC = 'https://letopis.ukazkov.example'

let folder: string
let seen: Request[]
let failures: Failure[]
let respond: PortalBuild['server']['respond']
let town: Town
let app: ReturnType<typeof createApp>

const build: PortalBuild = {
	server: { init: async () => {}, respond: (request, options) => respond(request, options) },
	assets: {
		[PATH]: { type: 'text/javascript; charset=utf-8', etag: 'tag', immutable: true, compressed: true },
		'/mark.svg': { type: 'image/svg+xml', etag: 'mark', immutable: false, compressed: false },
	},
	uploads: [/^\/urad\/nahrat\/?$/],
}

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'letopis-site-'))
	await mkdir(join(folder, 'client/_app/immutable/entry'), { recursive: true })
	await writeFile(join(folder, 'client', PATH), SCRIPT)
	await writeFile(join(folder, 'client', `${PATH}.br`), brotliCompressSync(SCRIPT))
	await writeFile(join(folder, 'client', `${PATH}.gz`), gzipSync(SCRIPT))
	await writeFile(join(folder, 'client', 'mark.svg'), '<svg/>')
	const site = portalSite(build, {
		...{ build: folder, publicUrl: PUBLIC, maxUpload: 4_000_000, contact: {} },
		report: (failure) => failures.push(failure),
	})
	town = await Town.open({ authority: false })
	app = createApp({ ...town.deps, site })
})
afterAll(async () => {
	await town.close()
	await rm(folder, { recursive: true })
})
beforeEach(() => {
	seen = []
	failures = []
	respond = async (request) => {
		seen.push(request)
		return new Response('page', { headers: { 'Content-Type': 'text/html' } })
	}
})

const get = (path: string, init: RequestInit = {}) => app.request(path, init)

describe('who answers', () => {
	test('every path of the description is the service’s, but the start page', async () => {
		const { paths } = (await (await get('/openapi.json')).json()) as { paths: Record<string, unknown> }
		expect(Object.keys(paths).filter((path) => !isServicePath(path))).toEqual(['/'])
	})
	for (const path of [
		'/',
		'/en',
		'/overit',
		'/logo',
		'/apiary',
		'/docs-of-mine',
		'/verifier.txt',
		'/doklad?q=0',
	])
		test(`${path} is a page`, async () => {
			expect(await (await get(path)).text()).toBe('page')
		})
	for (const path of ['/api', '/api/v1/nothing', '/log/nothing', '/docs/nothing'])
		test(`${path} is the service’s, also where it has nothing`, async () => {
			const response = await get(path)
			expect(response.status).toBe(404)
			expect(response.headers.get('Content-Type')).toContain('problem+json')
		})
	test('without a build there is no site, and the service’s own start page is shown', async () => {
		const none = {
			build: join(folder, 'none'),
			publicUrl: PUBLIC,
			maxUpload: 1,
			contact: {},
			report: () => {},
		}
		expect(await openPortal(none)).toBeNull()
		expect(await (await town.app.request('/')).text()).toContain('Ukázkov – Letopis')
	})
})

describe('a page', () => {
	test('is asked for under the public address, whatever the request calls it', async () => {
		await get('http://127.0.0.1:8080/en/kontakt?a=1', { headers: { Host: 'evil.example' } })
		expect(seen[0]?.url).toBe(`${PUBLIC}/en/kontakt?a=1`)
	})
	test('has the headers that the service gives to all', async () => {
		const { headers } = await get('/')
		expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
		expect(headers.get('Strict-Transport-Security')).toContain('max-age=')
	})
	test('asks the service in this process, as whoever asks', async () => {
		let status = 0
		respond = async (_, { platform }) => {
			status = (await platform.api(new Request(`${PUBLIC}/healthz`))).status
			await expect(platform.api(new Request(`${PUBLIC}/kontakt`))).rejects.toThrow(RangeError)
			return new Response('')
		}
		await get('/')
		expect(status).toBe(200)
	})
	test('that fails is a plain answer with the name of the failure, and nothing of it', async () => {
		respond = async () => {
			throw new Error('secret')
		}
		const response = await get('/')
		expect(response.status).toBe(500)
		const text = await response.text()
		expect(text).not.toContain('secret')
		expect(text).toContain(failures[0]?.id)
	})
	test('with dots in its path is not there', async () => {
		expect((await app.request('/x', {}, { incoming: { url: '/a/../x', headers: {} } as never })).status).toBe(
			404,
		)
		expect(seen).toEqual([])
	})
})

describe('bodies', () => {
	const post = (
		path: string,
		body: string | Uint8Array<ArrayBuffer> | ReadableStream,
		headers: Record<string, string> = {},
	) => get(path, { method: 'POST', body, headers, duplex: 'half' } as RequestInit)
	const readAll = async (request: Request) =>
		new Response((await request.arrayBuffer()).byteLength.toString())

	test('a form arrives whole', async () => {
		respond = readAll
		expect(await (await post('/kontakt', 'a=1')).text()).toBe('3')
	})
	test('over the limit is told at once', async () => {
		expect((await post('/kontakt', 'x', { 'Content-Length': String(FORM_LIMIT + 1) })).status).toBe(413)
		expect(seen).toEqual([])
	})
	test('over the limit without saying so is cut off', async () => {
		respond = readAll
		const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)) })
		expect((await post('/kontakt', endless)).status).toBe(413)
	})
	for (const path of ['/urad/nahrat', '/en/urad/nahrat'])
		test(`${path} takes documents`, async () => {
			respond = readAll
			expect(await (await post(path, new Uint8Array(3_000_000))).text()).toBe('3000000')
		})
	test('a document over its limit is cut off there too', async () => {
		respond = readAll
		expect((await post('/urad/nahrat', new Uint8Array(4_100_000))).status).toBe(413)
	})
	test('what length a document declares is told to the page, which says it in its own words', async () => {
		respond = async (request) => new Response(request.headers.get('Content-Length'))
		expect(await (await post('/urad/nahrat', 'x', { 'Content-Length': '4100000' })).text()).toBe('4100000')
	})
})

describe('files', () => {
	test('keep their name for ever, and say so', async () => {
		const { headers } = await get(PATH)
		expect(headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable')
		expect((await get('/mark.svg')).headers.get('Cache-Control')).toBe('public, no-cache')
	})
	for (const [accepted, encoding, decode] of [
		['gzip, deflate, br', 'br', brotliDecompressSync],
		['gzip;q=0.5', 'gzip', gunzipSync],
		['br;q=0, gzip', 'gzip', gunzipSync],
		['identity', null, (bytes: Buffer) => bytes],
	] as const)
		test(`come in the encoding that is accepted: ${accepted}`, async () => {
			const response = await get(PATH, { headers: { 'Accept-Encoding': accepted } })
			expect(response.headers.get('Content-Encoding')).toBe(encoding)
			expect(response.headers.get('Vary')).toBe('Accept-Encoding')
			expect(decode(Buffer.from(await response.arrayBuffer())).toString()).toBe(SCRIPT)
		})
	test('are not sent again to whoever has them', async () => {
		expect((await get(PATH, { headers: { 'If-None-Match': 'W/"tag"' } })).status).toBe(304)
	})
	test('are only read', async () => {
		const head = await get(PATH, { method: 'HEAD' })
		expect([head.status, await head.text()]).toEqual([200, ''])
		expect((await get(PATH, { method: 'DELETE' })).status).toBe(405)
	})
	test('of an earlier build are not there, and that is not kept', async () => {
		const response = await get('/_app/immutable/entry/start.old.js')
		expect([response.status, response.headers.get('Cache-Control')]).toEqual([404, 'no-store'])
		expect((await get('/constructor')).status).toBe(200)
	})
	test('have a policy of their own, which holds in a worker', async () => {
		expect((await get(PATH)).headers.get('Content-Security-Policy')).toContain("default-src 'none'")
	})
})
