/** An official makes an agenda of a file alone: checks it, looks at it, publishes it, and citizens find it. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { agendaFile, lineOf } from '../api/agendas/agenda-file.ts'
import { headed, heading, press, says, words } from './act.ts'
import { agendaTemplate, publishAgenda } from './agenda.ts'
import { CHROMIUM, hasBrowser, launchBrowser } from './browser.ts'
import { type Clerk, type ClerkTown, OTHER, OWN, startClerkTown, withoutScripts } from './clerk-town.ts'
import { open, violations } from './look.ts'

/** Without a template: nothing in the portal knows of it. */
const FOURTH = agendaFile({ code: 'vcely', title: 'Ohlášení včelstva' })
const AGENDAS = '/sprava/agendy'

describe.skipIf(!hasBrowser)(`agendas (skipped without ${CHROMIUM})`, () => {
	let browser: Browser
	let office: ClerkTown
	let head: Clerk
	/** of the head, without scripts */
	let page: Page

	beforeAll(async () => {
		browser = await launchBrowser()
		office = await startClerkTown(browser)
		head = await office.invite('Vedoucí první', 'head', OWN)
		page = await (await withoutScripts(browser, head)).newPage()
	})
	afterAll(async () => {
		await office?.[Symbol.asyncDispose]()
		await browser?.close()
	})

	const go = (path: string, to = page) => open(to, office.url + path, { scripts: to !== page })
	const check = (to = page) => press(to, to.getByRole('button', { name: 'Zkontrolovat a ukázat náhled' }))
	const publish = (to = page) => press(to, to.getByRole('button', { name: 'Zveřejnit' }))
	const replace = async (change: (text: string) => string, to = page) =>
		to.fill('#soubor', change(await to.inputValue('#soubor')))
	const inForce = async (code: string) => {
		const answer = await fetch(`${office.town.url}/api/v1/agendas/${code}`)
		return answer.ok ? ((await answer.json()) as { entry: string; agenda: { title: { cs: string } } }) : null
	}

	test('where there is none yet, the pages say how to begin', async () => {
		await go('/sluzby')
		await says(page, 'žádnou službu nezveřejnil')
		await press(page, page.getByRole('link', { name: 'Otevřít agendy' }))
		await headed(page, 'Agendy')
		await press(page, page.getByRole('link', { name: 'Nová agenda' }))
		await press(page, page.getByRole('link', { name: 'Povolení ke kácení stromu' }))
		expect(await page.inputValue('#soubor')).toBe(agendaTemplate('kaceni'))
	})

	test('a fourth agenda is a file alone: it is previewed, published, found, and has guide and form', async () => {
		await page.fill('#soubor', FOURTH)
		await check()
		await says(page, 'Soubor je v pořádku')
		expect(await inForce('vcely')).toBeNull()
		// Without scripts a question that depends on another one says so.
		await says(page, 'Vyplňte, jen pokud jste u „Druh“ uvedli: Jiný.')
		expect(await page.locator('article [name="f-jaky"]').isVisible()).toBe(true)
		await publish()
		await says(page, 'Agenda je zveřejněná')
		await press(page, page.getByRole('link', { name: 'Otevřít návod' }))
		await headed(page, 'Ohlášení včelstva')
		await says(page, 'Vlastník pozemku.')
		await go('/sluzby?q=v%C4%8Delstvo')
		await says(page, 'Našli jsme 1 službu')
		await press(page, page.getByRole('link', { name: 'Ohlášení včelstva' }))
		// In English what was written in Czech alone is marked as Czech.
		await go('/en/sluzby/vcely')
		expect(await page.locator('main .lead').getAttribute('lang')).toBe('cs')
		await says(page, 'The owner of the land.')
	})

	test('a mistake is told with its line, leads there, and what was in force stays so', async () => {
		const { page: scripted } = head
		const before = await inForce('vcely')
		await go(`${AGENDAS}/vcely`, scripted)
		await replace((text) => text.replace('kind = "text"', 'kind = "textik"'), scripted)
		await check(scripted)
		const line = lineOf(FOURTH, 'kind = "text"')
		await says(scripted, 'V souboru je 1 chyba')
		await says(scripted, `Řádek ${line}`)
		expect(await scripted.title()).toMatch(/^Chyba: /)
		expect(await violations(scripted)).toEqual([])
		await scripted.waitForSelector('html[data-scripts=ready]')
		await scripted.getByRole('link', { name: `Řádek ${line}` }).click()
		const selected = `(() => { const { value, selectionStart: from, selectionEnd: to } = document.querySelector('#soubor'); return value.slice(from, to) })()`
		await expect.poll(() => scripted.evaluate(selected)).toBe('kind = "textik"')
		expect(await inForce('vcely')).toEqual(before)
	})

	test('with scripts a question comes when it is to be answered', async () => {
		const { page: scripted } = head
		await go(`${AGENDAS}/vcely`, scripted)
		await check(scripted)
		await scripted.waitForSelector('html[data-scripts=ready]')
		const depending = scripted.locator('[name="f-jaky"]')
		await expect.poll(() => depending.isVisible()).toBe(false)
		expect(await violations(scripted)).toEqual([])
		await scripted.getByLabel('Jiný').check()
		await expect.poll(() => depending.isVisible()).toBe(true)
		await scripted.getByLabel('Lípa').check()
		await expect.poll(() => depending.isVisible()).toBe(false)
	})

	test('what was changed after the preview is shown before it is published', async () => {
		await go(`${AGENDAS}/vcely`)
		await replace((text) => text.replace('Ohlášení včelstva', 'Ohlášení včel'))
		await check()
		await says(page, 'Ohlášení včel')
		await replace((text) => text.replace('Ohlášení včel"', 'Ohlášení úlu"'))
		await publish()
		await says(page, 'Soubor se od náhledu změnil')
		expect((await inForce('vcely'))?.agenda.title.cs).toBe('Ohlášení včelstva')
		await publish()
		await says(page, 'Agenda je zveřejněná')
		expect((await inForce('vcely'))?.agenda.title.cs).toBe('Ohlášení úlu')
		await go(`${AGENDAS}/vcely`)
		await press(page, page.getByRole('link', { name: /^Ukázat změny/ }))
		await says(page, 'title = "Ohlášení úlu"')
		expect(await page.locator('main del').innerText()).toBe('title = "Ohlášení včelstva"')
	})

	test('of two editors the second keeps the text, and sees what the first changed', async () => {
		const entry = await publishAgenda(office.town, 'kaceni', OWN)
		await go(`${AGENDAS}/kaceni`)
		await replace((text) => text.replace('Povolení ke kácení stromu', 'Kácení stromu'))
		await check()
		const other = await publishAgenda(office.town, 'kaceni', OWN, entry)
		await publish()
		await says(page, 'Mezitím agendu zveřejnil někdo jiný')
		expect(await page.locator('main ins').first().innerText()).toBe('# Druhé znění.')
		expect(await page.inputValue('#soubor')).toContain('"Kácení stromu"')
		expect((await inForce('kaceni'))?.entry).toBe(other)
		await publish()
		await says(page, 'Agenda je zveřejněná')
		expect((await inForce('kaceni'))?.agenda.title.cs).toBe('Kácení stromu')
	})

	test('an agenda of another department is there to look at; a clerk does not get there', async () => {
		await publishAgenda(office.town, 'akce', OTHER)
		await go(`${AGENDAS}/akce`)
		await says(page, 'vyřizuje jiný odbor')
		await check()
		await publish()
		await says(page, 'Vyřizuje ji jiný odbor.')
		await go('/urad')
		expect(await page.locator('header a[href="/sprava/agendy"]').count()).toBe(1)
		const clerk = await office.invite('Úřednice první', 'clerk', OWN)
		expect((await open(clerk.page, office.url + AGENDAS)).status()).toBe(403)
		expect(await clerk.page.locator('a[href="/sprava/agendy"]').count()).toBe(0)
	})

	test('a withdrawn agenda is no service any more, and can be offered again', async () => {
		await go(`${AGENDAS}/vcely`)
		await page.locator('summary').click()
		await press(page, page.getByRole('button', { name: 'Přestat nabízet' }))
		await says(page, 'Agenda se už nenabízí')
		expect((await go('/sluzby/vcely')).status()).toBe(404)
		await go(`${AGENDAS}/vcely`)
		await says(page, 'Agenda je stažená')
		await check()
		await publish()
		expect((await go('/sluzby/vcely')).status()).toBe(200)
	})

	test('a text outlives the session in which it was written', async () => {
		await go(`${AGENDAS}/vcely`)
		await replace((text) => `${text}\n# poznámka`)
		await page.context().clearCookies()
		await check()
		expect(await heading(page)).toMatch(/^Úprava/)
		expect(await words(page)).toContain('Přihlášení mezitím skončilo')
		expect(await page.inputValue('#soubor')).toMatch(/# poznámka$/)
	})
})
