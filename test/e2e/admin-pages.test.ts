/** The administrator's pages in their guises, as the public ones are looked at, in a session. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { heading, words } from './act.ts'
import { publishAgenda } from './agenda.ts'
import { CHROMIUM, hasBrowser, launchBrowser } from './browser.ts'
import { type Clerk, type ClerkTown, OWN, proverOf, startClerkTown, withoutScripts } from './clerk-town.ts'
import { ALL, judge, picture, pictures, stretch, tread, Viewer } from './guises.ts'
import { JUDGED, onPage, open } from './look.ts'
import { CONTACT, MAIL } from './portal-town.ts'
import { compareResults, RECORDING } from './recorded.ts'

/** `ACCOUNT`, `TOKEN` and the versions of an agenda stand for those of this town. */
const PAGES: [path: string, heading: string][] = [
	['/sprava', 'Stav systému'],
	['/sprava/lide', 'Lidé'],
	['/sprava/lide/pozvat', 'Pozvat člověka'],
	['/sprava/lide/ACCOUNT', 'Úřednice první'],
	['/sprava/lide/ACCOUNT/zmenit', 'Změnit účet'],
	['/sprava/lide/ACCOUNT/posta', 'E-mail a denní souhrn'],
	['/sprava/lide/ACCOUNT/kod', 'Vydat nový kód'],
	['/sprava/lide/ACCOUNT/stav', 'Deaktivovat účet'],
	['/sprava/odbory', 'Odbory'],
	['/sprava/odbory/pridat', 'Přidat odbor'],
	[`/sprava/odbory/${OWN}`, 'Upravit odbor'],
	['/sprava/agendy', 'Agendy'],
	['/sprava/agendy/nova', 'Nová agenda'],
	['/sprava/agendy/nova?vzor=akce', 'Nová agenda'],
	['/sprava/agendy/kaceni', 'Úprava: Povolení ke kácení stromu'],
	['/sprava/agendy/kaceni/zmeny?od=FIRST&do=SECOND', 'Změny: kaceni'],
	['/sprava/agendy/neni', 'Stránka nenalezena'],
	['/sprava/pristupy', 'Přístupy programů'],
	['/sprava/pristupy/novy', 'Vydat token'],
	['/sprava/pristupy/TOKEN', 'spisová služba'],
	['/sprava/pristupy/TOKEN/zrusit', 'Zrušit token'],
	['/sprava/lide/nikdo', 'Stránka nenalezena'],
	['/sprava/odbory/nikde', 'Stránka nenalezena'],
	['/sprava/pristupy/nic', 'Stránka nenalezena'],
]
const cases = PAGES.flatMap(([path, heading]) =>
	JUDGED.map((locale) => ({ at: locale === 'cs' ? path : `/en${path}`, path, locale, heading })),
)
describe.skipIf(!hasBrowser || !ALL)(
	`the administrator's pages (skipped without ${CHROMIUM}, and but in npm run test:pages)`,
	() => {
		let browser: Browser
		let office: ClerkTown
		let admin: Clerk
		/** with scripts and without them */
		const viewers = {} as Record<'scripted' | 'plain', Viewer>
		let clerk: Clerk
		let prove: () => Promise<void>
		const runs = new Map<string, number>()
		const ids = { ACCOUNT: '', TOKEN: '', FIRST: '', SECOND: '' }

		beforeAll(async () => {
			browser = await launchBrowser()
			office = await startClerkTown(browser, { settings: CONTACT + MAIL })
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
			ids.FIRST = await publishAgenda(office.town, 'kaceni', OWN)
			ids.SECOND = await publishAgenda(office.town, 'kaceni', OWN, ids.FIRST)
			viewers.scripted = new Viewer(admin.context, office.url)
			viewers.plain = new Viewer(await withoutScripts(browser, admin), office.url)
			prove = proverOf(office)
		})
		afterAll(async () => {
			await office?.[Symbol.asyncDispose]()
			await browser?.close()
		})
		beforeEach(() => prove())

		const addressOf = (at: string) =>
			Object.entries(ids).reduce((address, [name, id]) => address.replace(name, id), at)
		/** Counts and times of a living town change between two looks. */
		const steady = async (page: Page) =>
			(await words(page))
				.replaceAll(/\d+/g, '0')
				.replace(/Zahrnuje[^.]*\./, 'Zahrnuje.')
				.replace(/(?:Zatím žádné razítko|Nejstarší[^.]*|Nic nečeká)\./g, '')

		test.each(cases)(
			'$at: WCAG 2.2 AA, light and dark; by keyboard, without scripts, at 320 px, enlarged',
			async ({ at, path, locale, heading: expected }) => {
				const czech = locale === 'cs'
				let without = ''
				if (czech)
					await viewers.plain.visit(
						addressOf(at),
						async (page) => {
							without = await steady(page)
						},
						{ scripts: false },
					)
				await viewers.scripted.visit(addressOf(at), async (page) => {
					expect(await page.getAttribute('html', 'lang')).toBe(locale)
					if (czech) expect(await heading(page)).toBe(expected)
					runs.set(path, (runs.get(path) ?? 0) + (await judge(page, at)))
					if (RECORDING) return
					if (czech) await tread(page, at)
					await stretch(page, at)
					if (!czech) return
					await onPage(page, 'removeExtras()')
					await page.evaluate('document.querySelector("[data-scripts].small")?.remove()')
					expect(await steady(page)).toBe(without)
				})
			},
		)

		test('the recorded results are those of this run', () => {
			const pages = PAGES.map(([path]) => ({ name: path, path }))
			compareResults('administrator', pages, runs)
		})

		test.each(cases.filter(({ locale, heading }) => locale === 'cs' && heading !== 'Stránka nenalezena'))(
			'$at is closed to whoever is no administrator, and led to sign in whoever is nobody',
			async ({ at }) => {
				const response = await clerk.context.request.get(office.url + addressOf(at))
				expect(response.status()).toBe(403)
				const html = await response.text()
				expect(html).toMatch(/<h1[^>]*>(<!--.*?-->)*Sem\s+nemáte\s+přístup/)
				expect(
					html.match(/<a [^>]*href="[^"]*\/sprava[^>]*>/g)?.filter((a) => !a.includes('hreflang')) ?? [],
				).toEqual([])
				const answer = await fetch(office.url + addressOf(at), { redirect: 'manual' })
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

		test.runIf(pictures).each(cases)('a picture of $at', async ({ at }) => {
			await viewers.scripted.visit(addressOf(at), (page) => picture(page, at))
		})
	},
)
