/** A public document that was disposed of is found by its number; its page says when and by which entry, and nothing of it. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PortalBuild } from '../../portal/adapter/build.ts'
import { buildPortal } from '../../scripts/build-portal.ts'
import { Town } from '../support/town.ts'

const ORIGIN = 'https://letopis.ukazkov.example'
let server: PortalBuild['server']
let town: Town
beforeAll(async () => {
	await buildPortal()
	const build = join(import.meta.dirname, '../../portal/build/portal.js')
	;({ server } = (await import(pathToFileURL(build).href)) as PortalBuild)
	await server.init({ env: {} })
	town = await Town.open({ authority: false })
})
afterAll(() => town.close())

async function show(path: string) {
	const api = async (request: Request) => {
		const { pathname, search } = new URL(request.url)
		return town.app.request(pathname + search, { headers: request.headers })
	}
	const platform = { api, contact: {}, report: () => {} } as never
	const response = await server.respond(new Request(ORIGIN + path), {
		...{ platform, getClientAddress: () => '127.0.0.1' },
	})
	const html = (await response.text()).replaceAll('\u00a0', ' ')
	return { status: response.status, led: response.headers.get('Location'), html }
}

test('found by number; named by nothing else', async () => {
	const metadata = { public: { title: 'Vyhláška o ohništích', number: 'V 9/2026', kind: 'other' } }
	const upload = (text: string) =>
		town.upload(text, { visibility: 'public', metadata: JSON.stringify(metadata) })
	const { id } = await upload('první')
	const { entry } = await town.json<{ entry: string }>(`/api/v1/documents/${id}/disposal`, {
		...{ method: 'POST', headers: { 'Content-Type': 'application/json' } },
		body: JSON.stringify({ reason: 'skartační návrh 9', confirm: id }),
	})
	const search = '/overit/hledat?q=V+9%2F2026'
	expect((await show(search)).led).toBe(`/doklad/${id}`)
	const index = await town.log.indexOf((await import('@letopis/format')).parseCid(entry))
	for (const [locale, title, says, by] of [
		['', 'Skartovaný dokument', 'Dokument byl skartován', `zápisem č. ${index}`],
		['/en', 'Disposed document', 'The document was disposed of on', `by entry ${index}`],
	]) {
		const { status, html } = await show(`${locale}/doklad/${id}`)
		expect(status).toBe(200)
		expect(html).toMatch(new RegExp(`<h1[^>]*>${title}</h1>`))
		for (const text of [says, by, 'V 9/2026', entry]) expect(html, text).toContain(text)
		for (const text of ['Vyhláška o', 'ohništích', '/obsah', '/potvrzeni'])
			expect(html, text).not.toContain(text)
	}
	// One of the same number that is in force is found beside it.
	await upload('druhá')
	const { led, html } = await show(search)
	expect(led).toBeNull()
	expect(html.match(/, skartován/g)).toHaveLength(1)
})
