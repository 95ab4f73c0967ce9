import * as oracle from '@ipld/dag-cbor'
import {
	blobCid,
	type DagValue,
	decodeDag,
	encodeDag,
	entryCid,
	equalDag,
	fromHex,
	hex,
	type RefusalCode,
	RefusalError,
} from '@letopis/format'
import { CID } from 'multiformats/cid'
import { describe, expect, test } from 'vitest'
import { decodesTo } from '../../ledger/format/dag-reader.ts'
import { fc } from '../support/properties.ts'
import { expectBytes, fromPlain, ownVectors, type Plain, refusal } from '../support/vectors.ts'

const vectors = ownVectors<{
	good: { comment: string; hex: string; value: Plain }[]
	bad: { comment: string; hex: string; wantError: RefusalCode }[]
}>('dag')

describe('values with one encoding', () => {
	test.each(vectors.good)('$comment', (v) => {
		const value = fromPlain(v.value)
		expectBytes(encodeDag(value)).toBe(v.hex)
		const decoded = decodeDag(fromHex(v.hex))
		expect(equalDag(decoded, value)).toBe(true)
		expectBytes(encodeDag(decoded)).toBe(v.hex)
		expectBytes(oracle.encode(value)).toBe(v.hex)
	})
})

describe('bytes that are refused', () => {
	test.each(vectors.bad)('$comment', ({ hex: bytes, wantError }) => {
		expect(refusal(() => decodeDag(fromHex(bytes)))).toBe(wantError)
	})

	test('65,025 bytes, however good; 65,024 pass', () => {
		expect(refusal(() => decodeDag(encodeDag(new Uint8Array(65_021))))).toBe(null)
		expect(refusal(() => encodeDag(new Uint8Array(65_022)))).toBe('too-large')
		expect(refusal(() => decodeDag(oracle.encode(new Uint8Array(65_022))))).toBe('too-large')
	})

	test('bounds can be set', () => {
		expect(refusal(() => decodeDag(fromHex('818180'), { maxDepth: 2 }))).toBe('too-deep')
		expect(refusal(() => encodeDag([[[]]], { maxDepth: 2 }))).toBe('too-deep')
		expect(refusal(() => decodeDag(fromHex('818180'), { maxBytes: 2 }))).toBe('too-large')
		expect(refusal(() => encodeDag([[[]]], { maxBytes: 2 }))).toBe('too-large')
		expectBytes(encodeDag([[[]]], { maxBytes: 3, maxDepth: 3 })).toBe('818180')
	})
})

describe('values that are refused', () => {
	test.each<[string, unknown, RefusalCode]>([
		['a fraction', 0.5, 'malformed'],
		['NaN', Number.NaN, 'malformed'],
		['infinity', Number.NEGATIVE_INFINITY, 'malformed'],
		['2^53', 2 ** 53, 'out-of-range'],
		['-2^53', -(2 ** 53), 'out-of-range'],
		['lone high surrogate', 'a\ud800', 'malformed'],
		['lone low surrogate', '\udc00a', 'malformed'],
		['surrogates in the wrong order', '\udc00\ud800', 'malformed'],
		['lone surrogate in a key', { '\ud800': 1 }, 'malformed'],
		['not NFC', 'e\u0301', 'not-canonical'],
		['not NFC in a key', { 'e\u0301': 1 }, 'not-canonical'],
		['byte order mark', '\ufeff', 'malformed'],
		['nine levels', [[[[[[[[[]]]]]]]]], 'too-deep'],
		['a cycle', cycle(), 'too-deep'],
		['two hundred thousand items', new Array(200_000).fill(0), 'too-large'],
		['a text of 65,025 bytes', 'x'.repeat(65_025), 'too-large'],
	])('%s', (_, value, code) => {
		expect(refusal(() => encodeDag(value as DagValue))).toBe(code)
	})

	test.each<[string, unknown]>([
		['undefined', undefined],
		['undefined in a map', { a: undefined }],
		['a hole in a list', new Array(1)],
		['bigint', 1n],
		['function', () => 1],
		['symbol', Symbol('x')],
		['date', new Date(0)],
		['map', new Map()],
		['CID of another codec', CID.create(1, 0x70, entryCid(new Uint8Array(0)).multihash)],
		['array buffer view of another kind', new Uint16Array(1)],
	])('%s is the caller’s mistake', (_, value) => {
		expect(() => encodeDag(value as DagValue)).toThrow(TypeError)
	})

	test('a refusal leaves nothing behind for the next value', () => {
		expect(refusal(() => encodeDag(['x'.repeat(100), 0.5]))).toBe('malformed')
		expectBytes(encodeDag([1])).toBe('8101')
	})

	function cycle(): unknown {
		const list: unknown[] = []
		list.push(list)
		return list
	}
})

test('minus zero is zero', () => {
	expectBytes(encodeDag(-0)).toBe('00')
})

test('what is decoded does not share memory with its bytes', () => {
	for (const bytes of [encodeDag([fromHex('0102'), blobCid(fromHex('00'))]), undefined]) {
		const source = bytes ?? Buffer.from(encodeDag([fromHex('0102'), blobCid(fromHex('00'))]))
		const [data, cid] = decodeDag(source) as [Uint8Array, CID]
		source.fill(0xff)
		expect(hex(data)).toBe('0102')
		expect(data.constructor).toBe(Uint8Array)
		expect(cid.equals(blobCid(fromHex('00')))).toBe(true)
	}
})

test('equalDag tells apart whatever has another encoding', () => {
	const values = vectors.good.map((v) => fromPlain(v.value))
	for (const [i, a] of values.entries()) {
		for (const [j, b] of values.entries()) expect(equalDag(a, b)).toBe(i === j)
	}
	expect(equalDag({ a: null }, { b: null })).toBe(false)
	expect(equalDag([1, 2], [1])).toBe(false)
	expect(equalDag({ toString: 1 }, {})).toBe(false)
})

describe('bytes held against a value', () => {
	const good = vectors.good.map((v) => ({ bytes: fromHex(v.hex), value: fromPlain(v.value) }))

	test('decode to it exactly if its encoding is the same', () => {
		for (const [i, { bytes }] of good.entries()) {
			for (const [j, { value }] of good.entries()) expect(decodesTo(bytes, value)).toBe(i === j)
		}
	})

	test.each(vectors.bad)('$comment: no value is what they decode to', ({ hex: bytes }) => {
		for (const { value } of good) expect(matches(fromHex(bytes), value)).toBe(false)
	})

	test.each<[string, string, unknown]>([
		['keys that a map inherits', 'a168746f537472696e6701', {}],
		['a key that is expected twice over', 'a2616101616201', { a: 1, c: 1 }],
		['keys in the wrong order', 'a2616201616101', { a: 1, b: 1 }],
		['a key that occurs twice', 'a2616101616101', { a: 1, b: 1 }],
		['a number that is not in its shortest form', '1801', 1],
		['text that is not NFC', '6365cc81', 'e\u0301'],
		['a float', 'f93c00', 1],
		['a byte after the value', '0101', 1],
		['nothing', '', null],
		['undefined', 'f7', undefined],
		['a list with a hole', '8100', new Array(1)],
	])('%s: refused', (_, bytes, value) => {
		expect(matches(fromHex(bytes), value as DagValue)).toBe(false)
	})

	test('bounds are those of the decoder', () => {
		expect(refusal(() => decodesTo(fromHex('818180'), [[[]]], { maxDepth: 2 }))).toBe('too-deep')
		expect(refusal(() => decodesTo(fromHex('818180'), [[[]]], { maxBytes: 2 }))).toBe('too-large')
	})
})

function matches(bytes: Uint8Array, value: DagValue): boolean {
	try {
		return decodesTo(bytes, value)
	} catch (error) {
		if (error instanceof RefusalError) return false
		throw error
	}
}

const text = fc.string({ unit: 'grapheme' }).map((s) => s.normalize('NFC').replace(/^\ufeff+/, ''))
const values = fc.letrec<{ value: DagValue }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 4, depthIdentifier: 'dag' },
		fc.constantFrom<DagValue>(null, true, false),
		fc.maxSafeInteger(),
		fc.integer({ min: -300, max: 300 }),
		text,
		fc.uint8Array({ maxLength: 300 }),
		fc.uint8Array({ maxLength: 4 }).map(blobCid),
		fc.uint8Array({ maxLength: 4 }).map(entryCid),
		fc.array(tie('value'), { maxLength: 30, depthIdentifier: 'dag' }),
		fc.dictionary(text, tie('value'), { maxKeys: 30, depthIdentifier: 'dag' }),
	),
})).value

describe('properties', () => {
	test('every value encodes as @ipld/dag-cbor does and comes back', () => {
		fc.assert(
			fc.property(values, (value) => {
				const bytes = encodeDag(value)
				expectBytes(bytes).toBe(hex(oracle.encode(value)))
				expect(equalDag(decodeDag(bytes), value)).toBe(true)
			}),
			{ numRuns: 500 },
		)
	})

	test('what is accepted is what the encoder writes, whatever is done to the bytes', () => {
		let accepted = 0
		fc.assert(
			fc.property(values, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }), (value, edits) => {
				const bytes = encodeDag(value)
				for (const [at, byte] of edits) bytes[at % bytes.length] = byte
				if (refusal(() => decodeDag(bytes)) !== null) return
				accepted++
				expectBytes(encodeDag(decodeDag(bytes))).toBe(hex(bytes))
				// The library assigns a key __proto__ and so loses it.
				if (Buffer.from(bytes).includes('__proto__')) return
				expectBytes(oracle.encode(oracle.decode(bytes))).toBe(hex(bytes))
			}),
			{ numRuns: 2000 },
		)
		expect(accepted).toBeGreaterThan(100)
	})

	test('comparing says what decoding and comparing would, whatever is done to the bytes', () => {
		let equal = 0
		const edits = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 2 })
		fc.assert(
			fc.property(values, values, edits, (value, other, changes) => {
				const bytes = encodeDag(value)
				for (const [at, byte] of changes) bytes[at % bytes.length] = byte
				for (const claim of [value, other]) {
					const decoded = refusal(() => decodeDag(bytes)) === null && equalDag(decodeDag(bytes), claim)
					expect(matches(bytes, claim)).toBe(decoded)
					if (decoded) equal++
				}
			}),
			{ numRuns: 3000 },
		)
		expect(equal).toBeGreaterThan(500)
	})

	test('junk is refused or canonical, and never breaks the decoder', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
				if (refusal(() => decodeDag(bytes)) === null)
					expectBytes(encodeDag(decodeDag(bytes))).toBe(hex(bytes))
			}),
			{ numRuns: 5000 },
		)
	})
})
