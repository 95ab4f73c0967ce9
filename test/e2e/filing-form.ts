/**
 * How a citizen of the tests fills in the form for a permit to fell a tree.
 * @module
 */
import type { Page } from 'playwright-core'

/** By the end of the field's name. */
const VALUES: Record<string, string> = {
	...{ 'f-email': 'jana@ukazkov.example', 'f-telefon': '600 123 456', '-day': '27', '-month': '3' },
	...{ '-year': '1985', '-street': 'Dlouhá 1', '-town': 'Ukázkov', '-postcode': '686 01' },
}

/** Answers what a page asks and nobody answered yet; a choice takes its first option, except whether the land is theirs alone. */
export async function answerPage(page: Page): Promise<void> {
	// What is chosen may ask for more.
	for (const group of await page.locator('main fieldset:has(input[type=radio])').all()) {
		// Not the owner alone: then a second attachment is asked for.
		const options = group.locator('input')
		const isOwner = (await options.first().getAttribute('name')) === 'f-vlastnik'
		await (isOwner ? options.last() : options.first()).check()
	}
	for (const input of await page.locator('main input[type=text], main textarea').all()) {
		const name = (await input.getAttribute('name')) ?? ''
		if (!(await input.isVisible()) || (await input.inputValue()) !== '') continue
		const [, value] = Object.entries(VALUES).find(([end]) => name.endsWith(end)) ?? []
		const digits = value === undefined && ((await input.getAttribute('inputmode')) ?? 'text') !== 'text'
		await input.fill(value ?? (digits ? '123' : 'Jana Nováková'))
	}
}
