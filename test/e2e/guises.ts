/**
 * What the law, the design and the reader ask of a page in each of its guises, whichever page it is. `npm test` looks
 * at every public page by day in Czech and at 320 px, and at all components in the rest; `npm run test:pages`
 * (LETOPIS_GUISES=all) at every page, staff's too, in every guise.
 * @module
 */
import type { BrowserContext, Page, Response } from 'playwright-core'
import { expect } from 'vitest'
import { onPage, open, takePicture, violations, type Watched, walk, watch } from './look.ts'

export const ALL = process.env.LETOPIS_GUISES === 'all'
/** Pictures of every page for people to look at: LETOPIS_PICTURES=1. */
export const pictures = process.env.LETOPIS_PICTURES !== undefined

const PHONE = { width: 390, height: 844 }
const NARROW = { width: 320, height: 640 }
export const DESK = { width: 1280, height: 900 }

/**
 * One window, in which one address is opened after the other: a new window costs the browser more than most of what
 * is looked at in it.
 */
export class Viewer {
	readonly context: BrowserContext
	readonly #origin: string
	#window: { page: Page; watched: Watched } | null = null

	constructor(context: BrowserContext, origin: string) {
		this.context = context
		this.#origin = origin
	}

	/** Opens a page of the portal; nothing may be complained of, and nobody else be asked. @param at without origin */
	async visit(at: string, look: (page: Page) => Promise<void>, { scripts = true } = {}): Promise<Response> {
		const { page, watched } = await this.#blank()
		try {
			const response = await open(page, this.#origin + at, { scripts })
			await look(page)
			expect(watched.complaints, `${at}: console`).toEqual([])
			expect(watched.strangers, `${at}: requests to others`).toEqual([])
			return response
		} catch (error) {
			// Whatever it is about, the next page begins in a window of its own.
			this.#window = null
			await page.close()
			throw error
		}
	}

	async #blank(): Promise<{ page: Page; watched: Watched }> {
		if (this.#window === null) {
			const page = await this.context.newPage()
			this.#window = { page, watched: watch(page, this.#origin) }
		}
		const { page, watched } = this.#window
		// What the page before still had to say must not count against this one. A page of nowhere would cost a process.
		await page.goto(`${this.#origin}/log/vkey`)
		watched.complaints.length = 0
		watched.strangers.length = 0
		await page.emulateMedia({ media: 'screen', colorScheme: 'light', forcedColors: 'none' })
		await page.setViewportSize(DESK)
		return this.#window
	}
}

/**
 * WCAG 2.2 AA. Contrast is the only rule that colours decide, so the others run once for each width.
 * @returns number of runs
 */
export async function judge(page: Page, name: string, { dark = false } = {}): Promise<number> {
	const runs = [
		[DESK, 'light', undefined, true],
		[DESK, 'dark', ['color-contrast'], dark],
		[PHONE, 'light', undefined, false],
		[PHONE, 'dark', ['color-contrast'], false],
	] as const
	let done = 0
	for (const [viewport, colorScheme, rules, always] of runs) {
		if (!always && !ALL) continue
		await page.setViewportSize(viewport)
		await page.emulateMedia({ colorScheme })
		expect(await violations(page, rules), `${name}, ${viewport.width} px, ${colorScheme}`).toEqual([])
		done++
	}
	await page.setViewportSize(DESK)
	await page.emulateMedia({ colorScheme: 'light' })
	return done
}

/** By keyboard: skip link first, focus to be seen, no trap. */
export async function tread(page: Page, name: string): Promise<void> {
	const reached = await walk(page)
	expect(
		reached.filter(({ seen }) => !seen),
		name,
	).toEqual([])
	expect(reached[0]?.name, name).toContain('#content')
	expect(reached.at(-1)?.name, name).toContain('/log/trust.json')
}

/** Nothing is scrolled sideways, at 320 px or enlarged; edges stay in system colours. It leaves the page enlarged. */
export async function stretch(page: Page, name: string, { whole = false } = {}): Promise<void> {
	await page.setViewportSize(NARROW)
	expect(await onPage(page, 'sticksOut()'), `${name}: 320 px`).toEqual([])
	if (!whole && !ALL) return
	await page.setViewportSize(DESK)
	await page.emulateMedia({ forcedColors: 'active' })
	expect(await onPage(page, 'edgeless()'), `${name}: system colours`).toEqual([])
	await page.emulateMedia({ forcedColors: 'none' })
	await onPage(page, 'enlargeText()')
	expect(await onPage(page, 'sticksOut()'), `${name}: text at 200 %`).toEqual([])
}

/** Pictures on a telephone and on a desk, light and dark. */
export async function picture(page: Page, name: string): Promise<void> {
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme })
		for (const [device, viewport] of [
			['phone', PHONE],
			['desk', DESK],
		] as const) {
			await page.setViewportSize(viewport)
			await takePicture(page, `${name} ${device} ${colorScheme}`)
		}
	}
}
