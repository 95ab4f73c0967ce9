/** Verify and the court's page in a browser: every verdict, what is asked of whom, without a network, by keyboard. */
import { randomBytes } from 'node:crypto'
import { formatReceipt, formatReceiptAsTlogProof } from '@letopis/format'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { content, log, receipt, roots } from '../support/receipt-story.ts'
import { TestLog } from '../support/test-log.ts'
import { CHROMIUM, hasBrowser, launchBrowser } from './browser.ts'
import { onPage, open, violations, watch } from './look.ts'
import { type PortalTown, startPortalTown } from './portal-town.ts'

interface Given {
	name: string
	mimeType: string
	buffer: Buffer
}
const given = (name: string, bytes: string | Uint8Array): Given => ({
	name,
	mimeType: 'application/octet-stream',
	buffer: Buffer.from(bytes),
})
const json = (bytes: string | Uint8Array) => JSON.parse(Buffer.from(bytes).toString('utf8'))

const flipped = content.map((byte, i) => (i === 9 ? byte ^ 1 : byte))
const elsewhere = new TestLog({ origin: 'jinde.example/log/1' })
const other = elsewhere.appendDocument(content)
const trustFile = log.trust({ roots, required: 1 })
const strange = json(trustFile)
strange.policy = strange.policy.replace(/^log \S+/, `log ${json(elsewhere.trust({})).keys[0].vkey}`)

const FILES = {
	document: given('rozhodnuti.pdf', content),
	flipped: given('rozhodnuti.pdf', flipped),
	empty: given('prazdny.pdf', ''),
	receipt: given('cokoli.bin', formatReceipt(receipt())),
	proof: given('potvrzeni.tlog-proof', formatReceiptAsTlogProof(receipt())),
	foreign: given('potvrzeni.json', formatReceipt(elsewhere.receipt(other))),
	damaged: given('potvrzeni.json', formatReceipt(receipt()).replace(/"proof": "(.{60})./, '"proof": "$1!')),
	trust: given('trust.json', trustFile),
	otherTrust: given('trust.json', elsewhere.trust({})),
	strangeTrust: given('trust.json', JSON.stringify(strange)),
	package: given('balicek.asice', `PK\u0003\u0004${' '.repeat(26)}mimetypeapplication/vnd.etsi.asic-e+zip`),
}
type Name = keyof typeof FILES

/** Files as they are dropped, whether the fingerprint is compared, and the headline. */
const VERDICTS: readonly [string, readonly Name[], boolean, string][] = [
	['the very file', ['document', 'receipt', 'trust'], true, 'Shoduje se se záznamem úřadu'],
	['in any order', ['trust', 'receipt', 'document'], true, 'Shoduje se se záznamem úřadu'],
	['the receipt as a tlog-proof', ['document', 'proof', 'trust'], true, 'Shoduje se se záznamem úřadu'],
	['one byte flipped', ['flipped', 'receipt', 'trust'], true, 'Neshoduje se'],
	['a file of 0 bytes', ['empty', 'receipt', 'trust'], true, 'Neshoduje se'],
	['no trust file', ['document', 'receipt'], false, 'Nelze rozhodnout'],
	['a trust file not compared', ['document', 'receipt', 'trust'], false, 'Nelze rozhodnout'],
	['another town’s trust file', ['document', 'receipt', 'otherTrust'], true, 'Nelze rozhodnout'],
	['another town’s receipt', ['document', 'foreign', 'trust'], true, 'Nelze rozhodnout'],
	['no document', ['receipt', 'trust'], true, 'Nelze rozhodnout'],
	['a damaged receipt', ['document', 'damaged', 'trust'], true, 'Potvrzení není platné'],
]

describe.skipIf(!hasBrowser)(`verifying in the browser (skipped without ${CHROMIUM})`, () => {
	let town: PortalTown
	let browser: Browser
	let context: BrowserContext

	beforeAll(async () => {
		town = await startPortalTown()
		browser = await launchBrowser()
	}, 240_000)
	afterAll(async () => {
		await browser?.close()
		await town?.[Symbol.asyncDispose]()
	})
	afterEach(() => context?.close())

	const enter = async (path = '/overit'): Promise<Page> => {
		const viewport = { width: 1280, height: 900 }
		// Colours on their way from one to another have no contrast that could be measured.
		context = await browser.newContext({ viewport, reducedMotion: 'reduce' })
		const page = await context.newPage()
		await open(page, town.url + path)
		return page
	}
	const drop = (page: Page, names: readonly Name[]) =>
		page.setInputFiles(
			'#files',
			names.map((name) => FILES[name]),
		)
	const accept = (page: Page) => page.click('text=/^(Ano, otisk souhlasí|Yes, it matches)$/')
	/** Waits for a verdict with this headline: those before the last file came are passed over. */
	const headline = (page: Page, text: string) =>
		page.locator('.result h2:not(.only-read)', { hasText: text }).first().waitFor({ timeout: 20_000 })

	test.each(VERDICTS)('%s', async (_, names, compared, expected) => {
		const page = await enter()
		const { complaints, strangers } = watch(page, town.url)
		const asked: string[] = []
		await page.waitForLoadState('networkidle')
		page.on('request', (request) => asked.push(new URL(request.url()).pathname))
		await drop(page, names)
		if (compared) await accept(page)
		await headline(page, expected)
		expect(await page.locator('.result h2:not(.only-read)').first().innerText()).toBe(expected)
		// Nothing but the page's own program is fetched, from the first file to the verdict: nobody learns of what.
		expect(asked.filter((path) => !/^\/_app\/immutable\/[\w./-]+\.(js|css)$/.test(path))).toEqual([])
		expect(complaints).toEqual([])
		expect(strangers).toEqual([])
	})

	test('the three parts, the timeline, the checks with their inputs, the path and its table', async () => {
		const page = await enter()
		await drop(page, ['document', 'receipt', 'trust'])
		await accept(page)
		await headline(page, 'Shoduje se se záznamem úřadu')
		const parts = await page.locator('.result dl').first().innerText()
		expect(parts).toMatch(/Vymezen z\sobou stran/)
		expect(parts).toContain('Beze změny')
		expect(await page.locator('.result time').count()).toBeGreaterThan(2)
		const check = page.locator('.result details summary').first()
		await check.click()
		expect(await page.locator('.result details[open] dd').first().innerText()).toMatch(/^bafy/)
		expect(await page.locator('.result svg[role=img]').isVisible()).toBe(true)
		expect(await page.locator('.result table tbody tr').count()).toBeGreaterThan(1)
	})

	test('a trust file with an unknown key and an evidence package are refused in words', async () => {
		const page = await enter()
		await drop(page, ['strangeTrust'])
		await page.waitForSelector('[role=alert] >> text=není platný soubor důvěry')
		await drop(page, ['package'])
		await page.waitForSelector('[role=alert] >> text=nejprve rozbalte')
	})

	test('the device’s clock says nothing', async () => {
		const page = await enter()
		await page.clock.setFixedTime('1999-12-31T23:59:59Z')
		await drop(page, ['document', 'receipt', 'trust'])
		await accept(page)
		await headline(page, 'Shoduje se se záznamem úřadu')
	})

	test('a file is told apart by its content: a page of script is a document, and text', async () => {
		const page = await enter()
		await page.setInputFiles('#files', [
			given('<img src=x onerror=alert(1)>.json', '<script>alert(1)</script>'),
		])
		await page.waitForSelector('dd >> text=onerror')
		expect(await page.locator('main img').count()).toBe(0)
	})

	test('trust is remembered only when asked for, forgotten when told to', async () => {
		const page = await enter()
		await drop(page, ['trust'])
		await page.check('#remember')
		await accept(page)
		await page.waitForSelector('text=tento prohlížeč si soubor pamatuje')
		await open(page, `${town.url}/overit`)
		await drop(page, ['document', 'receipt'])
		await headline(page, 'Shoduje se se záznamem úřadu')
		await page.click('text=Zapomenout')
		await headline(page, 'Nelze rozhodnout')
		expect(await page.evaluate('localStorage.length')).toBe(0)
	})

	test('the town’s own trust file comes only when asked for, and counts only once compared', async () => {
		const page = await enter()
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

	test('what was superseded since is told when the office is asked, about the entry alone', async () => {
		const { id, proof, trust, supersede } = await record(town)
		const page = await enter()
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

	test('offline after the first visit', async () => {
		const page = await enter()
		await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
		await page.waitForFunction('navigator.serviceWorker.controller !== null')
		await context.setOffline(true)
		for (const path of ['/overit', '/en/overit', '/soud']) {
			await open(page, town.url + path)
			await drop(page, ['document', 'receipt', 'trust'])
			await accept(page)
			await page.waitForSelector('text=/^(Shoduje se se záznamem úřadu|Agrees with the .* record)$/')
		}
		// Other pages are not kept, and so not stale.
		await expect(page.goto(`${town.url}/kontakt`)).rejects.toThrow(/ERR_INTERNET_DISCONNECTED/)
	})

	test.each(['/overit', '/en/overit', '/soud', '/en/soud'])(
		'%s with a result: no violation of WCAG 2.2 AA, light and dark, and nothing sticks out at 320 px',
		async (path) => {
			const page = await enter(path)
			await drop(page, ['document', 'receipt', 'trust'])
			expect(await violations(page), 'asking').toEqual([])
			await accept(page)
			await page.locator('article, .result').first().waitFor()
			for (const colorScheme of ['light', 'dark'] as const) {
				await page.emulateMedia({ colorScheme })
				expect(await violations(page), colorScheme).toEqual([])
			}
			await page.setViewportSize({ width: 320, height: 640 })
			expect(await onPage(page, 'sticksOut()')).toEqual([])
			await page.emulateMedia({ forcedColors: 'active' })
			expect(await onPage(page, 'edgeless()')).toEqual([])
		},
		60_000,
	)

	test('by keyboard alone, from the trust question to the inputs of a check', async () => {
		const page = await enter()
		await drop(page, ['document', 'receipt', 'trust'])
		await page.waitForSelector('#remember')
		await page.locator('#files').focus()
		await tabTo(page, 'Ano, otisk souhlasí')
		await page.keyboard.press('Enter')
		await headline(page, 'Shoduje se se záznamem úřadu')
		await tabTo(page, 'Zápis je správně utvořen')
		await page.keyboard.press('Enter')
		expect(await page.locator('.result details[open]').count()).toBe(1)
	})

	test.each([
		['/soud', 'Zpráva o ověření dokumentu'],
		['/en/soud', 'Report on the verification of a document'],
	])('%s prints on two pages, the appendix only when wanted', async (path, title) => {
		const page = await enter(path)
		await page.fill('#case', '12 C 34/2026')
		await drop(page, ['document', 'receipt', 'trust'])
		await accept(page)
		await page.waitForSelector(`article >> text=${title}`)
		expect(await page.locator('article').innerText()).toContain('12 C 34/2026')
		expect(pagesOf(await page.pdf({ format: 'A4' }))).toBeLessThanOrEqual(2)
		await page.check('#appendix')
		expect(pagesOf(await page.pdf({ format: 'A4' }))).toBeGreaterThan(2)
	})

	test('the court’s page reports a difference and a missing trust file as what they are', async () => {
		const page = await enter('/soud')
		await drop(page, ['flipped', 'receipt'])
		await page.waitForSelector('article >> text=Neshoduje se')
		await drop(page, ['document'])
		await page.waitForSelector('article >> text=Nelze rozhodnout ani o shodě, ani o neshodě')
		expect(await page.locator('article').innerText()).not.toContain('Neshoduje se')
	})
})

const MINE = randomBytes(64)

/** A document of the real town, with its receipt under a published head. */
async function record({ url, token }: PortalTown) {
	const headers = { Authorization: `Bearer ${token}` }
	const send = async (path: string, fields: Record<string, string>, bytes: Uint8Array<ArrayBuffer>) => {
		const form = new FormData()
		for (const [name, value] of Object.entries(fields)) form.append(name, value)
		form.append('file', new File([bytes], 'rozhodnuti.pdf'))
		const response = await fetch(url + path, { method: 'POST', headers, body: form })
		expect(response.status).toBe(201)
		return response.headers.get('Location')?.split('/').at(-1) ?? ''
	}
	const id = await send('/api/v1/documents', {}, MINE)
	const fetchText = async (path: string) => (await fetch(url + path, { headers })).text()
	const proof = await published(() => fetchText(`/api/v1/documents/${id}/receipt`))
	return {
		id,
		proof,
		trust: await fetchText('/log/trust.json'),
		supersede: () =>
			send(`/api/v1/documents/${id}/versions`, { relation: 'supersedes', reason: 'oprava' }, randomBytes(8)),
	}
}

/** A receipt once its head carries the log's second signature: that is what the trust file's quorum asks for. */
async function published(fetchReceipt: () => Promise<string>): Promise<string> {
	for (;;) {
		const text = await fetchReceipt()
		const lines = (JSON.parse(text) as { proof: string }).proof
			.split('\n')
			.filter((line) => line.startsWith('—'))
		if (lines.length > 1) return text
		await new Promise((next) => setTimeout(next, 200))
	}
}

function pagesOf(pdf: Buffer): number {
	return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0
}

async function tabTo(page: Page, text: string): Promise<void> {
	for (let i = 0; i < 60; i++) {
		await page.keyboard.press('Tab')
		const focused = await page.evaluate('document.activeElement?.textContent ?? ""')
		if (String(focused).trim().includes(text)) return
	}
	throw new Error(`the focus never comes to “${text}”`)
}
