/** Cases from opening to closing, without scripts. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { headed, heading, press, says, words } from './act.ts'
import { CHROMIUM, hasBrowser, launchBrowser } from './browser.ts'
import { type ClerkPage, preparePages } from './clerk-pages.ts'
import { type Clerk, type ClerkTown, OTHER, OWN, startClerkTown, withoutScripts } from './clerk-town.ts'
import { open, violations } from './look.ts'

const HOSTILE = '<script>alert(1)</script>"\'<b>'

describe.skipIf(!hasBrowser)(`a clerk keeps cases (skipped without ${CHROMIUM})`, () => {
	let browser: Browser
	let office: ClerkTown
	let clerk: Clerk
	let page: Page
	let pages: ClerkPage[]

	beforeAll(async () => {
		browser = await launchBrowser()
		office = await startClerkTown(browser)
		clerk = await office.invite('Úřednice první', 'clerk', OWN)
		pages = await preparePages(office, clerk)
		page = await (await withoutScripts(browser, clerk)).newPage()
	})
	afterAll(async () => {
		await office?.[Symbol.asyncDispose]()
		await browser?.close()
	})

	const submit = () => press(page, page.locator('main form button').first())
	const count = async () => {
		const answer = await office.ask(clerk, '/api/v1/cases?limit=100')
		return ((await answer.json()) as { cases: unknown[] }).cases.length
	}

	test('opens a case once, however often the form is sent', async () => {
		const before = await count()
		await open(page, `${office.url}/urad/spisy/novy`, { scripts: false })
		await submit()
		await says(page, 'Zadejte název spisu')
		await page.fill('#nazev', `Přestavba ${HOSTILE}`)
		await page.locator('main form button').dblclick()
		await page.locator('h1', { hasText: 'Přestavba' }).waitFor()
		expect(await heading(page)).toBe(`Přestavba ${HOSTILE}`)
		// By whichever of the two clicks it is that the browser shows the answer to.
		await says(page, /Spis je založen|Tento formulář už spis založil/)
		expect(await count()).toBe(before + 1)
	})

	test('opens no second case when one goes back and sends the form again', async () => {
		const before = await count()
		await open(page, `${office.url}/urad/spisy/novy`, { scripts: false })
		const send = async (title: string) => {
			await page.fill('#nazev', title)
			await submit()
		}
		await send('Plot u rybníka')
		await says(page, 'Spis je založen')
		const opened = new URL(page.url()).pathname
		await page.goBack()
		await page.waitForSelector('#nazev')
		await send('Plot u rybníka')
		await headed(page, 'Plot u rybníka')
		expect([new URL(page.url()).pathname, await count()]).toEqual([opened, before + 1])
		await says(page, 'Tento formulář už spis založil')
		expect(await page.locator('main section a[href$="/urad/spisy/novy"]').count()).toBe(1)
		await page.goBack()
		await page.waitForSelector('#nazev')
		await send('Plot u lesa')
		await says(page, 'Tento formulář už byl odeslán s jinými údaji')
		expect(await count()).toBe(before + 1)
		await submit()
		await headed(page, 'Plot u lesa')
		expect(await count()).toBe(before + 2)
	})

	test('refuses a number that is taken', async () => {
		await open(page, `${office.url}/urad/spisy/novy`, { scripts: false })
		await page.fill('#nazev', 'Dvakrát')
		await page.fill('#znacka', 'S-MUUK/77/2026')
		await submit()
		await says(page, 'Spis s tímto číslem už existuje')
		expect(await page.inputValue('#nazev')).toBe('Dvakrát')
	})

	test('takes a document in, a decision on it, and is closed', async () => {
		await open(page, `${office.url}/urad/spisy?text=prestavba`, { scripts: false })
		await press(page, page.locator('tbody a').first())
		const address = page.url()
		await press(page, 'main a:text-is("Vložit dokument")')
		await page.fill('#text', 'nicneniteto')
		await press(page, page.locator('main form button').last())
		await says(page, 'Nic z vašeho odboru neodpovídá')
		await page.fill('#text', 'usneseni')
		await press(page, page.locator('main form button').last())
		await says(page, 'Dokumenty vašeho odboru, které odpovídají')
		expect(await page.locator('input[name=dokument]').count()).toBe(2)
		await submit()
		await says(page, 'Vyberte dokument, nebo zadejte jeho označení')
		await page.fill('#oznaceni', HOSTILE)
		await submit()
		await says(page, 'Takový dokument tu není')
		await page.fill('#oznaceni', '')
		await page.locator('input[name=dokument]').first().check()
		await submit()
		await says(page, 'Dokument je ve spisu')
		// By its title, number and kind, not by its identifier.
		expect((await page.locator('tbody tr').first().innerText()).replaceAll(/\s+/g, ' ')).toContain(
			'Usnesení o přerušení řízení MUUK/01234/2026 Rozhodnutí',
		)
		expect(await words(page)).not.toContain('bafy')
		await press(page, 'main td a:text-is("Zaznamenat")')
		await page.fill('#vyrok', `Zamítá se. ${HOSTILE}`)
		await submit()
		await says(page, 'Rozhodnutí je zaznamenané')
		await says(page, `Zamítá se. ${HOSTILE}`)
		// The case by its number and title, not by its identifier.
		expect(await page.locator('main li a[href*="/urad/spisy/"]').innerText()).toMatch(
			/^\d+\/\d{4} – Přestavba/,
		)
		expect(await words(page)).not.toContain('bafy')
		await open(page, address, { scripts: false })
		await says(page, 'Zaznamenáno rozhodnutí')
		// Somebody else is just deciding in it.
		const late = await page.context().newPage()
		const decide = await page.locator('main td a:text-is("Zaznamenat")').getAttribute('href')
		await open(late, office.url + decide, { scripts: false })
		await late.fill('#vyrok', 'Povoluje se.')
		await press(page, 'main a:text-is("Uzavřít spis")')
		await says(page, `– Přestavba ${HOSTILE}`)
		await submit()
		await says(page, 'Napište, jak byla věc vyřízena')
		await page.fill('#vyrizeni', 'Zamítnutím žádosti')
		await submit()
		await says(page, 'Spis je uzavřený')
		await says(page, 'Zamítnutím žádosti')
		await press(late, late.locator('main form button').last())
		await says(late, 'Spis je uzavřený, nic do něj vložit nelze')
		expect(await late.locator('[role=alert] a').getAttribute('href')).toBe('#spis')
		expect(await late.locator('#duvod').count()).toBe(0)
		expect(await late.inputValue('#vyrok')).toBe('Povoluje se.')
		await late.close()
		expect(await page.locator('main a:text-is("Vložit dokument")').count()).toBe(0)
		// What nothing can be done with any more shows itself.
		for (const form of ['vlozit', 'uzavrit']) {
			await open(page, `${address.split('?')[0]}/${form}`, { scripts: false })
			expect(await heading(page), form).toBe(`Přestavba ${HOSTILE}`)
		}
	})

	test('finds an older case than those that are offered, and loses nothing that was typed', async () => {
		for (let n = 1; n <= 11; n++) {
			const body = { title: `Drobná stavba ${n}` }
			const answer = await office.ask(clerk, '/api/v1/cases', { method: 'POST', body })
			expect(answer.status).toBe(201)
		}
		const at = (name: string) => office.url + pages.find((one) => one.name === name)?.path
		const label = 'Stavba garáže v ulici Nad Tratí'
		const search = async (text: string) => {
			await page.fill('#hledat', text)
			await press(page, 'button[value=hledat]')
		}
		for (const name of ['spis', 'rozhodnuti']) {
			await open(page, at(name), { scripts: false })
			const deciding = name === 'rozhodnuti'
			// Ten and none of them, and the case that the document is in.
			expect(await page.locator('input[name=spis]').count()).toBe(deciding ? 12 : 11)
			expect((await words(page)).includes(label)).toBe(deciding)
			if (deciding) {
				await says(page, 'Stavební povolení: garáž')
				expect(await page.isChecked('input[name=spis] >> nth=1')).toBe(true)
				await page.locator('label', { hasText: 'Do žádného' }).click()
				await page.fill('#vyrok', 'Povoluje se opakovaně.')
			}
			await search('nicneniteto')
			await says(page, 'Nic z vašeho odboru neodpovídá')
			await search('garaze trati')
			await says(page, 'Otevřené spisy vašeho odboru, které odpovídají')
			if (deciding) expect(await page.inputValue('#vyrok')).toBe('Povoluje se opakovaně.')
			await page.locator('label', { hasText: label }).click()
			// What was chosen stays, whatever is looked for next.
			await search('nicneniteto')
			await says(page, label)
			expect(await page.isChecked('input[name=spis] >> nth=1')).toBe(true)
			await press(page, deciding ? 'main form button:text-is("Zaznamenat")' : 'button:text-is("Pokračovat")')
			if (deciding) await says(page, 'Rozhodnutí je zaznamenané')
			else await headed(page, 'Jak jste rozhodli?')
		}
		await open(page, at('souhrn'), { scripts: false })
		await says(page, label)
	})

	test('a document recorded from a case goes into it', async () => {
		await open(page, `${office.url}${pages.find(({ name }) => name === 'spis-otevreny')?.path}`, {
			scripts: false,
		})
		await press(page, 'main a:text-is("Zapsat nový dokument")')
		await says(page, 'Stavba garáže v ulici Nad Tratí.')
		await press(page, 'main form button:text-is("Začít")')
		await headed(page, 'Vyberte soubor')
		await open(page, page.url().replace(/soubor$/, 'souhrn'), { scripts: false })
		await says(page, 'Stavba garáže v ulici Nad Tratí')
		// What is missing is asked for before it can be recorded.
		expect(await page.locator('main form').count()).toBe(0)
		await press(page, 'main li a:text-is("Kdo dokument uvidí?")')
		await headed(page, 'Kdo dokument uvidí?')
	})

	test('who records nothing searches what others have recorded', async () => {
		await using auditor = await office.invite('Kontrolor', 'auditor', null)
		const theirs = await (await withoutScripts(browser, auditor)).newPage()
		for (const [path, text, title] of [
			['/urad', 'preruseni', 'Usnesení o přerušení řízení'],
			['/urad/spisy', 'garaze', 'Stavba garáže v ulici Nad Tratí'],
		] as const) {
			await open(theirs, office.url + path, { scripts: false })
			await says(theirs, 'Čtete dokumenty a spisy všech odborů')
			await theirs.fill('#text', text)
			await press(theirs, 'main form button:text-is("Najít")')
			// Once for all that they search.
			if (path === '/urad') {
				await headed(theirs, 'Proč to potřebujete vidět?')
				await theirs.fill('#duvod', 'Kontrola lhůt')
				await press(theirs, 'main form button:text-is("Ukázat")')
			}
			await says(theirs, title)
			await says(theirs, 'Zapsaný důvod: Kontrola lhůt')
		}
		await theirs.context().close()
	})

	test('a reason for a case of elsewhere is said once, and goes with what is done in it', async () => {
		await using stranger = await office.invite('Úředník třetí', 'clerk', OTHER)
		const theirs = await (await withoutScripts(browser, stranger)).newPage()
		const case_ = `${office.url}${pages.find(({ name }) => name === 'spis-otevreny')?.path}`
		await open(theirs, case_, { scripts: false })
		await headed(theirs, 'Proč to potřebujete vidět?')
		await theirs.fill('#duvod', 'Součinnost')
		await press(theirs, 'main form button:text-is("Ukázat")')
		await headed(theirs, 'Stavba garáže v ulici Nad Tratí')
		for (const step of ['vlozit', 'uzavrit']) {
			await open(theirs, `${case_}/${step}`, { scripts: false })
			await says(theirs, 'Zapsaný důvod: Součinnost')
			await says(theirs, 'Stavba garáže v ulici Nad Tratí')
		}
		await theirs.fill('#vyrizeni', 'Převzetím')
		await press(theirs, theirs.locator('main form button').last())
		await says(theirs, 'Spis je uzavřený')
		await theirs.context().close()
	})

	test('what is not public of a public document is shown elsewhere to whoever says why', async () => {
		const form = new FormData()
		form.set('metadata', JSON.stringify({ public: { title: 'Veřejná vyhláška' } }))
		form.set('visibility', 'public')
		form.set('file', new Blob(['vyhláška']), 'vyhlaska.txt')
		const sent = new Response(form)
		const answer = await office.ask(clerk, '/api/v1/documents', {
			...{ method: 'POST', body: new Uint8Array(await sent.arrayBuffer()) },
			headers: { 'Content-Type': sent.headers.get('Content-Type') ?? '' },
		})
		const document = answer.headers.get('Location')?.split('/').at(-1)
		const decision = { ruling: 'Vyhláška se vydává.', reasoning: '', instruction: '' }
		const path = `/api/v1/documents/${document}/decisions`
		expect((await office.ask(clerk, path, { method: 'POST', body: decision })).status).toBe(201)
		await using stranger = await office.invite('Úředník druhý', 'clerk', OTHER)
		const theirs = await (await withoutScripts(browser, stranger)).newPage()
		await open(theirs, `${office.url}/urad/dokument/${document}`, { scripts: false })
		await headed(theirs, 'Veřejná vyhláška')
		await says(theirs, 'Jaká jsou o něm rozhodnutí a ve kterých je spisech, veřejné není')
		const kept = await words(theirs)
		expect([kept.includes('se vydává'), kept.includes('Zaznamenáno rozhodnutí')]).toEqual([false, false])
		await press(theirs, 'main form button:text-is("Ukázat")')
		await says(theirs, 'Napište důvod')
		await headed(theirs, 'Veřejná vyhláška')
		await theirs.fill('#duvod', 'Kontrola vyhlášek')
		await press(theirs, 'main form button:text-is("Ukázat")')
		await says(theirs, 'Vyhláška se vydává.')
		await says(theirs, 'Zapsaný důvod: Kontrola vyhlášek')
		await theirs.context().close()
		await open(stranger.page, `${office.url}/urad/dokument/${document}`)
		expect(await violations(stranger.page)).toEqual([])
	})

	test('lists and filters', async () => {
		await open(page, `${office.url}/urad/spisy?stav=closed`, { scripts: false })
		expect(await page.locator('tbody tr').count()).toBe(3)
		await open(page, `${office.url}/urad/spisy?text=nicneniteto`, { scripts: false })
		await says(page, 'Nic neodpovídá')
	})

	test('a session that ended in the middle of a form: nothing that was typed is lost, and it is recorded once', async () => {
		const at = (name: string) => office.url + pages.find((one) => one.name === name)?.path
		const forms = [
			['rozhodnuti', '#vyrok', 'Nařizuje se.', 'Rozhodnutí je zaznamenané'],
			['novy-spis', '#nazev', 'Po konci', 'Spis je založen'],
			['zmena', '#duvod', 'Vydáno omylem', null],
		] as const
		const opened: Page[] = []
		for (const [name, field, text] of forms) {
			const form = await page.context().newPage()
			await open(form, at(name), { scripts: false })
			await form.fill(field, text)
			opened.push(form)
		}
		await office.ask(clerk, '/api/v1/sessions/current', { method: 'DELETE', body: {} })
		const send = (form: Page) => press(form, form.locator('main form button').last())
		for (const [i, [, field, text]] of forms.entries()) {
			const form = opened[i] as Page
			await send(form)
			await says(form, 'Přihlášení mezitím skončilo')
			expect(await form.inputValue(field)).toBe(text)
		}
		await open(clerk.page, `${office.url}/prihlaseni`)
		await clerk.page.click('main form button')
		await clerk.page.waitForURL(`${office.url}/urad`)
		await page.context().addCookies(await clerk.context.cookies())
		for (const [i, [, , , done]] of forms.entries()) {
			if (done === null) continue
			await send(opened[i] as Page)
			await says(opened[i] as Page, done)
		}
	})
})
