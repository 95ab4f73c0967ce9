/** What every page of the portal may load and tell, as its headers say. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import type { PortalBuild, PortalPlatform } from '../../portal/adapter/build.ts'
import { buildPortal } from '../../scripts/build-portal.ts'
import { PAGES } from '../e2e/pages.ts'

const BUILD = join(import.meta.dirname, '../../portal/build')
const ORIGIN = 'https://letopis.ukazkov.example'

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
const ask = (path: string, init: RequestInit = {}) => {
	asked = []
	return server.respond(new Request(ORIGIN + path, init), { platform, getClientAddress: () => '127.0.0.1' })
}

beforeAll(async () => {
	await buildPortal()
	;({ server } = (await import(pathToFileURL(join(BUILD, 'portal.js')).href)) as PortalBuild)
	await server.init({ env: {} })
})

describe('every page', () => {
	test.each(PAGES)(
		'$path loads nothing from elsewhere, and no inline code without its nonce',
		async ({ path }) => {
			const response = await ask(path)
			const policy = response.headers.get('Content-Security-Policy') ?? ''
			const directives = new Map(
				policy.split(';').map((directive) => {
					const [name = '', ...sources] = directive.trim().split(' ')
					return [name, sources] as const
				}),
			)
			expect(directives.get('default-src')).toEqual(["'none'"])
			expect(directives.get('frame-ancestors')).toEqual(["'none'"])
			expect(directives.get('base-uri')).toEqual(["'none'"])
			expect(directives.get('form-action')).toEqual(["'self'"])
			expect(policy).not.toMatch(/'unsafe-inline'|'unsafe-eval'|https?:|\*/)
			const html = await response.text()
			expect(html).not.toMatch(/ style="| on[a-z]+="/)
			const nonces = directives.get('script-src')?.filter((source) => source.startsWith("'nonce-")) ?? []
			for (const [, attributes = ''] of html.matchAll(/<script([^>]*)>/g))
				expect(nonces).toContain(`'nonce-${/nonce="([^"]+)"/.exec(attributes)?.[1]}'`)
			expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//)
			expect(response.headers.get('Set-Cookie')).toBeNull()
			const [, footer = ''] = /<footer([\s\S]*)<\/footer>/.exec(html) ?? []
			for (const way of ['kontakt', 'pristupnost', 'soukromi']) expect(footer).toContain(`href="/${way}"`)
			// A form tells its origin only under such a policy; with no-referrer it would be refused as foreign.
			expect(response.headers.get('Referrer-Policy')).toBe('same-origin')
		},
	)
})

describe('a session', () => {
	const token = 'letopis_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG'

	test('goes to the service as a bearer token, and one that is not known makes a stranger', async () => {
		const response = await ask('/kontakt', { headers: { Cookie: `__Host-letopis=${token}` } })
		expect(response.status).toBe(200)
		const [session] = asked.filter(({ url }) => url.endsWith('/sessions/current'))
		expect(session?.headers.get('Authorization')).toBe(`Bearer ${token}`)
		expect(response.headers.get('Cache-Control')).toBe('no-store')
	})
	for (const [cookie, why] of [
		[`letopis=${token}`, 'the name for plain HTTP, which any host beside us could set'],
		['__Host-letopis=x', 'no token'],
		['__Host-letopis=letopis_%0d%0aX-Evil: 1', 'a header within'],
	] as const)
		test(`is not believed: ${why}`, async () => {
			const response = await ask('/kontakt', { headers: { Cookie: cookie } })
			expect(response.status).toBe(200)
			expect(asked.filter(({ url }) => url.endsWith('/sessions/current'))).toEqual([])
		})
})

describe('a form', () => {
	const post = (headers: Record<string, string>) =>
		ask('/kontakt', {
			method: 'POST',
			body: 'a=1',
			headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
		})
	test('from our own origin arrives; there is only nothing to take it', async () => {
		expect((await post({ Origin: ORIGIN })).status).toBe(405)
	})
	for (const [origin, why] of [
		['https://evil.example', 'another site'],
		['null', 'a hidden origin'],
		[undefined, 'no origin'],
		['http://letopis.ukazkov.example', 'the same host without TLS'],
	] as const)
		test(`from ${why} is refused`, async () => {
			expect((await post(origin === undefined ? {} : { Origin: origin })).status).toBe(403)
		})
})
