/** The pages for people: where to begin, in the reader's language, with what the town really offers now. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { trustFingerprint } from '@letopis/format'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPage } from '../../api/http/start-page.ts'
import { Town } from '../support/town.ts'

let folder: string
let verifierPage: string
let town: Town

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'letopis-pages-'))
	verifierPage = join(folder, 'letopis-verify.html')
	town = await Town.open({ settings: { verifierPage } })
})
afterAll(async () => {
	await town.close()
	await rm(folder, { recursive: true })
})

const read = (path: string, headers: Record<string, string> = {}) =>
	town.fetch(path, { token: null, headers })

describe('where to begin', () => {
	test('speaks Czech to Czech and Slovak readers, English to all others', async () => {
		for (const [asked, lang] of [
			['cs-CZ,cs;q=0.9', 'cs'],
			['en-US,en;q=0.9,sk;q=0.8', 'cs'],
			['de', 'en'],
			['csb', 'en'],
			[undefined, 'en'],
		] as const) {
			const response = await read('/', asked === undefined ? {} : { 'Accept-Language': asked })
			expect(response.headers.get('Content-Language'), asked).toBe(lang)
			expect(response.headers.get('Vary')).toContain('Accept-Language')
			const html = await response.text()
			expect(html).toContain(`<html lang="${lang}">`)
			expect(html).toContain(lang === 'cs' ? 'Stáhnout soubor důvěry' : 'Download the trust file')
			// Neither a template that was not filled in nor a script; both would be a mistake of ours.
			expect(html).not.toMatch(/undefined|\[object|<script/)
		}
	})

	test('shows the town, the demonstration, and the fingerprint of the trust file that it hands out', async () => {
		const html = await (await read('/')).text()
		const trust = new Uint8Array(await (await read('/log/trust.json')).arrayBuffer())
		const shown = /<div class="fingerprint">(.*?)<\/div>/.exec(html)?.[1] ?? ''
		expect(shown.replace(/<[^>]+>/g, '').trim()).toBe(trustFingerprint(trust))
		expect(html).toContain('<h1>Ukázkov</h1>')
		expect(html).toContain('(DEMO)')
	})

	test('offers the verifier from the moment it is built', async () => {
		expect(await (await read('/')).text()).not.toContain('href="/verifier"')
		expect((await read('/verifier')).status).toBe(404)
		await writeFile(verifierPage, '<!doctype html>')
		expect(await (await read('/')).text()).toContain('href="/verifier"')
		expect(await (await read('/verifier')).text()).toBe('<!doctype html>')
		const head = await town.fetch('/verifier', { method: 'HEAD' })
		expect([head.status, await head.text()]).toEqual([200, ''])
	})

	test('says that signing is frozen, and takes no word for markup', () => {
		const start = {
			...{ origin: 'x.example/log/1', demo: false, size: 12_345, frozen: true, verifier: false },
			...{ town: '<b>"&', fingerprint: 'aaaa bbbb', publicUrl: 'https://x.example' },
		}
		const { main, title } = startPage(start, 'cs')
		expect(main).toContain('Podepisování je zastaveno')
		expect(main).not.toContain('DEMO')
		expect(main).not.toContain('<b>')
		expect(main).toContain('https://x.example/log')
		expect(title).toContain('<b>')
	})
})

test('a type URI leads to its place among the problems', async () => {
	const response = await town.fetch('/api/v1/documents/nothing')
	const { type, code } = (await response.json()) as { type: string; code: string }
	const html = await (await read(new URL(type).pathname)).text()
	expect(new URL(type).hash).toBe(`#${code}`)
	expect(html).toContain(`id="${code}"`)
})
