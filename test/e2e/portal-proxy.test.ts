/** One build under another name: behind a TLS proxy that even hides the name it was called by, without scripts. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '../support/server.ts'
import { press } from './act.ts'
import { CHROMIUM, hasBrowser, launchBrowser } from './browser.ts'
import { open } from './look.ts'
import { type PortalTown, startPortalTown } from './portal-town.ts'
import { startTlsProxy } from './tls-proxy.ts'

const NAME = 'letopis.ukazkov.test'

describe.skipIf(!hasBrowser)(`the portal behind a TLS proxy (skipped without ${CHROMIUM})`, () => {
	let folder: string
	let town: PortalTown
	let proxy: AsyncDisposable
	let browser: Browser
	let context: BrowserContext
	let origin: string

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'letopis-proxy-'))
		const [outside, inside] = [await freePort(), await freePort()]
		origin = `https://${NAME}:${outside}`
		const settings = `[server]\npublic_url = "${origin}"\nbehind_proxy = true\n`
		town = await startPortalTown({ settings, port: inside })
		proxy = await startTlsProxy(folder, NAME, outside, inside)
		browser = await launchBrowser([NAME])
		context = await browser.newContext({ javaScriptEnabled: false, ignoreHTTPSErrors: true })
	})
	afterAll(async () => {
		await browser?.close()
		await proxy?.[Symbol.asyncDispose]()
		await town?.[Symbol.asyncDispose]()
		await rm(folder, { recursive: true, force: true })
	})

	test('finds an entry by a form without scripts, under the public name', async () => {
		const page = await context.newPage()
		const response = await open(page, `${origin}/`, { scripts: false })
		expect(response.headers()['strict-transport-security']).toContain('max-age=')
		expect(await page.locator('pre').innerText()).toContain(`${origin}/log`)
		await page.fill('#q', '0')
		await press(page, 'main form button')
		expect(page.url()).toBe(`${origin}/doklad?q=0`)
		expect(await page.locator('h1').innerText()).toMatch(/^Zápis č\.\s0$/)
		await page.close()
	})

	test('a form posted from our own page arrives, from any other it does not', async () => {
		const page = await context.newPage()
		await open(page, `${origin}/kontakt`, { scripts: false })
		// No page of the base takes a form by POST; which answer comes shows whether the origin was believed.
		const post = (from: string) =>
			`<form method="post" action="${origin}/kontakt"><button>${from}</button></form>`
		const answered = async (from: 'own' | 'other') => {
			if (from === 'own')
				await page.evaluate(`document.querySelector('main').innerHTML = ${JSON.stringify(post(from))}`)
			// Content that is set into an open page may never count as loaded.
			else await page.goto(`data:text/html,${encodeURIComponent(post(from))}`)
			const answer = page.waitForResponse((response) => response.request().method() === 'POST')
			await page.click('form button')
			return (await answer).status()
		}
		expect(await answered('own')).toBe(405)
		expect(await answered('other')).toBe(403)
		await page.close()
	})
})
