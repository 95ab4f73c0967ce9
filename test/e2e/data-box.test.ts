/** A clerk records the service of a decision from a message of the data box system, without scripts. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ZfoOptions, zfoMaker } from '../support/zfo-maker.ts'
import { headed, press, says } from './act.ts'
import { publishAgenda } from './agenda.ts'
import { CHROMIUM, hasBrowser, launchBrowser } from './browser.ts'
import { type Filed, fileForTree } from './citizen.ts'
import { type Clerk, type ClerkTown, OWN, recordInto, startClerkTown, withoutScripts } from './clerk-town.ts'
import { open, takePicture, violations } from './look.ts'

const DECISION = new TextEncoder().encode('Rozhodnutí o povolení kácení')

describe.skipIf(!hasBrowser)(`proof of service (skipped without ${CHROMIUM})`, () => {
	let browser: Browser
	let office: ClerkTown
	let clerk: Clerk
	let page: Page
	let filed: Filed
	let case_: string
	const maker = zfoMaker()

	beforeAll(async () => {
		browser = await launchBrowser()
		office = await startClerkTown(browser)
		clerk = await office.invite('Vedoucí první', 'head', OWN)
		await publishAgenda(office.town, 'kaceni', OWN)
		page = await (await withoutScripts(browser, clerk)).newPage()
		filed = await fileForTree(office.town.url)
		;({ case: case_ } = await filing())
		await take({ step: 'confirmed', how: 'paper' })
		await take({ step: 'decided', document: await record(DECISION, 'rozhodnuti.txt') })
	})
	afterAll(async () => {
		await office?.[Symbol.asyncDispose]()
		await browser?.close()
	})

	const filing = async () => {
		const answer = await office.ask(clerk, `/api/v1/filings/${filed.filing}`)
		return (await answer.json()) as { case: string; newest: string; steps: { step: string; party: string }[] }
	}
	const take = async (body: object) => {
		const headers = { 'If-Match': `"${(await filing()).newest}"` }
		const path = `/api/v1/filings/${filed.filing}/steps`
		const answer = await office.ask(clerk, path, { method: 'POST', body, headers })
		expect([answer.status, await answer.text()]).toEqual([201, expect.any(String)])
	}
	/** Records a document into the case of the filing. @returns its id */
	const record = (bytes: Uint8Array, name: string) => recordInto(office, clerk, case_, bytes, name)
	const message = (options: ZfoOptions = {}) => {
		const dmDeliveryTime = new Date().toISOString()
		const files = [{ name: 'rozhodnuti.txt', bytes: DECISION }]
		return maker.make({ files, ...options, around: { dmDeliveryTime, ...options.around } })
	}
	const show = (document: string, lang = '') =>
		open(page, `${office.url}${lang}/urad/podani/${filed.filing}/datova-zprava/${document}`, {
			scripts: false,
		})

	test('what is no message, and one that contradicts itself, offer nothing to record', async () => {
		await show(await record(new TextEncoder().encode('doručeno'), 'zprava.zfo'))
		await says(page, 'Soubor není datová zpráva, kterou umíme přečíst')
		const rewrite = (dmDm: string) => dmDm.replace('1234567', '7654321')
		await show(await record(message({ rewrite }), 'zmenena.zfo'))
		await says(page, 'Soubor nesouhlasí sám se sebou')
		expect(await page.locator('main form').count()).toBe(0)
	})

	test('shows what it says and what holds, and records the steps once', async () => {
		const document = await record(message(), 'dorucenka.zfo')
		await show(document, '/en')
		await headed(page, 'Data box message as proof of service')
		await takePicture(page, 'data-box-en')
		await open(page, `${office.url}/urad/podani/${filed.filing}/odeslat`, { scripts: false })
		await press(page, 'main form a:text-is("Číst jako datovou zprávu: dorucenka.zfo")')
		await headed(page, 'Datová zpráva jako doklad o doručení')
		for (const said of [
			'1234567',
			'Jana Příkladná',
			'dodána, zatím nedoručena',
			'Informační systém datových schránek',
		])
			await says(page, said)
		await takePicture(page, 'data-box-cs')
		await press(page, 'main form button')
		await says(page, 'Vyberte účastníka')
		await page.selectOption('#ucastnik', 'Jana Nováková')
		await press(page, 'main form button')
		await headed(page, 'Povolení ke kácení stromu')
		expect((await filing()).steps.map(({ step }) => step)).toEqual([
			'confirmed',
			'decided',
			'dispatched',
			'deposited',
		])
		await show(document)
		await says(page, 'Není co zapsat')
	})

	test('accessible, and no wider than a telephone', async () => {
		const seen = await clerk.context.newPage()
		const around = { dmMessageStatus: '6', dmAcceptanceTime: new Date().toISOString() }
		const document = await record(message({ around, system: 'https://www.czebox.cz/DS' }), 'prihlasen.zfo')
		await open(seen, `${office.url}/urad/podani/${filed.filing}/datova-zprava/${document}`, {
			scripts: false,
		})
		await says(seen, 'Zpráva je ze zkušebního prostředí')
		expect(await violations(seen)).toEqual([])
		await seen.setViewportSize({ width: 320, height: 700 })
		expect(await seen.evaluate('document.documentElement.scrollWidth')).toBe(320)
		await takePicture(seen, 'data-box-phone')
	})
})
