/**
 * The notice board without scripts: a clerk posts a document from its page, strangers read it, the clerk takes it down, and what is
 * left is the proof. Every page of it is judged on the way.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { headed, press, says, words } from './act.ts'
import { CHROMIUM, hasBrowser, launchBrowser } from './browser.ts'
import { type Clerk, type ClerkTown, OWN, startClerkTown, withoutScripts } from './clerk-town.ts'
import { ALL, judge, stretch } from './guises.ts'
import { cookieNames, open } from './look.ts'
import { CONTACT, MAIL } from './portal-town.ts'

const TITLE = 'Rozhodnutí o stavbě & "<b>plotu</b>"'

describe.skipIf(!hasBrowser)(`the notice board (skipped without ${CHROMIUM})`, () => {
	let browser: Browser
	let office: ClerkTown
	let clerk: Clerk
	let inside: Page
	let outside: Page
	/** to judge with: axe needs scripts */
	let judged: Record<'inside' | 'outside', Page>
	const contexts: BrowserContext[] = []
	let document = ''
	let notice = ''

	beforeAll(async () => {
		browser = await launchBrowser()
		office = await startClerkTown(browser, { settings: CONTACT + MAIL })
		clerk = await office.invite('Úřednice první', 'clerk', OWN)
		const plain = await browser.newContext({ javaScriptEnabled: false })
		const scripted = await browser.newContext({ reducedMotion: 'reduce' })
		contexts.push(plain, scripted)
		inside = await (await withoutScripts(browser, clerk)).newPage()
		outside = await plain.newPage()
		judged = { inside: await clerk.context.newPage(), outside: await scripted.newPage() }
		document = await record()
	})
	afterAll(async () => {
		for (const context of contexts) await context.close()
		await office?.[Symbol.asyncDispose]()
		await browser?.close()
	})

	const record = async () => {
		const cookie = (await clerk.context.cookies()).find(({ name }) => name.endsWith('letopis'))
		const form = new FormData()
		form.set('metadata', JSON.stringify({ title: 'Rozhodnutí o plotu', number: 'MUUK/1/2026' }))
		form.set('file', new File(['Plot se povoluje.'], 'plot.txt', { type: 'text/plain' }))
		const headers = {
			Authorization: `Bearer ${cookie?.value}`,
			'User-Agent': await clerk.page.evaluate<string>('navigator.userAgent'),
		}
		const answer = await fetch(`${office.town.url}/api/v1/documents`, { method: 'POST', headers, body: form })
		expect(answer.status).toBe(201)
		return answer.headers.get('Location')?.split('/').at(-1) ?? ''
	}

	const submit = (page: Page) => press(page, page.locator('main form[method=post] button').last())

	/** WCAG 2.2 AA, 320 px, enlarged, system colours; in both languages. */
	const look = async (who: 'inside' | 'outside', path: string) => {
		const page = judged[who]
		for (const prefix of ['', '/en']) {
			await open(page, office.url + prefix + path)
			expect(await page.locator('h1').count()).toBe(1)
			await judge(page, prefix + path)
			await stretch(page, prefix + path)
			await page.reload()
		}
	}

	test('is empty, and says what will be there', async () => {
		await open(outside, `${office.url}/deska`, { scripts: false })
		await headed(outside, 'Úřední deska')
		await says(outside, 'Na desce teď nic nevisí')
		await open(outside, `${office.url}/deska/archiv`, { scripts: false })
		await says(outside, 'Zatím nic nebylo sejmuto')
	})

	test('a document is posted from its page; what is missing is said, and what was typed is kept', async () => {
		await open(inside, `${office.url}/urad/dokument/${document}`, { scripts: false })
		await press(inside, 'main a:text-is("Vyvěsit na úřední desku")')
		expect(await inside.inputValue('#nazev')).toBe('Rozhodnutí o plotu')
		expect(await inside.inputValue('#cislo')).toBe('MUUK/1/2026')
		await inside.fill('#nazev', TITLE)
		await inside.fill('#do', '31')
		await inside.fill('#do-month', '2')
		await inside.fill('#do-year', '2027')
		await submit(inside)
		await says(inside, 'Vyberte druh')
		await says(inside, 'Zadejte den, který je v kalendáři')
		await says(inside, 'Vyberte, co se má stát při sejmutí')
		expect(await inside.title()).toMatch(/^Chyba: /)
		expect(await inside.inputValue('#nazev')).toBe(TITLE)
		expect(await inside.inputValue('#do')).toBe('31')
		await inside.fill('#do', '')
		await inside.fill('#do-month', '')
		await inside.fill('#do-year', '')
		await inside.check('input[name=druh][value=public-notice]')
		await inside.check('input[name=stahnout][value=ano]')
		const form = inside.url()
		await submit(inside)
		await headed(inside, 'Deska')
		await says(inside, TITLE)
		// The form of before makes no second notice.
		await open(inside, form, { scripts: false })
		await inside.fill('#nazev', TITLE)
		await inside.check('input[name=druh][value=public-notice]')
		await inside.check('input[name=stahnout][value=ano]')
		await submit(inside)
		await says(inside, 'dokument visí jednou')
		expect(await inside.locator('tbody tr').count()).toBe(1)
	})

	test('a stranger finds it, reads how it is counted, and takes the document, without a cookie', async () => {
		await open(outside, `${office.url}/deska?q=plotu`, { scripts: false })
		await says(outside, '1 vyvěšený dokument')
		await press(outside, outside.locator('main h2 a').first())
		await headed(outside, TITLE)
		notice = new URL(outside.url()).pathname
		await says(outside, 'Zveřejněno: 1 den')
		await says(outside, 'Doručeno bude nejdříve dne')
		await says(outside, 'Kdy visel na desce v budově, úřad nezapsal')
		await says(outside, 'Zatím to nikdo nezávislý nezkontroloval')
		const taken = await fetch(`${office.town.url}${notice}/obsah`)
		expect(await taken.text()).toBe('Plot se povoluje.')
		expect(taken.headers.get('Cache-Control')).toBe('no-store')
		expect(await cookieNames(outside.context())).toEqual([])
		await open(outside, `${office.url}/deska?q=nikde`, { scripts: false })
		await says(outside, 'Nic takového na desce nevisí')
	})

	test('programs read it as a feed and as open data', async () => {
		const feed = await fetch(`${office.town.url}/deska/kanal.atom`)
		expect(feed.headers.get('Content-Type')).toContain('application/atom+xml')
		expect(await feed.text()).toContain('&lt;b&gt;plotu')
		const data = (await (await fetch(`${office.town.url}/deska/ofn.jsonld`)).json()) as {
			informace: unknown[]
		}
		expect(data.informace).toHaveLength(1)
	})

	test('news come by mail to whoever asks; a link that is not valid says what to do', async () => {
		await open(outside, `${office.url}/deska`, { scripts: false })
		await press(outside, 'main a[href="/deska/odber"]')
		await outside.fill('#adresa', 'ahoj')
		await press(outside, outside.locator('main form button'))
		await says(outside, 'Zadejte e-mailovou adresu')
		expect(await outside.inputValue('#adresa')).toBe('ahoj')
		await outside.fill('#adresa', 'jana@obcan.example')
		await press(outside, outside.locator('main form button'))
		await says(outside, 'Podívejte se do své pošty')
		for (const path of [`/deska/odber/${'a'.repeat(80)}`, `/deska/odber/konec/${'a'.repeat(80)}`]) {
			await open(outside, office.url + path, { scripts: false })
			await press(outside, outside.locator('main form button'))
			await says(outside, 'Odkaz už neplatí')
		}
	})

	test.skipIf(!ALL)(
		'every page is accessible while it hangs',
		async () => {
			for (const path of ['/deska', notice, '/deska/odber', '/deska/odber/aaaa']) await look('outside', path)
			for (const path of ['/urad/deska', `/urad/dokument/${document}/vyvesit`, `/urad${notice}`])
				await look('inside', path)
		},
		300_000,
	)

	test('taken down, it shows the proof and nothing of what it said', async () => {
		await open(inside, `${office.url}/urad/deska`, { scripts: false })
		await press(inside, 'tbody a:text-is("Sejmout")')
		await inside.fill('#budova', '1')
		await inside.fill('#budova-month', '1')
		await inside.fill('#budova-year', '2020')
		await submit(inside)
		await says(inside, 'Zkontrolujte dny')
		for (const part of ['', '-month', '-year']) await inside.fill(`#budova${part}`, '')
		await submit(inside)
		await says(inside, 'Dokument je sejmut')
		await open(outside, office.url + notice, { scripts: false })
		await headed(outside, 'Sejmutý dokument')
		expect(await outside.content()).not.toMatch(/plotu|MUUK/)
		await says(outside, 'Zapsáno sejmutí')
		await says(outside, 'Sejmuto před dnem')
		await open(outside, `${office.url}/deska/archiv`, { scripts: false })
		expect(await words(outside)).not.toContain('plotu')
		// What was sent round as an address leads to what is known of it.
		await open(outside, `${office.url}${notice}/obsah`, { scripts: false })
		await headed(outside, 'Sejmutý dokument')
		expect((await fetch(`${office.town.url}${notice}/obsah`)).status).toBe(410)
		for (const path of ['/deska/archiv', notice]) await look('outside', path)
	}, 300_000)

	test('what was left in view is withdrawn later, from the page of the notice', async () => {
		await open(inside, `${office.url}/urad/dokument/${document}/vyvesit`, { scripts: false })
		await inside.fill('#nazev', TITLE)
		await inside.check('input[name=druh][value=bylaw]')
		await inside.check('input[name=stahnout][value=ne]')
		await submit(inside)
		await press(inside, 'tbody a:text-is("Sejmout")')
		await submit(inside)
		await open(outside, `${office.url}/deska/archiv`, { scripts: false })
		await press(outside, outside.locator('tbody a', { hasText: 'plotu' }))
		const left = new URL(outside.url()).pathname
		await says(outside, 'Stáhnout dokument')
		expect(await outside.locator('main a[href*="/urad/"]').count()).toBe(0)

		await open(inside, office.url + left, { scripts: false })
		await press(inside, 'main a:text-is("Odstranit z archivu desky")')
		await says(inside, 'Zůstane důkaz, kdy dokument visel.')
		await submit(inside)
		await headed(inside, 'Sejmutý dokument')
		await says(inside, 'Zapsáno odstranění názvu, čísla a obsahu')
		expect(await inside.locator('main a[href*="/urad/deska"]').count()).toBe(0)
		await open(outside, office.url + left, { scripts: false })
		await headed(outside, 'Sejmutý dokument')
		expect(await outside.content()).not.toMatch(/plotu|MUUK/)
		expect((await fetch(`${office.town.url}${left}/obsah`)).status).toBe(410)
	})
})
