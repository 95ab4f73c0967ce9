/** What the administrator does, and what must not happen: twice, by a stale form, from elsewhere, by script in a name. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { heading, press, says } from './act.ts'
import { CHROMIUM, hasBrowser, launchBrowser } from './browser.ts'
import {
	addPasskeys,
	type Clerk,
	type ClerkTown,
	OTHER,
	OWN,
	proverOf,
	startClerkTown,
	withoutScripts,
} from './clerk-town.ts'
import { onPage, open, violations } from './look.ts'
import { CONTACT, MAIL } from './portal-town.ts'

const SCRIPT = '<img src=x onerror="window.foreign=1"><script>window.foreign=1</script>'
/** The day on which pages look that are given their time. */
const START = Date.UTC(2026, 10, 22, 9)

describe.skipIf(!hasBrowser)(`the administrator's acts (skipped without ${CHROMIUM})`, () => {
	let browser: Browser
	let office: ClerkTown
	let admin: Clerk
	let plain: BrowserContext
	let prove: () => Promise<void>

	beforeAll(async () => {
		browser = await launchBrowser()
		office = await startClerkTown(browser, { settings: CONTACT + MAIL })
		admin = office.administrator
		plain = await withoutScripts(browser, admin)
		prove = proverOf(office)
	})
	afterAll(async () => {
		await plain?.close()
		await office?.[Symbol.asyncDispose]()
		await browser?.close()
	})
	beforeEach(() => prove())

	interface Account {
		id: string
		name: string
		role: string
		active: boolean
		department: string | null
	}
	const accounts = async () =>
		((await (await office.ask(admin, '/api/v1/accounts')).json()) as { accounts: Account[] }).accounts
	const accountOf = async (name: string) => {
		const found = (await accounts()).find((one) => one.name === name)
		if (found === undefined) throw new Error(name)
		return found
	}
	const invited = async (name: string) => {
		const body = { name, role: 'clerk', department: OWN }
		await office.ask(admin, '/api/v1/accounts', { method: 'POST', body })
		return accountOf(name)
	}
	const inPlain = async (path: string, look: (page: Page) => Promise<void>) => {
		const page = await plain.newPage()
		try {
			await open(page, office.url + path, { scripts: false })
			await look(page)
		} finally {
			await page.close()
		}
	}
	/** Every entry that the page names is found in public, by somebody who is not signed in. */
	const seeEntries = async (page: Page, count: number) => {
		const links = page.locator('main a[href*="/doklad?q="]')
		expect(await links.count()).toBe(count)
		for (const link of await links.all()) {
			const href = office.url + ((await link.getAttribute('href')) ?? '')
			const answer = await fetch(href)
			expect(answer.status).toBe(200)
			expect(await answer.text()).toMatch(/<h1[^>]*>Zápis č\./)
		}
	}
	const fields = (page: Page) =>
		page.evaluate<[string, string][]>('[...new FormData(document.querySelector("main form"))]')
	/** Sends a form as a browser without scripts would. */
	const send = async (path: string, sent: [string, string][], headers: Record<string, string> = {}) => {
		const cookie = (await admin.context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
		const agent = await admin.page.evaluate<string>('navigator.userAgent')
		return fetch(office.url + path, {
			method: 'POST',
			redirect: 'manual',
			headers: { Cookie: cookie, 'User-Agent': agent, Origin: office.url, Accept: 'text/html', ...headers },
			body: new URLSearchParams(sent),
		})
	}

	test('invites without scripts; the QR leads whoever gets it to a filled-in page', async () => {
		let code = ''
		await inPlain('/sprava/lide/pozvat', async (page) => {
			await page.fill('#jmeno', 'Vedoucí nový')
			await page.check('input[value=head]')
			await page.selectOption('#odbor', OTHER)
			await press(page, 'main form button')
			expect(await heading(page)).toBe('Kód pro nového člověka')
			code = await page.locator('.slip .code code').innerText()
			expect(code).toMatch(/^[0-9A-Z]{5}(-[0-9A-Z]{5}){3}$/)
			await seeEntries(page, 2)
			await page.emulateMedia({ media: 'print' })
			expect(await page.locator('.slip').isVisible()).toBe(true)
			expect(await page.locator('h1').isVisible()).toBe(false)
			expect(await page.locator('main a').first().isVisible()).toBe(false)
		})
		expect(await accountOf('Vedoucí nový')).toMatchObject({ role: 'head', department: OTHER, active: true })
		const context = await browser.newContext({ reducedMotion: 'reduce' })
		const page = await context.newPage()
		const asked: string[] = []
		page.on('request', (request) => asked.push(request.url()))
		await addPasskeys(page)
		await open(page, `${office.url}/pozvanka#kod=${code}`)
		expect(await page.inputValue('#kod')).toBe(code)
		expect(page.url()).toBe(`${office.url}/pozvanka`)
		await press(page, 'main form button')
		await page.waitForSelector('#nazev')
		await says(page, 'Vedoucí nový')
		// After `#`, it goes to nobody.
		expect(asked.filter((url) => url.replace(/#.*/, '').includes(code))).toEqual([])
		await context.close()
	})

	test('a mistake is said at the top and at the field, and nothing typed is lost', async () => {
		await inPlain('/sprava/lide/pozvat', async (page) => {
			await page.fill('#jmeno', 'Bez Role')
			await page.selectOption('#odbor', OWN)
			await press(page, 'main form button')
			expect(await page.title()).toMatch(/^Chyba: /)
			expect(await page.locator('[role=alert] a').getAttribute('href')).toBe('#role')
			expect([await page.inputValue('#jmeno'), await page.inputValue('#odbor')]).toEqual(['Bez Role', OWN])
		})
		expect((await accounts()).some(({ name }) => name === 'Bez Role')).toBe(false)
	})

	test('changes, deactivates and activates an account, each under a number of its own', async () => {
		const { id } = await invited('Úřednice měněná')
		await inPlain(`/sprava/lide/${id}/zmenit`, async (page) => {
			await page.selectOption('#odbor', OTHER)
			await press(page, 'main form button')
			await says(page, 'Změna účtu platí')
			await seeEntries(page, 1)
			expect(await page.locator('tbody tr').count()).toBe(2)
			await says(page, 'dosud')
		})
		await inPlain(`/sprava/lide/${id}/stav`, async (page) => {
			await press(page, 'main form button')
			await says(page, 'Účet je deaktivovaný')
			await seeEntries(page, 1)
			await press(page, 'main h2 + ul a')
			await press(page, 'main form button')
			await says(page, 'Účet je aktivní')
		})
		await inPlain(`/sprava/lide/${id}/kod`, async (page) => {
			await press(page, 'main form button')
			await says(page, 'Vyberte, co se stalo')
			await page.check('input[value=yes]')
			await press(page, 'main form button')
			expect(await heading(page)).toBe('Nový kód')
			await seeEntries(page, 1)
		})
	})

	test('says where somebody gets the digest, and in which language', async () => {
		const { id } = await invited('Úřednice s poštou')
		const kept = async () => (await office.ask(admin, `/api/v1/accounts/${id}/mail`)).json()
		await inPlain(`/sprava/lide/${id}`, async (page) => {
			await says(page, 'nechodí')
			await press(page, 'main a:text-is("Změnit e-mail a denní souhrn")')
			await page.fill('#email', 'ahoj@nic')
			await press(page, 'main form button')
			await says(page, 'Zadejte e-mail ve tvaru')
			expect(await page.inputValue('#email')).toBe('ahoj@nic')
			await page.fill('#email', 'urednice@ukazkov.example')
			await page.check('input[name=jazyk][value=en]')
			await press(page, 'main form button')
			await says(page, 'E-mail a denní souhrn jsou uložené')
			await seeEntries(page, 1)
			await says(page, 'chodí')
		})
		expect(await kept()).toMatchObject({ email: 'urednice@ukazkov.example', digest: true, language: 'en' })
		// Whoever changed it meanwhile is not overruled by a page that is out of date.
		await inPlain(`/sprava/lide/${id}/posta`, async (page) => {
			const body = { email: 'jinam@ukazkov.example', digest: true, language: 'cs' }
			await office.ask(admin, `/api/v1/accounts/${id}/mail`, { method: 'PUT', body })
			await page.uncheck('input[name=souhrn]')
			await press(page, 'main form button')
			expect(await kept()).toMatchObject({ email: 'jinam@ukazkov.example', digest: true })
			expect(await page.inputValue('#email')).toBe('jinam@ukazkov.example')
		})
		// Who works on no filings is sent none, so there is nothing to say.
		const { id: own } = await accountOf(admin.name)
		await inPlain(`/sprava/lide/${own}`, async (page) => {
			expect(await page.locator('main a[href$="/posta"]').count()).toBe(0)
			// … but an address that is kept can be taken away.
			const body = { email: 'sprava@ukazkov.example', digest: true, language: 'cs' }
			await office.ask(admin, `/api/v1/accounts/${own}/mail`, { method: 'PUT', body })
			await page.reload()
			await press(page, 'main a[href$="/posta"]')
			await page.fill('#email', '')
			await press(page, 'main form button')
			await says(page, 'E-mail a denní souhrn jsou uložené')
			expect(await page.locator('main a[href$="/posta"]').count()).toBe(0)
		})
	})

	test('adds, renames, closes and opens a department', async () => {
		await inPlain('/sprava/odbory/pridat', async (page) => {
			await page.fill('#nazev', 'Životní prostředí')
			await press(page, 'main form button')
			await says(page, 'zivotni-prostredi')
			await seeEntries(page, 1)
		})
		await inPlain('/sprava/odbory/zivotni-prostredi', async (page) => {
			await page.fill('#nazev', SCRIPT)
			await press(page, 'main form button')
			await says(page, SCRIPT.replaceAll(/\s+/g, ' '))
		})
		await inPlain('/sprava/odbory/zivotni-prostredi', async (page) => {
			await press(page, 'main form[action$=uzavrit] button')
			await says(page, 'Odbor je uzavřený')
		})
		await invited('Drží Odbor')
		await inPlain(`/sprava/odbory/${OWN}`, async (page) => {
			expect(await page.locator('main form').count()).toBe(1)
		})
	})

	test('grants a token that works, shows it once, and revokes it', async () => {
		const { page } = admin
		await open(page, `${office.url}/sprava/pristupy/novy`)
		await page.fill('#jmeno', 'dohled')
		await page.check('input[value="metrics:read"]')
		await press(page, 'main form button')
		await page.waitForSelector('main code')
		const token = await page.locator('main dl code').first().innerText()
		expect(token).toMatch(/^letopis_[\w-]{43}$/)
		expect(await violations(page)).toEqual([])
		await seeEntries(page, 1)
		const use = async () =>
			(await fetch(`${office.url}/metrics`, { headers: { Authorization: `Bearer ${token}` } })).status
		expect(await use()).toBe(200)
		await open(page, `${office.url}/sprava/pristupy`, { scripts: false })
		expect(await page.content()).not.toContain(token)
		await press(page, 'tbody a')
		await press(page, 'main a.button')
		await press(page, 'main form button')
		await says(page, 'Token je zrušený')
		await seeEntries(page, 1)
		expect(await use()).toBe(401)
	})

	test.each([
		['/sprava/pristupy/novy', '#jmeno', SCRIPT, 'latinská písmena'],
		['/sprava/pristupy/novy', '#jmeno', 'Admini5trator', 'spletli se správcem'],
		['/sprava/odbory/pridat', '#nazev', '\u202eobdoz', 'Název má 1 až 128'],
	])('refuses in %s: %s %s', async (path, field, typed, said) => {
		await inPlain(path, async (page) => {
			await page.fill(field, typed)
			if (path.includes('novy')) await page.check('input[value="metrics:read"]')
			await press(page, 'main form button')
			await says(page, said)
		})
	})

	test('script in a name is a name', async () => {
		const { id } = await invited(SCRIPT)
		for (const path of ['/sprava/lide', `/sprava/lide/${id}`, `/sprava/lide/${id}/stav`]) {
			const { page } = admin
			await open(page, office.url + path, { scripts: false })
			expect(await page.locator('#content').innerText()).toContain('<script>window.foreign=1</script>')
			expect(await page.evaluate('window.foreign === 1'), path).toBe(false)
		}
		await inPlain(`/sprava/lide/${id}/kod`, async (page) => {
			await page.check('input[value=no]')
			await press(page, 'main form button')
			expect(await page.locator('.slip strong').innerText()).toContain('<script>')
		})
		expect(await onPage(admin.page, 'runForeignScript()')).toBe(false)
	})

	test('a form sent twice at once acts once, and both get the same code', async () => {
		await open(admin.page, `${office.url}/sprava/lide/pozvat`, { scripts: false })
		const key = (await fields(admin.page)).find(([name]) => name === 'klic') ?? ['klic', '']
		const sent: [string, string][] = [key, ['jmeno', 'Jednou Jen'], ['role', 'clerk'], ['odbor', OWN]]
		const pages = await Promise.all([1, 2].map(async () => (await send('/sprava/lide/pozvat', sent)).text()))
		const [one, two] = pages.map((page) => /<code[^>]*>([0-9A-Z-]{23})<\/code>/.exec(page)?.[1])
		expect(one).toBeDefined()
		expect(two).toBe(one)
		expect((await accounts()).filter(({ name }) => name === 'Jednou Jen')).toHaveLength(1)
	})

	test.each([
		['without a key', [], 409],
		[
			'with an invented key',
			[['klic', 'mws1vd9i.CozQ1TcwMGjX4pSN.EePCFedCnfUBgaEePCFedCnfUBgaEePCFedCnfUBgaE']],
			409,
		],
	] as [string, [string, string][], number][])(
		'a form %s does nothing, and keeps what was typed',
		async (_, key, status) => {
			const sent: [string, string][] = [...key, ['jmeno', 'Starý Formulář'], ['role', 'clerk'], ['odbor', '']]
			const answer = await send('/sprava/lide/pozvat', sent)
			expect(answer.status).toBe(status)
			const page = await answer.text()
			expect(page).toContain('Formulář byl otevřený příliš dlouho')
			expect(page).toContain('value="Starý Formulář"')
			expect((await accounts()).some(({ name }) => name === 'Starý Formulář')).toBe(false)
		},
	)

	test('a form about an account that somebody changed meanwhile changes nothing', async () => {
		const { id } = await invited('Mezi Tím')
		const page = await plain.newPage()
		await open(page, `${office.url}/sprava/lide/${id}/zmenit`, { scripts: false })
		await office.ask(admin, `/api/v1/accounts/${id}`, { method: 'PATCH', body: { role: 'head' } })
		await page.selectOption('#odbor', OTHER)
		await press(page, 'main form button')
		await says(page, 'Mezitím to někdo změnil')
		expect(await page.locator('input[value=head]').isChecked()).toBe(true)
		expect(await accountOf('Mezi Tím')).toMatchObject({ role: 'head', department: OWN })
		await page.close()
	})

	test('a form from another site does nothing', async () => {
		const sent: [string, string][] = [
			['jmeno', 'Z Ciziny'],
			['role', 'administrator'],
			['odbor', ''],
		]
		for (const origin of ['https://zly.example', 'null']) {
			const answer = await send('/sprava/lide/pozvat', sent, { Origin: origin })
			expect(answer.status).toBe(403)
		}
		expect((await accounts()).some(({ name }) => name === 'Z Ciziny')).toBe(false)
	})

	test('the last administrator who can sign in stays one', async () => {
		const { id } = await accountOf(admin.name)
		await inPlain(`/sprava/lide/${id}/stav`, async (page) => {
			await press(page, 'main form button')
			await says(page, 'poslední správce')
		})
		expect(await accountOf(admin.name)).toMatchObject({ active: true })
	})

	test('renews itself every minute, says aloud only what changed, and stops when nobody is there', async () => {
		const page = await admin.context.newPage()
		// Time stands still but for the minutes that the test lets pass; the page itself counts when it asks.
		await page.clock.install({ time: START })
		await page.clock.pauseAt(START + 60_000)
		await page.addInitScript(`const ask = fetch; globalThis.asked = 0
			globalThis.fetch = (...request) => { globalThis.asked++; return ask(...request) }`)
		await open(page, `${office.url}/sprava`)
		const real = await (await page.request.get(`${office.url}/sprava/prehled`)).json()
		const asked = () => page.evaluate<number>('globalThis.asked')
		let answers = 0
		let items = real.items
		let lost = false
		/** When the answer that is given next was made: each is told from the one before. */
		const time = () => new Date(START + answers * 1000).toISOString()
		await page.route('**/sprava/prehled', (route) =>
			lost ? route.abort() : route.fulfill({ json: { ...real, items, time: time() } }),
		)
		const shown = () => page.locator(`main time[datetime="${time()}"]`).waitFor()
		const minute = async () => {
			const before = await asked()
			answers++
			await page.clock.runFor(60_000)
			expect(await asked()).toBe(before + 1)
			if (!lost) await shown()
		}
		const said = page.locator('main p[role=status]')
		await minute()
		expect(await said.innerText()).toBe('')
		items = items.map((item: { kind: string }) =>
			item.kind === 'disk' ? { ...item, state: 'now', remedy: 'free-disk' } : item,
		)
		await minute()
		await said.getByText('Stav se změnil.').waitFor()
		expect(await page.locator('main h3').first().innerText()).toMatch(/^Místo na disku/)
		lost = true
		await minute()
		await page.getByText('Obnovit se teď nepodařilo').waitFor()
		lost = false
		for (let passed = 4; passed <= 10; passed++) await minute()
		const before = await asked()
		await page.clock.runFor(60_000)
		await page.getByText('u stránky deset minut nikdo není').waitFor()
		await page.clock.runFor(5 * 60_000)
		expect(await asked()).toBe(before)
		answers++
		await page.mouse.move(50, 60)
		await shown()
		expect(await asked()).toBe(before + 1)
		await page.close()
	})

	test('a session that ended while a form was filled in: nothing is done, and nothing typed is lost', async () => {
		await open(admin.page, `${office.url}/sprava/lide/pozvat`, { scripts: false })
		const sent = await fields(admin.page)
		const filled = sent.map(([name, value]): [string, string] => [
			name,
			name === 'jmeno' ? 'Po Konci' : value,
		])
		const cookies = await admin.context.cookies()
		await office.ask(admin, '/api/v1/sessions/current', { method: 'DELETE', body: {} })
		const answer = await send('/sprava/lide/pozvat', [...filled, ['role', 'manager']])
		expect(answer.status).toBe(409)
		const page = await answer.text()
		expect(page).toContain('Přihlášení mezitím skončilo')
		expect(page).toContain('value="Po Konci"')
		expect(page).toMatch(/value="manager"[^>]*checked/)
		expect(page).toContain('href="/prihlaseni"')
		expect(cookies.length).toBeGreaterThan(0)
		// Signed in again, the same form does what it says.
		await open(admin.page, `${office.url}/prihlaseni?zpet=/sprava`)
		await admin.page.click('main form button')
		await admin.page.waitForURL(`${office.url}/sprava`)
		expect((await accounts()).some(({ name }) => name === 'Po Konci')).toBe(false)
		const again = await send('/sprava/lide/pozvat', [...filled, ['role', 'manager']])
		expect(await again.text()).toContain('Kód pro nového člověka')
	})
})
