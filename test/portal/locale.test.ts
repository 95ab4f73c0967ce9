/** Languages: addresses, numbers, dates, and that both say everything. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formats } from '../../portal/src/lib/locale/format.ts'
import { inLocale, localeOf, withoutLocale } from '../../portal/src/lib/locale/locale.ts'

const WORDS = join(import.meta.dirname, '../../portal/src/lib/words')

describe('addresses', () => {
	for (const [path, locale, plain, cs, en] of [
		['/', 'cs', '/', '/', '/en'],
		['/en', 'en', '/', '/', '/en'],
		['/en/', 'en', '/', '/', '/en'],
		['/kontakt', 'cs', '/kontakt', '/kontakt', '/en/kontakt'],
		['/en/kontakt', 'en', '/kontakt', '/kontakt', '/en/kontakt'],
		['/energie', 'cs', '/energie', '/energie', '/en/energie'],
	] as const)
		test(`${path} is ${locale}`, () => {
			expect(localeOf(path)).toBe(locale)
			expect(withoutLocale(path)).toBe(plain)
			expect(inLocale('cs', path)).toBe(cs)
			expect(inLocale('en', path)).toBe(en)
		})
})

describe('numbers and dates', () => {
	const [cs, en] = [formats('cs'), formats('en')]
	const plain = (text: string) => text.replaceAll(/\u00a0|\u202f/g, ' ')
	/** Midnight in Prague has come, in London it has not. */
	const at = Date.parse('2026-11-22T23:30:00Z')

	test('are those of the language', () => {
		expect(plain(cs.number(1234567.5))).toBe('1 234 567,5')
		expect(en.number(1234567.5)).toBe('1,234,567.5')
		expect(plain(cs.size(84_200))).toBe('84,2 kB')
		expect(plain(cs.size(0))).toBe('0 B')
		expect(plain(en.size(4_294_967_296))).toBe('4.3 GB')
	})
	test('are days in Prague', () => {
		expect(plain(cs.date(at))).toBe('23. listopadu 2026')
		expect(plain(en.date(at))).toBe('23 November 2026')
		for (const { date } of [cs, en]) expect(date(at)).toMatch(/^23\.?\u00a0/)
		expect(plain(cs.dateTime(at))).toContain('0:30')
		expect(plain(cs.shortTime(at))).toBe('23. 11. 2026 0:30')
	})
	for (const [value, text] of [
		[0, '0 zápisů'],
		[1, '1 zápis'],
		[2, '2 zápisy'],
		[4, '4 zápisy'],
		[5, '5 zápisů'],
		[22, '22 zápisů'],
	] as const)
		test(`${value} is ${text}`, () => {
			expect(cs.count(value, { one: '# zápis', few: '# zápisy', other: '# zápisů' })).toBe(text)
		})
})

describe('words', () => {
	const files = (locale: string) => readdirSync(join(WORDS, locale)).toSorted()

	test('of every subject are in both languages', () => {
		expect(files('en')).toEqual(files('cs'))
	})

	/** Every text of a module, functions called with numbers for their arguments. */
	function texts(value: unknown): string[] {
		if (typeof value === 'string') return [value]
		if (typeof value === 'function')
			return [String(value(...Array.from({ length: value.length }, (_, i) => i)))]
		return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : []
	}
	const paths = (value: unknown, at = ''): string[] =>
		typeof value === 'object' && value !== null && !Array.isArray(value)
			? Object.entries(value).flatMap(([key, inner]) => paths(inner, `${at}.${key}`))
			: [at]

	test.each(files('cs'))('%s: none is empty, none was forgotten, and no key is missing', async (file) => {
		const { cs } = (await import(join(WORDS, 'cs', file))) as { cs: object }
		const { en } = (await import(join(WORDS, 'en', file))) as { en: object }
		for (const text of [...texts(cs), ...texts(en)]) expect(text.trim()).not.toBe('')
		// "few" is a form that English has not.
		const keys = (words: object) => paths(words).filter((path) => !path.endsWith('.few'))
		expect(keys(en)).toEqual(keys(cs))
		// Words with a letter that English has not, in the English text; the other language's own name may stand there.
		const czech = texts(en).filter(
			(text) =>
				/[ěščřžýůťďň]/i.test(text) && !/Česky|Tato stránka|odvolání|Úřad|Město|Městský|Náměstí/.test(text),
		)
		expect(czech).toEqual([])
	})
})
