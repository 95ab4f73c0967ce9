/**
 * What a reader does on a page, and what must come of it: each step ends when its effect is there to be seen, however
 * long the machine takes.
 * @module
 */
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

/** Presses what leads to another document (a link, the button of a form), and waits until all of that one is there. */
export async function press(page: Page, what: string | Locator): Promise<void> {
	const target = typeof what === 'string' ? page.locator(what).first() : what
	await Promise.all([page.waitForEvent('domcontentloaded'), target.click()])
}

/** The heading, with ordinary spaces. */
export async function heading(page: Page): Promise<string> {
	return (await page.locator('h1').innerText()).replaceAll(/\s+/g, ' ')
}

/** What the page says, with ordinary spaces. */
export async function words(page: Page): Promise<string> {
	return (await page.locator('main').innerText()).replaceAll(/\s+/g, ' ')
}

/** Waits until the page has this heading. */
export async function headed(page: Page, text: string): Promise<void> {
	await expect.poll(() => heading(page)).toBe(text)
}

/** Waits until the page says this, in any of its lines. */
export async function says(page: Page, text: string | RegExp): Promise<void> {
	if (typeof text === 'string') await expect.poll(() => words(page)).toContain(text)
	else await expect.poll(() => words(page)).toMatch(text)
}

/** Waits until what is computed in the page holds: the policy of pages forbids that they look for themselves. */
export async function holds(page: Page, expression: string): Promise<void> {
	await expect.poll(() => page.evaluate(expression)).toBe(true)
}
