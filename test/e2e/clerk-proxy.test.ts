/** Sign-in and upload under another name: behind a TLS proxy that hides the name it was called by. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makePdf } from '../../scripts/demo-pdf.ts'
import { freePort } from '../support/server.ts'
import { headed, press } from './act.ts'
import { CHROMIUM, hasBrowser, launchBrowser } from './browser.ts'
import { type Clerk, type ClerkTown, OWN, startClerkTown, withoutScripts } from './clerk-town.ts'
import { cookieNames, open } from './look.ts'
import { startTlsProxy } from './tls-proxy.ts'

const NAME = 'letopis.ukazkov.test'

describe.skipIf(!hasBrowser)(`the clerk behind a TLS proxy (skipped without ${CHROMIUM})`, () => {
	let folder: string
	let proxy: AsyncDisposable
	let browser: Browser
	let office: ClerkTown
	let clerk: Clerk

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'letopis-proxy-'))
		const [outside, inside] = [await freePort(), await freePort()]
		const url = `https://${NAME}:${outside}`
		proxy = await startTlsProxy(folder, NAME, outside, inside)
		browser = await launchBrowser([NAME])
		const settings = `[server]\npublic_url = "${url}"\nbehind_proxy = true\n`
		office = await startClerkTown(browser, {
			settings,
			port: inside,
			url,
			context: { ignoreHTTPSErrors: true },
		})
		clerk = await office.invite('Úřednice první', 'clerk', OWN)
	})
	afterAll(async () => {
		await office?.[Symbol.asyncDispose]()
		await browser?.close()
		await proxy?.[Symbol.asyncDispose]()
		await rm(folder, { recursive: true, force: true })
	})

	test('a passkey of the public name signs in; the cookie is pinned to it', async () => {
		const { context, page } = clerk
		await open(page, `${office.url}/odhlaseni`, { scripts: false })
		await press(page, 'main form button')
		await open(page, `${office.url}/urad`)
		await page.click('main form button')
		await page.waitForURL(`${office.url}/urad`)
		expect(await cookieNames(context)).toEqual(['__Host-letopis'])
	})

	test('a file of some megabytes arrives whole, without scripts', async () => {
		const page = await (await withoutScripts(browser, clerk)).newPage()
		await open(page, `${office.url}/urad/zapsat`, { scripts: false })
		await press(page, 'main form[action$="/zacit"] button')
		const buffer = Buffer.concat([makePdf(['Rozhodnutí']), Buffer.alloc(9_000_000, 1)])
		await page.setInputFiles('#file', { name: 'velke.pdf', mimeType: 'application/pdf', buffer })
		await press(page, 'main form button')
		await headed(page, 'Co jsme v souboru poznali')
		const digest = Buffer.from(await crypto.subtle.digest('SHA-256', buffer)).toString('hex')
		expect((await page.locator('main code').innerText()).replaceAll(/\s/g, '')).toBe(digest)
	})
})
