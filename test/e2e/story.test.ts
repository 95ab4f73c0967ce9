/**
 * The whole story in the browser: a clerk records a signed decision, a judge elsewhere, without a network, finds it to
 * be the one recorded and when, and one changed byte; the clerk supersedes it, and the judge, on line, learns of it.
 */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memorySource, verifyPackage } from '@letopis/verifier'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasOpenssl } from '../support/openssl.ts'
import { createSigner, type Signer } from '../support/signed-pdf.ts'
import { holds, press, says, words } from './act.ts'
import { CHROMIUM, hasBrowser, launchBrowser } from './browser.ts'
import { type Clerk, OWN } from './clerk-town.ts'
import { open, pagesOf, watch } from './look.ts'
import { AUTHORITIES, type StoryOffice, startStoryOffice } from './story-office.ts'
import { accept, enter, given, headline } from './verify-evidence.ts'

const [POPPLER_SIGNATURES, POPPLER_TEXT] = ['/usr/bin/pdfsig', '/usr/bin/pdftotext']
/** ms that one step may take on a busy machine. */
const PATIENCE = 60_000
const TITLE = 'Rozhodnutí o povolení stavby garáže'

describe.skipIf(!hasBrowser || !hasOpenssl)(`the story (skipped without ${CHROMIUM} and openssl)`, () => {
	let browser: Browser
	let office: StoryOffice
	let clerk: Clerk
	let signer: Signer
	let folder: string

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'letopis-judge-'))
		signer = createSigner('Urednice prvni')
		browser = await launchBrowser()
		office = await startStoryOffice(browser)
		clerk = await office.clerks.invite('Úřednice první', 'clerk', OWN)
	})
	afterAll(async () => {
		await office?.[Symbol.asyncDispose]()
		await browser?.close()
		signer?.[Symbol.dispose]()
		await rm(folder, { recursive: true, force: true })
	})

	test('from the signed decision to the court', async () => {
		const { page } = clerk
		const { url } = office.clerks
		const { complaints } = watch(page, url)
		page.setDefaultTimeout(PATIENCE)

		// The clerk signs out and in again with the passkey, and records the decision.
		await open(page, `${url}/odhlaseni`, { scripts: false })
		await press(page, 'main form button')
		await open(page, `${url}/prihlaseni`)
		await page.click('main form button')
		await page.waitForURL(`${url}/urad`)
		// Both authorities have stamped something by now: the entry links to it, which bounds its time from below.
		await office.stamp()
		const decision = signer.sign([TITLE, 'Č. j.: MUUK/00001/2026', '', 'Výrok: Stavba se povoluje.'])
		if (existsSync(POPPLER_SIGNATURES)) {
			await writeFile(join(folder, 'rozhodnuti.pdf'), decision)
			const judged = execFileSync(POPPLER_SIGNATURES, ['-nocert', join(folder, 'rozhodnuti.pdf')])
			expect(judged.toString()).toContain('Signature is Valid')
		}
		await open(page, `${url}/urad/zapsat`)
		await press(page, 'main form[action$="/zacit"] button')
		await upload(page, decision)
		// On a slow machine they are still being examined.
		await says(page, /obsahuje, (?:zatím neověřené|výsledek ověření je níže)/)
		await press(page, 'main a:text-is("Pokračovat")')
		await page.fill('#nazev', TITLE)
		await page.fill('#cislo', 'MUUK/00001/2026')
		await page.check('input[name=druh][value=decision]')
		await next(page, 'Do kterého spisu patří?')
		await next(page, 'Jak jste rozhodli?')
		await page.fill('#vyrok', 'Stavba se povoluje.')
		await next(page, 'Kdo dokument uvidí?')
		await page.check('input[name=kdo][value=private]')
		await next(page, 'Zkontrolujte, co se zapíše')
		await next(page, 'Dokument je zapsán')

		// The clause sheet and, once it has grown, the receipt. The trust file comes by a second way.
		await press(page, 'main a:text-is("Na stránku dokumentu")')
		await page.locator('h1', { hasText: TITLE }).waitFor()
		const document = page.url()
		const sheet = await take(page, 'Doložka (PDF)')
		const receipt = await grown(page)
		const printed = await office.letopis('trust', '-o', join(folder, 'trust.json'))
		const [, fingerprint = ''] = /fingerprint of the trust file: ([0-9a-f ]{79})/.exec(printed) ?? []
		const trust = await readFile(join(folder, 'trust.json'))
		expect(pagesOf(sheet)).toBe(1)
		if (existsSync(POPPLER_TEXT)) {
			const text = execFileSync(POPPLER_TEXT, ['-', '-'], { input: sheet }).toString()
			expect(text.replaceAll(/\s+/g, ' ')).toContain(fingerprint)
		}
		expect(complaints).toEqual([])

		// All of it in one file, which a program judges without a network.
		const source = memorySource(new Uint8Array(await take(page, 'Důkazní balíček (ASiC-E)')))
		const judged = await verifyPackage({ source, trust: new Uint8Array(trust), now: Date.now() })
		expect(judged.verdict).toMatchObject({ content: { is: 'agrees' }, time: { kind: 'bounded' } })
		expect(judged.seal?.indication).toBe('TOTAL-PASSED')
		expect(judged.uncovered).toEqual([])

		// The judge keeps the pages, and is cut off from the network.
		const judge = await enter(browser, `${url}/soud`, { kept: true })
		judge.page.setDefaultTimeout(PATIENCE)
		await kept(judge.page)
		await judge.context.setOffline(true)
		const evidence = [given('potvrzeni.json', receipt), given('duvera.json', trust)]
		await open(judge.page, `${url}/overit`)
		await judge.page.setInputFiles('#files', [given('rozhodnuti.pdf', decision), ...evidence])
		await judge.page.waitForSelector('#remember')
		expect((await judge.page.locator('.asking code').allInnerTexts()).join(' ')).toBe(fingerprint)
		await accept(judge.page)
		await headline(judge.page, 'Shoduje se se záznamem úřadu')
		const found = await words(judge.page)
		expect(found).toContain('Vymezen z obou stran')
		expect(found).toMatch(/Beze změny \(k hlavě č\. \d[\d ]*\)/)
		for (const name of AUTHORITIES) expect(found).toContain(name)
		await judge.page.setInputFiles('#files', [given('rozhodnuti.pdf', oneByteChanged(decision))])
		await headline(judge.page, 'Neshoduje se')

		// The report for the court's file, still without a network.
		await open(judge.page, `${url}/soud`)
		await judge.page.fill('#case', '12 A 34/2026')
		await judge.page.setInputFiles('#files', [given('rozhodnuti.pdf', decision), ...evidence])
		await accept(judge.page)
		await judge.page.waitForSelector('article >> text=Shoduje se se záznamem úřadu')
		expect(pagesOf(await judge.page.pdf({ format: 'A4' }))).toBe(2)

		// The clerk supersedes the decision; the judge, on line again, asks the office and is told.
		await open(page, `${document}/zmena?jak=supersedes`)
		await page.check('input[name=cim][value=soubor]')
		await page.fill('#duvod', 'Změna podle rozhodnutí odvolacího orgánu')
		await press(page, 'main form button')
		await page.waitForSelector('#file')
		await upload(page, signer.sign([TITLE, 'Č. j.: MUUK/00002/2026', '', 'Výrok: Stavba se nepovoluje.']))
		await press(page, 'main a:text-is("Pokračovat")')
		await next(page, 'Jak jste rozhodli?')
		await page.fill('#vyrok', 'Stavba se nepovoluje.')
		await next(page, 'Kdo dokument uvidí?')
		await next(page, 'Proč se dokument mění?')
		await next(page, 'Zkontrolujte, co se zapíše')
		await next(page, 'Dokument je nahrazen')
		expect(complaints).toEqual([])
		await judge.context.setOffline(false)
		await judge.page.click('text=Zeptat se úřadu na nejnovější stav')
		await judge.page.waitForSelector('article >> text=Nahrazen nebo zrušen')
		await says(judge.page, 'Rozhodný je pozdější zápis')
		expect(pagesOf(await judge.page.pdf({ format: 'A4' }))).toBe(2)
		await open(judge.page, `${url}/doklad/${document.split('/').at(-1)}`)
		await says(judge.page, /Nahrazen zápisem č\. \d/)
		await judge.context.close()
	}, 600_000)

	/** The receipt as it is on the document's page, taken again until witness and both authorities are in it. */
	async function grown(page: Page): Promise<Buffer> {
		for (;;) {
			await office.stamp()
			const receipt = await take(page, 'Potvrzení')
			const { proof, anchors } = JSON.parse(receipt.toString()) as { proof: string; anchors: unknown[] }
			const signed = proof.split('\n').filter((line) => line.startsWith('—')).length
			if (signed >= office.signatures && anchors.length >= AUTHORITIES.length) return receipt
			await new Promise((later) => setTimeout(later, 500))
		}
	}
})

/** Sends the form, and waits for the page that follows. */
async function next(page: Page, title: string): Promise<void> {
	await page.locator('main form button').first().click()
	await page.locator('h1', { hasText: title }).waitFor()
}

async function upload(page: Page, bytes: Buffer): Promise<void> {
	await page.waitForSelector('html[data-scripts=ready]')
	await page.setInputFiles('#file', { name: 'rozhodnuti.pdf', mimeType: 'application/pdf', buffer: bytes })
	await next(page, 'Co jsme v souboru poznali')
}

/** A file that the document's page gives. */
async function take(page: Page, label: string): Promise<Buffer> {
	const saved = page.waitForEvent('download')
	await page.click(`main .buttons a:text-is("${label}")`)
	return readFile(await (await saved).path())
}

/** Until the page works without a network. */
async function kept(page: Page): Promise<void> {
	await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
	await holds(page, 'navigator.serviceWorker.controller !== null')
}

function oneByteChanged(bytes: Buffer): Buffer {
	const changed = Buffer.from(bytes)
	changed[100] = (changed[100] ?? 0) ^ 1
	return changed
}
