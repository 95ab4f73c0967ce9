/** When the service is down or frozen, or something breaks, a reader gets a calm page that says what to do. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Failure, PortalBuild } from '../../portal/adapter/build.ts'
import { buildPortal } from '../../scripts/build-portal.ts'
import { Town } from '../support/town.ts'

const BUILD = join(import.meta.dirname, '../../portal/build')
const DOWN = async () => Response.json({ code: 'not-ready' }, { status: 503 })

let server: PortalBuild['server']
let town: Town
const failures: Failure[] = []

beforeAll(async () => {
	await buildPortal()
	;({ server } = (await import(pathToFileURL(join(BUILD, 'portal.js')).href)) as PortalBuild)
	await server.init({ env: {} })
	town = await Town.open({ authority: false })
})
afterAll(() => town.close())

async function show(path: string, api: (request: Request) => Promise<Response>) {
	const platform = { api, contact: {}, report: (failure: Failure) => failures.push(failure) } as never
	const request = new Request(`https://letopis.ukazkov.example${path}`, { headers: { Accept: 'text/html' } })
	const response = await server.respond(request, { platform, getClientAddress: () => '127.0.0.1' })
	const text = (await response.text()).replaceAll('\u00a0', ' ')
	return { status: response.status, text }
}

describe('trouble', () => {
	test('the service is down: pages that need nothing of it are shown, and say so', async () => {
		for (const [path, words] of [
			['/', 'Služba teď neodpovídá'],
			['/en/kontakt', 'The service does not answer now'],
		] as const) {
			const { status, text } = await show(path, DOWN)
			expect(status).toBe(200)
			expect(text).toContain(words)
		}
	})
	test('the service is down: a page that needs it says what to do, with 503', async () => {
		const { status, text } = await show('/doklad?q=0', DOWN)
		expect(status).toBe(503)
		expect(text).toContain('Služba je teď nedostupná')
	})
	test('a failure of ours is named, not shown', async () => {
		const { status, text } = await show('/doklad?q=1', async (request) => {
			if (request.url.includes('/entries/')) throw new Error('secret of the inside')
			return DOWN()
		})
		expect(status).toBe(500)
		expect(text).toContain('Omlouváme se')
		expect(text).not.toContain('secret')
		expect(failures.length).toBeGreaterThan(0)
		expect(text).toContain(failures.at(-1)?.id)
	})
	test('a frozen log is told on every page', async () => {
		const { text } = await show('/kontakt', async (request) => {
			const { pathname } = new URL(request.url)
			if (pathname === '/readyz')
				return Response.json({ ready: false, reasons: [{ code: 'frozen' }] }, { status: 503 })
			return town.app.request(pathname)
		})
		expect(text).toContain('Zápis je zastaven')
	})
})
