/** A clerk issues a certificate of a digital act, without scripts, and the applicant finds it: in a town with a qualified seal. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verifySignatures } from '@letopis/verifier'
import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OpensslAuthority, startOpensslAuthority } from '../support/openssl-authority.ts'
import { certificateIn, writeSealCertificate } from '../support/qualified-seal.ts'
import { runLetopis } from '../support/server.ts'
import { headed, press, says } from './act.ts'
import { agendaTemplate } from './agenda.ts'
import { CHROMIUM, hasBrowser, launchBrowser } from './browser.ts'
import { type Filed, fileForTree } from './citizen.ts'
import { type Clerk, type ClerkTown, OWN, startClerkTown, withoutScripts } from './clerk-town.ts'
import { ALL, judge, picture, pictures, stretch, tread } from './guises.ts'
import { open } from './look.ts'
import { CONTACT } from './portal-town.ts'

const REGISTER = `
[register]
act = { code = "U24834", title = "žádost o povolení ke kácení" }
service = { code = "S10883", title = "Povolení ke kácení dřevin" }
agenda = { code = "A1094", title = "Ochrana přírody a krajiny" }

[retention]`

describe.skipIf(!hasBrowser || !ALL)(`certificates (skipped without ${CHROMIUM}, or by npm test)`, () => {
	let dir: string
	let tsa: OpensslAuthority
	let browser: Browser
	let office: ClerkTown
	let clerk: Clerk
	let plain: BrowserContext
	let filed: Filed
	let onPaper: Filed

	beforeAll(async () => {
		dir = mkdtempSync(join(tmpdir(), 'letopis-certificate-'))
		writeSealCertificate(dir, 'seal')
		tsa = await startOpensslAuthority('p256')
		writeFileSync(join(dir, 'tsa.pem'), tsa.roots.map(pem).join(''))
		browser = await launchBrowser()
		const command = JSON.stringify(['openssl', 'dgst', '-sha256', '-sign', join(dir, 'seal.key')])
		office = await startClerkTown(browser, {
			settings: [
				`${CONTACT}address_code = 28075820\n`,
				`[[authority]]\nname = "tsa"\nurl = "${tsa.url}"\nroots = "${join(dir, 'tsa.pem')}"\nqualified = true\n`,
				`[seal]\ncertificate = "${join(dir, 'seal.crt')}"\ncommand = ${command}\nqualified = true\n`,
			].join('\n'),
			async found(folders) {
				const args = ['init', '--town', 'Město Ukázkov', '--host', 'letopis.ukazkov.example']
				expect(await runLetopis(args, folders)).toMatchObject({ code: 0 })
			},
		})
		clerk = await office.invite('Vedoucí první', 'head', OWN)
		const answer = await fetch(`${office.town.url}/api/v1/agendas/kaceni`, {
			method: 'PUT',
			headers: { Authorization: `Bearer ${office.town.token}`, 'Content-Type': 'application/toml' },
			body: agendaTemplate('kaceni', OWN).replace('\n[retention]', REGISTER),
		})
		expect([answer.status, await answer.text()]).toEqual([200, expect.any(String)])
		filed = await confirmed('data-box')
		onPaper = await confirmed('paper')
		plain = await withoutScripts(browser, clerk)
	}, 120_000)
	afterAll(async () => {
		await office?.[Symbol.asyncDispose]()
		await browser?.close()
		await tsa?.close()
		rmSync(dir, { recursive: true, force: true })
	})

	async function confirmed(how: string): Promise<Filed> {
		const made = await fileForTree(office.town.url)
		const path = `/api/v1/filings/${made.filing}`
		const { newest } = (await (await office.ask(clerk, path)).json()) as { newest: string }
		const headers = { 'If-Match': `"${newest}"` }
		const body = { step: 'confirmed', how }
		expect((await office.ask(clerk, `${path}/steps`, { method: 'POST', body, headers })).status).toBe(201)
		return made
	}

	test('is issued once the person is told whole, and the applicant gets the file', async () => {
		const page = await plain.newPage()
		await open(page, `${office.url}/urad/podani/${filed.filing}`, { scripts: false })
		await press(page, 'main a:text-is("Osvědčení o digitálním úkonu")')
		await headed(page, 'Osvědčení o digitálním úkonu')
		await press(page, 'main form button')
		for (const wrong of [
			'Napište jméno',
			'Napište příjmení',
			'Napište datum narození',
			'Napište kód adresního',
		])
			await says(page, wrong)
		await page.fill('#jmeno', 'Jana')
		await page.fill('#prijmeni', 'Nováková')
		await page.fill('#narozeni', '27')
		await page.fill('#narozeni-month', '3')
		await page.fill('#narozeni-year', '1985')
		await page.fill('#adresa', '21 703 205')
		await press(page, 'main form button')
		await says(page, 'Osvědčení je vystavené')

		await open(page, `${office.url}/podani`, { scripts: false })
		await page.fill('[name=cislo]', filed.number)
		await page.fill('[name=pin]', filed.pin)
		await press(page, 'main form button')
		await says(page, 'Osvědčení o digitálním úkonu')
		if (pictures) await picture(page, 'osvedceni podatel')
		const [download] = await Promise.all([
			page.waitForEvent('download'),
			page.locator('button[aria-label="Stáhnout Osvědčení o digitálním úkonu"]').click(),
		])
		const report = await verifySignatures({
			file: new Uint8Array(readFileSync(await download.path())),
			roots: [certificateIn(dir, 'seal-root.crt'), ...tsa.roots],
			now: Date.now() + 60_000,
		})
		expect(report.signatures[0]?.checks.filter(({ ok }) => ok === 'no')).toEqual([])
		expect(report.signatures[0]?.stamps).toHaveLength(1)
		await page.close()
	})

	test.each([
		['the form', 'data-box'],
		['what is lacking', 'paper'],
		['what was issued', 'issued'],
	])('%s holds in every guise', async (name, which) => {
		const { filing } = which === 'issued' ? filed : which === 'paper' ? onPaper : await confirmed(which)
		const page = await clerk.context.newPage()
		for (const lang of ['', '/en']) {
			await open(page, `${office.url}${lang}/urad/podani/${filing}/osvedceni`)
			if (pictures) await picture(page, `osvedceni ${which}${lang.replace('/', ' ')}`)
			await judge(page, name)
			await tread(page, name)
			await stretch(page, name)
		}
		await page.close()
	})
})

function pem(der: Uint8Array): string {
	const lines =
		Buffer.from(der)
			.toString('base64')
			.match(/.{1,64}/g) ?? []
	return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
