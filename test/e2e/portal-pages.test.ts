/** Every page of the table in every guise: what the law, the design and the reader ask of it. */
import { readFileSync, writeFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM, hasBrowser, launchBrowser } from './browser.ts'
import { cookieNames, onPage, open, TOOL, takePicture, violations, walk, watch } from './look.ts'
import { addressOf, PAGES } from './pages.ts'
import { type PortalTown, startPortalTown } from './portal-town.ts'

const LOCALES = ['cs', 'en'] as const
const SCHEMES = ['light', 'dark'] as const
const PHONE = { width: 390, height: 844 }
const DESK = { width: 1280, height: 900 }
/** The accessibility statement is made from these. */
const RESULTS = new URL('../../portal/src/lib/accessibility/results.json', import.meta.url)

const cases = PAGES.flatMap((page) =>
	LOCALES.map((locale) => ({ ...page, locale, at: addressOf(page, locale) })),
)

describe.skipIf(!hasBrowser)(`the portal's pages (skipped without ${CHROMIUM})`, () => {
	let town: PortalTown
	let browser: Browser
	let found = 0
	let runs = 0

	beforeAll(async () => {
		town = await startPortalTown()
		browser = await launchBrowser()
	}, 240_000)
	afterAll(async () => {
		await browser?.close()
		await town?.[Symbol.asyncDispose]()
	})

	const visit = async (
		at: string,
		options: Parameters<Browser['newContext']>[0],
		look: (page: Page) => Promise<void>,
	) => {
		await using context = await browser.newContext({ viewport: DESK, ...options })
		const page = await context.newPage()
		const { complaints, strangers } = watch(page, town.url)
		const response = await open(page, town.url + at)
		await look(page)
		expect(complaints, 'console').toEqual([])
		expect(strangers, 'requests to others').toEqual([])
		expect(await cookieNames(context), 'cookies before sign-in').toEqual([])
		return response
	}

	test.each(cases)(
		'$at: no violation of WCAG 2.2 AA, light and dark, telephone and desk',
		async ({ at, locale, heading, status = 200 }) => {
			for (const colorScheme of SCHEMES) {
				for (const [device, viewport] of [
					['phone', PHONE],
					['desk', DESK],
				] as const) {
					const response = await visit(at, { colorScheme, viewport }, async (page) => {
						expect(await page.getAttribute('html', 'lang')).toBe(locale)
						expect(await page.locator('h1').count()).toBe(1)
						if (locale === 'cs') expect(await page.locator('h1').innerText()).toBe(heading)
						const broken = await violations(page)
						runs++
						found += broken.length
						expect(broken).toEqual([])
						await takePicture(page, `${at} ${device} ${colorScheme}`)
					})
					expect(response.status()).toBe(status)
				}
			}
		},
		90_000,
	)

	test.each(cases)(
		'$at: by keyboard: skip link first, focus always to be seen, no trap',
		async ({ at }) => {
			await visit(at, {}, async (page) => {
				// What takes the focus when the page is loaded is where the reader shall begin; the walk begins at the top.
				await page.evaluate('document.activeElement.blur()')
				const autofocused = (await page.locator('[autofocus]').count()) > 0
				const reached = await walk(page)
				expect(reached.filter(({ seen }) => !seen)).toEqual([])
				expect(reached.at(-1)?.name).toContain('/log/trust.json')
				if (autofocused) return
				expect(reached[0]?.name).toContain('#content')
				await page.keyboard.press('Tab')
				await page.keyboard.press('Enter')
				expect((await onPage<{ name: string }>(page, 'focused()')).name).toContain('content')
			})
		},
		60_000,
	)

	test.each(cases)('$at: nothing to scroll sideways at 320 px and with text at 200 %', async ({ at }) => {
		await visit(at, { viewport: { width: 320, height: 640 } }, async (page) => {
			expect(await onPage(page, 'sticksOut()')).toEqual([])
		})
		await visit(at, {}, async (page) => {
			await onPage(page, 'enlargeText()')
			expect(await onPage(page, 'sticksOut()')).toEqual([])
		})
	})

	test.each(cases)('$at: the same words without scripts', async ({ at }) => {
		let plain = ''
		await visit(at, { javaScriptEnabled: false }, async (page) => {
			plain = await page.locator('main').innerText()
		})
		await visit(at, {}, async (page) => {
			// Buttons that need scripts come with them.
			await page.evaluate(
				"document.querySelectorAll('main button[type=button].on-screen, main [role=status]').forEach((extra) => extra.remove())",
			)
			expect((await page.locator('main').innerText()).replaceAll(/\s+/g, ' ')).toBe(
				plain.replaceAll(/\s+/g, ' '),
			)
		})
	})

	test.each(cases)(
		'$at: keeps its edges in the colours of the system, and its marks on paper',
		async ({ at }) => {
			await visit(at, { forcedColors: 'active' }, async (page) => {
				expect(await onPage(page, 'edgeless()')).toEqual([])
				await takePicture(page, `${at} forced colours`)
			})
			await visit(at, {}, async (page) => {
				await page.emulateMedia({ media: 'print' })
				expect(await page.locator('aside').isVisible()).toBe(true)
				expect(await page.locator('footer code').isVisible()).toBe(true)
				expect(await page.locator('header nav').isVisible()).toBe(false)
				expect(await onPage(page, 'sticksOut()')).toEqual([])
				expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-')
			})
		},
	)

	test('the recorded results, of which the accessibility statement is made, are those of this run', () => {
		const now = { tool: TOOL, pages: PAGES.length, runs, violations: found }
		const recorded = JSON.parse(readFileSync(RESULTS, 'utf8')) as { date: string }
		const { date, ...rest } = recorded
		if (process.env.LETOPIS_RECORD === 'accessibility') {
			const today = new Date().toISOString().slice(0, 10)
			writeFileSync(RESULTS, `${JSON.stringify({ date: today, ...now }, null, '\t')}\n`)
			return
		}
		expect(date).toMatch(/^\d{4}-\d\d-\d\d$/)
		// Recorded anew by: LETOPIS_RECORD=accessibility npx vitest run test/e2e/portal-pages.test.ts
		expect(rest).toEqual(now)
	})
})
