/** Every page of the clerk's in its guises: what the law, the design and the reader ask of it. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { heading, words } from './act.ts'
import { CHROMIUM, hasBrowser, launchBrowser } from './browser.ts'
import { prepareFilingPages } from './clerk-filing-pages.ts'
import { prepareOutsidePages } from './clerk-outside-pages.ts'
import { type ClerkPage, preparePages } from './clerk-pages.ts'
import {
	type Clerk,
	type ClerkTown,
	OTHER,
	OWN,
	prove,
	startClerkTown,
	withoutScripts,
} from './clerk-town.ts'
import { ALL, judge, picture, pictures, stretch, tread, Viewer } from './guises.ts'
import { JUDGED } from './look.ts'
import { compareResults, RECORDING } from './recorded.ts'

/** One test looks at some thirty pages. */
const MANY = 900_000

describe.skipIf(!hasBrowser || !ALL)(
	`the clerk's pages (skipped without ${CHROMIUM}, and but in npm run test:pages)`,
	() => {
		let browser: Browser
		let office: ClerkTown
		let clerk: Clerk
		let pages: ClerkPage[]
		const runs = new Map<string, number>()
		const viewers = {} as Record<'clerk' | 'stranger' | 'outside' | 'plain', Viewer>

		beforeAll(async () => {
			browser = await launchBrowser()
			office = await startClerkTown(browser)
			clerk = await office.invite('Úřednice první', 'clerk', OWN)
			const stranger = await office.invite('Úředník druhý', 'clerk', OTHER)
			const outside = await browser.newContext({ reducedMotion: 'reduce' })
			viewers.clerk = new Viewer(clerk.context, office.url)
			viewers.stranger = new Viewer(stranger.context, office.url)
			viewers.outside = new Viewer(outside, office.url)
			viewers.plain = new Viewer(await withoutScripts(browser, clerk), office.url)
			pages = [
				...(await preparePages(office, clerk)),
				...(await prepareFilingPages(office, clerk)),
				...(await prepareOutsidePages(office, clerk)),
			]
		})
		afterAll(async () => {
			await office?.[Symbol.asyncDispose]()
			await browser?.close()
		})

		const visit = (at: ClerkPage, locale: 'cs' | 'en', look: (page: Page) => Promise<void>) => {
			const viewer = at.outside ? viewers.outside : at.stranger ? viewers.stranger : viewers.clerk
			return viewer.visit(`${locale === 'en' ? '/en' : ''}${at.path}`, look)
		}

		test.each(JUDGED)(
			'WCAG 2.2 AA, light and dark; by keyboard, at 320 px, enlarged, in system colours (%s)',
			async (locale) => {
				await prove(clerk, office.url)
				for (const at of pages) {
					await visit(at, locale, async (page) => {
						expect(await page.getAttribute('html', 'lang'), at.name).toBe(locale)
						expect(await page.locator('h1').count(), at.name).toBe(1)
						if (locale === 'cs') expect(await heading(page)).toBe(at.heading)
						runs.set(at.name, (runs.get(at.name) ?? 0) + (await judge(page, at.name)))
						if (RECORDING) return
						if (locale === 'cs' && (await page.locator('[autofocus]').count()) === 0)
							await tread(page, at.name)
						await stretch(page, at.name)
					})
				}
			},
			MANY,
		)

		test('the recorded results are those of this run', () => compareResults('clerk', pages, runs))

		test(
			'each says the same without scripts',
			async () => {
				await prove(clerk, office.url)
				for (const at of pages) {
					if (at.stranger || at.outside || at.name === 'potvrzeni') continue
					await viewers.plain.visit(
						at.path,
						async (page) => {
							expect(await heading(page), at.name).toBe(at.heading)
							expect((await words(page)).length).toBeGreaterThan(20)
						},
						{ scripts: false },
					)
				}
			},
			MANY,
		)

		test.runIf(pictures)(
			'pictures of every page',
			async () => {
				for (const at of pages) await visit(at, 'cs', (page) => picture(page, `urad ${at.name}`))
			},
			MANY,
		)
	},
)
