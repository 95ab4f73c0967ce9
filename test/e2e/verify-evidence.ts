/**
 * What the tests of Verify drop on the page and how they go about it: evidence of a log of their own, with two
 * authorities, and documents of the real town.
 * @module
 */
import { createHash, randomBytes } from 'node:crypto'
import { formatReceipt, formatReceiptAsTlogProof } from '@letopis/format'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import * as packages from '../support/package-story.ts'
import { content, log, receipt, roots } from '../support/receipt-story.ts'
import { TestLog } from '../support/test-log.ts'
import { open } from './look.ts'
import type { PortalTown } from './portal-town.ts'

interface Given {
	name: string
	mimeType: string
	buffer: Buffer
}
export const given = (name: string, bytes: string | Uint8Array): Given => ({
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

export const FILES = {
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
	package: given('balíček.asice', packages.makePackage({ file: { deflated: true } })),
	addedPackage: given('balíček.asice', packages.makePackage({ after: { 'příloha.pdf': randomBytes(9) } })),
	brokenPackage: given('balíček.asice', packages.makePackage().subarray(0, 3000)),
	packageTrust: given('trust.json', packages.trust),
	record: given('zaznam.ers', packages.record()),
}
export type Name = keyof typeof FILES
/** Content of a document of the real town that is not public. */
export const MINE = randomBytes(64)

/**
 * One window in which one page of Verify is opened after the other: a new one costs the browser more than most of what is
 * checked in it. It remembers nobody as long as nobody asks it to.
 */
export class Window {
	readonly #browser: Browser
	#page: Page | null = null

	constructor(browser: Browser) {
		this.#browser = browser
	}

	async visit(url: string): Promise<Page> {
		if (this.#page === null) {
			this.#page = (await enter(this.#browser, url)).page
			return this.#page
		}
		await this.#page.setViewportSize(VIEWPORT)
		await this.#page.emulateMedia({ media: null, colorScheme: null, forcedColors: null })
		// The same address with something else behind `#` would be the same page, with what was dropped before.
		await this.#page.goto(new URL('/log/vkey', url).href)
		await open(this.#page, url)
		return this.#page
	}
}

const VIEWPORT = { width: 1280, height: 900 }

/**
 * A context of its own, and the page in it with its scripts ready.
 * @param kept whether it is kept for use without a network, for which it loads everything that it may ever need
 */
export async function enter(
	browser: Browser,
	url: string,
	{ kept = false } = {},
): Promise<{ context: BrowserContext; page: Page }> {
	// Colours on their way from one to another have no contrast that could be measured.
	const context = await browser.newContext({
		viewport: VIEWPORT,
		reducedMotion: 'reduce',
		serviceWorkers: kept ? 'allow' : 'block',
	})
	const page = await context.newPage()
	await open(page, url)
	return { context, page }
}

export function drop(page: Page, names: readonly Name[]): Promise<void> {
	return page.setInputFiles(
		'#files',
		names.map((name) => FILES[name]),
	)
}

/** Says that the fingerprint is the one on paper. */
export function accept(page: Page): Promise<void> {
	return page.click('text=/^(Ano, otisk souhlasí|Yes, it matches)$/')
}

/** Waits for a verdict with this headline: those before the last file came are passed over. */
export function headline(page: Page, text: string): Promise<void> {
	return page.locator('.result h2:not(.only-read)', { hasText: text }).first().waitFor()
}

/** A document of the real town, with its receipt under a published head. */
export async function record({ url, token }: PortalTown, fields: Record<string, string> = {}) {
	const headers = { Authorization: `Bearer ${token}` }
	const send = async (path: string, fields: Record<string, string>, bytes: Uint8Array<ArrayBuffer>) => {
		const form = new FormData()
		for (const [name, value] of Object.entries(fields)) form.append(name, value)
		form.append('file', new File([bytes], 'rozhodnuti.pdf'))
		const response = await fetch(url + path, { method: 'POST', headers, body: form })
		expect(response.status).toBe(201)
		return response.headers.get('Location')?.split('/').at(-1) ?? ''
	}
	const content = fields.visibility === 'public' ? randomBytes(64) : MINE
	const id = await send('/api/v1/documents', fields, content)
	const fetchText = async (path: string) => (await fetch(url + path, { headers })).text()
	const proof = await published(() => fetchText(`/api/v1/documents/${id}/receipt`))
	return {
		id,
		hash: createHash('sha256').update(content).digest('hex'),
		proof,
		trust: await fetchText('/log/trust.json'),
		supersede: () =>
			send(
				`/api/v1/documents/${id}/versions`,
				{ ...fields, relation: 'supersedes', reason: 'oprava' },
				randomBytes(8),
			),
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
