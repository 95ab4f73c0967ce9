/** A clerk deals with filings, without scripts: from the inbox to finality, and what comes in between. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { headed, heading, press, says, words } from './act.ts'
import { publishAgenda } from './agenda.ts'
import { CHROMIUM, hasBrowser, launchBrowser } from './browser.ts'
import { type Filed, fileForTree } from './citizen.ts'
import { type Clerk, type ClerkTown, OTHER, OWN, startClerkTown, withoutScripts } from './clerk-town.ts'
import { open } from './look.ts'
import { CONTACT, MAIL } from './portal-town.ts'

describe.skipIf(!hasBrowser)(`a clerk deals with filings (skipped without ${CHROMIUM})`, () => {
	let browser: Browser
	let office: ClerkTown
	let clerk: Clerk
	let page: Page
	let filed: Filed

	beforeAll(async () => {
		browser = await launchBrowser()
		office = await startClerkTown(browser, { settings: CONTACT + MAIL })
		clerk = await office.invite('Vedoucí první', 'head', OWN)
		await publishAgenda(office.town, 'kaceni', OWN)
		page = await (await withoutScripts(browser, clerk)).newPage()
	})
	afterAll(async () => {
		await office?.[Symbol.asyncDispose]()
		await browser?.close()
	})

	const show = (path: string, at = page) => open(at, office.url + path, { scripts: false })
	const submit = (at = page) => press(at, at.locator('main form button').last())
	const take = async (step: string) => {
		await press(page, page.locator('section a', { hasText: step }))
		await headed(page, step)
	}
	const stepsOf = async () => {
		const answer = await office.ask(clerk, `/api/v1/filings/${filed.filing}`)
		return ((await answer.json()) as { steps: { step: string }[] }).steps.map(({ step }) => step)
	}

	test('an empty inbox teaches; then the filing is in view wherever the clerk works', async () => {
		await show('/urad/podani')
		await says(page, 'Nic tu nečeká')
		filed = await fileForTree(office.town.url)
		await fileForTree(office.town.url, 'Petr Dvořák')
		await show('/urad')
		const [count, overdue] = await page.locator('section dl dd').allInnerTexts()
		expect([count?.trim(), overdue?.trim()]).toEqual(['2', '0'])
		await press(page, 'section dl a')
		await headed(page, 'Podání')
		await says(page, 'Za 12 týdnů přišlo 2 a vyřízeno bylo 0')
		expect(await page.locator('tbody tr').count()).toBeGreaterThanOrEqual(2)
		await says(page, 'čeká na potvrzení')
		await press(page, 'nav a:text-is("Moje")')
		await says(page, 'Nic neodpovídá')
		await show('/urad/podani?stav=open')
		await says(page, 'Nic neodpovídá')
		await show('/urad/podani?pohled=nikdo')
		await press(page, page.locator('tbody a', { hasText: filed.number }))
		await headed(page, 'Povolení ke kácení stromu')
		for (const said of ['Jana Nováková', 'Lipová 12', 'Hrozí pád na chodník', 'plánek.txt'])
			await says(page, said)
	})

	test('finds it by its number, or the beginning of it', async () => {
		await show('/urad/podani?pohled=moje')
		await page.fill('#cislo', filed.number.slice(0, -2))
		await press(page, 'form.find button')
		expect(await page.locator('table').first().locator('tbody tr').count()).toBe(1)
		await says(page, filed.number)
		await page.fill('#cislo', '99/1999')
		await press(page, 'form.find button')
		await says(page, 'Podání s tímto číslem tu není')
		await show(`/urad/podani/${filed.filing}`)
	})

	test('says in the account where the daily digest goes, or that none is wanted', async () => {
		const account = await page.context().newPage()
		await show('/ucet', account)
		expect(await account.isChecked('#souhrn')).toBe(true)
		await account.fill('#email', 'vedouci@urad')
		await press(account, 'section form button')
		await says(account, 'Zadejte e-mail ve tvaru')
		expect(await account.inputValue('#email')).toBe('vedouci@urad')
		await account.fill('#email', 'vedouci@ukazkov.example')
		await account.uncheck('#souhrn')
		await press(account, 'section form button')
		await says(account, 'Nastavení e-mailu je uložené')
		expect(await account.inputValue('#email')).toBe('vedouci@ukazkov.example')
		expect(await account.isChecked('#souhrn')).toBe(false)
		await account.close()
	})

	test('confirms it at the counter, once, however often the form is sent', async () => {
		await take('Potvrdit podání')
		await submit()
		await says(page, 'Vyberte, jak podání potvrdil')
		await page.check('input[value=paper]')
		await page.locator('main form button').last().dblclick()
		await headed(page, 'Povolení ke kácení stromu')
		await says(page, 'Zapsáno: Potvrdit podání')
		expect(await stepsOf()).toEqual(['confirmed'])
		await says(page, 'Lhůta pro vyřízení: 30 dní')
	})

	test('who was slower learns what happened, and keeps what was typed', async () => {
		const late = await page.context().newPage()
		await show(`/urad/podani/${filed.filing}/zprava`, late)
		await late.fill('#text', 'Přijdeme se podívat v úterý.')
		await take('Přidělit')
		await submit()
		await says(page, 'Vedoucí první')
		await submit(late)
		await says(late, 'Mezitím v podání někdo něco udělal')
		await says(late, 'Přiděleno pracovníkovi: Vedoucí první')
		expect(await late.inputValue('#text')).toBe('Přijdeme se podívat v úterý.')
		await submit(late)
		await says(late, 'Zapsáno: Napsat podateli')
		expect(await stepsOf()).toEqual(['confirmed', 'assigned', 'message'])
		await late.close()
	})

	test('a form of a session that ended keeps what was typed', async () => {
		await show(`/urad/podani/${filed.filing}/vyzva`)
		const cookies = await page.context().cookies()
		await page.context().clearCookies()
		await page.fill('#text', 'Doplňte číslo parcely.')
		await submit()
		await says(page, 'Přihlášení mezitím skončilo')
		expect(await page.inputValue('#text')).toBe('Doplňte číslo parcely.')
		await page.context().addCookies(cookies)
		await submit()
		await says(page, 'Na řadě je podatel')
		await take('Zapsat doplnění')
		await page.fill('#den-year', '1990')
		await submit()
		await says(page, 'Den nesedí')
		await page.fill('#den-year', String(new Date().getFullYear()))
		await submit()
		await says(page, 'Na řadě je úřad')
	})

	test('decides by a document of the case, serves it, and confirms finality', async () => {
		await take('Rozhodnout')
		await submit()
		await says(page, 'Vyberte rozhodnutí')
		await press(page, 'main a:text-is("Zapsat rozhodnutí do spisu")')
		await press(page, 'main form button:text-is("Začít")')
		await headed(page, 'Vyberte soubor')
		await page.setInputFiles('input[type=file]', {
			...{ name: 'rozhodnuti.txt', mimeType: 'text/plain' },
			buffer: Buffer.from('Kácení se povoluje.'),
		})
		await press(page, page.locator('main form button').first())
		const draft = new URL(page.url()).pathname.split('/').at(-2)
		const answer = await office.ask(clerk, `/api/v1/drafts/${draft}`)
		const { answers } = (await answer.json()) as { answers: object }
		const metadata = { title: 'Povolení ke kácení lípy', kind: 'decision' }
		await office.ask(clerk, `/api/v1/drafts/${draft}/answers`, {
			method: 'PUT',
			body: {
				...answers,
				metadata,
				visibility: 'private',
				decision: { ruling: 'Povoluje se.', reasoning: '', instruction: '' },
			},
		})
		await show(`/urad/zapsat/${draft}/souhrn`)
		await submit()
		await press(page, 'main a:text-is("Pokračovat v podání")')
		await headed(page, 'Rozhodnout')
		expect(await page.locator('input[name=dokument]:checked').count()).toBe(1)
		await submit()
		await says(page, 'Zapsáno: Rozhodnout')
		await take('Odeslat rozhodnutí')
		await page.check('input[value=in-person]')
		await submit()
		await take('Zapsat doručení')
		await page.check('input[value=in-person]')
		await submit()
		await says(page, 'Nejdříve dne')
		await says(page, 'Lhůta pro odvolání: 15 dní')
		// Before its day nobody confirms it, unless the right to appeal is given up.
		expect(await page.locator('section a', { hasText: 'Potvrdit právní moc' }).count()).toBe(0)
		await take('Zapsat vzdání se odvolání')
		await submit()
		await take('Potvrdit právní moc')
		await submit()
		await says(page, 'v právní moci')
		await says(page, 'Podání je vyřízené')
		expect((await stepsOf()).slice(3)).toEqual([
			...[
				'correction-requested',
				'corrected',
				'decided',
				'dispatched',
				'served',
				'waived',
				'finality-confirmed',
			],
		])
		await show('/urad/podani?pohled=hotova')
		await says(page, filed.number)
	})

	test('mends what was recorded by mistake, newest first, and records what is right', async () => {
		await show(`/urad/podani/${filed.filing}`)
		const link = (step: string) =>
			page.locator('main li', { hasText: step }).locator('a', { hasText: 'Zapsáno omylem?' })
		await press(page, link('Vzdání se odvolání'))
		await headed(page, 'Zapsáno omylem')
		await says(page, 'Nejdřív další kroky')
		expect(await page.locator('main form').count()).toBe(0)
		await press(page, page.locator('main ol a', { hasText: 'Právní moc potvrzena' }))
		await headed(page, 'Zapsáno omylem')
		await submit()
		await says(page, 'Napište, proč je zápis omylem')
		await page.fill('#text', 'Vzdal se jiný účastník.')
		await page.locator('main form button').last().dblclick()
		await says(page, 'Krok je označen jako omyl')
		expect(await page.locator('main s').allInnerTexts()).toEqual(['Právní moc potvrzena'])
		await press(page, link('Vzdání se odvolání'))
		await page.fill('#text', 'Vzdal se jiný účastník.')
		await submit()
		await says(page, 'Důvod: Vzdal se jiný účastník.')
		await says(page, 'Nejdříve dne')
		expect(await page.locator('section a', { hasText: 'Potvrdit právní moc' }).count()).toBe(0)
		expect((await stepsOf()).slice(-2)).toEqual(['voided', 'voided'])
		await take('Zapsat vzdání se odvolání')
		await submit()
		await take('Potvrdit právní moc')
		await submit()
		await says(page, 'Podání je vyřízené')
	})

	test('gives out a new PIN, with which the status opens', async () => {
		await show(`/urad/podani/${filed.filing}/pin`)
		await page.fill('#jak', 'občanský průkaz')
		await submit()
		await headed(page, 'Nový PIN')
		const pin = (await page.locator('dd').last().innerText()).trim()
		expect(pin).not.toBe(filed.pin)
		const status = (body: object) =>
			fetch(`${office.town.url}/api/v1/filing-status`, {
				method: 'POST',
				headers: { 'Content-Type': 'application/json' },
				body: JSON.stringify(body),
			})
		expect((await status({ number: filed.number, pin })).status).toBe(200)
	})

	test('another department says why, and cannot guess its way around', async () => {
		await using stranger = await office.invite('Úředník druhý', 'clerk', OTHER)
		const theirs = await (await withoutScripts(browser, stranger)).newPage()
		await show('/urad/podani', theirs)
		await says(theirs, 'Nic tu nečeká')
		await show(`/urad/podani/${filed.filing}/zprava`, theirs)
		await headed(theirs, 'Proč to potřebujete vidět?')
		expect(await words(theirs)).not.toContain('Nováková')
		await theirs.fill('#duvod', 'Součinnost')
		await submit(theirs)
		await headed(theirs, 'Povolení ke kácení stromu')
		await says(theirs, 'Zapsaný důvod: Součinnost')
		await show(`/urad/podani?odbor=${OWN}`, theirs)
		expect(await heading(theirs)).toBe('Proč to potřebujete vidět?')
		for (const path of ['/urad/podani/nic', `/urad/podani/${filed.filing}/nic`]) {
			expect((await show(path, theirs)).status(), path).toBe(404)
		}
		await theirs.context().close()
	})
})
