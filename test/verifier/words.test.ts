import { expect, test } from 'vitest'
import { pageWord, readersLanguage, sizeText } from '../../verifier/page/words.ts'
import { cs } from '../../verifier/words/cs.ts'
import { en } from '../../verifier/words/en.ts'
import { formatInstant } from '../../verifier/words/instant.ts'
import { fill, printable } from '../../verifier/words/message.ts'

const names = (template: string) => [...new Set(template.match(/\{[a-zA-Z]+\}/g) ?? [])].sort()

test('both languages say the same things with the same values', () => {
	expect(Object.keys(cs.messages).sort()).toEqual(Object.keys(en.messages).sort())
	for (const [key, template] of Object.entries(en.messages)) {
		expect({ key, names: names(cs.messages[key as keyof typeof en.messages]) }).toEqual({
			key,
			names: names(template),
		})
	}
	expect(Object.keys(cs.inputs).sort()).toEqual(Object.keys(en.inputs).sort())
})

test('Czech is Czech: no sentence was left in English', () => {
	const same = Object.entries(en.messages).filter(
		([key, text]) => cs.messages[key as keyof typeof en.messages] === text,
	)
	expect(same).toEqual([])
})

const instants: [number, string, string][] = [
	[Date.UTC(2026, 10, 22, 9, 20, 1, 234), '22. 11. 2026 10:20:01,234 SEČ', '22 Nov 2026, 10:20:01.234 CET'],
	[Date.UTC(2026, 6, 1, 22, 0, 0), '2. 7. 2026 00:00:00 SELČ', '2 Jul 2026, 00:00:00 CEST'],
	[2 ** 53 - 1, '9007199254740991 ms', '9007199254740991 ms'],
]
for (const [ms, czech, english] of instants) {
	test(`instant ${ms}`, () => {
		expect(formatInstant(ms, 'cs')).toBe(czech)
		expect(formatInstant(ms, 'en')).toBe(english)
	})
}

test('values are put in as text, never as templates or control characters', () => {
	expect(fill('{a} and {b}', { a: '{b}', b: 'x\u001b[2J' }, 'en')).toBe('{b} and x\ufffd[2J')
	expect(fill('{toString}', {}, 'en')).toBe('{toString}')
	expect(printable('a\u202eb\u2028c')).toBe('a\ufffdb\ufffdc')
	expect(printable('x'.repeat(5000)).length).toBe(2001)
})

test('the page speaks the reader’s language', () => {
	expect(readersLanguage(['cs-CZ', 'en'])).toBe('cs')
	expect(readersLanguage(['sk'])).toBe('cs')
	expect(readersLanguage(['de-DE', 'en'])).toBe('en')
	expect(pageWord('cs', 'trust-malformed', '$& x')).toContain('Toto není soubor důvěry ($& x).')
	expect(sizeText('cs', 1_500_000)).toBe('1,5 MB')
	expect(sizeText('en', 34)).toBe('34 B')
})
