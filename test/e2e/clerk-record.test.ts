/** Recording a document from the drop to the receipt, with scripts and without, through whatever goes wrong. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makePdf } from '../../scripts/demo-pdf.ts'
import { hasOpenssl } from '../support/openssl.ts'
import { createSigner } from '../support/signed-pdf.ts'
import { headed, heading, press, says, words } from './act.ts'
import { CHROMIUM, hasBrowser, launchBrowser } from './browser.ts'
import { type Clerk, type ClerkTown, OTHER, OWN, startClerkTown, withoutScripts } from './clerk-town.ts'
import { ALL } from './guises.ts'
import { open, violations } from './look.ts'
import { CONTACT } from './portal-town.ts'

const SETTINGS = `${CONTACT}\n[server]\nmax_upload = 4194304\n`
/** What a script in a field would be; on the page it is only text. */
const HOSTILE = '<img src=x onerror=alert(1)>"\'{{x}}</textarea><script>alert(2)</script>'

let made = 0
const pdf = (name = 'rozhodnuti.pdf', size = 0) => ({
	name,
	mimeType: 'application/pdf',
	// Each has its own content: the same one twice is another test.
	buffer: Buffer.concat([makePdf(['Rozhodnutí', `Zkouška ${++made}`]), Buffer.alloc(size, made)]),
})

describe.skipIf(!hasBrowser)(`a clerk records documents (skipped without ${CHROMIUM})`, () => {
	let browser: Browser
	let office: ClerkTown
	let clerk: Clerk
	let stranger: Clerk
	let plain: BrowserContext
	let folder: string

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'letopis-record-'))
		browser = await launchBrowser()
		office = await startClerkTown(browser, { settings: SETTINGS })
		clerk = await office.invite('Úřednice první', 'clerk', OWN)
		stranger = await office.invite('Úředník druhý', 'clerk', OTHER)
		plain = await withoutScripts(browser, clerk)
	})
	afterAll(async () => {
		await office?.[Symbol.asyncDispose]()
		await browser?.close()
		await rm(folder, { recursive: true, force: true })
	})

	const button = (page: Page) => page.locator('main form button').first()
	const next = async (page: Page, title: string) => {
		await button(page).click()
		await page.locator('h1', { hasText: title }).waitFor()
	}
	const begin = async (page: Page, scripts: boolean) => {
		await open(page, `${office.url}/urad/zapsat`, { scripts: false })
		await press(page, 'main form[action$="/zacit"] button')
		if (scripts) await page.waitForSelector('html[data-scripts=ready]')
		await headed(page, 'Vyberte soubor')
	}
	const toSummary = async (page: Page, title: string) => {
		await press(page, 'main a:text-is("Pokračovat")')
		await page.fill('#nazev', title)
		await page.fill('#cislo', 'MUUK/1/2026')
		await page.check('input[name=druh][value=contract]')
		await next(page, 'Do kterého spisu patří?')
		await next(page, 'Kdo dokument uvidí?')
		await page.check('input[name=kdo][value=private]')
		await next(page, 'Zkontrolujte, co se zapíše')
	}
	/** What comes some time after the page is opened, and shows when it is opened anew. */
	const settled = async (page: Page, text: string) => {
		for (const until = Date.now() + 60_000; Date.now() < until; await page.reload())
			if ((await page.locator('main').innerText()).includes(text)) return
		await says(page, text)
	}
	const titles = async () => {
		const answer = await office.ask(clerk, '/api/v1/register?mine=true&limit=100')
		return ((await answer.json()) as { documents: { title: string }[] }).documents.map(({ title }) => title)
	}

	describe.each([
		['with scripts', true],
		['without scripts', false],
	])('%s', (_, scripts) => {
		let page: Page
		beforeAll(async () => {
			page = await (scripts ? clerk.context : plain).newPage()
		})
		afterAll(async () => {
			await page?.close()
		})

		test('from the file to the receipt', async () => {
			const title = `Smlouva ${scripts} ${HOSTILE}`
			await begin(page, scripts)
			const file = pdf()
			await page.setInputFiles('#file', file)
			await next(page, 'Co jsme v souboru poznali')
			await says(page, 'rozhodnuti.pdf')
			await says(page, 'žádné jsme nenašli')
			await toSummary(page, title)
			await says(page, title)
			await next(page, 'Dokument je zapsán')
			await says(page, /Zápis č. \d/)
			const saved = page.waitForEvent('download')
			await page.click('main a.primary')
			const receipt = JSON.parse(await readFile(await (await saved).path(), 'utf8')) as { type: string }
			expect(receipt.type).toBe('letopis-receipt/v1')
			await press(page, 'main a:text-is("Na stránku dokumentu")')
			await headed(page, title.replaceAll(/\s+/g, ' '))
			const again = page.waitForEvent('download')
			await page.click('main .buttons a:text-is("Dokument")')
			expect(Buffer.compare(await readFile(await (await again).path()), file.buffer)).toBe(0)
			const sheet = page.waitForEvent('download')
			await page.click('main .buttons a:text-is("Doložka (PDF)")')
			expect((await readFile(await (await sheet).path())).subarray(0, 5).toString()).toBe('%PDF-')
			await page.reload()
			await says(page, 'Nahlédnutí')
			expect(await titles()).toContain(title)
		})

		test.skipIf(!hasOpenssl || !(scripts || ALL))(
			'of a signed file it says who signed, before it is recorded and after',
			async () => {
				using signer = createSigner('Jana Novakova')
				await begin(page, scripts)
				const buffer = signer.sign(['Rozhodnuti', `Zkouska ${++made}`])
				await page.setInputFiles('#file', { name: 'podepsane.pdf', mimeType: 'application/pdf', buffer })
				await next(page, 'Co jsme v souboru poznali')
				// On a slow machine it is still being examined; whoever waits asks again.
				await settled(page, 'Jana Novakova')
				await says(page, 'nelze rozhodnout')
				await says(page, 'důvěryhodné kořenové certifikáty')
				const title = `Podepsaná smlouva ${scripts}`
				await toSummary(page, title)
				await next(page, 'Dokument je zapsán')
				await press(page, 'main a:text-is("Na stránku dokumentu")')
				await headed(page, title)
				await settled(page, 'Jana Novakova')
				await says(page, 'Ověřeny podpisy')
			},
		)

		test.each([
			['nothing', null, 'Vyberte soubor'],
			['an empty file', { name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(0) }, 'prázdný'],
			['a file over the limit', pdf('velky.pdf', 4 * 1024 * 1024), 'větší'],
		])('refuses %s', async (_, file, message) => {
			await begin(page, scripts)
			if (file !== null) await page.setInputFiles('#file', file)
			await button(page).click()
			await page.waitForSelector('[role=alert]')
			await expect.poll(() => page.locator('[role=alert]').innerText()).toContain(message)
			await expect.poll(() => page.title()).toMatch(/^Chyba: /)
		})

		test.runIf(!scripts || ALL)(
			'says when a file is not what its name says, and when it is here already',
			async () => {
				await begin(page, scripts)
				await page.setInputFiles('#file', {
					name: 'lez.pdf',
					mimeType: 'application/pdf',
					buffer: Buffer.from('MZ lež'),
				})
				await next(page, 'Co jsme v souboru poznali')
				await says(page, 'Přípona neodpovídá obsahu')
				const file = pdf()
				const give = async () => {
					await begin(page, scripts)
					await page.setInputFiles('#file', file)
					await next(page, 'Co jsme v souboru poznali')
				}
				await give()
				await says(page, 'Pokračovat')
				expect(await words(page)).not.toContain('Stejný soubor tu už je')
				await toSummary(page, `Dvakrát ${scripts}`)
				await next(page, 'Dokument je zapsán')
				await give()
				await says(page, 'Stejný soubor tu už je')
				// Its number is compared before it is recorded, not the content alone.
				await toSummary(page, `Potřetí ${scripts}`)
				await says(page, 'Stejné číslo jednací (MUUK/1/2026) má: dokument zapsaný')
				expect(await page.locator('main section a[href*="/urad/dokument/"]').count()).toBeGreaterThan(0)
				await press(page, 'a[aria-label="Změnit číslo jednací"]')
				await page.fill('#cislo', `MUUK/${scripts}/2026`)
				await next(page, 'Zkontrolujte, co se zapíše')
				expect(await words(page)).not.toContain('Podobné dokumenty')
			},
		)

		test('asks again for what is missing, and keeps what was typed', async () => {
			await begin(page, scripts)
			await page.setInputFiles('#file', pdf())
			await next(page, 'Co jsme v souboru poznali')
			await press(page, 'main a:text-is("Pokračovat")')
			await page.fill('#cislo', HOSTILE)
			await button(page).click()
			await page.waitForSelector('[role=alert]')
			await expect.poll(() => page.locator('[role=alert] li').count()).toBe(3)
			expect(await page.inputValue('#cislo')).toBe(HOSTILE)
			await page.fill('#cislo', '')
			await page.fill('#nazev', 'Rozhodnutí o stavbě')
			await page.check('input[name=druh][value=decision]')
			await next(page, 'Do kterého spisu patří?')
			await next(page, 'Jak jste rozhodli?')
			await page.fill('#vyrok', `Povoluje se.\n${HOSTILE}`)
			await next(page, 'Kdo dokument uvidí?')
			await page.check('input[name=kdo][value=public]')
			await next(page, 'Zkontrolujte, co se zapíše')
			await says(page, `Povoluje se. ${HOSTILE}`)
			// Back from the summary, and straight to it again.
			await press(page, 'a[aria-label="Změnit název"]')
			expect(await page.inputValue('#nazev')).toBe('Rozhodnutí o stavbě')
			await page.fill('#nazev', `Rozhodnutí o stavbě garáže ${scripts}`)
			await next(page, 'Zkontrolujte, co se zapíše')
			await next(page, 'Dokument je zapsán')
			await press(page, 'main a:text-is("Na stránku dokumentu")')
			await says(page, 'kdokoli')
			await says(page, `Povoluje se. ${HOSTILE}`)
		})

		// What follows meets no page with scripts of its own: once is enough for every day.
		test.runIf(!scripts || ALL)(
			'a second click, the back button and a second window record nothing twice',
			async () => {
				const title = `Jednou ${scripts}`
				await begin(page, scripts)
				await page.setInputFiles('#file', pdf())
				await next(page, 'Co jsme v souboru poznali')
				await toSummary(page, title)
				const summary = page.url()
				const second = await page.context().newPage()
				await open(second, summary, { scripts: false })
				await Promise.all([next(page, 'Dokument je zapsán'), next(second, 'Dokument je zapsán')])
				expect(page.url()).toBe(second.url())
				await second.close()
				await page.goBack()
				await page.waitForLoadState()
				await says(page, 'Tento koncept už neexistuje')
				expect((await titles()).filter((one) => one === title)).toHaveLength(1)
			},
		)

		test.runIf(!scripts || ALL)(
			'a summary that was changed in another window is shown again before it counts',
			async () => {
				await begin(page, scripts)
				await page.setInputFiles('#file', pdf())
				await next(page, 'Co jsme v souboru poznali')
				await toSummary(page, `Staré ${scripts}`)
				const second = await page.context().newPage()
				await open(second, page.url().replace('souhrn', 'udaje'), { scripts: false })
				await second.fill('#nazev', `Nové ${scripts}`)
				await next(second, 'Do kterého spisu patří?')
				await second.close()
				await next(page, 'Zkontrolujte, co se zapíše')
				await page.waitForSelector('text=Odpovědi se mezitím změnily')
				await says(page, `Nové ${scripts}`)
				await next(page, 'Dokument je zapsán')
			},
		)
	})

	test('an upload survives a lost connection, and a reload', async () => {
		const page = await clerk.context.newPage()
		await begin(page, true)
		// On the disk, where it keeps its time: one that was edited since is sent anew.
		const file = join(folder, 'velke.pdf')
		await writeFile(file, pdf('velke.pdf', 3 * 1024 * 1024).buffer)
		const parts: string[] = []
		page.on('request', (request) => {
			if (request.url().includes('/cast/'))
				parts.push(new URL(request.url()).pathname.split('/').at(-1) ?? '')
		})
		// The connection is lost after the second part.
		await page.route('**/cast/2', (route) => route.abort('internetdisconnected'))
		await page.setInputFiles('#file', file)
		await button(page).click()
		await page.waitForSelector('text=Spojení se ztratilo')
		page.on('dialog', (dialog) => void dialog.accept())
		await page.reload()
		await page.waitForSelector('html[data-scripts=ready]')
		await says(page, 'Nahrávání se přerušilo')
		parts.length = 0
		await page.setInputFiles('#file', file)
		await button(page).click()
		await page.waitForSelector('text=Spojení se ztratilo')
		await page.unroute('**/cast/2')
		await page.locator('h1', { hasText: 'Co jsme' }).waitFor()
		expect(new Set(parts)).toEqual(new Set(['2', '3']))
		await page.close()
	})

	test('a session that ended keeps the answers, on the page and in the draft', async () => {
		const page = await clerk.context.newPage()
		await begin(page, true)
		await page.setInputFiles('#file', pdf())
		await next(page, 'Co jsme v souboru poznali')
		await press(page, 'main a:text-is("Pokračovat")')
		await page.fill('#nazev', 'Napsáno před koncem')
		await page.check('input[name=druh][value=contract]')
		await office.ask(clerk, '/api/v1/sessions/current', { method: 'DELETE', body: {} })
		await button(page).click()
		await page.waitForSelector('text=Přihlášení mezitím skončilo')
		expect(await page.inputValue('#nazev')).toBe('Napsáno před koncem')
		// Signed in again in another window, the same form goes through.
		await open(clerk.page, `${office.url}/prihlaseni`)
		await clerk.page.click('main form button')
		await clerk.page.waitForURL(`${office.url}/urad`)
		await next(page, 'Do kterého spisu patří?')
		await plain.clearCookies()
		await plain.addCookies(await clerk.context.cookies())
		await page.close()
	})

	test('outside one’s department a reason is asked first, and stands in the history', async () => {
		const page = await clerk.context.newPage()
		await open(page, `${office.url}/urad?kdo=moje`, { scripts: false })
		const address = await page.locator('tbody a').first().getAttribute('href')
		// As after a decision of theirs: that it is recorded is said with the question, and after it.
		await open(stranger.page, `${office.url}${address}?rozhodnuto=1`, { scripts: false })
		await headed(stranger.page, 'Proč to potřebujete vidět?')
		await says(stranger.page, 'Rozhodnutí je zaznamenané')
		await button(stranger.page).click()
		await stranger.page.waitForSelector('[role=alert]')
		await stranger.page.fill('#duvod', 'Odvolání č. 7')
		await button(stranger.page).click()
		await stranger.page.waitForSelector('#historie')
		await says(stranger.page, 'Rozhodnutí je zaznamenané')
		await says(stranger.page, 'Zapsaný důvod: Odvolání č. 7')
		const saved = stranger.page.waitForEvent('download')
		await stranger.page.click('main .buttons a:text-is("Dokument")')
		await saved
		// Said once, it holds for all that is done with the document.
		for (const what of ['zmena?jak=corrects', 'rozhodnuti', '']) {
			await open(stranger.page, `${office.url}${address}/${what}`, { scripts: false })
			await says(stranger.page, 'Zapsaný důvod: Odvolání č. 7')
			expect(await stranger.page.locator('#duvod[maxlength="256"]').count(), what).toBe(0)
		}
		await press(stranger.page, 'main a:text-is("Uvést jiný důvod")')
		await headed(stranger.page, 'Proč to potřebujete vidět?')
		await stranger.page.fill('#duvod', 'Stížnost č. 8')
		await press(stranger.page, button(stranger.page))
		await says(stranger.page, 'Zapsaný důvod: Stížnost č. 8')
		await open(page, office.url + (address ?? ''), { scripts: false })
		await says(page, 'Úředník druhý. Důvod: Odvolání č. 7')
		await says(page, 'Úředník druhý. Důvod: Stížnost č. 8')
		// However often the page is loaded again, it is one look, as long as nothing is new: to count is something new.
		const id = (address ?? '').split('/').at(-1) ?? ''
		const looks = async () => {
			const answer = await office.ask(clerk, `/api/v1/documents/${id}/history`)
			const { events } = (await answer.json()) as {
				events: { action: string | null; by: string | null; purpose: string | null }[]
			}
			// No access from elsewhere without its reason.
			const theirs = events.filter(({ by }) => by === 'Úředník druhý')
			expect(theirs.length).toBeGreaterThan(2)
			for (const { purpose } of theirs) expect(['Odvolání č. 7', 'Stížnost č. 8']).toContain(purpose)
			return events.filter(({ action, by }) => action === 'look' && by === 'Úřednice první').length
		}
		await page.reload()
		await open(page, `${page.url()}/zmena?jak=corrects`, { scripts: false })
		expect(await looks()).toBe(1)
		await open(stranger.page, `${office.url}/urad?kdo=vse`, { scripts: false })
		await headed(stranger.page, 'Proč to potřebujete vidět?')
		await stranger.page.fill('#duvod', 'Kontrola')
		await button(stranger.page).click()
		await says(stranger.page, 'Zapsaný důvod: Kontrola')
		expect(await stranger.page.locator('tbody tr').count()).toBeGreaterThan(0)
		// One reason for a search, however it goes on, and offered for what it found.
		await stranger.page.fill('#text', 'smlouva')
		await press(stranger.page, 'main form button:text-is("Najít")')
		await says(stranger.page, 'Zapsaný důvod: Kontrola')
		await press(stranger.page, 'thead a:text("Zapsáno")')
		await says(stranger.page, 'Zapsaný důvod: Kontrola')
		const other = stranger.page.locator(`tbody a:not([href="${address}"])`).first()
		await press(stranger.page, other)
		await headed(stranger.page, 'Proč to potřebujete vidět?')
		expect(await stranger.page.inputValue('#duvod')).toBe('Kontrola')
		await page.close()
	})

	test('a document is corrected with a file and annulled with the passkey shown again', async () => {
		const { page } = clerk
		await open(page, `${office.url}/urad?kdo=moje`, { scripts: false })
		await press(page, page.locator('tbody a').last())
		const document = page.url()
		await press(page, 'main a:text-is("Opravit")')
		await press(page, button(page))
		await expect.poll(() => page.locator('[role=alert] li').count()).toBe(2)
		await page.check('input[name=cim][value=soubor]')
		await page.fill('#duvod', 'Překlep ve jméně')
		await press(page, button(page))
		await page.waitForSelector('html[data-scripts=ready]')
		await page.setInputFiles('#file', pdf('oprava.pdf'))
		await next(page, 'Co jsme v souboru poznali')
		await press(page, 'main a:text-is("Pokračovat")')
		await next(page, 'Kdo dokument uvidí?')
		await next(page, 'Proč se dokument mění?')
		expect(await page.inputValue('#duvod')).toBe('Překlep ve jméně')
		await next(page, 'Zkontrolujte, co se zapíše')
		await next(page, 'Oprava je zapsána')
		await open(page, document, { scripts: false })
		await says(page, 'Důvod: Překlep ve jméně')
		await says(page, 'Verze dokumentu')
		expect(await page.getByRole('link', { name: /^Dokument, verze \d$/ }).count()).toBe(2)
		expect(await violations(page)).toEqual([])

		await open(page, `${document}/zmena?jak=annuls`, { scripts: false })
		await page.check('input[name=cim][value=duvod]')
		await page.fill('#duvod', 'Vydáno omylem')
		await next(page, 'Zkontrolujte, co se zapíše')
		await press(page, button(page))
		await page.locator('h1', { hasText: /(znovu klíčem|je zrušen)$/ }).waitFor()
		if ((await heading(page)) === 'Prokažte se znovu klíčem') {
			await page.waitForSelector('html[data-scripts=ready]')
			await button(page).click()
			await page.waitForURL('**/souhrn')
			await next(page, 'Dokument je zrušen')
		}
		await open(page, document, { scripts: false })
		await says(page, 'Dokument byl zrušen')
	})

	test('filters and sorts the list by address alone', async () => {
		const page = await plain.newPage()
		await open(page, `${office.url}/urad?text=garaz`, { scripts: false })
		expect(await page.locator('tbody tr').count()).toBe(2)
		const newest = await page.locator('tbody th a').allInnerTexts()
		await press(page, 'thead a:text("Zapsáno")')
		await page.waitForURL('**/urad?text=garaz&smer=nahoru')
		expect(await page.locator('tbody th a').allInnerTexts()).toEqual(newest.toReversed())
		await open(page, `${office.url}/urad?od-day=31&od-month=2&od-year=2026`, { scripts: false })
		await says(page, 'Zadejte den, který je v kalendáři')
		await open(page, `${office.url}/urad?text=nicneniteto`, { scripts: false })
		await says(page, 'Nic neodpovídá')
		await open(page, `${office.url}/urad?stav=annulled`, { scripts: false })
		expect(await page.locator('tbody tr').count()).toBe(1)
		await page.close()
	})
})
