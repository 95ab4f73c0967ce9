/** Sign-in, invitation and one's own account, in a browser with passkeys. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { heading, press, says, words } from './act.ts'
import { CHROMIUM, hasBrowser, launchBrowser } from './browser.ts'
import { addPasskeys, type Clerk, type ClerkTown, OWN, startClerkTown, withoutScripts } from './clerk-town.ts'
import { cookieNames, open } from './look.ts'

describe.skipIf(!hasBrowser)(`people sign in (skipped without ${CHROMIUM})`, () => {
	let browser: Browser
	let office: ClerkTown
	let clerk: Clerk

	beforeAll(async () => {
		browser = await launchBrowser()
		office = await startClerkTown(browser)
		clerk = await office.invite('Úřednice první', 'clerk', OWN)
	})
	afterAll(async () => {
		await office?.[Symbol.asyncDispose]()
		await browser?.close()
	})

	test('an invitation shows whose it is, and its code works once', async () => {
		const { page } = clerk
		expect(await page.locator('header').innerText()).toContain('Úřednice první')
		await open(page, `${office.url}/pozvanka`)
		await page.fill('#kod', 'AAAA-AAAA-AAAA-AAAA')
		await press(page, 'main form button')
		await page.waitForSelector('[role=alert]')
		expect(await page.title()).toMatch(/^Chyba: /)
		await says(page, 'Kód neplatí')
	})

	test('whoever is signed in is not asked on the first page to sign in', async () => {
		const { page } = clerk
		await open(page, `${office.url}/`)
		await says(page, 'Otevřít dokumenty a spisy')
		expect(await words(page)).not.toContain('Přihlásit se')
	})

	test('who was invited sees the name of their department before they make a passkey', async () => {
		const body = { name: 'Úřednice třetí', role: 'clerk', department: OWN }
		const answer = await office.ask(office.administrator, '/api/v1/accounts', { method: 'POST', body })
		const { code } = (await answer.json()) as { code: string }
		const context = await browser.newContext({ javaScriptEnabled: false })
		const page = await context.newPage()
		await open(page, `${office.url}/pozvanka`, { scripts: false })
		await page.fill('#kod', code)
		await press(page, 'main form button')
		await says(page, 'Úřednice třetí')
		await says(page, 'Stavební úřad')
		expect(await words(page)).not.toContain(OWN)
		await context.close()
	})

	test.each(['/pozvanka', '/sprava/pristupy/novy', '/soud'])(
		'what is typed and chosen on %s before its scripts have come is kept',
		async (path) => {
			const page = await office.administrator.context.newPage()
			const scripts = Promise.withResolvers<void>()
			await page.route('**/_app/**/*.js', async (route) => {
				await scripts.promise
				await route.continue()
			})
			await page.goto(office.url + path, { waitUntil: 'commit' })
			await page.locator('footer').waitFor()
			for (const field of await page.locator('main input[type=text]').all()) await field.fill('napsáno')
			for (const choice of await page.locator('main :is([type=checkbox], [type=radio])').all())
				await choice.check()
			const filled =
				'[...document.querySelectorAll("main .field input")].map((one) => [one.id, one.value, one.checked])'
			const before = await page.evaluate<unknown[]>(filled)
			expect(before.length).toBeGreaterThan(0)
			expect(await page.locator('html[data-scripts=ready]').count()).toBe(0)
			scripts.resolve()
			await page.waitForSelector('html[data-scripts=ready]')
			expect(await page.evaluate(filled)).toEqual(before)
			await page.close()
		},
	)

	test('signs out, and in again where one was', async () => {
		const { page, context } = clerk
		await open(page, `${office.url}/odhlaseni`, { scripts: false })
		await press(page, 'main form button')
		await says(page, 'Jste odhlášeni')
		expect(await cookieNames(context)).toEqual([])
		await open(page, `${office.url}/urad?text=stavba`)
		expect(new URL(page.url()).pathname).toBe('/prihlaseni')
		await page.click('main form button')
		await page.waitForURL(`${office.url}/urad?text=stavba`)
		expect(await cookieNames(context)).toEqual(['letopis'])
	})

	test('leads nowhere else after signing in', async () => {
		const { page } = clerk
		for (const zpet of ['//zly.example/', 'https://zly.example/', '/\\zly.example', 'javascript:alert(1)']) {
			await open(page, `${office.url}/prihlaseni?zpet=${encodeURIComponent(zpet)}`)
			await page.click('main form button')
			await page.waitForURL(`${office.url}/urad`)
		}
	})

	test('names a passkey, and keeps the last one', async () => {
		const { page } = clerk
		await open(page, `${office.url}/ucet`)
		await press(page, 'main table a')
		await page.fill('#nazev', '<b>Notebook</b>')
		await press(page, 'main form button')
		await says(page, 'Název klíče je uložený')
		await says(page, '<b>Notebook</b>')
		await press(page, 'main table a')
		await says(page, 'Je to váš jediný klíč')
		expect(await page.locator('form[action$="/zrusit"]').count()).toBe(0)
	})

	test('a second passkey opens the door, and the first is revoked with it; the last one stays', async () => {
		await using person = await office.invite('Úřednice druhá', 'clerk', OWN)
		const { page, context } = person
		await open(page, `${office.url}/prihlaseni/potvrzeni?zpet=/ucet/klic`)
		await page.click('main form button')
		await page.waitForURL(`${office.url}/ucet/klic`)
		// Another device: only there is the second passkey.
		const device = await browser.newContext({ reducedMotion: 'reduce' })
		await device.addCookies(await context.cookies())
		const second = await device.newPage()
		await addPasskeys(second)
		await open(second, `${office.url}/ucet/klic`)
		await second.fill('#nazev', 'Telefon')
		await second.click('main form button')
		await says(second, 'Klíč je přidaný')
		await open(second, `${office.url}/prihlaseni`)
		await second.click('main form button')
		await second.waitForURL(`${office.url}/urad`)

		await open(second, `${office.url}/ucet`)
		await press(second, 'a[aria-label="Upravit klíč Zkušební klíč"]')
		await press(second, 'form[action$="/zrusit"] button')
		await says(second, 'Klíč je zrušený')
		expect(await second.locator('a[aria-label^="Upravit klíč"]').count()).toBe(1)
		await press(second, 'a[aria-label="Upravit klíč Telefon"]')
		await says(second, 'Je to váš jediný klíč')
		// Who sends the form all the same is told so.
		const sent = await second.request.post(`${second.url()}?/zrusit`, {
			form: {},
			headers: { Origin: office.url, Accept: 'text/html' },
		})
		expect([sent.status(), (await sent.text()).includes('Poslední klíč zrušit')]).toEqual([400, true])
		await device.close()

		await open(page, `${office.url}/prihlaseni`)
		await page.click('main form button')
		await says(page, 'nebo byl zrušen')
	})

	test('a session that turns up in another browser ends, and its owner is told', async () => {
		const { context, page } = clerk
		const thief = await browser.newContext({
			userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0',
		})
		await thief.addCookies(await context.cookies())
		const stolen = await thief.newPage()
		await open(stolen, `${office.url}/urad`)
		expect(await heading(stolen)).toBe('Přihlášení pro úředníky')
		await thief.close()
		await open(page, `${office.url}/urad`)
		await says(page, 'Přihlášení skončilo')
		await page.click('main form button')
		await page.waitForURL(`${office.url}/urad`)
		await open(page, `${office.url}/ucet`, { scripts: false })
		await says(page, 'Vaše přihlášení se objevilo v jiném prohlížeči')
	})

	test('without scripts says what is needed and what can be done instead', async () => {
		const plain = await browser.newContext({ javaScriptEnabled: false })
		const page = await plain.newPage()
		await open(page, `${office.url}/prihlaseni`, { scripts: false })
		await says(page, 'Přihlášení klíčem potřebuje JavaScript')
		await says(page, 'letopis ingest')
		await plain.close()
	})

	test('a form from elsewhere does nothing', async () => {
		const plain = await withoutScripts(browser, clerk)
		const page = await plain.newPage()
		const form = `<form method="post" action="${office.url}/odhlaseni"><button>x</button></form>`
		await page.goto(`data:text/html,${encodeURIComponent(form)}`)
		const answer = page.waitForResponse((response) => response.request().method() === 'POST')
		await page.click('button')
		expect((await answer).status()).toBe(403)
		await open(page, `${office.url}/ucet`, { scripts: false })
		expect(await heading(page)).toBe('Můj účet')
		await plain.close()
	})

	test('whoever reads no documents is told so, an administrator led to their own desk', async () => {
		await using manager = await office.invite('Vedoucí úřadu', 'manager', null)
		await open(manager.page, `${office.url}/urad`, { scripts: false })
		await says(manager.page, 'Váš účet dokumenty nečte')
		const { page } = office.administrator
		await open(page, `${office.url}/urad`, { scripts: false })
		expect(new URL(page.url()).pathname).toBe('/sprava')
	})
})
