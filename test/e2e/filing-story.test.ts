/**
 * A filing from the citizen's form to finality, by pages alone: with two attachments, confirmed, corrected, decided, served by
 * data box and by the notice board, followed by number and PIN; and each of its steps found in the log by an auditor. The
 * town's clock begins weeks ago, so that what the law counts in days passes.
 */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { cidText, entryCid, leafHash, rootFromInclusion } from '@letopis/format'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest'
import { parseState } from '../../verifier/audit/progress.ts'
import { movedBy } from '../support/moved-clock.ts'
import { hasOpenssl } from '../support/openssl.ts'
import { createSigner } from '../support/signed-pdf.ts'
import { zfoMaker } from '../support/zfo-maker.ts'
import { headed, heading, press, says, words } from './act.ts'
import { publishAgenda } from './agenda.ts'
import { CHROMIUM, hasBrowser, launchBrowser } from './browser.ts'
import { type Clerk, type ClerkTown, OWN, startClerkTown, withoutScripts } from './clerk-town.ts'
import { answerPage } from './filing-form.ts'
import { ALL, judge } from './guises.ts'
import { cookieNames, open } from './look.ts'

const DAY = 86_400_000
const VERIFIER = join(import.meta.dirname, '..', '..', 'verifier', 'cli', 'main.ts')
const TITLE = 'Povolení ke kácení stromu'

describe.skipIf(!hasBrowser || !hasOpenssl || !ALL)(
	`the story of a filing (skipped without ${CHROMIUM} and openssl, and but in npm run test:pages)`,
	() => {
		let browser: Browser
		let office: ClerkTown
		let folder: string
		let behind = 0

		/** So many days before the present. */
		const daysAgo = async (days: number) => {
			behind = days * DAY
			await writeFile(join(folder, 'behind'), String(behind))
			// As long as the server may go on with what it read before.
			await new Promise((later) => setTimeout(later, 100))
		}

		beforeAll(async () => {
			folder = await mkdtemp(join(tmpdir(), 'letopis-filing-story-'))
			await daysAgo(60)
			browser = await launchBrowser()
			office = await startClerkTown(browser, { env: movedBy(join(folder, 'behind')) })
			await publishAgenda(office.town, 'kaceni', OWN)
		})
		afterAll(async () => {
			await office?.[Symbol.asyncDispose]()
			await browser?.close()
			if (folder !== undefined) await rm(folder, { recursive: true, force: true })
		})

		const show = (page: Page, path: string) => open(page, office.url + path, { scripts: false })
		const submit = (page: Page) =>
			press(page, page.locator('main form button[type=submit], main form button').last())

		/** Signs in with the passkey: sessions end long before the law's periods do. */
		const signIn = async (clerk: Clerk, page: Page) => {
			await clerk.context.clearCookies()
			await open(clerk.page, `${office.url}/prihlaseni`)
			await clerk.page.click('main form button')
			await clerk.page.waitForURL(`${office.url}/urad`)
			await page.context().addCookies(await clerk.context.cookies())
		}

		const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })

		/** Files it. @returns number and PIN */
		const submitFiling = async (page: Page): Promise<[number: string, pin: string]> => {
			await show(page, '/podat?sluzba=kaceni')
			await press(page, 'main form button')
			while (/\/podat\/[\w-]{22}\/\d+/.test(page.url())) {
				await answerPage(page)
				await submit(page)
			}
			for (const [i, name] of ['plánek.txt', 'souhlas.txt'].entries()) {
				await press(page, page.locator('main section').nth(i).locator('a').last())
				await page.setInputFiles('input[type=file]', file(name, `obsah: ${name}`))
				await submit(page)
				await says(page, name)
			}
			await show(page, new URL(page.url()).pathname.replace(/prilohy$/, 'souhrn'))
			await press(page, '#odeslat button')
			await headed(page, 'Podání je přijato')
			const [number = '', pin = ''] = await page.locator('dl.paper dd').allInnerTexts()
			const paper = await page.context().request.get(`${page.url()}/potvrzeni`)
			expect((await paper.body()).subarray(0, 5).toString()).toBe('%PDF-')
			return [number.trim(), pin.trim()]
		}
		const look = async (page: Page, [number, pin]: [string, string]) => {
			await show(page, '/podani')
			await page.fill('#cislo', number)
			await page.fill('#pin', pin)
			await submit(page)
			await headed(page, TITLE)
		}
		const take = async (page: Page, step: string) => {
			await press(page, page.locator('section a', { hasText: step }))
			await headed(page, step)
		}
		/** Records a file into the case of the filing, and comes back to the step. */
		const record = async (page: Page, way: string, name: string, buffer: Buffer, kind: string) => {
			await press(page, `main a:text-is("${way}")`)
			await press(page, 'main form button:text-is("Začít")')
			await page.setInputFiles('input[type=file]', { name, mimeType: 'application/octet-stream', buffer })
			for (let at = await heading(page), step = 0; at !== 'Dokument je zapsán' && step < 12; step++) {
				if ((await page.locator('#nazev').count()) > 0) {
					await page.fill('#nazev', name)
					await page.check(`input[name=druh][value=${kind}]`)
				}
				if ((await page.locator('#vyrok').count()) > 0) await page.fill('#vyrok', 'Kácení se povoluje.')
				if ((await page.locator('input[name=kdo]').count()) > 0)
					await page.check('input[name=kdo][value=private]')
				const on = page.locator('main a:text-is("Pokračovat")')
				if ((await on.count()) > 0) await press(page, on.first())
				else await press(page, page.locator('main form button').first())
				at = await heading(page)
			}
			await press(page, 'main a:text-is("Pokračovat v podání")')
		}

		test('from the form to finality, and into the log', async () => {
			const clerk = await office.invite('Vedoucí první', 'head', OWN)
			const page = await (await withoutScripts(browser, clerk)).newPage()
			const plain = await browser.newContext({ javaScriptEnabled: false })
			const citizen = await plain.newPage()
			// What judges pages needs scripts, as those who walk through them here have none.
			const seen = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage()
			const judgeStatus = async (name: string) => {
				await look(seen, slip)
				await judge(seen, `/podani, ${name}`)
			}
			const judgeAt = async (path: string, name: string) => {
				await show(clerk.page, path)
				await judge(clerk.page, `${path}, ${name}`)
			}
			onTestFailed(async () => {
				for (const open of [citizen, page]) console.error(open.url(), await words(open))
			})
			const slip = await submitFiling(citizen)
			await look(citizen, slip)
			await says(citizen, 'Na tahu jste vy')

			await daysAgo(58)
			await signIn(clerk, page)
			await show(page, '/urad/podani')
			await says(page, 'čeká na potvrzení')
			await press(page, page.locator('tbody a', { hasText: slip[0] }))
			const filing = new URL(page.url()).pathname
			await take(page, 'Potvrdit podání')
			await page.check('input[value=paper]')
			await submit(page)
			await says(page, 'Na řadě je úřad')
			await take(page, 'Vyzvat k doplnění')
			await page.fill('#text', 'Doplňte fotografii stromu.')
			await submit(page)
			await says(page, 'Na řadě je podatel')
			await judgeStatus('to be completed')

			await look(citizen, slip)
			await says(citizen, 'Doplňte fotografii stromu.')
			await press(citizen, 'button[value=corrected]')
			await citizen.fill('#zprava', 'Fotografii přikládám.')
			await press(citizen, 'button[formaction="?/soubor"]')
			await citizen.setInputFiles('input[type=file]', file('strom.txt', 'fotografie'))
			await submit(citizen)
			await press(citizen, 'button[form=text]')
			await citizen.waitForURL(/\/hotovo$/)

			await daysAgo(50)
			await signIn(clerk, page)
			await show(page, filing)
			for (const text of ['Fotografii přikládám.', 'strom.txt', 'Na řadě je úřad']) await says(page, text)
			using signer = createSigner('Vedouci prvni')
			const decision = signer.sign([TITLE, 'Výrok: Kácení se povoluje.'])
			await take(page, 'Rozhodnout')
			await record(page, 'Zapsat rozhodnutí do spisu', 'rozhodnuti.pdf', decision, 'decision')
			await submit(page)
			await says(page, 'Zapsáno: Rozhodnout')

			const read = new Date(Date.now() - behind).toISOString()
			const around = { dmDeliveryTime: read, dmAcceptanceTime: read, dmMessageStatus: '6' }
			const message = zfoMaker().make({ files: [{ name: 'rozhodnuti.pdf', bytes: decision }], around })
			await take(page, 'Odeslat rozhodnutí')
			await record(page, 'Zapsat doklad do spisu', 'dorucenka.zfo', message, 'other')
			await press(page, 'main form a:text-is("Číst jako datovou zprávu: dorucenka.zfo")')
			await page.selectOption('#ucastnik', 'Jana Nováková')
			await submit(page)
			await says(page, 'Právní moc: Jana Nováková')
			await judgeAt(filing, 'served')

			// Those whom it concerns beside her are served by the board.
			await take(page, 'Zapsat vyvěšení na desce')
			await press(page, 'main a:text-is("Vyvěsit rozhodnutí na úřední desku")')
			await page.check('input[name=druh][value=public-notice]')
			await page.check('input[name=stahnout][value=ano]')
			await submit(page)
			await headed(page, 'Zapsat vyvěšení na desce')
			expect(await page.locator('input[name=vyveseni]:checked').getAttribute('value')).not.toBe('-')
			await submit(page)
			await says(page, 'Zapsáno: Zapsat vyvěšení na desce')
			await says(page, 'Právní moc: Doručení veřejnou vyhláškou')
			expect(await page.locator('section a', { hasText: 'Zapsat sejmutí' }).count()).toBe(0)

			await look(citizen, slip)
			const served = [
				'Rozhodnutí je doručené, ale ještě ne všem.',
				'Rozhodnuto',
				'Doručeno',
				'Odvolat se můžete do',
			]
			for (const text of [...served, 'veřejnou vyhláškou']) await says(citizen, text)
			await judgeStatus('served')
			await press(citizen, 'main a:text-is("Visí na úřední desce")')
			await headed(citizen, 'rozhodnuti.pdf')

			await daysAgo(20)
			await signIn(clerk, page)
			await show(page, filing)
			await press(page, 'main a:text-is("Sejmout z úřední desky")')
			await submit(page)
			await headed(page, 'Zapsat sejmutí z desky')
			// Whoever is called away now is reminded, on the board's page and on the filing's.
			await show(page, '/urad/deska')
			await says(page, 'Sejmuto, ale v podání to ještě není.')
			await show(page, filing)
			await says(page, 'V podání to ještě zapsané není.')
			await press(page, 'main form[action$=sejmuto] button')
			await says(page, 'Zapsáno: Zapsat sejmutí z desky')
			expect(await page.locator('main form[action$=sejmuto]').count()).toBe(0)

			await daysAgo(0)
			await signIn(clerk, page)
			await show(page, filing)
			await take(page, 'Potvrdit právní moc')
			await submit(page)
			await says(page, 'v právní moci')
			await judgeAt(filing, 'final')

			await look(citizen, slip)
			for (const text of [
				...['Podání potvrzeno', 'Výzva k doplnění', 'Podání doplněno', 'Rozhodnuto', 'Odesláno', 'Doručeno'],
				...['Vyvěšeno na úřední desce', 'Sejmuto z úřední desky', 'Právní moc potvrzena'],
				...['Kdo četl mé podání', 'vedoucí, Stavební úřad'],
			])
				await says(citizen, text)
			expect(await cookieNames(plain)).toEqual([])
			const links = await citizen.locator('main a[href*="/doklad?q="]').all()
			const hrefs = await Promise.all(links.map((link) => link.getAttribute('href')))
			const entries = [
				...new Set(hrefs.map((href) => new URL(href ?? '', office.url).searchParams.get('q') ?? '')),
			]
			expect(entries.length).toBeGreaterThan(12)
			await judgeStatus('final')
			await foundByAuditor(entries)
		}, 600_000)

		/** Each entry is in the very tree that the command of an auditor has gone through. */
		const foundByAuditor = async (entries: readonly string[]) => {
			const { url } = office.town
			const [trust, state] = [join(folder, 'trust.json'), join(folder, 'state.json')]
			await writeFile(trust, await (await fetch(`${url}/log/trust.json`)).text())
			const audit = () =>
				promisify(execFile)(process.execPath, [
					VERIFIER,
					'audit',
					`${url}/log/1/`,
					'--trust',
					trust,
					'--state',
					state,
				])
			const head = async () => {
				await audit()
				return parseState(await readFile(state, 'utf8')).head ?? { size: 0, root: new Uint8Array() }
			}
			const places = await Promise.all(
				entries.map(async (entry) => {
					const answer = await fetch(`${url}/api/v1/entries/${entry}`)
					const { index, entry: bytes } = (await answer.json()) as { index: number; entry: string }
					const sealed = new Uint8Array(Buffer.from(bytes, 'base64'))
					expect(cidText(entryCid(sealed))).toBe(entry)
					return { index, leaf: leafHash(sealed) }
				}),
			)
			const last = Math.max(...places.map(({ index }) => index))
			// The newest entry is under a published head within seconds.
			await expect
				.poll(async () => (await head()).size, { timeout: 60_000, interval: 1000 })
				.toBeGreaterThan(last)
			const { size, root } = await head()
			for (const { index, leaf } of places) {
				const answer = await fetch(`${url}/api/v1/proofs/inclusion?entry=${index}&size=${size}`)
				const { proof } = (await answer.json()) as { proof: string[] }
				const hashes = proof.map((one) => new Uint8Array(Buffer.from(one, 'base64')))
				expect(rootFromInclusion(index, size, leaf, hashes)).toEqual(root)
			}
		}
	},
)
