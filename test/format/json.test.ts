import { type JsonValue, parseJson, type RefusalCode } from '@letopis/format'
import { describe, expect, test } from 'vitest'
import { fc } from '../support/properties.ts'
import { refusal } from '../support/vectors.ts'

const LIMITS = { maxBytes: 100_000, maxDepth: 8 }

describe('accepted', () => {
	test.each<[string, string, JsonValue]>([
		['null', 'null', null],
		['true', ' true\n', true],
		['integer', '-9007199254740991', -9007199254740991],
		['largest integer', '9007199254740991', 9007199254740991],
		['zero', '0', 0],
		['empty object', '{}', {}],
		['empty array', '[ ]', []],
		['white space everywhere', '\t{ "a" :\r\n[ 1 , 2 ] , "b" : { } } ', { a: [1, 2], b: {} }],
		['every escape', '"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD834\\uDD1E"', '"\\/\b\f\n\r\té𝄞'],
		['U+2028 and U+FEFF inside', '"a\u2028\ufeff"', 'a\u2028\ufeff'],
		['no Unicode normal form is asked for', '"e\u0301"', 'e\u0301'],
		['eight levels', '[[[[[[[[]]]]]]]]', [[[[[[[[]]]]]]]]],
		['names of object properties', '{"constructor":1,"toString":2}', { constructor: 1, toString: 2 }],
	])('%s', (_, text, value) => {
		expect(parseJson(text, LIMITS)).toEqual(value)
	})

	test('a name __proto__ is data', () => {
		const value = parseJson('{"__proto__":{"admin":true}}', LIMITS) as { admin?: boolean }
		expect(value.admin).toBeUndefined()
		expect(Object.keys(value)).toEqual(['__proto__'])
		expect(JSON.stringify(value)).toBe('{"__proto__":{"admin":true}}')
	})
})

describe('refused', () => {
	test.each<[string, string, RefusalCode]>([
		['nothing', '', 'malformed'],
		['white space alone', ' ', 'malformed'],
		['byte order mark', '\ufeff{}', 'malformed'],
		['no-break space', '\u00a0{}', 'malformed'],
		['two values', '{}{}', 'malformed'],
		['text after the value', '{} x', 'malformed'],
		['duplicate name', '{"a":1,"b":2,"a":1}', 'duplicate'],
		['duplicate name by escape', '{"a":1,"\\u0061":2}', 'duplicate'],
		['duplicate __proto__', '{"__proto__":1,"__proto__":2}', 'duplicate'],
		['duplicate name further in', '[{"a":{"b":1,"b":1}}]', 'duplicate'],
		['fraction', '1.5', 'malformed'],
		['integral fraction', '1.0', 'malformed'],
		['exponent', '1e2', 'malformed'],
		['1e400', '1e400', 'malformed'],
		['-1e400', '[-1E+400]', 'malformed'],
		['minus zero', '-0', 'malformed'],
		['2^53', '9007199254740992', 'out-of-range'],
		['2^53 + 1, which JSON.parse rounds', '9007199254740993', 'out-of-range'],
		['-2^53', '-9007199254740992', 'out-of-range'],
		['400 digits', '9'.repeat(400), 'out-of-range'],
		['leading zero', '01', 'malformed'],
		['plus sign', '+1', 'malformed'],
		['minus alone', '-', 'malformed'],
		['hex', '0x10', 'malformed'],
		['NaN', 'NaN', 'malformed'],
		['Infinity', 'Infinity', 'malformed'],
		['undefined', 'undefined', 'malformed'],
		['nine levels', '[[[[[[[[[]]]]]]]]]', 'too-deep'],
		['nine levels of objects', `${'{"a":'.repeat(8)}{}${'}'.repeat(8)}`, 'too-deep'],
		['fifty thousand levels', '['.repeat(50_000), 'too-deep'],
		['too long', `"${'x'.repeat(100_000)}"`, 'too-large'],
		['too long in UTF-8', `"${'é'.repeat(50_000)}"`, 'too-large'],
		['lone high surrogate', '"\ud800"', 'malformed'],
		['escape of a lone high surrogate', '"\\ud800"', 'malformed'],
		['escape of a lone low surrogate', '"\\udc00"', 'malformed'],
		['escapes of surrogates in the wrong order', '"\\udc00\\ud800"', 'malformed'],
		['escape of a lone surrogate in a name', '{"\\ud800":1}', 'malformed'],
		['line break in a string', '"a\nb"', 'malformed'],
		['zero byte in a string', '"a\0b"', 'malformed'],
		['unknown escape', '"\\x41"', 'malformed'],
		['escape named like a property of objects', '"\\constructor"', 'malformed'],
		['short escape', '"\\u12"', 'malformed'],
		['escape with a sign', '"\\u+123"', 'malformed'],
		['open string', '"a', 'malformed'],
		['open escape', '"a\\', 'malformed'],
		['single quotes', "{'a':1}", 'malformed'],
		['name without quotes', '{a:1}', 'malformed'],
		['number as name', '{1:1}', 'malformed'],
		['comma at the end of an array', '[1,]', 'malformed'],
		['comma at the end of an object', '{"a":1,}', 'malformed'],
		['comma alone', '[,]', 'malformed'],
		['missing comma', '[1 2]', 'malformed'],
		['missing colon', '{"a" 1}', 'malformed'],
		['missing value', '{"a":}', 'malformed'],
		['wrong bracket', '[}', 'malformed'],
		['open array', '[1', 'malformed'],
		['open object', '{"a":1', 'malformed'],
		['comment', '/* x */ 1', 'malformed'],
		['half a word', 'nul', 'malformed'],
		['word with a tail', 'nullx', 'malformed'],
		['word in upper case', 'True', 'malformed'],
	])('%s', (_, text, code) => {
		expect(refusal(() => parseJson(text, LIMITS))).toBe(code)
	})
})

test('without a bound of its own, 32 levels pass and 33 do not', () => {
	const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
	expect(refusal(() => parseJson(nested(32), { maxBytes: 1000 }))).toBe(null)
	expect(refusal(() => parseJson(nested(33), { maxBytes: 1000 }))).toBe('too-deep')
})

test('JSON.parse agrees on whatever is accepted', () => {
	const limits = { maxBytes: 1_000_000, maxDepth: 100 }
	const integers = fc.maxSafeInteger().map((n) => (n === 0 ? 0 : n))
	const json = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.stringify(value, null, 1))
	fc.assert(
		fc.property(
			fc.oneof(
				json,
				fc.array(integers).map((list) => JSON.stringify(list)),
			),
			fc.nat(),
			(text, at) => {
				for (const candidate of [
					text,
					text.slice(0, at % (text.length + 1)),
					`${text}${text.slice(at % 7)}`,
				]) {
					if (refusal(() => parseJson(candidate, limits)) !== null) continue
					expect(parseJson(candidate, limits)).toEqual(JSON.parse(candidate))
				}
			},
		),
		{ numRuns: 1000 },
	)
	fc.assert(
		fc.property(fc.array(fc.record({ n: integers, s: fc.string({ unit: 'grapheme' }) })), (value) => {
			expect(parseJson(JSON.stringify(value), limits)).toEqual(value)
		}),
	)
})
