/** What Verify asks of the office, only when told to: trust file, newest state, clause sheets, public documents. */
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { holds } from './act.ts'
import { CHROMIUM, hasBrowser, launchBrowser } from './browser.ts'
import { filmOf, POPPLER } from './film.ts'
import { onPage, pagesOf, violations } from './look.ts'
import { type PortalTown, startPortalTown } from './portal-town.ts'
import { accept, drop, enter, given, headline, MINE, record, Window } from './verify-evidence.ts'

describe.skipIf(!hasBrowser)(`Verify and the office (skipped without ${CHROMIUM})`, () => {
	let town: PortalTown
	let browser: Browser
	let context: BrowserContext | undefined
	let window: Window
	let folder: string
	const film = () => join(folder, 'film.y4m')

	beforeAll(async () => {
		town = await startPortalTown()
		folder = await mkdtemp(join(tmpdir(), 'letopis-film-'))
		browser = await launchBrowser([], { camera: film() })
		window = new Window(browser)
	})
	afterAll(async () => {
		await browser?.close()
		await town?.[Symbol.asyncDispose]()
		await rm(folder, { recursive: true, force: true })
	})
	afterEach(async () => {
		await context?.close()
		context = undefined
	})

	const visit = (path = '/overit') => window.visit(town.url + path)

	test('the town’s own trust file comes only when asked for, and counts only once compared', async () => {
		const page = await visit()
		const asked: string[] = []
		page.on('request', (request) => asked.push(new URL(request.url()).pathname))
		await drop(page, ['receipt'])
		await page.waitForSelector('.result')
		expect(asked).not.toContain('/log/trust.json')
		await page.click('text=Načíst soubor, který nabízí sám úřad')
		await page.waitForSelector('text=Nabízí jej sám úřad, nepotvrzeno')
		const shown = (await page.locator('.asking code').allInnerTexts()).join(' ')
		expect(shown).toBe(await page.locator('footer .fingerprint code').innerText())
		await headline(page, 'Nelze rozhodnout')
		await page.click('text=Ne, nebo nevím')
		await page.waitForSelector('text=Načíst soubor, který nabízí sám úřad')
	})

	test('the verdict prints with what it rests on, and without what is for the screen', async () => {
		const page = await visit()
		await drop(page, ['document', 'receipt', 'trust'])
		await accept(page)
		await headline(page, 'Shoduje se se záznamem úřadu')
		await page.emulateMedia({ media: 'print' })
		for (const part of ['.result dl', '.result time', '.result svg[role=img]', 'footer code'])
			expect(await page.locator(part).first().isVisible(), part).toBe(true)
		for (const control of await page.locator('button, input, header nav').all())
			expect(await control.isVisible(), await control.evaluate('(one) => one.outerHTML')).toBe(false)
		const pages = pagesOf(await page.pdf({ format: 'A4' }))
		expect(pages).toBeGreaterThan(0)
		expect(pages).toBeLessThanOrEqual(4)
	})

	test('what was superseded since is told when the office is asked, about the entry alone', async () => {
		const { id, proof, trust, supersede } = await record(town)
		const page = await visit()
		await page.setInputFiles('#files', [given('d.pdf', MINE), given('r.json', proof), given('t.json', trust)])
		await accept(page)
		await headline(page, 'Shoduje se se záznamem úřadu')
		await supersede()
		const asked: string[] = []
		page.on('request', (request) => asked.push(request.url().slice(town.url.length)))
		await page.click('text=Zeptat se úřadu na nejnovější stav')
		await headline(page, 'Nahrazen nebo zrušen')
		expect(asked).toEqual([`/overit/stav?entry=${id}`])
	})

	test.each([
		['altered', `#s=${randomBytes(16).toString('base64url')}`, 'žádné potvrzení nemá'],
		['cut short', '#s=AAAA', 'je poškozený'],
		['of a public document that was never here', `#h=${randomBytes(32).toString('base64url')}`, 'nemá'],
	])('a QR code with a secret that is %s opens nothing, and says so', async (_, behind, said) => {
		const page = await visit(`/overit${behind}`)
		await page.waitForSelector(`[role=alert] >> text=${said}`)
		expect(new URL(page.url()).hash).toBe('')
		expect(await page.locator('.result').count()).toBe(0)
	})

	const sheetOf = async (id: string): Promise<Buffer> => {
		const headers = { Authorization: `Bearer ${town.token}` }
		const sheet = await fetch(`${town.url}/api/v1/documents/${id}/clause.pdf`, { headers })
		return Buffer.from(await sheet.arrayBuffer())
	}

	test.skipIf(!existsSync(POPPLER))(
		`the QR code of a clause sheet before the camera opens the receipt, and the camera is off again (skipped without ${POPPLER})`,
		async () => {
			const { id, trust } = await record(town)
			await writeFile(film(), filmOf(await sheetOf(id)))
			// Nobody else is to see what the camera shows.
			const { context: own, page } = await enter(browser, `${town.url}/overit`)
			context = own
			await own.grantPermissions(['camera'])
			await page.evaluate(`{
				const devices = navigator.mediaDevices
				const open = devices.getUserMedia.bind(devices)
				devices.getUserMedia = async (wanted) => (window.stream = await open(wanted))
			}`)
			await page.click('text=Načíst QR kód kamerou')
			await page.waitForSelector('.name')
			await holds(page, 'window.stream.getTracks().every(({ readyState }) => readyState === "ended")')
			expect(await page.locator('video').count()).toBe(0)
			await page.setInputFiles('#files', [given('d.pdf', MINE), given('t.json', trust)])
			await accept(page)
			await headline(page, 'Shoduje se se záznamem úřadu')
		},
	)

	test.skipIf(!existsSync(POPPLER))(
		`the QR code of a clause sheet, as a picture, opens the receipt; its secret is not sent (skipped without ${POPPLER})`,
		async () => {
			const { id, trust } = await record(town)
			const pdf = await sheetOf(id)
			const picture = execFileSync(POPPLER, ['-r', '110', '-png', '-singlefile', '-'], { input: pdf })
			const page = await visit()
			const asked: string[] = []
			page.on('request', (request) => asked.push(request.url().slice(town.url.length)))
			await page.click('text=Načíst QR kód kamerou')
			await page.setInputFiles('#qr-picture', { name: 'dolozka.png', mimeType: 'image/png', buffer: picture })
			await page.waitForSelector('.name')
			await page.setInputFiles('#files', [given('d.pdf', MINE), given('t.json', trust)])
			await accept(page)
			await headline(page, 'Shoduje se se záznamem úřadu')
			const calls = asked.filter((path) => !path.startsWith('/_app/'))
			expect(calls).toEqual([expect.stringMatching(/^\/api\/v1\/clauses\/[\w-]{22}$/)])
		},
	)

	test('a number, a hash and an identifier find public documents without scripts, and only these', async () => {
		const number = `UKAZ ${randomBytes(4).toString('hex')}/2026`
		const open = await record(town, {
			visibility: 'public',
			metadata: JSON.stringify({ public: { title: 'Obecně závazná vyhláška', number } }),
		})
		context = await browser.newContext({ javaScriptEnabled: false, reducedMotion: 'reduce' })
		const page = await context.newPage()
		const search = async (text: string) => {
			await page.goto(`${town.url}/overit`)
			await page.fill('#q', text)
			await Promise.all([page.waitForEvent('domcontentloaded'), page.press('#q', 'Enter')])
			return page.locator('h1').innerText()
		}
		for (const text of [number, open.hash, open.id]) {
			expect((await search(text)).replaceAll('\u00a0', ' ')).toBe('Obecně závazná vyhláška')
			expect(new URL(page.url()).pathname).toBe(`/doklad/${open.id}`)
		}
		expect(await page.locator('main').innerText()).toContain('Beze změny')
		await open.supersede()
		await page.reload()
		expect(await page.locator('main').innerText()).toMatch(/Nahrazen zápisem\sč/)
		const hidden = await record(town, { metadata: JSON.stringify({ title: 'Tajné', number: `${number}-T` }) })
		for (const [text, cause] of [
			[`${number}-T`, 'Neveřejné dokumenty podle čísla najít nelze'],
			[hidden.hash, 'Soubor byl znovu uložen, vytištěn do PDF nebo naskenován'],
		] as const) {
			expect(await search(text)).toBe('Hledání veřejného dokumentu')
			expect((await page.locator('main').innerText()).replaceAll('\u00a0', ' ')).toContain(cause)
		}
		expect(await search(hidden.id)).toBe('Neveřejný dokument')
		expect(await page.locator('main').innerText()).not.toContain('Tajné')
		// A secret that somebody pastes is not sent, even where no script could stop it.
		await page.goto(`${town.url}/overit`)
		await page.fill('#q', '#s=AAAAAAAAAAAAAAAAAAAAAA')
		await page.press('#q', 'Enter')
		expect(new URL(page.url()).pathname).toBe('/overit')
	})

	test('files of a public document are kept as files, what cannot be given is a page', async () => {
		const open = await record(town, { visibility: 'public' })
		const hidden = await record(town, {})
		context = await browser.newContext({ javaScriptEnabled: false, reducedMotion: 'reduce' })
		const page = await context.newPage()
		await page.goto(`${town.url}/doklad/${open.id}`)
		expect(await page.locator('main a[download]').count()).toBe(0)
		for (const [name, file] of [
			['Stáhnout dokument', /^bafy\w+$/],
			['Stáhnout potvrzení', /\.json$/],
		] as const) {
			const [download] = await Promise.all([
				page.waitForEvent('download'),
				page.click(`main a:text-is("${name}")`),
			])
			expect(download.suggestedFilename()).toMatch(file)
		}
		for (const file of ['obsah', 'potvrzeni', `obsah?zapis=${hidden.id}`]) {
			const answer = await page.goto(`${town.url}/doklad/${file.includes('?') ? open.id : hidden.id}/${file}`)
			expect([answer?.status(), await page.locator('h1').count()], file).toEqual([404, 1])
		}
		const part = await fetch(`${town.url}/doklad/${open.id}/obsah`, { headers: { Range: 'bytes=0-1' } })
		expect([part.status, part.headers.get('Content-Range')?.startsWith('bytes 0-1/')]).toEqual([206, true])
		expect((await part.arrayBuffer()).byteLength).toBe(2)
	})

	test('a public document has its own page: no violation, nothing sticks out', async () => {
		const open = await record(town, {
			visibility: 'public',
			metadata: JSON.stringify({ public: { title: 'Vyhláška <b>1</b>' } }),
		})
		for (const path of [`/doklad/${open.id}`, `/en/doklad/${open.id}`]) {
			const page = await visit(path)
			expect(await page.locator('h1').innerText()).toMatch(/Vyhláška\s<b>1<\/b>/)
			for (const colorScheme of ['light', 'dark'] as const) {
				await page.emulateMedia({ colorScheme })
				expect(await violations(page), colorScheme).toEqual([])
			}
			await page.setViewportSize({ width: 320, height: 640 })
			expect(await onPage(page, 'sticksOut()')).toEqual([])
		}
	})

	test('the newest state is told of any version, by its entry alone; of nothing else anything', async () => {
		const { id, supersede } = await record(town)
		await supersede()
		const headers = { Authorization: `Bearer ${town.token}` }
		const answer = await fetch(`${town.url}/api/v1/documents/${id}/versions`, { headers })
		const { versions } = (await answer.json()) as { versions: { entry: string }[] }
		const ask = async (entry: string) => {
			const response = await fetch(`${town.url}/overit/stav?entry=${encodeURIComponent(entry)}`)
			return response.ok ? (await response.text()).split('\n')[6] : response.status
		}
		expect(await Promise.all(versions.map(({ entry }) => ask(entry)))).toEqual(['superseded', 'in-force'])
		for (const nothing of ['', '0', `bafy${'a'.repeat(55)}`, '../../tokens']) {
			expect(await ask(nothing)).toBe(404)
		}
	})

	test('the court’s page asks for the newest state too', async () => {
		const { proof, trust, supersede } = await record(town)
		const page = await visit('/soud')
		await page.setInputFiles('#files', [given('d.pdf', MINE), given('r.json', proof), given('t.json', trust)])
		await accept(page)
		await page.waitForSelector('article >> text=Shoduje se se záznamem úřadu')
		await supersede()
		await page.click('text=Zeptat se úřadu na nejnovější stav')
		await page.waitForSelector('article >> text=Rozhodný je pozdější zápis')
	})
})
