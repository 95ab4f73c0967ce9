/** Every page of the clerk's in every guise: what the law, the design and the reader ask of it. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM, hasBrowser, launchBrowser } from './browser.ts'
import { type ClerkPage, preparePages } from './clerk-pages.ts'
import {
	type Clerk,
	type ClerkTown,
	heading,
	OTHER,
	OWN,
	startClerkTown,
	withoutScripts,
	words,
} from './clerk-town.ts'
import { JUDGED, onPage, open, takePicture, violations, walk, watch } from './look.ts'

const PHONE = { width: 390, height: 844 }
const NARROW = { width: 320, height: 640 }
const DESK = { width: 1280, height: 900 }
/** Pictures of every page for people to look at: LETOPIS_PICTURES=1. */
const pictures = process.env.LETOPIS_PICTURES !== undefined

describe.skipIf(!hasBrowser)(`the clerk's pages (skipped without ${CHROMIUM})`, () => {
	let browser: Browser
	let office: ClerkTown
	let pages: ClerkPage[]
	let clerk: Clerk
	let stranger: Clerk
	let outside: BrowserContext
	let plain: BrowserContext

	beforeAll(async () => {
		browser = await launchBrowser()
		office = await startClerkTown(browser)
		clerk = await office.invite('Úřednice první', 'clerk', OWN)
		stranger = await office.invite('Úředník druhý', 'clerk', OTHER)
		outside = await browser.newContext({ reducedMotion: 'reduce' })
		plain = await withoutScripts(browser, clerk)
		pages = await preparePages(office, clerk)
	}, 240_000)
	afterAll(async () => {
		await office?.[Symbol.asyncDispose]()
		await browser?.close()
	})

	const contextOf = (page: ClerkPage) =>
		page.outside ? outside : page.stranger ? stranger.context : clerk.context
	const visit = async (at: ClerkPage, locale: 'cs' | 'en', look: (page: Page) => Promise<void>) => {
		const page = await contextOf(at).newPage()
		try {
			await page.setViewportSize(DESK)
			const { complaints, strangers } = watch(page, office.url)
			await open(page, `${office.url}${locale === 'en' ? '/en' : ''}${at.path}`)
			await look(page)
			expect(complaints, `${at.name}: console`).toEqual([])
			expect(strangers, `${at.name}: requests to others`).toEqual([])
		} finally {
			await page.close()
		}
	}

	test.each(JUDGED)(
		'no violation of WCAG 2.2 AA, light and dark, on telephone and desk (%s)',
		async (locale) => {
			for (const at of pages) {
				await visit(at, locale, async (page) => {
					expect(await page.getAttribute('html', 'lang'), at.name).toBe(locale)
					expect(await page.locator('h1').count(), at.name).toBe(1)
					if (locale === 'cs') expect(await heading(page)).toBe(at.heading)
					for (const [viewport, colorScheme, rules] of [
						[DESK, 'light', undefined],
						[DESK, 'dark', ['color-contrast']],
						[PHONE, 'light', undefined],
						[PHONE, 'dark', ['color-contrast']],
					] as const) {
						await page.setViewportSize(viewport)
						await page.emulateMedia({ colorScheme })
						expect(await violations(page, rules), `${at.name}, ${viewport.width} px, ${colorScheme}`).toEqual(
							[],
						)
					}
				})
			}
		},
		400_000,
	)

	test('nothing is scrolled sideways, at 320 px, enlarged; edges stay in system colours', async () => {
		for (const at of pages) {
			await visit(at, 'cs', async (page) => {
				await page.setViewportSize(NARROW)
				expect(await onPage(page, 'sticksOut()'), `${at.name}: 320 px`).toEqual([])
				await page.setViewportSize(DESK)
				await page.emulateMedia({ forcedColors: 'active' })
				expect(await onPage(page, 'edgeless()'), `${at.name}: system colours`).toEqual([])
				await page.emulateMedia({ forcedColors: 'none' })
				await onPage(page, 'enlargeText()')
				expect(await onPage(page, 'sticksOut()'), `${at.name}: text at 200 %`).toEqual([])
			})
		}
	}, 300_000)

	test('all is reached by keyboard, and the focus is to be seen', async () => {
		for (const at of pages) {
			await visit(at, 'cs', async (page) => {
				if ((await page.locator('[autofocus]').count()) > 0) return
				const reached = await walk(page)
				expect(
					reached.filter(({ seen }) => !seen),
					at.name,
				).toEqual([])
				expect(reached[0]?.name, at.name).toContain('#content')
				expect(reached.at(-1)?.name, at.name).toContain('/log/trust.json')
			})
		}
	}, 300_000)

	test('each says the same without scripts', async () => {
		for (const at of pages) {
			if (at.stranger || at.outside || at.name === 'potvrzeni') continue
			const page = await plain.newPage()
			await open(page, office.url + at.path, { scripts: false })
			expect(await heading(page), at.name).toBe(at.heading)
			expect((await words(page)).length).toBeGreaterThan(20)
			await page.close()
		}
	}, 120_000)

	test.runIf(pictures)(
		'pictures of every page',
		async () => {
			for (const at of pages) {
				await visit(at, 'cs', async (page) => {
					for (const colorScheme of ['light', 'dark'] as const) {
						await page.emulateMedia({ colorScheme })
						for (const [device, viewport] of [
							['phone', PHONE],
							['desk', DESK],
						] as const) {
							await page.setViewportSize(viewport)
							await takePicture(page, `urad ${at.name} ${device} ${colorScheme}`)
						}
					}
				})
			}
		},
		400_000,
	)
})
