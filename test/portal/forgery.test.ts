/**
 * Nothing is changed for a page of somebody else: every form action and every address that takes more than reading,
 * found in the sources, refuses what another origin sends before the service hears of it.
 */
import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import type { PortalBuild, PortalPlatform } from '../../portal/adapter/build.ts'
import { buildPortal } from '../../scripts/build-portal.ts'

const ROOT = join(import.meta.dirname, '../../portal')
const ROUTES = join(ROOT, 'src/routes')
const ORIGIN = 'https://letopis.ukazkov.example'

interface Way {
	readonly method: string
	readonly path: string
}

/** Parameters and queries without which a page is not there; any other parameter is given any value. */
const KNOWN: Record<string, string> = { krok: 'udaje', '/urad/podani/x/krok': 'odvolani' }
const QUERIES: Record<string, string> = { '/urad/dokument/x/zmena': '&jak=annuls' }

/** Everything that changes something. */
const ways: Way[] = []
for await (const file of glob(join(ROUTES, '**/+{page.server,server}.ts'))) {
	const path = `/${relative(ROUTES, dirname(file))}`.replaceAll(
		/\[(\w+)\]/g,
		(_, name: string, at: number, route: string) =>
			KNOWN[`${route.slice(0, at).replaceAll(/\[\w+\]/g, 'x')}${name}`] ?? KNOWN[name] ?? 'x',
	)
	const source = readFileSync(file, 'utf8')
	if (file.endsWith('+server.ts')) {
		for (const [, method = ''] of source.matchAll(/^export const (POST|PUT|PATCH|DELETE)\b/gm))
			ways.push({ method, path })
	} else if (/^export const actions\b/m.test(source)) {
		const [, inside = ''] = /^export const actions[^{]*\{\n(.*?)^\}/ms.exec(source) ?? []
		for (const [, name = ''] of inside.matchAll(/^\t(?:async )?(\w+)\s*[(:]/gm))
			ways.push({
				method: 'POST',
				path: name === 'default' ? path : `${path}?/${name}${QUERIES[path] ?? ''}`,
			})
	}
}

let server: PortalBuild['server']
let asked: Request[]
const platform: PortalPlatform = {
	api: async (request) => {
		asked.push(request)
		return Response.json({}, { status: 401 })
	},
	contact: {},
	maxUpload: 1_000_000,
	report: () => {},
}

beforeAll(async () => {
	await buildPortal()
	;({ server } = (await import(pathToFileURL(join(ROOT, 'build/portal.js')).href)) as PortalBuild)
	await server.init({ env: {} })
})

const send = ({ method, path }: Way, origin: string | null, type: string | null) => {
	asked = []
	const headers = {
		...(origin === null ? {} : { Origin: origin }),
		...(type === null ? {} : { 'Content-Type': type }),
	}
	const body = type === null ? null : 'a=b'
	return server.respond(new Request(ORIGIN + path, { method, headers, body }), {
		platform,
		getClientAddress: () => '127.0.0.1',
	})
}
const FORM = 'application/x-www-form-urlencoded'

test('the table has what is known to be there', () => {
	const names = ways.map(({ method, path }) => `${method} ${path}`)
	expect(names).toEqual(
		expect.arrayContaining([
			'POST /odhlaseni',
			'POST /ucet?/ukoncit',
			'POST /ucet/klic/x?/zrusit',
			'POST /ucet/klic/vyzva',
			'POST /urad/zapsat/x/souhrn',
			'POST /sprava/pristupy/novy',
			'PUT /urad/zapsat/x/soubor/cast/x',
		]),
	)
	expect(ways.length).toBeGreaterThan(35)
})

test.each(ways)('$method $path takes nothing from another origin', async (way) => {
	for (const [origin, type] of [
		['https://zly.example', FORM],
		['https://zly.example', 'multipart/form-data; boundary=x'],
		['https://zly.example', 'text/plain'],
		['https://zly.example', 'application/json'],
		['https://zly.example', null],
		['https://jiny.letopis.ukazkov.example', FORM],
		['http://letopis.ukazkov.example', FORM],
		['null', FORM],
		[null, FORM],
	] as const) {
		const { status } = await send(way, origin, type)
		expect([status, asked.length], `${origin} ${type}`).toEqual([403, 0])
	}
	// From a page of ours it is taken as far as somebody without a session gets.
	const { status } = await send(way, ORIGIN, FORM)
	expect([403, 404, 405]).not.toContain(status)
})

test('what is asked of the service is asked from the reader’s address', async () => {
	asked = []
	for (const path of [
		'/',
		'/overit',
		'/overit/hledat?q=1',
		`/overit/stav?entry=bafy${'a'.repeat(55)}`,
		'/kontakt',
	]) {
		const headers = { 'X-Forwarded-For': '192.0.2.7' }
		await server.respond(new Request(ORIGIN + path, { headers }), {
			platform,
			getClientAddress: () => '127.0.0.1',
		})
	}
	expect(asked.length).toBeGreaterThan(5)
	for (const request of asked) expect(request.headers.get('X-Forwarded-For'), request.url).toBe('192.0.2.7')
})
