import { randomBytes } from 'node:crypto'
import { constants, deflateRawSync, deflateSync } from 'node:zlib'
import { RefusalError } from '@letopis/format'
import { expect, test } from 'vitest'
import { Inflater } from '../../../verifier/deflate/inflate.ts'
import { inflate } from '../../../verifier/signatures/pdf/inflate.ts'
import { fc } from '../../support/properties.ts'

/** Whatever pieces a stream comes in. */
function inPieces(data: Uint8Array, sizes: readonly number[]): Buffer {
	const inflater = new Inflater()
	const out: Uint8Array[] = []
	let at = 0
	for (let i = 0; ; i++) {
		const size = sizes[i % sizes.length] ?? data.length
		const isLast = at + size >= data.length
		out.push(...inflater.push(data.subarray(at, at + size), isLast))
		at += size
		if (isLast) break
	}
	expect(inflater.done).toBe(true)
	return Buffer.concat(out)
}

const text = Buffer.from('Usnesení zastupitelstva městyse Ukázkov č. 1/2026. '.repeat(9000))
const samples: readonly [string, Buffer][] = [
	['nothing', Buffer.alloc(0)],
	['one octet', Buffer.from('a')],
	['text that repeats', text],
	['zeros', Buffer.alloc(500_000)],
	['noise', randomBytes(300_000)],
	['noise that comes again after the whole window', Buffer.concat(Array(3).fill(randomBytes(32_768)))],
	['text and noise', Buffer.concat([text, randomBytes(100_000), text.subarray(0, 70_000)])],
]

for (const [name, sample] of samples) {
	for (const [how, options] of [
		['stored', { level: 0 }],
		['fast', { level: 1 }],
		['best', { level: 9 }],
		['with fixed codes', { strategy: constants.Z_FIXED }],
		['with Huffman codes alone', { strategy: constants.Z_HUFFMAN_ONLY }],
	] as const) {
		test(`${name}, ${how}`, () => {
			const data = deflateRawSync(sample, options)
			for (const sizes of [[data.length + 1], [65_536], [1000, 3, 70_000]]) {
				expect(inPieces(data, sizes).equals(sample)).toBe(true)
			}
		})
	}
}

test('any text in any pieces', () => {
	const piece = fc.integer({ min: 1, max: 5000 })
	fc.assert(
		fc.property(
			fc.array(fc.constantFrom('a', 'ab', 'Letopis ', '\u0000'), { maxLength: 4000 }),
			fc.array(piece, { minLength: 1, maxLength: 5 }),
			(words, sizes) => {
				const sample = Buffer.from(words.join(''))
				expect(inPieces(deflateRawSync(sample), sizes).equals(sample)).toBe(true)
			},
		),
		{ numRuns: 100 },
	)
})

test('says how much was left after the end', () => {
	const data = deflateRawSync(text)
	const inflater = new Inflater()
	expect(Buffer.concat([...inflater.push(Buffer.concat([data, Buffer.from('more')]), true)])).toEqual(text)
	expect(inflater.rest).toBe(4)
})

test('chunks stay small however much comes out', () => {
	const data = deflateRawSync(Buffer.alloc(50_000_000))
	let largest = 0
	let all = 0
	for (const chunk of new Inflater().push(data, true)) {
		largest = Math.max(largest, chunk.length)
		all += chunk.length
	}
	expect(all).toBe(50_000_000)
	expect(largest).toBeLessThanOrEqual(100_000)
})

const broken: readonly [string, Buffer][] = [
	['nothing at all', Buffer.alloc(0)],
	['a stream that ends early', deflateRawSync(text).subarray(0, 300)],
	['a block of the third kind', Buffer.from([0b111])],
	['a stored block whose lengths disagree', Buffer.from([1, 5, 0, 5, 0, 1, 2, 3, 4, 5])],
	['a stored block that ends early', Buffer.from([1, 5, 0, 250, 255, 1, 2])],
	['a copy from before the beginning', Buffer.from([0b00000011, 0b00000010, 0, 0])],
	['lengths of too many codes', Buffer.from([0b11111101, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])],
]
for (const [name, data] of broken) {
	test(`refuses ${name}`, () => {
		expect(() => [...new Inflater().push(data, true)]).toThrow(RefusalError)
	})
}

test('any octets decode or are refused', () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 200 }), (data) => {
			try {
				for (const chunk of new Inflater().push(data, true)) expect(chunk.length).toBeGreaterThan(0)
			} catch (error) {
				expect(error).toBeInstanceOf(RefusalError)
			}
		}),
		{ numRuns: 2000 },
	)
})

test('the zlib form is bounded', () => {
	expect(inflate(deflateSync(text), text.length)).toEqual(new Uint8Array(text))
	expect(() => inflate(deflateSync(text), text.length - 1)).toThrow(
		expect.objectContaining({ code: 'too-large' }),
	)
	expect(() => inflate(deflateRawSync(text), text.length)).toThrow(RefusalError)
})
