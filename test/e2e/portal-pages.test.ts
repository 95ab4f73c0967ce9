/** Every page of the table in its guises: what the law, the design and the reader ask of it. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { heading, press, words } from './act.ts'
import { publishAgenda } from './agenda.ts'
import { CHROMIUM, hasBrowser, launchBrowser } from './browser.ts'
import { judge, picture, pictures, stretch, tread, Viewer } from './guises.ts'
import { cookieNames, hasScripts, JUDGED, onPage, open, readAloud, violations } from './look.ts'
import { addressOf, PAGES, type PageCase } from './pages.ts'
import { type PortalTown, startPortalTown } from './portal-town.ts'
import { compareResults, RECORDING } from './recorded.ts'

/** One that is public; `DOCUMENT` stands for its id. */
const RECORD: PageCase = { path: '/doklad/DOCUMENT', heading: 'Obecně závazná vyhláška' }

/** Of a filing that was begun; `DRAFT` stands for its key. */
const BEGUN: readonly PageCase[] = [
	{ path: '/podat/DRAFT/1', heading: 'Kdo žádá' },
	{ path: '/podat/DRAFT/souhrn', heading: 'Zkontrolujte, co podáváte' },
]

const cases = [...PAGES, RECORD, ...BEGUN].flatMap((page) =>
	JUDGED.map((locale) => ({ ...page, locale, at: addressOf(page, locale) })),
)

describe.skipIf(!hasBrowser)(`the portal's pages (skipped without ${CHROMIUM})`, () => {
	let town: PortalTown
	let browser: Browser
	let scripted: Viewer
	let plain: Viewer
	const runs = new Map<string, number>()
	let document = ''
	let draft = ''

	beforeAll(async () => {
		town = await startPortalTown()
		document = await recordPublic()
		await publishAgenda(town)
		draft = await begin()
		browser = await launchBrowser()
		scripted = new Viewer(await browser.newContext({ reducedMotion: 'reduce' }), town.url)
		plain = new Viewer(await browser.newContext({ javaScriptEnabled: false }), town.url)
	})
	afterAll(async () => {
		await browser?.close()
		await town?.[Symbol.asyncDispose]()
	})

	const recordPublic = async () => {
		const form = new FormData()
		form.append('visibility', 'public')
		form.append('metadata', JSON.stringify({ public: { title: RECORD.heading, number: '1/2026' } }))
		form.append('file', new File(['Vyhláška o nočním klidu'], 'vyhlaska.txt', { type: 'text/plain' }))
		const headers = { Authorization: `Bearer ${town.token}` }
		const answer = await fetch(`${town.url}/api/v1/documents`, { method: 'POST', headers, body: form })
		expect(answer.status).toBe(201)
		return answer.headers.get('Location')?.split('/').at(-1) ?? ''
	}

	const begin = async () => {
		const headers = { 'Content-Type': 'application/json' }
		const body = JSON.stringify({ agenda: 'kaceni' })
		const answer = await fetch(`${town.url}/api/v1/filing-drafts`, { method: 'POST', headers, body })
		expect(answer.status).toBe(201)
		return ((await answer.json()) as { key: string }).key
	}

	/** No cookie is left by any of them. */
	const visit = async (at: string, viewer: Viewer, look: (page: Page) => Promise<void>) => {
		const response = await viewer.visit(at.replace('DOCUMENT', document).replace('DRAFT', draft), look, {
			scripts: viewer === scripted,
		})
		expect(await cookieNames(viewer.context), 'cookies before sign-in').toEqual([])
		return response
	}

	/** By keyboard, unless something has to be mended: there the reader begins. */
	const treadFrom = async (page: Page, at: string) => {
		if ((await page.locator('[autofocus]').count()) > 0) {
			expect((await onPage<{ name: string }>(page, 'focused()')).name).toMatch(/^DIV/)
			return
		}
		await tread(page, at)
		await page.focus('a[href="#content"]')
		await page.keyboard.press('Enter')
		expect((await onPage<{ name: string }>(page, 'focused()')).name).toContain('content')
	}

	const printed = async (page: Page) => {
		await page.emulateMedia({ media: 'print' })
		expect(await page.locator('aside').isVisible()).toBe(true)
		expect(await page.locator('footer code').isVisible()).toBe(true)
		expect(await page.locator('header nav').isVisible()).toBe(false)
		await page.emulateMedia({ media: 'screen' })
	}

	/** What it says without scripts, which is much the same. */
	const plainly = async ({ at, needsScripts }: PageCase & { at: string }) => {
		let said = ''
		await visit(at, plain, async (page) => {
			said = await words(page)
			expect(said.length).toBeGreaterThan(20)
			if (!needsScripts) return
			expect(said).toContain('JavaScript')
			expect(said).toContain('letopis-verify ')
			expect(await page.locator('input[type=file]').isVisible()).toBe(false)
		})
		return said
	}

	test.each(cases)(
		'$at: WCAG 2.2 AA, light and dark; by keyboard, without scripts, at 320 px, enlarged, on paper',
		async (page) => {
			const { at, path, locale, heading: expected, status = 200, needsScripts } = page
			const czech = locale === 'cs'
			const without = czech || needsScripts ? await plainly(page) : null
			const response = await visit(at, scripted, async (page) => {
				expect(await page.getAttribute('html', 'lang')).toBe(locale)
				expect(await page.locator('h1').count()).toBe(1)
				if (czech) expect(await heading(page)).toBe(expected)
				// The page of all components stands for the colours of all others, unless every guise is asked for.
				const components = path.startsWith('/styl')
				runs.set(path, (runs.get(path) ?? 0) + (await judge(page, at, { dark: components })))
				if (RECORDING) return
				// What words do not change is looked at in one language.
				if (czech) await treadFrom(page, at)
				if (czech) await printed(page)
				await stretch(page, at, { whole: components })
				if (!czech || needsScripts || !(await hasScripts(page))) return
				// Buttons that need scripts come with them.
				await onPage(page, 'removeExtras()')
				expect(await words(page)).toBe(without)
			})
			expect(response.status()).toBe(status)
		},
	)

	test.runIf(pictures).each(cases)('a picture of $at', async ({ at }) => {
		await visit(at, scripted, (page) => picture(page, at))
	})

	test('runs no script but its own', async () => {
		const page = await scripted.context.newPage()
		await open(page, `${town.url}/styl`)
		expect(await onPage(page, 'runForeignScript()')).toBe(false)
		await page.close()
	})

	test.each(['/styl/pole', '/podat/DRAFT/1', '/podat/DRAFT/2'])(
		'%s: what is typed and chosen before the scripts come stays',
		async (at) => {
			const page = await scripted.context.newPage()
			const { promise: come, resolve: release } = Promise.withResolvers<void>()
			await page.route(/\.js$/, async (route) => {
				await come
				await route.continue()
			})
			await page.goto(town.url + at.replace('DRAFT', draft), { waitUntil: 'commit' })
			await page.locator('footer').waitFor()
			const filled = await onPage(page, 'fillAll()')
			expect(filled).not.toEqual([])
			release()
			await page.waitForSelector('html[data-scripts=ready]')
			expect(await onPage(page, 'filledIn()')).toEqual(filled)
			await page.close()
		},
	)

	test('a page loaded by the one before it is in the same language, and its title is announced', async () => {
		await visit('/en/styl', scripted, async (page) => {
			await page.click('main a[href="/en/kontakt"]')
			await page.waitForURL('**/en/kontakt')
			await page.locator('h1', { hasText: /^Contact$/ }).waitFor()
		})
	})

	test('the other language is the same page, with what was asked for', async () => {
		await visit('/doklad?q=0', scripted, async (page) => {
			await press(page, 'header a[hreflang=en]')
			expect(page.url()).toBe(`${town.url}/en/doklad?q=0`)
			expect(await heading(page)).toBe('Entry 0')
		})
	})

	test('the recorded results, of which the accessibility statement is made, are those of this run', () => {
		const pages = [...PAGES, RECORD, ...BEGUN].map(({ path }) => ({ name: path, path }))
		compareResults('public', pages, runs)
	})

	test('a table is the same to whoever listens, on a desk and as blocks on a phone', async () => {
		await visit('/styl?sort=size', scripted, async (page) => {
			const read = () => readAloud(page, /^(table|row|columnheader|rowheader|cell)$/)
			const desk = await read()
			expect(desk.filter((line) => line.startsWith('rowheader '))).toHaveLength(3)
			await page.setViewportSize({ width: 320, height: 640 })
			const display = 'getComputedStyle(document.querySelector("tbody td")).display'
			expect(await page.evaluate(display)).not.toBe('table-cell')
			expect(await read()).toEqual(desk)
			expect(await violations(page)).toEqual([])
			// What sorts stays in sight, for it can be reached.
			const sorting = page.locator('thead a', { hasText: 'seřazeno' })
			expect((await sorting.boundingBox())?.height).toBeGreaterThan(10)
		})
	})
})
