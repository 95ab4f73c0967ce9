import {
	base64,
	compareBytes,
	concat,
	equalBytes,
	fromBase64,
	fromHex,
	fromUtf8,
	hex,
	type RefusalCode,
	uint64be,
	utf8,
} from '@letopis/format'
import { describe, expect, test } from 'vitest'
import { fc } from '../support/properties.ts'
import { expectBytes, refusal } from '../support/vectors.ts'

describe('UTF-8', () => {
	test('agrees with the platform in both directions', () => {
		const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
		const strings = fc.string({ unit: 'binary', maxLength: 60 })
		fc.assert(
			fc.property(strings, (text) => {
				expectBytes(utf8(text)).toBe(Buffer.from(text, 'utf8').toString('hex'))
				if (!text.startsWith('\ufeff')) expect(fromUtf8(utf8(text))).toBe(text)
			}),
		)
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
				let theirs: string | null = null
				try {
					theirs = decoder.decode(bytes)
				} catch {}
				if (theirs?.startsWith('\ufeff')) theirs = null
				expect(refusal(() => fromUtf8(bytes)) === null ? fromUtf8(bytes) : null).toBe(theirs)
			}),
			{ numRuns: 3000 },
		)
	})

	test('every code point, and texts longer than a chunk', () => {
		let text = ''
		for (let point = 0; point <= 0x10ffff; point += point < 0x3000 ? 1 : 251) {
			if (point < 0xd800 || point > 0xdfff) text += String.fromCodePoint(point)
		}
		expect(fromUtf8(utf8(text))).toBe(text)
		expect(utf8(text)).toHaveLength(Buffer.byteLength(text))
	})

	test.each([
		['a lone surrogate', () => utf8('\ud800')],
		['a byte order mark', () => fromUtf8(fromHex('efbbbf61'))],
		['a surrogate', () => fromUtf8(fromHex('eda080'))],
		['an overlong form', () => fromUtf8(fromHex('c1bf'))],
	])('%s is refused', (_, call) => {
		expect(refusal(call)).toBe('malformed')
	})
})

describe('base64', () => {
	test('agrees with the platform', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
				expect(base64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
				expectBytes(fromBase64(base64(bytes))).toBe(hex(bytes))
			}),
		)
	})

	test.each<[string, string, RefusalCode]>([
		['no padding', 'AA', 'malformed'],
		['too little padding', 'AA=', 'malformed'],
		['too much padding', 'AAA==', 'malformed'],
		['three signs of padding', 'A===', 'malformed'],
		['padding alone', '====', 'malformed'],
		['padding inside', 'AA==AAAA', 'malformed'],
		['one character', 'A', 'malformed'],
		['white space', 'AAA ', 'malformed'],
		['line break', 'AAAA\n', 'malformed'],
		['URL alphabet', 'A-_A', 'malformed'],
		['beyond ASCII', 'AAAé', 'malformed'],
		['beyond 16 bits', 'AA😀', 'malformed'],
		['stray bits before one sign of padding', 'AAB=', 'not-canonical'],
		['stray bits before two signs of padding', 'AB==', 'not-canonical'],
	])('%s is refused', (_, text, code) => {
		expect(refusal(() => fromBase64(text))).toBe(code)
	})
})

describe('hex', () => {
	test('agrees with the platform', () => {
		const all = Uint8Array.from({ length: 256 }, (_, i) => i)
		expect(hex(all)).toBe(Buffer.from(all).toString('hex'))
		expect(fromHex(hex(all))).toEqual(all)
	})

	test.each(['0', 'AB', '0g', '0x', ' 00', '00\n'])('%j is refused', (text) => {
		expect(refusal(() => fromHex(text))).toBe('malformed')
	})
})

test('order is that of unsigned bytes, a prefix first', () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 4 }), fc.uint8Array({ maxLength: 4 }), (a, b) => {
			expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(a, b))
			expect(equalBytes(a, b)).toBe(Buffer.compare(a, b) === 0)
		}),
	)
})

test('concat', () => {
	expectBytes(concat()).toBe('')
	expectBytes(concat(fromHex('01'), fromHex(''), fromHex('0203'))).toBe('010203')
})

describe('uint64be', () => {
	test.each([
		[0, '0000000000000000'],
		[1, '0000000000000001'],
		[256, '0000000000000100'],
		[2 ** 32, '0000000100000000'],
		[2 ** 53 - 1, '001fffffffffffff'],
	])('%d', (n, bytes) => {
		expectBytes(uint64be(n)).toBe(bytes)
	})

	test.each([-1, 0.5, 2 ** 53, Number.NaN])('%d is the caller’s mistake', (n) => {
		expect(() => uint64be(n)).toThrow(RangeError)
	})
})
