/** The administrator's pages in every guise, as the public ones are looked at, in a session. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CHROMIUM, hasBrowser, launchBrowser } from './browser.ts'
import { type Clerk, type ClerkTown, heading, OWN, startClerkTown, withoutScripts } from './clerk-town.ts'
import { JUDGED, onPage, open, takePicture, violations, walk, watch } from './look.ts'

const PHONE = { width: 390, height: 844 }
const NARROW = { width: 320, height: 640 }
const DESK = { width: 1280, height: 900 }
/** A passkey that was shown holds for five minutes. */
const PROOF = 180_000
const pictures = process.env.LETOPIS_PICTURES !== undefined

/** `ACCOUNT` and `TOKEN` stand for those of this town. */
const PAGES: [path: string, heading: string][] = [
	['/sprava', 'Stav systému'],
	['/sprava/lide', 'Lidé'],
	['/sprava/lide/pozvat', 'Pozvat člověka'],
	['/sprava/lide/ACCOUNT', 'Úřednice první'],
	['/sprava/lide/ACCOUNT/zmenit', 'Změnit účet'],
	['/sprava/lide/ACCOUNT/kod', 'Vydat nový kód'],
	['/sprava/lide/ACCOUNT/stav', 'Deaktivovat účet'],
	['/sprava/odbory', 'Odbory'],
	['/sprava/odbory/pridat', 'Přidat odbor'],
	[`/sprava/odbory/${OWN}`, 'Upravit odbor'],
	['/sprava/pristupy', 'Přístupy programů'],
	['/sprava/pristupy/novy', 'Vydat token'],
	['/sprava/pristupy/TOKEN', 'spisová služba'],
	['/sprava/pristupy/TOKEN/zrusit', 'Zrušit token'],
	['/sprava/lide/nikdo', 'Stránka nenalezena'],
	['/sprava/odbory/nikde', 'Stránka nenalezena'],
	['/sprava/pristupy/nic', 'Stránka nenalezena'],
]
const cases = PAGES.flatMap(([path, heading]) =>
	JUDGED.map((locale) => ({ at: locale === 'cs' ? path : `/en${path}`, locale, heading })),
)
const czech = cases.filter(({ locale }) => locale === 'cs')

describe.skipIf(!hasBrowser)(`the administrator's pages (skipped without ${CHROMIUM})`, () => {
	let browser: Browser
	let office: ClerkTown
	let admin: Clerk
	let plain: BrowserContext
	let clerk: Clerk
	let proven = 0
	const ids = { ACCOUNT: '', TOKEN: '' }

	beforeAll(async () => {
		browser = await launchBrowser()
		office = await startClerkTown(browser)
		admin = office.administrator
		clerk = await office.invite('Úřednice první', 'clerk', OWN)
		const { accounts } = (await (await office.ask(admin, '/api/v1/accounts')).json()) as {
			accounts: { id: string; name: string }[]
		}
		ids.ACCOUNT = accounts.find(({ name }) => name === clerk.name)?.id ?? ''
		const expires = new Date(Date.now() + 30 * 86_400_000).toISOString()
		const body = { principal: 'spisová služba', scopes: ['documents:write', 'anchors:write'], expires }
		const granted = await office.ask(admin, '/api/v1/tokens', { method: 'POST', body })
		ids.TOKEN = ((await granted.json()) as { id: string }).id
		plain = await withoutScripts(browser, admin)
		proven = Date.now()
	}, 240_000)
	afterAll(async () => {
		await plain?.close()
		await office?.[Symbol.asyncDispose]()
		await browser?.close()
	})
	beforeEach(async () => {
		if (Date.now() - proven < PROOF) return
		await open(admin.page, `${office.url}/prihlaseni/potvrzeni?zpet=/sprava`)
		await admin.page.click('main form button')
		await admin.page.waitForURL(`${office.url}/sprava`)
		proven = Date.now()
	})

	const addressOf = (at: string) =>
		office.url + at.replace('ACCOUNT', ids.ACCOUNT).replace('TOKEN', ids.TOKEN)

	const visit = async (at: string, context: BrowserContext, look: (page: Page) => Promise<void>) => {
		const page = await context.newPage()
		try {
			await page.setViewportSize(DESK)
			const { complaints, strangers } = watch(page, office.url)
			await open(page, addressOf(at), { scripts: context === admin.context })
			await look(page)
			expect(complaints, 'console').toEqual([])
			expect(strangers, 'requests to others').toEqual([])
		} finally {
			await page.close()
		}
	}

	test.each(cases)(
		'$at has no violation of WCAG 2.2 AA, light and dark, on telephone and desk',
		async ({ at, locale, heading: expected }) => {
			await visit(at, admin.context, async (page) => {
				expect(await page.getAttribute('html', 'lang')).toBe(locale)
				if (locale === 'cs') expect(await heading(page)).toBe(expected)
				for (const viewport of [DESK, PHONE]) {
					await page.setViewportSize(viewport)
					await page.emulateMedia({ colorScheme: 'light' })
					expect(await violations(page), `${viewport.width} px`).toEqual([])
					await page.emulateMedia({ colorScheme: 'dark' })
					expect(await violations(page, ['color-contrast']), `${viewport.width} px, dark`).toEqual([])
				}
			})
		},
		60_000,
	)

	test.each(cases)(
		'$at scrolls nothing sideways, at 320 px, enlarged, in system colours',
		async ({ at }) => {
			await visit(at, admin.context, async (page) => {
				await page.setViewportSize(NARROW)
				expect(await onPage(page, 'sticksOut()'), '320 px').toEqual([])
				await page.setViewportSize(DESK)
				await page.emulateMedia({ forcedColors: 'active' })
				expect(await onPage(page, 'edgeless()'), 'system colours').toEqual([])
				await page.emulateMedia({ forcedColors: 'none' })
				await onPage(page, 'enlargeText()')
				expect(await onPage(page, 'sticksOut()'), 'text at 200 %').toEqual([])
			})
		},
		60_000,
	)

	test.each(czech)(
		'$at is walked by keyboard: skip link first, focus to be seen, no trap',
		async ({ at }) => {
			await visit(at, admin.context, async (page) => {
				const reached = await walk(page)
				expect(reached.filter(({ seen }) => !seen)).toEqual([])
				expect(reached[0]?.name).toContain('#content')
				expect(reached.at(-1)?.name).toContain('/log/trust.json')
			})
		},
		60_000,
	)

	test.each(czech)(
		'$at says the same without scripts',
		async ({ at }) => {
			// Counts and times of a living town change between two looks.
			const words = async (page: Page) =>
				(await page.locator('main').innerText()).replaceAll(/\s+/g, ' ').replaceAll(/\d+/g, '0')
			const steady = (text: string) =>
				text
					.replace(/Zahrnuje[^.]*\./, 'Zahrnuje.')
					.replace(/(?:Zatím žádné razítko|Nejstarší[^.]*|Nic nečeká)\./g, '')
			let without = ''
			await visit(at, plain, async (page) => {
				without = await words(page)
			})
			await visit(at, admin.context, async (page) => {
				await onPage(page, 'removeExtras()')
				await page.evaluate('document.querySelector("[data-scripts].small")?.remove()')
				expect(steady(await words(page))).toBe(steady(without))
			})
		},
		60_000,
	)

	test.each(czech.filter(({ heading }) => heading !== 'Stránka nenalezena'))(
		'$at is closed to whoever is no administrator, and led to sign in whoever is nobody',
		async ({ at }) => {
			const page = await clerk.context.newPage()
			const response = await open(page, addressOf(at))
			expect(response.status()).toBe(403)
			expect(await heading(page)).toBe('Sem nemáte přístup')
			expect(await page.locator('a[href*="/sprava"]:not([hreflang])').count()).toBe(0)
			await page.close()
			const answer = await fetch(addressOf(at), { redirect: 'manual' })
			expect(answer.status).toBe(303)
			expect(answer.headers.get('Location')).toMatch(/^\/prihlaseni\?zpet=%2Fsprava/)
			expect((await fetch(`${office.url}/sprava/prehled`)).status).toBe(401)
		},
	)

	test('nothing leads there but for an administrator', async () => {
		for (const { page } of [clerk, admin]) {
			await open(page, `${office.url}/kontakt`, { scripts: false })
			expect(await page.locator('a[href="/sprava"]').count()).toBe(page === admin.page ? 1 : 0)
		}
		expect(await (await fetch(`${office.url}/`)).text()).not.toContain('/sprava')
		const overview = await clerk.page.request.get(`${office.url}/sprava/prehled`)
		expect(overview.status()).toBe(403)
	})

	test.runIf(pictures).each(cases)(
		'a picture of $at',
		async ({ at }) => {
			await visit(at, admin.context, async (page) => {
				for (const colorScheme of ['light', 'dark'] as const) {
					await page.emulateMedia({ colorScheme })
					for (const [device, viewport] of [
						['phone', PHONE],
						['desk', DESK],
					] as const) {
						await page.setViewportSize(viewport)
						await takePicture(page, `${at} ${device} ${colorScheme}`)
					}
				}
			})
		},
		60_000,
	)
})
