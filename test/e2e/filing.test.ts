/**
 * A citizen files with two attachments, gets the paper, follows the filing by number and PIN, completes it and sees who read
 * it; once with scripts and once without, in npm run test:pages. The office acts over the service: its pages have their own test.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest'
import { heading, holds, says, words } from './act.ts'
import { agendaTemplate, publishAgenda } from './agenda.ts'
import { CHROMIUM, hasBrowser, launchBrowser } from './browser.ts'
import { answerPage } from './filing-form.ts'
import { ALL } from './guises.ts'
import { cookieNames, violations } from './look.ts'
import { type PortalTown, startPortalTown } from './portal-town.ts'

/** Given with their bytes: where no locale is set, Chromium finds no file whose path is not ASCII, and takes an empty one. */
const file = (name: string, mimeType: string, text: string) => ({ name, mimeType, buffer: Buffer.from(text) })
type File = ReturnType<typeof file>
const PLAN = file('plánek.pdf', 'application/pdf', `%PDF-1.7\n${'plánek '.repeat(400_000)}`)
const PHOTO = file('strom.jpg', 'image/jpeg', 'fotografie')

describe.skipIf(!hasBrowser)(`filing (skipped without ${CHROMIUM})`, () => {
	let town: PortalTown
	let browser: Browser

	beforeAll(async () => {
		town = await startPortalTown()
		await publishAgenda(town)
		browser = await launchBrowser()
	})
	afterAll(async () => {
		await browser?.close()
		await town?.[Symbol.asyncDispose]()
	})

	const next = (page: Page) => page.locator('main form button[type=submit]').last().click()

	/** Sends whatever each page asks for, until all is to be checked. */
	const fill = async (page: Page) => {
		for (let step = 0; step < 12 && /\/podat\/[\w-]{22}\/\d+/.test(page.url()); step++) {
			const at = page.url()
			await answerPage(page)
			await next(page)
			await page.waitForURL((url) => url.href !== at)
		}
	}
	const attach = async (page: Page, given: File, which: number) => {
		await page.locator('main section').nth(which).locator('a').last().click()
		await page.locator('input[type=file]').setInputFiles(given)
		await page.locator('main form button[type=submit]').click()
		await page.waitForURL(/\/prilohy$/)
	}
	const look = async (page: Page, number: string, pin: string) => {
		await page.goto(`${town.url}/podani`)
		await page.fill('#cislo', number)
		await page.fill('#pin', pin)
		await next(page)
		await page.locator('h2').first().waitFor()
	}
	/** A step of the office. */
	const take = async (filing: string, body: object) => {
		const headers = { Authorization: `Bearer ${town.token}`, 'Content-Type': 'application/json' }
		const path = `${town.url}/api/v1/filings/${filing}`
		const seen = await fetch(path, { headers })
		const match = { 'If-Match': seen.headers.get('ETag') ?? '' }
		const taken = await fetch(`${path}/steps`, {
			method: 'POST',
			headers: { ...headers, ...match },
			body: JSON.stringify(body),
		})
		expect([taken.status, await taken.text()]).toEqual([201, expect.any(String)])
	}
	const filings = async () => {
		const headers = { Authorization: `Bearer ${town.token}` }
		const answered = await fetch(`${town.url}/api/v1/filings?department=zivotni-prostredi`, { headers })
		return ((await answered.json()) as { filings: { id: string; number: string }[] }).filings
	}

	const story = async (context: BrowserContext, scripts: boolean) => {
		const page = await context.newPage()
		onTestFailed(async () => console.error(page.url(), await words(page)))
		// Where no scripts run, none can judge.
		const judge = async (of: Page) => scripts && expect(await violations(of)).toEqual([])
		const errors: string[] = []
		page.on('pageerror', (error) => errors.push(error.message))
		await page.goto(`${town.url}/sluzby/kaceni`)
		await page.locator('main a[href="/podat?sluzba=kaceni"]').first().click()
		await page.locator('main form button').click()
		await page.waitForURL(/\/podat\/[\w-]{22}\/1$/)

		// Nothing was answered: each line leads to its field, and the page says so in its title.
		await next(page)
		await page.locator('[role=alert]').waitFor()
		expect(await page.title()).toMatch(/^Chyba: /)
		await judge(page)

		await fill(page)
		await page.waitForURL(/\/prilohy$/)
		// Who left comes back by the address alone.
		const back = page.url().replace(/prilohy$/, 'souhrn')
		await page.goto(back)
		expect(await page.locator('#chybi').count()).toBe(1)
		await page.goBack()
		await attach(page, PLAN, 0)
		await attach(page, PHOTO, 1)
		await judge(page)
		await page.goto(back)
		expect(await heading(page)).toBe('Zkontrolujte, co podáváte')
		expect(await page.locator('#chybi').count()).toBe(0)
		await judge(page)
		await page.locator('#odeslat button').click()
		await page.waitForURL(/\/hotovo$/)
		expect(await heading(page)).toBe('Podání je přijato')
		await judge(page)
		const [number = '', pin = ''] = await page.locator('dl.paper dd').allInnerTexts()
		const paper = await context.request.get(`${page.url()}/potvrzeni`)
		expect([paper.status(), (await paper.body()).subarray(0, 5).toString()]).toEqual([200, '%PDF-'])
		// Back to the check, and sent again: it stays one filing.
		await page.goto(back)
		await page.waitForURL(/\/hotovo$/)
		expect((await filings()).filter((one) => one.number === number)).toHaveLength(1)

		await look(page, number, 'AAAA-AAAA')
		await says(page, 'Takové číslo s takovým PIN nemáme')
		await look(page, number.trim(), pin.toLowerCase())
		await says(page, 'Na tahu jste vy')
		const filing = (await filings()).find((one) => one.number === number)?.id ?? ''
		await take(filing, { step: 'confirmed', how: 'paper' })
		await take(filing, { step: 'correction-requested', text: 'Doplňte souhlas spoluvlastníka.', days: 15 })
		await look(page, number, pin)
		await says(page, 'Doplňte souhlas spoluvlastníka.')
		await judge(page)
		await page.locator('button[value=corrected]').click()
		await page.waitForURL(/\/odpoved$/)
		await page.fill('#zprava', 'Posílám souhlas.')
		await page.locator('button[formaction="?/soubor"]').click()
		await page.waitForURL(/\/prilohy\/-$/)
		await page.locator('input[type=file]').setInputFiles(PHOTO)
		await next(page)
		await page.waitForURL(/\/odpoved$/)
		expect(await page.inputValue('#zprava')).toBe('Posílám souhlas.')
		await judge(page)
		await page.locator('button[form=text]').click()
		await page.waitForURL(/\/hotovo$/)
		await look(page, number, pin)
		for (const text of ['Podání doplněno', 'Posílám souhlas.', 'Kdo četl mé podání', 'číslo a PIN'])
			await says(page, text)
		expect(await cookieNames(context)).toEqual([])
		expect(errors).toEqual([])
		await page.close()
	}

	test.skipIf(!ALL)('without an account, with scripts', async () => {
		const context = await browser.newContext({ reducedMotion: 'reduce' })
		await story(context, true)
		await context.close()
	})

	test.skipIf(!ALL)('without scripts', async () => {
		const context = await browser.newContext({ javaScriptEnabled: false })
		await story(context, false)
		await context.close()
	})

	test('the printed code fills in number and PIN, which leave the address', async () => {
		const context = await browser.newContext()
		const page = await context.newPage()
		await page.goto(`${town.url}/podani#12%2F2026.ABCD2345`)
		await holds(page, "document.getElementById('pin').value !== ''")
		expect([await page.inputValue('#cislo'), await page.inputValue('#pin')]).toEqual(['12/2026', 'ABCD2345'])
		expect(page.url()).toBe(`${town.url}/podani`)
		await context.close()
	})

	test('a form that changed meanwhile is told, and the answers stay', async () => {
		const context = await browser.newContext({ reducedMotion: 'reduce' })
		const page = await context.newPage()
		await page.goto(`${town.url}/podat?sluzba=kaceni`)
		await page.locator('main form button').click()
		await page.waitForURL(/\/podat\/[\w-]{22}\/1$/)
		await answerPage(page)
		const first = await page.locator('main input[type=text]').first().inputValue()
		await next(page)
		await page.waitForURL(/\/2$/)
		const headers = { Authorization: `Bearer ${town.token}`, 'Content-Type': 'application/toml' }
		const now = (await (await fetch(`${town.url}/api/v1/agendas/kaceni`)).json()) as { entry: string }
		const body = agendaTemplate('kaceni', 'zivotni-prostredi').replace(
			/^summary = .*$/m,
			'summary = "Nové znění."',
		)
		const published = await fetch(`${town.url}/api/v1/agendas/kaceni`, {
			...{ method: 'PUT', body, headers: { ...headers, 'If-Match': `"${now.entry}"` } },
		})
		expect(published.status).toBe(200)
		await page.reload()
		expect(await heading(page)).toBe('Formulář se mezitím změnil')
		expect(await violations(page)).toEqual([])
		await page.locator('main form button').click()
		await page.waitForURL(/\/souhrn$/)
		await says(page, first)
		await page.locator('summary').click()
		await page.locator('a[href$="/zahodit"]').click()
		await page.waitForURL(/\/zahodit$/)
		expect(await violations(page)).toEqual([])
		await page.locator('main form button').click()
		await page.waitForURL(/zahozeno=1/)
		await context.close()
	})
})
