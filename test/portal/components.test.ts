/** Components of our own: all are shown, their colours come from the tokens, and none writes markup that somebody typed. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

const SOURCE = join(import.meta.dirname, '../../portal/src')
const COMPONENTS = join(SOURCE, 'lib/components')

const files = readdirSync(SOURCE, { recursive: true, withFileTypes: true })
	.filter(({ name }) => /\.(svelte|css|html)$/.test(name))
	.map(({ parentPath, name }) => relative(SOURCE, join(parentPath, name)))
	.toSorted()
const read = (file: string) => readFileSync(join(SOURCE, file), 'utf8')

/** Svelte files that one imports, by their path in the source. */
function importsOf(file: string): string[] {
	return [...read(file).matchAll(/from '([^']+\.svelte)'/g)].map(([, path = '']) =>
		path.startsWith('#lib/') ? path.replace('#lib/', 'lib/') : join(dirname(file), path),
	)
}

/** Whole pages, shown where they are judged: when something is not found, when a file cannot be had. */
const PAGES = ['error-page.svelte', 'no-file.svelte']

test('every component is on /styl, or on every page', () => {
	const roots = ['routes/styl/+page.svelte', 'routes/styl/pole/+page.svelte', 'routes/+layout.svelte']
	const shown = new Set<string>()
	for (const waiting = [...roots]; waiting.length > 0; ) {
		const file = waiting.pop() ?? ''
		if (shown.has(file)) continue
		shown.add(file)
		waiting.push(...importsOf(file))
	}
	const own = readdirSync(COMPONENTS).filter((name) => name.endsWith('.svelte') && !PAGES.includes(name))
	expect(own.length).toBeGreaterThan(25)
	expect(own.filter((name) => !shown.has(`lib/components/${name}`))).toEqual([])
})

const COLOUR = /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(/i

describe('colours come from the tokens', () => {
	test.each(files.filter((file) => file !== 'lib/styles/tokens.css' && /\.(svelte|css)$/.test(file)))(
		'%s',
		(file) => {
			const styles = file.endsWith('.css')
				? read(file)
				: [...read(file).matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, style]) => style).join()
			expect(styles.split('\n').filter((line) => COLOUR.test(line))).toEqual([])
		},
	)
})

test('nothing but text is made of what somebody typed: no component writes markup', () => {
	expect(files.filter((file) => /\{@html|\.(?:inner|outer)HTML|insertAdjacentHTML/.test(read(file)))).toEqual(
		[],
	)
})
