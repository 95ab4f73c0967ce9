/** Verify and the court's page in a browser: every verdict, without a network, by keyboard, on paper. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { holds } from './act.ts'
import { CHROMIUM, hasBrowser, launchBrowser } from './browser.ts'
import { inPage, JUDGED, onPage, open, pagesOf, violations, watch } from './look.ts'
import { type PortalTown, startPortalTown } from './portal-town.ts'
import { accept, drop, enter, FILES, given, headline, type Name, Window } from './verify-evidence.ts'

/** Files as they are dropped, whether the fingerprint is compared, and the headline. */
const VERDICTS: readonly [string, readonly Name[], boolean, string][] = [
	['the very file', ['document', 'receipt', 'trust'], true, 'Shoduje se se záznamem úřadu'],
	['in any order', ['trust', 'receipt', 'document'], true, 'Shoduje se se záznamem úřadu'],
	['the receipt as a tlog-proof', ['document', 'proof', 'trust'], true, 'Shoduje se se záznamem úřadu'],
	['one byte flipped', ['flipped', 'receipt', 'trust'], true, 'Neshoduje se'],
	['a file of 0 bytes', ['empty', 'receipt', 'trust'], true, 'Neshoduje se'],
	['no trust file', ['document', 'receipt'], false, 'Nelze rozhodnout'],
	['a trust file not compared', ['document', 'receipt', 'trust'], false, 'Nelze rozhodnout'],
	['another town’s trust file', ['document', 'receipt', 'otherTrust'], true, 'Nelze rozhodnout'],
	['another town’s receipt', ['document', 'foreign', 'trust'], true, 'Nelze rozhodnout'],
	['no document', ['receipt', 'trust'], true, 'Nelze rozhodnout'],
	['a damaged receipt', ['document', 'damaged', 'trust'], true, 'Potvrzení není platné'],
]

describe.skipIf(!hasBrowser)(`verifying in the browser (skipped without ${CHROMIUM})`, () => {
	let town: PortalTown
	let browser: Browser
	let context: BrowserContext | undefined
	let window: Window

	beforeAll(async () => {
		town = await startPortalTown()
		browser = await launchBrowser()
		window = new Window(browser)
	})
	afterAll(async () => {
		await browser?.close()
		await town?.[Symbol.asyncDispose]()
	})
	afterEach(async () => {
		await context?.close()
		context = undefined
	})

	/** In a window of its own, if it is to be changed or kept for use without a network. */
	const visitAlone = async (path = '/overit', { kept = false } = {}): Promise<Page> => {
		const entered = await enter(browser, town.url + path, { kept })
		context = entered.context
		return entered.page
	}
	const visit = (path = '/overit') => window.visit(town.url + path)

	test.each(VERDICTS)('%s', async (_, names, compared, expected) => {
		const page = await visit()
		const { complaints, strangers } = watch(page, town.url)
		const asked: string[] = []
		await page.waitForLoadState('networkidle')
		page.on('request', (request) => asked.push(new URL(request.url()).pathname))
		await drop(page, names)
		if (compared) await accept(page)
		await headline(page, expected)
		expect(await page.locator('.result h2:not(.only-read)').first().innerText()).toBe(expected)
		// Nothing but the page's own program is fetched, from the first file to the verdict: nobody learns of what.
		expect(asked.filter((path) => !/^\/_app\/immutable\/[\w./-]+\.(js|css)$/.test(path))).toEqual([])
		expect(complaints).toEqual([])
		expect(strangers).toEqual([])
	})

	test('the three parts, the timeline, the checks with their inputs, the path and its table', async () => {
		const page = await visit()
		await drop(page, ['document', 'receipt', 'trust'])
		await accept(page)
		await headline(page, 'Shoduje se se záznamem úřadu')
		const parts = await page.locator('.result dl').first().innerText()
		expect(parts).toMatch(/Vymezen z\sobou stran/)
		expect(parts).toContain('Beze změny')
		expect(await page.locator('.result time').count()).toBeGreaterThan(2)
		const check = page.locator('.result details summary').first()
		await check.click()
		expect(await page.locator('.result details[open] dd').first().innerText()).toMatch(/^bafy/)
		expect(await page.locator('.result svg[role=img]').isVisible()).toBe(true)
		expect(await page.locator('.result table tbody tr').count()).toBeGreaterThan(1)
	})

	test('a trust file with an unknown key is refused in words', async () => {
		const page = await visit()
		await drop(page, ['strangeTrust'])
		await page.waitForSelector('[role=alert] >> text=není platný soubor důvěry')
	})

	test('an evidence package is all that is needed, with the trust file', async () => {
		const page = await visit()
		await drop(page, ['flipped', 'package', 'packageTrust'])
		await accept(page)
		await headline(page, 'Shoduje se se záznamem úřadu')
		const titles = await page.locator('.result h2').allTextContents()
		for (const title of ['Balíček', 'Důkazní záznamy', 'Pečeť balíčku', 'Soubory'])
			expect(titles).toContain(title)
		expect(await page.locator('.result svg[role=img]').isVisible()).toBe(true)
		expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(1280)
		// The document is inside; another one beside it would only be mistaken for it.
		await drop(page, ['document'])
		await page.waitForSelector('[role=alert] >> text=Balíček má dokument v sobě')
		await drop(page, ['addedPackage'])
		await headline(page, 'na vše se spolehnout nelze')
		expect(await page.locator('.result .notes').innerText()).toContain('příloha.pdf')
		await drop(page, ['brokenPackage'])
		await headline(page, 'Balíček není platný')
	})

	test('an evidence record is held against the document', async () => {
		const page = await visit()
		await drop(page, ['document', 'record', 'packageTrust'])
		await accept(page)
		await headline(page, 'Shoduje se s tím, co bylo orazítkováno')
		await drop(page, ['flipped'])
		await headline(page, 'Neshoduje se')
	})

	test('the device’s clock says nothing', async () => {
		const page = await visitAlone()
		await page.clock.setFixedTime('1999-12-31T23:59:59Z')
		await drop(page, ['document', 'receipt', 'trust'])
		await accept(page)
		await headline(page, 'Shoduje se se záznamem úřadu')
	})

	test('a file is told apart by its content: a page of script is a document, and text', async () => {
		const page = await visit()
		await page.setInputFiles('#files', [
			given('<img src=x onerror=alert(1)>.json', '<script>alert(1)</script>'),
		])
		await page.waitForSelector('dd >> text=onerror')
		expect(await page.locator('main img').count()).toBe(0)
	})

	test('trust is remembered only when asked for, forgotten when told to', async () => {
		const page = await visit()
		await drop(page, ['trust'])
		await page.check('#remember')
		await accept(page)
		await page.waitForSelector('text=tento prohlížeč si soubor pamatuje')
		await open(page, `${town.url}/overit`)
		await drop(page, ['document', 'receipt'])
		await headline(page, 'Shoduje se se záznamem úřadu')
		await page.click('text=Zapomenout')
		await headline(page, 'Nelze rozhodnout')
		expect(await page.evaluate('localStorage.length')).toBe(0)
	})

	test('files dropped together are sorted by what they are', async () => {
		const page = await visit()
		const dropped = (['trust', 'document', 'receipt'] as const).map((name) => {
			const { name: called, buffer } = FILES[name]
			return [called, buffer.toString('base64')]
		})
		const transfer = await page.evaluateHandle(inPage(`transferOf(${JSON.stringify(dropped)})`))
		await page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer })
		await page.dispatchEvent('main', 'drop', { dataTransfer: transfer })
		await accept(page)
		await headline(page, 'Shoduje se se záznamem úřadu')
	})

	test.each(['/overit', '/en/overit'])('%s can be installed', async (path) => {
		const page = await visitAlone(path, { kept: true })
		const session = await page.context().newCDPSession(page)
		const { errors } = await session.send('Page.getAppManifest')
		expect(errors).toEqual([])
		const { installabilityErrors } = await session.send('Page.getInstallabilityErrors')
		// Every context of the tests is a private window, in which nothing is ever installed.
		expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(['in-incognito'])
	})

	test('offline after the first visit', async () => {
		const page = await visitAlone('/overit', { kept: true })
		await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
		await holds(page, 'navigator.serviceWorker.controller !== null')
		await page.context().setOffline(true)
		for (const path of ['/overit', '/en/overit', '/soud']) {
			await open(page, town.url + path)
			await drop(page, ['document', 'receipt', 'trust'])
			await accept(page)
			await page.waitForSelector('text=/^(Shoduje se se záznamem úřadu|Agrees with the .* record)$/')
		}
		// Other pages are not kept, and so not stale.
		await expect(page.goto(`${town.url}/kontakt`)).rejects.toThrow(/ERR_INTERNET_DISCONNECTED/)
	})

	test.each(
		JUDGED.flatMap((locale) => ['/overit', '/soud'].map((path) => (locale === 'cs' ? path : `/en${path}`))),
	)(
		'%s with a result: no violation of WCAG 2.2 AA, light and dark, and nothing sticks out at 320 px',
		async (path) => {
			const page = await visit(path)
			await drop(page, ['document', 'receipt', 'trust'])
			await page.waitForSelector('#remember')
			expect(await violations(page), 'asking').toEqual([])
			await accept(page)
			await page.locator('article, .result').first().waitFor()
			for (const colorScheme of ['light', 'dark'] as const) {
				await page.emulateMedia({ colorScheme })
				expect(await violations(page), colorScheme).toEqual([])
			}
			await page.setViewportSize({ width: 320, height: 640 })
			expect(await onPage(page, 'sticksOut()')).toEqual([])
			await page.emulateMedia({ forcedColors: 'active' })
			expect(await onPage(page, 'edgeless()')).toEqual([])
		},
	)

	test('by keyboard alone, from the trust question to the inputs of a check', async () => {
		const page = await visit()
		await drop(page, ['document', 'receipt', 'trust'])
		await page.waitForSelector('#remember')
		await page.locator('#files').focus()
		await tabTo(page, 'Ano, otisk souhlasí')
		await page.keyboard.press('Enter')
		await headline(page, 'Shoduje se se záznamem úřadu')
		await tabTo(page, 'Zápis je správně utvořen')
		await page.keyboard.press('Enter')
		await expect.poll(() => page.locator('.result details[open]').count()).toBe(1)
	})

	test.each([
		['/soud', 'Zpráva o ověření dokumentu'],
		['/en/soud', 'Report on the verification of a document'],
	])('%s prints on two pages, the appendix only when wanted', async (path, title) => {
		const page = await visit(path)
		await page.fill('#case', '12 C 34/2026')
		await drop(page, ['document', 'receipt', 'trust'])
		await accept(page)
		await page.waitForSelector(`article >> text=${title}`)
		expect(await page.locator('article').innerText()).toContain('12 C 34/2026')
		expect(pagesOf(await page.pdf({ format: 'A4' }))).toBeLessThanOrEqual(2)
		await page.check('#appendix')
		expect(pagesOf(await page.pdf({ format: 'A4' }))).toBeGreaterThan(2)
	})

	test('the court’s page reports a difference and a missing trust file as what they are', async () => {
		const page = await visit('/soud')
		await drop(page, ['flipped', 'receipt'])
		await page.waitForSelector('article >> text=Neshoduje se')
		await drop(page, ['document'])
		await page.waitForSelector('article >> text=Nelze rozhodnout ani o shodě, ani o neshodě')
		expect(await page.locator('article').innerText()).not.toContain('Neshoduje se')
	})
})

async function tabTo(page: Page, text: string): Promise<void> {
	for (let i = 0; i < 60; i++) {
		await page.keyboard.press('Tab')
		const focused = await page.evaluate('document.activeElement?.textContent ?? ""')
		if (String(focused).trim().includes(text)) return
	}
	throw new Error(`the focus never comes to “${text}”`)
}
