/**
 * What is measured on a page, whichever page it is.
 * @module
 */
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { BrowserContext, Page, Response } from 'playwright-core'

const require = createRequire(import.meta.url)
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
const axeVersion = (require('axe-core/package.json') as { version: string }).version
const functions = readFileSync(new URL('./on-page.js', import.meta.url), 'utf8').trim()
const SCREENSHOTS = join(import.meta.dirname, 'screenshots')

/** Languages in which pages are judged: `npm test` looks at the Czech ones, `npm run test:pages` at both. */
export const JUDGED: readonly ('cs' | 'en')[] = process.env.LETOPIS_GUISES === 'all' ? ['cs', 'en'] : ['cs']

/** Levels A and AA of WCAG 2.0 to 2.2. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
export const TOOL = `axe-core ${axeVersion}`

const inside = readFileSync(new URL('./in-page.js', import.meta.url), 'utf8').trimEnd()

/** A call of one of the functions of in-page.js, as text: page code has other types than this file. */
export const inPage = (call: string) => `${inside}.${call}`

/** Calls one of the functions of on-page.js. */
export function onPage<T>(page: Page, call: string): Promise<T> {
	return page.evaluate(`(${functions.replace(/^\/\/.*\n/, '').replace(/^;/, '')}).${call}`)
}

/**
 * @param only rules by name; default: all of WCAG 2.2 A and AA
 * @returns the rules that are violated, with the elements; evaluated by the debugger, so no policy is loosened
 */
export async function violations(page: Page, only?: readonly string[]): Promise<string[]> {
	if (!(await page.evaluate('"axe" in window'))) await page.evaluate(`${axeSource};undefined`)
	const runOnly = JSON.stringify(only ?? TAGS)
	const found: { id: string; nodes: { html: string; failureSummary?: string }[] }[] = await page.evaluate(
		`axe.run(document, { runOnly: ${runOnly}, resultTypes: ['violations'] }).then((result) => result.violations)`,
	)
	return found.flatMap(({ id, nodes }) =>
		nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
	)
}

/** Keys between two looks at where the focus has been: each look costs about as much as a key. */
const KEYS = 16

/** Tabs through the page once. @returns what had the focus, in order, until it left the page */
export async function walk(page: Page, most = 208): Promise<{ name: string; seen: boolean }[]> {
	await onPage(page, 'followFocus()')
	for (let pressed = 0; pressed < most; pressed += KEYS) {
		for (let i = 0; i < KEYS; i++) await page.keyboard.press('Tab')
		const { left, reached } = await onPage<{ left: boolean; reached: { name: string; seen: boolean }[] }>(
			page,
			'followed()',
		)
		if (left) return reached
		if (pressed + KEYS >= most)
			throw new Error(`the focus does not leave the page after ${most} steps: ${reached.at(-1)?.name}`)
	}
	return []
}

export interface Watched {
	/** errors on the console and uncaught ones */
	readonly complaints: string[]
	/** requests to anything but `origin` */
	readonly strangers: string[]
}

/** Listens to a page from before it is loaded. */
export function watch(page: Page, origin: string): Watched {
	const complaints: string[] = []
	const strangers: string[] = []
	page.on('console', (message) => {
		// The browser reports an answer with an error status itself; the tests ask for the status.
		if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
			complaints.push(message.text())
	})
	page.on('pageerror', (error) => complaints.push(error.message))
	page.on('request', (request) => {
		const url = new URL(request.url())
		if (url.origin !== origin && url.protocol !== 'data:' && url.protocol !== 'blob:')
			strangers.push(url.href)
	})
	return { complaints, strangers }
}

/** What assistive technology is told of a page, in its order: role and name of what has such a role. */
export async function readAloud(page: Page, roles: RegExp): Promise<string[]> {
	const session = await page.context().newCDPSession(page)
	const { nodes } = await session.send('Accessibility.getFullAXTree')
	await session.detach()
	return nodes
		.filter(({ ignored, role }) => !ignored && roles.test(String(role?.value)))
		.map(({ role, name }) => `${role?.value} ${name?.value ?? ''}`)
}

/** Into a folder that is not committed, for people to look at. */
export async function takePicture(page: Page, name: string): Promise<void> {
	mkdirSync(SCREENSHOTS, { recursive: true })
	const file = `${name.replaceAll(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '') || 'start'}.png`
	await page.screenshot({ path: join(SCREENSHOTS, file), fullPage: true })
}

/** Opens an address and waits until scripts, if the page has any, have taken over. */
export async function open(page: Page, url: string, { scripts = true } = {}): Promise<Response> {
	const response = await page.goto(url)
	if (response === null) throw new Error(`no answer from ${url}`)
	if (scripts && (await hasScripts(page))) await page.waitForSelector('html[data-scripts=ready]')
	return response
}

/** Pages of a PDF that the browser printed. */
export function pagesOf(pdf: Buffer): number {
	return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0
}

export async function hasScripts(page: Page): Promise<boolean> {
	return (await page.locator('script').count()) > 0
}

export async function cookieNames(context: BrowserContext): Promise<string[]> {
	return (await context.cookies()).map(({ name }) => name)
}
