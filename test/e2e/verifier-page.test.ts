import { randomBytes } from 'node:crypto'
import {
	closeSync,
	ftruncateSync,
	mkdtempSync,
	openSync,
	readFileSync,
	rmSync,
	writeFileSync,
	writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { formatReceipt } from '@letopis/format'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildVerifierTexts } from '../../scripts/build-verifier.ts'
import { hashFile } from '../../verifier/cli/native.ts'
import { makePackage, NAME, trust as packageTrust, record } from '../support/package-story.ts'
import { MINUTE, TestLog } from '../support/test-log.ts'
import { createAuthority } from '../support/timestamp-authority.ts'
import { CHROMIUM, hasBrowser, launchBrowser } from './browser.ts'
import { ALL } from './guises.ts'
import { inPage } from './look.ts'

/** Enough to see a progress; the size that is promised costs some seconds more. */
const HUGE = (ALL ? 300 : 80) * 1024 * 1024

const alpha = createAuthority('Alpha')
const content = Buffer.from('%PDF-1.7 Rozhodnutí č. j. 1/2026')
const folder = mkdtempSync(join(tmpdir(), 'letopis-page-'))
const place = (name: string) => join(folder, name)

/** Mostly holes on the disk, with something to see at its end. */
async function writeHuge(): Promise<Uint8Array> {
	const file = openSync(place('huge.bin'), 'w')
	ftruncateSync(file, HUGE - 8)
	writeSync(file, randomBytes(8), 0, 8, HUGE - 8)
	closeSync(file)
	return hashFile(place('huge.bin'), () => undefined)
}

async function writeEvidence(): Promise<void> {
	for (const demo of [false, true]) {
		const log = new TestLog({ demo, origin: demo ? 'demo-1.invalid/log/1' : 'ukazkov.example/log/1' })
		log.anchor('alpha', alpha)
		log.now += 10 * MINUTE
		const index = log.appendDocument(content)
		const big = demo ? null : log.appendDocument(Buffer.alloc(0), { fields: { content: await writeHuge() } })
		log.now += 10 * MINUTE
		log.anchor('alpha', alpha)
		const later = log.appendDocument(randomBytes(4), { links: { supersedes: [log.cid(index)] } })
		const prefix = demo ? 'demo-' : ''
		writeFileSync(place(`${prefix}receipt.json`), formatReceipt(log.receipt(index)))
		writeFileSync(place(`${prefix}trust.json`), log.trust({ roots: [alpha.root], required: 1 }))
		if (big === null) continue
		writeFileSync(place('huge.json'), formatReceipt(log.receipt(big)))
		const status = log.status(index, [['supersedes', later]])
		writeFileSync(place('superseded.json'), formatReceipt(log.receipt(index, { status })))
	}
	writeFileSync(place('document.pdf'), content)
	writeFileSync(
		place('flipped.pdf'),
		content.map((byte, i) => (i === 9 ? byte ^ 1 : byte)),
	)
	writeFileSync(place('sound.asice'), makePackage({ file: { deflated: true } }))
	writeFileSync(place('added.asice'), makePackage({ after: { 'příloha.pdf': randomBytes(9) } }))
	writeFileSync(place('changed.asice'), makePackage({ after: { [NAME]: randomBytes(9) } }))
	writeFileSync(place('package-trust.json'), packageTrust)
	writeFileSync(place('document.ers'), record())
	const { 'letopis-verify.html': html = '' } = await buildVerifierTexts()
	writeFileSync(place('letopis-verify.html'), html)
}

describe.skipIf(!hasBrowser)(`the page in Chromium, offline (skipped without ${CHROMIUM})`, () => {
	let browser: Browser
	let context: BrowserContext
	let page: Page
	let complaints: string[]
	let requests: string[]

	beforeAll(async () => {
		await writeEvidence()
		browser = await launchBrowser()
	})
	afterAll(async () => {
		await browser?.close()
		rmSync(folder, { recursive: true })
	})

	const open = async (locale = 'cs-CZ', shared?: BrowserContext) => {
		context =
			shared ?? (await browser.newContext({ offline: true, locale, viewport: { width: 1100, height: 900 } }))
		page = await context.newPage()
		page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
		page.on('pageerror', (error) => complaints.push(error.message))
		page.on('request', (request) => requests.push(request.url()))
		await page.goto(pathToFileURL(place('letopis-verify.html')).href)
	}
	beforeEach(() => {
		complaints = []
		requests = []
	})
	afterEach(async () => {
		await context.close()
		expect(complaints).toEqual([])
		expect(requests.filter((url) => !url.startsWith('file:') && !url.startsWith('blob:'))).toEqual([])
	})

	const choose = (role: 'document' | 'receipt' | 'trust', name: string) =>
		page.setInputFiles(`#input-${role}`, place(name))
	const headline = () => page.locator('#headline')
	const verdict = async (tone: string) => {
		await page.waitForSelector(`.verdict-${tone}`)
		return headline().textContent()
	}

	test('agrees, after the reader has compared the fingerprint; before that it cannot be decided', async () => {
		await open()
		await choose('document', 'document.pdf')
		await choose('receipt', 'receipt.json')
		expect(await verdict('open')).toBe('Nelze rozhodnout')
		await choose('trust', 'trust.json')
		await page.waitForSelector('#accept')
		expect(await page.locator('.town').textContent()).toContain('Ukázkov')
		const fingerprint = (await page.locator('.fingerprint span').allTextContents()).join('')
		const digest = await hashFile(place('trust.json'), () => undefined)
		expect(fingerprint).toBe(Buffer.from(digest).toString('hex'))
		expect(await headline().textContent()).toBe('Nelze rozhodnout')
		await page.click('#accept')
		expect(await verdict('good')).toBe('Shoduje se se záznamem úřadu')
		expect(await page.locator('.timeline li').count()).toBeGreaterThan(2)
		expect(await page.locator('.check').count()).toBeGreaterThan(8)
	})

	test('a flipped bit differs, in the reader’s language and in the other', async () => {
		await open('en-GB')
		await choose('document', 'flipped.pdf')
		await choose('receipt', 'receipt.json')
		expect(await verdict('bad')).toBe('Differs')
		expect(await page.locator('.notes').textContent()).toMatch(
			/Check 1 fails: recorded is SHA-256 [0-9a-f]{64}/,
		)
		await page.click('[data-language=cs]')
		await page.waitForSelector('#headline:text-is("Neshoduje se")')
		expect(await page.getAttribute('html', 'lang')).toBe('cs')
	})

	test('superseded is said with care', async () => {
		await open()
		await choose('trust', 'trust.json')
		await page.click('#accept')
		await choose('receipt', 'superseded.json')
		await choose('document', 'document.pdf')
		expect(await verdict('careful')).toBe('Nahrazen nebo zrušen')
	})

	test('a DEMO trust file is marked, at the question and at the verdict', async () => {
		await open()
		await choose('trust', 'demo-trust.json')
		expect(await page.locator('#card-trust .demo').textContent()).toContain('DEMO')
		await page.click('#accept')
		await choose('receipt', 'demo-receipt.json')
		await choose('document', 'document.pdf')
		await verdict('good')
		expect(await page.locator('.verdict .demo').textContent()).toContain('DEMO')
	})

	test('what is no trust file, and what is no receipt, is said so', async () => {
		await open()
		await choose('trust', 'receipt.json')
		expect(await page.locator('#card-trust [role=alert]').textContent()).toContain('není soubor důvěry')
		await choose('receipt', 'document.pdf')
		expect(await verdict('bad')).toBe('Potvrzení není platné')
	})

	test('a package is all that is needed, and tells what nothing in it vouches for', async () => {
		await open()
		await choose('document', 'flipped.pdf')
		await choose('receipt', 'sound.asice')
		expect(await verdict('open')).toBe('Nelze rozhodnout')
		expect(await page.locator('#chosen-document').isHidden()).toBe(true)
		await choose('trust', 'package-trust.json')
		await page.click('#accept')
		expect(await verdict('good')).toBe('Shoduje se se záznamem úřadu')
		const titles = await page.locator('#result h3').allTextContents()
		for (const title of ['Balíček', 'Důkazní záznamy', 'Pečeť balíčku', 'Soubory']) {
			expect(titles).toContain(title)
		}
		await choose('receipt', 'added.asice')
		await page.waitForSelector('#headline:has-text("na vše se spolehnout nelze")')
		expect(await page.locator('.notes').textContent()).toContain('příloha.pdf')
		await choose('receipt', 'changed.asice')
		expect(await verdict('bad')).toBe('Neshoduje se')
	})

	test('evidence records are held against the document; a package gives way to another document', async () => {
		await open()
		await choose('trust', 'package-trust.json')
		await page.click('#accept')
		await choose('receipt', 'sound.asice')
		await verdict('good')
		await choose('document', 'document.pdf')
		expect(await page.locator('#chosen-receipt').isHidden()).toBe(true)
		await choose('receipt', 'document.ers')
		expect(await verdict('good')).toBe('Shoduje se s tím, co bylo orazítkováno')
		await choose('document', 'flipped.pdf')
		expect(await verdict('bad')).toBe('Neshoduje se')
	})

	test('remembers whom to trust only when asked to, and forgets', async () => {
		await open()
		await choose('trust', 'trust.json')
		await page.click('#accept')
		await page.reload()
		expect(await page.locator('#chosen-trust').isHidden()).toBe(true)
		await choose('trust', 'trust.json')
		await page.check('#remember')
		await page.click('#accept')
		await page.reload()
		expect(await page.locator('#chosen-trust').textContent()).toContain('Ukázkov')
		await page.click('#forget')
		await page.reload()
		expect(await page.locator('#chosen-trust').isHidden()).toBe(true)
	})

	test('files dropped together are sorted by what they are', async () => {
		await open()
		const files = ['trust.json', 'document.pdf', 'receipt.json'].map((name) => [
			name,
			readFileSync(place(name)).toString('base64'),
		])
		const transfer = await page.evaluateHandle(inPage(`transferOf(${JSON.stringify(files)})`))
		await page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer })
		expect(await page.locator('#veil').isVisible()).toBe(true)
		await page.dispatchEvent('body', 'drop', { dataTransfer: transfer })
		await page.click('#accept')
		expect(await verdict('good')).toBe('Shoduje se se záznamem úřadu')
		expect(await page.locator('#veil').isHidden()).toBe(true)
	})

	test('a large file is hashed with a progress to see, and the page stays alive', async () => {
		await open()
		await choose('trust', 'trust.json')
		await page.click('#accept')
		await choose('receipt', 'huge.json')
		// A page that is busy in one piece would never come to count, however long it is.
		await page.evaluate(`globalThis.alive = 0
			setInterval(() => { if (document.querySelector('#card-document progress')) globalThis.alive++ }, 5)`)
		await choose('document', 'huge.bin')
		expect(await verdict('good')).toBe('Shoduje se se záznamem úřadu')
		expect(await page.evaluate('globalThis.alive')).toBeGreaterThan(2)
	})

	test('cannot reach the network, even if its script tried', async () => {
		await open()
		expect(await page.evaluate(inPage('tryToConnect()'))).toBe('refused')
		expect(complaints.join(' ')).toContain('Content Security Policy')
		complaints = []
		requests = []
	})

	test('runs no script but its own', async () => {
		await open()
		expect(await page.evaluate(inPage('runForeignScript()'))).toBe(false)
		complaints = []
	})

	test('works by keyboard alone: language, file inputs and the fingerprint’s question are reached in order', async () => {
		await open()
		await choose('trust', 'trust.json')
		await page.waitForSelector('#accept')
		const reached: string[] = []
		for (let i = 0; i < 9; i++) {
			await page.keyboard.press('Tab')
			reached.push(await page.evaluate(inPage('focused()')))
		}
		expect(reached).toEqual([
			'skip',
			'Česky',
			'English',
			'input-document',
			'input-receipt',
			'input-trust',
			'remember',
			'accept',
			'quiet',
		])
		await page.focus('#accept')
		await page.keyboard.press('Enter')
		expect(await page.locator('#forget').isVisible()).toBe(true)
	})

	test('fits 320 px without scrolling sideways; every control has a name', async () => {
		await open()
		await page.setViewportSize({ width: 320, height: 640 })
		await choose('trust', 'trust.json')
		await page.click('#accept')
		await choose('receipt', 'receipt.json')
		await choose('document', 'document.pdf')
		await verdict('good')
		for (const summary of await page.locator('.check summary').all()) await summary.click()
		expect(await page.evaluate(inPage('widths()'))).toEqual([320, 320])
		expect(await page.evaluate(inPage('namelessControls()'))).toEqual([])
	})

	test('text keeps a contrast of 4.5 : 1, by day and by night', async () => {
		await open()
		await choose('trust', 'trust.json')
		await page.click('#accept')
		for (const [receipt, document, tone] of [
			['receipt.json', 'document.pdf', 'good'],
			['superseded.json', 'document.pdf', 'careful'],
			['receipt.json', 'flipped.pdf', 'bad'],
		] as const) {
			await choose('receipt', receipt)
			await choose('document', document)
			await verdict(tone)
			for (const colorScheme of ['light', 'dark'] as const) {
				await page.emulateMedia({ colorScheme })
				expect(await page.evaluate(inPage('poorContrasts()'))).toEqual([])
			}
		}
	})
})
