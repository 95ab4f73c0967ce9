/** Every page of the table in every guise: what the law, the design and the reader ask of it. */
import { readFileSync, writeFileSync } from 'node:fs'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM, hasBrowser, launchBrowser } from './browser.ts'
import { cookieNames, hasScripts, onPage, open, TOOL, takePicture, violations, walk, watch } from './look.ts'
import { addressOf, PAGES } from './pages.ts'
import { type PortalTown, startPortalTown } from './portal-town.ts'

const LOCALES = ['cs', 'en'] as const
const PHONE = { width: 390, height: 844 }
const NARROW = { width: 320, height: 640 }
const DESK = { width: 1280, height: 900 }
/** The accessibility statement is made from these. */
const RESULTS = new URL('../../portal/src/lib/accessibility/results.json', import.meta.url)
/** Pictures of every page for people to look at: LETOPIS_PICTURES=1. */
const pictures = process.env.LETOPIS_PICTURES !== undefined

const cases = PAGES.flatMap((page) =>
	LOCALES.map((locale) => ({ ...page, locale, at: addressOf(page, locale) })),
)

/** What words do not change is looked at in one language. */
const czech = cases.filter(({ locale }) => locale === 'cs')

describe.skipIf(!hasBrowser)(`the portal's pages (skipped without ${CHROMIUM})`, () => {
	let town: PortalTown
	let browser: Browser
	let scripted: BrowserContext
	let plain: BrowserContext
	const counted = { runs: 0, violations: 0 }

	beforeAll(async () => {
		town = await startPortalTown()
		browser = await launchBrowser()
		scripted = await browser.newContext({ viewport: DESK, reducedMotion: 'reduce' })
		plain = await browser.newContext({ viewport: DESK, javaScriptEnabled: false })
	}, 240_000)
	afterAll(async () => {
		await browser?.close()
		await town?.[Symbol.asyncDispose]()
	})

	/** One page, opened once; nobody else is asked, nothing is complained of, no cookie is left. */
	const visit = async (at: string, context: BrowserContext, look: (page: Page) => Promise<void>) => {
		const page = await context.newPage()
		try {
			const { complaints, strangers } = watch(page, town.url)
			const response = await open(page, town.url + at, { scripts: context === scripted })
			await look(page)
			expect(complaints, 'console').toEqual([])
			expect(strangers, 'requests to others').toEqual([])
			expect(await cookieNames(context), 'cookies before sign-in').toEqual([])
			return response
		} finally {
			await page.close()
		}
	}

	/** Contrast is the only rule that colours decide, so the others run once. */
	const judge = async (page: Page) => {
		for (const [viewport, colorScheme, rules] of [
			[DESK, 'light', undefined],
			[DESK, 'dark', ['color-contrast']],
			[PHONE, 'light', undefined],
			[PHONE, 'dark', ['color-contrast']],
		] as const) {
			await page.setViewportSize(viewport)
			await page.emulateMedia({ colorScheme })
			const broken = await violations(page, rules)
			counted.runs++
			counted.violations += broken.length
			expect(broken, `${viewport.width} px, ${colorScheme}`).toEqual([])
		}
	}

	test.each(cases)(
		'$at has no violation of WCAG 2.2 AA, light and dark, on telephone and desk',
		async (page) => {
			const { at, locale, heading, status = 200 } = page
			const response = await visit(at, scripted, async (page) => {
				expect(await page.getAttribute('html', 'lang')).toBe(locale)
				expect(await page.locator('h1').count()).toBe(1)
				if (locale === 'cs')
					expect((await page.locator('h1').innerText()).replaceAll('\u00a0', ' ')).toBe(heading)
				await judge(page)
			})
			expect(response.status()).toBe(status)
		},
		120_000,
	)

	test.each(cases)(
		'$at scrolls nothing sideways, at 320 px, enlarged, in system colours, on paper',
		async ({ at }) => {
			await visit(at, scripted, async (page) => {
				await page.setViewportSize(NARROW)
				expect(await onPage(page, 'sticksOut()'), '320 px').toEqual([])
				await page.setViewportSize(DESK)
				await page.emulateMedia({ forcedColors: 'active' })
				expect(await onPage(page, 'edgeless()'), 'system colours').toEqual([])
				await page.emulateMedia({ forcedColors: 'none', media: 'print' })
				expect(await page.locator('aside').isVisible()).toBe(true)
				expect(await page.locator('footer code').isVisible()).toBe(true)
				expect(await page.locator('header nav').isVisible()).toBe(false)
				await page.emulateMedia({ media: 'screen' })
				await onPage(page, 'enlargeText()')
				expect(await onPage(page, 'sticksOut()'), 'text at 200 %').toEqual([])
			})
		},
		60_000,
	)

	test.each(czech)(
		'$at is walked by keyboard: skip link first, focus to be seen, no trap',
		async ({ at }) => {
			await visit(at, scripted, async (page) => {
				if ((await page.locator('[autofocus]').count()) > 0) {
					// Where something has to be mended, the reader begins there.
					expect((await onPage<{ name: string }>(page, 'focused()')).name).toMatch(/^DIV/)
					return
				}
				const reached = await walk(page)
				expect(reached.filter(({ seen }) => !seen)).toEqual([])
				expect(reached[0]?.name).toContain('#content')
				expect(reached.at(-1)?.name).toContain('/log/trust.json')
				await page.keyboard.press('Tab')
				await page.keyboard.press('Enter')
				expect((await onPage<{ name: string }>(page, 'focused()')).name).toContain('content')
			})
		},
		60_000,
	)

	test.each(czech.filter(({ needsScripts }) => !needsScripts))(
		'$at says the same without scripts',
		async ({ at }) => {
			let words = ''
			let scripts = false
			await visit(at, plain, async (page) => {
				words = await page.locator('main').innerText()
				expect(words.length).toBeGreaterThan(20)
				scripts = await hasScripts(page)
			})
			if (!scripts) return
			await visit(at, scripted, async (page) => {
				// Buttons that need scripts come with them.
				await onPage(page, 'removeExtras()')
				expect((await page.locator('main').innerText()).replaceAll(/\s+/g, ' ')).toBe(
					words.replaceAll(/\s+/g, ' '),
				)
			})
		},
		60_000,
	)

	test.each(cases.filter(({ needsScripts }) => needsScripts))(
		'$at says without scripts what they are needed for, and offers what works without',
		async ({ at }) => {
			await visit(at, plain, async (page) => {
				const words = await page.locator('main').innerText()
				expect(words).toContain('JavaScript')
				expect(words).toContain('letopis-verify ')
				expect(await page.locator('input[type=file]').isVisible()).toBe(false)
			})
		},
		60_000,
	)

	test.runIf(pictures).each(cases)(
		'a picture of $at',
		async ({ at }) => {
			await visit(at, scripted, async (page) => {
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

	test('runs no script but its own', async () => {
		const page = await scripted.newPage()
		await open(page, `${town.url}/styl`)
		expect(await onPage(page, 'runForeignScript()')).toBe(false)
		await page.close()
	})

	test('a page loaded by the one before it is in the same language, and its title is announced', async () => {
		await visit('/en/styl', scripted, async (page) => {
			await page.click('main a[href="/en/kontakt"]')
			await page.waitForURL('**/en/kontakt')
			expect(await page.locator('h1').innerText()).toBe('Contact')
		})
	})

	test('the other language is the same page, with what was asked for', async () => {
		await visit('/doklad?q=0', scripted, async (page) => {
			await page.click('header a[hreflang=en]')
			await page.waitForURL('**/en/doklad?q=0')
			expect(await page.locator('h1').innerText()).toBe('Entry 0')
		})
	})

	test('the recorded results, of which the accessibility statement is made, are those of this run', () => {
		const now = { tool: TOOL, pages: PAGES.length, ...counted }
		const { date, ...recorded } = JSON.parse(readFileSync(RESULTS, 'utf8')) as { date: string }
		if (process.env.LETOPIS_RECORD === 'accessibility') {
			const today = new Date().toISOString().slice(0, 10)
			writeFileSync(RESULTS, `${JSON.stringify({ date: today, ...now }, null, '\t')}\n`)
			return
		}
		expect(date).toMatch(/^\d{4}-\d\d-\d\d$/)
		// After a page was added: LETOPIS_RECORD=accessibility npx vitest run test/e2e/portal-pages.test.ts
		expect(recorded).toEqual(now)
	})
})
