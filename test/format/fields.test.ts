import { createHmac, randomBytes } from 'node:crypto'
import {
	accessKeyIn,
	accessTag,
	checkDisclosure,
	commitFields,
	type DagValue,
	decodeOpening,
	disclose,
	encodeDag,
	encodeOpening,
	entryCid,
	equalDag,
	FIELD_SLOTS,
	type FieldName,
	type Fields,
	fromHex,
	hex,
	openingRoot,
	type RefusalCode,
	sha256,
	utf8,
} from '@letopis/format'
import { MerkleTree } from 'merkletreejs'
import { describe, expect, test } from 'vitest'
import { fc } from '../support/properties.ts'
import { expectBytes, fromPlainMap, ownVectors, type PlainMap, refusal } from '../support/vectors.ts'

const vectors = ownVectors<{
	good: {
		comment: string
		fields: PlainMap
		salts: string[]
		nulls: number[]
		commitment: string
		clientRoot: string
		opening: string
		disclosures: { name: FieldName; leaf: string; path: string[] }[]
	}[]
	bad: { comment: string; commitment: string; leaf: string; path: string[]; wantError: RefusalCode }[]
	tags: { key: string; n: number; tag: string }[]
	successors: { key: string; origin: string; later: string; tag: string }[]
}>('commitments')

const random = (n: number) => new Uint8Array(randomBytes(n))

describe('commitments', () => {
	test.each(vectors.good)('$comment', (v) => {
		const fields = fromPlainMap(v.fields) as Fields
		let calls = 0
		const { commitment, clientRoot, opening } = commitFields(fields, (n) => {
			calls++
			expect(n).toBe(32 * v.salts.length)
			return fromHex(v.salts.join(''))
		})
		expect(calls).toBe(1)
		expectBytes(commitment).toBe(v.commitment)
		expectBytes(clientRoot).toBe(v.clientRoot)
		expect(opening.nulls.map(({ position }) => position)).toEqual(v.nulls)
		expectBytes(encodeOpening(opening)).toBe(v.opening)

		const stored = decodeOpening(fromHex(v.opening))
		expectBytes(openingRoot(stored)).toBe(v.commitment)
		const disclosed = disclose(stored, Object.keys(FIELD_SLOTS) as FieldName[])
		expect(disclosed.map(({ leaf, path }) => ({ leaf: hex(leaf), path: path.map(hex) }))).toEqual(
			v.disclosures.map(({ leaf, path }) => ({ leaf, path })),
		)
		for (const [i, field] of disclosed.entries()) {
			const { name, value } = checkDisclosure(fromHex(v.commitment), field)
			expect(name).toBe(v.disclosures[i]?.name)
			expect(equalDag(value, fields[name] as DagValue)).toBe(true)
		}
	})

	test('empty slots cost few hashes: 17 for the four fields of an upload, where a full tree has 31', () => {
		const v = vectors.good.find(({ comment }) => comment === 'an uploaded document')
		// Every leaf, field or null, has one salt; a binary tree of n leaves has n - 1 inner nodes.
		expect(2 * (v?.salts.length ?? 0) - 1).toBe(17)
	})
})

describe('disclosures that are refused', () => {
	test.each(vectors.bad)('$comment', (v) => {
		const field = { leaf: fromHex(v.leaf), path: v.path.map(fromHex) }
		expect(refusal(() => checkDisclosure(fromHex(v.commitment), field))).toBe(v.wantError)
	})

	test('a leaf beyond 65,024 bytes', () => {
		const leaf = encodeDag(['purpose', 'x'.repeat(65_024), new Uint8Array(32)], { maxBytes: 70_000 })
		const path = Array.from({ length: 4 }, () => new Uint8Array(32))
		expect(refusal(() => checkDisclosure(new Uint8Array(32), { leaf, path }))).toBe('too-large')
	})

	test('every flipped bit of leaf or path', () => {
		const fields: Fields = { time: 1_786_800_012_345, kind: 'document', metadata: { a: ['b', null] } }
		const { commitment, opening } = commitFields(fields, random)
		for (const { leaf, path } of disclose(opening, ['time', 'kind', 'metadata'])) {
			for (const bytes of [leaf, ...path]) {
				for (let bit = 0; bit < 8 * bytes.length; bit++) {
					bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7))
					expect(refusal(() => checkDisclosure(commitment, { leaf, path }))).not.toBe(null)
					bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7))
				}
			}
			expect(refusal(() => checkDisclosure(commitment, { leaf, path }))).toBe(null)
		}
	})
})

describe('values that do not fit', () => {
	test.each<[string, Fields, RefusalCode]>([
		['time negative', { time: -1 }, 'malformed'],
		['time with a fraction', { time: 0.5 }, 'malformed'],
		['time beyond 2^53', { time: 2 ** 53 }, 'out-of-range'],
		['actor as a number', { actor: 1 }, 'malformed'],
		['idempotency with a member too many', { idempotency: idempotency({ x: 1 }) }, 'malformed'],
		['idempotency with a short key', { idempotency: idempotency({ key: new Uint8Array(31) }) }, 'malformed'],
		['origin as text', { origin: 'x' }, 'malformed'],
		['kind with a space', { kind: 'a b' }, 'malformed'],
		['content as text', { content: 'x' }, 'malformed'],
		['metadata as a list', { metadata: [] }, 'malformed'],
		['object as bytes', { object: new Uint8Array(36) }, 'malformed'],
		['purpose as null', { purpose: null }, 'malformed'],
		['grant as a number', { grant: 1 }, 'malformed'],
		['text not in NFC', { purpose: 'e\u0301' }, 'not-canonical'],
		['metadata too deep', { metadata: { x: [[[[[[[]]]]]]] } }, 'too-deep'],
		['metadata too large', { metadata: { x: 'x'.repeat(65_024) } }, 'too-large'],
	])('%s', (_, fields, code) => {
		expect(refusal(() => commitFields(fields, random))).toBe(code)
	})

	test('an unknown name is the caller’s mistake', () => {
		expect(() => commitFields({ author: 'x' } as Fields, random)).toThrow(TypeError)
		expect(() => commitFields({ constructor: 'x' } as unknown as Fields, random)).toThrow(TypeError)
	})

	function idempotency(changes: { [key: string]: DagValue }) {
		return { key: new Uint8Array(32), request: new Uint8Array(32), ...changes }
	}
})

describe('openings that are refused', () => {
	const { opening } = commitFields({ time: 1, actor: 'x', kind: 'document' }, random)
	const fields: DagValue[] = opening.fields.map(({ leaf }) => leaf)
	const nulls: DagValue[] = opening.nulls.map(({ position, salt }) => [position, salt])
	test.each<[string, DagValue, RefusalCode]>([
		['a list', [], 'malformed'],
		['a member too many', { fields, nulls, x: 1 }, 'malformed'],
		['no nulls', { fields, nulls: [] }, 'malformed'],
		['a null missing', { fields, nulls: nulls.slice(1) }, 'malformed'],
		['a null too many', { fields, nulls: [...nulls, [31, new Uint8Array(32)]] }, 'malformed'],
		['nulls in another order', { fields, nulls: [...nulls].reverse() }, 'malformed'],
		['a short salt', { fields, nulls: [[9, new Uint8Array(31)], ...nulls.slice(1)] }, 'malformed'],
		['fields in another order', { fields: [...fields].reverse(), nulls }, 'not-canonical'],
		['a field twice', { fields: [fields[0] as DagValue, ...fields], nulls }, 'not-canonical'],
		['a field missing', { fields: fields.slice(1), nulls }, 'malformed'],
		['a field that is no leaf', { fields: ['time'], nulls }, 'malformed'],
	])('%s', (_, value, code) => {
		expect(refusal(() => decodeOpening(encodeDag(value)))).toBe(code)
	})
})

test('any set of fields: the root is the one of a plain tree, and every field can be shown', () => {
	const values: { [name in FieldName]: fc.Arbitrary<DagValue> } = {
		time: fc.nat(),
		actor: fc.constantFrom<DagValue>('clerk', { id: 7 }),
		idempotency: fc.constant({ key: sha256(utf8('k')), request: sha256(utf8('r')) }),
		origin: fc.uint8Array({ maxLength: 64 }),
		kind: fc.constantFrom('document', 'access'),
		content: fc.uint8Array({ minLength: 32, maxLength: 32 }),
		metadata: fc.dictionary(fc.string({ unit: 'grapheme-ascii' }), fc.nat()),
		object: fc.constant(entryCid(utf8('object'))),
		purpose: fc.string({ unit: 'grapheme-ascii' }),
		grant: fc.constant('grant'),
	}
	fc.assert(
		fc.property(fc.record(values, { requiredKeys: [] }), (fields: Fields) => {
			const { commitment, clientRoot, opening } = commitFields(fields, random)
			expect(oracleRoot(opening, 1)).toBe(hex(commitment))
			expect(oracleRoot(opening, 3)).toBe(hex(clientRoot))
			expectBytes(openingRoot(decodeOpening(encodeOpening(opening)))).toBe(hex(commitment))
			const names = Object.keys(fields) as FieldName[]
			const shown = disclose(opening, names)
			expect(shown).toHaveLength(names.length)
			for (const field of shown) {
				const { name, value } = checkDisclosure(commitment, field)
				expect(equalDag(value, fields[name] as DagValue)).toBe(true)
			}
			// Two commitments to the same fields have nothing in common.
			expect(hex(commitFields(fields, random).commitment)).not.toBe(hex(commitment))
		}),
		{ numRuns: 200 },
	)
})

/** Root under a heap position by merkletreejs, given one level of two nodes at a time. */
function oracleRoot(opening: ReturnType<typeof commitFields>['opening'], position: number): string {
	const leafOf = (bytes: Uint8Array) => Buffer.from(sha256(Buffer.concat([Buffer.of(0), bytes])))
	const field = opening.fields.find(({ name }) => FIELD_SLOTS[name] + 16 === position)
	if (field) return leafOf(encodeDag([field.name, field.value, field.salt])).toString('hex')
	const empty = opening.nulls.find((item) => item.position === position)
	if (empty) return leafOf(encodeDag(['', null, empty.salt])).toString('hex')
	const pair = [2 * position, 2 * position + 1].map((child) => Buffer.from(oracleRoot(opening, child), 'hex'))
	const tree = new MerkleTree(pair, (value: unknown) => Buffer.from(sha256(value as Buffer)), {
		concatenator: (nodes: Buffer[]) => Buffer.concat([Buffer.of(1), ...nodes]),
	})
	return tree.getRoot().toString('hex')
}

describe('access tags', () => {
	test.each(vectors.tags)('number $n', ({ key, n, tag }) => {
		expectBytes(accessTag(fromHex(key), n)).toBe(tag)
	})

	test('are HMAC-SHA256 as the platform has it', () => {
		fc.assert(
			fc.property(
				fc.uint8Array({ minLength: 32, maxLength: 32 }),
				fc.integer({ min: 1, max: 2 ** 32 }),
				(key, n) => {
					const message = Buffer.alloc(8)
					message.writeBigUInt64BE(BigInt(n))
					expectBytes(accessTag(key, n)).toBe(createHmac('sha256', key).update(message).digest('hex'))
				},
			),
		)
	})

	test.each([0, -1, 0.5, 2 ** 53])('number %d is the caller’s mistake', (n) => {
		expect(() => accessTag(new Uint8Array(32), n)).toThrow(RangeError)
	})

	test('a key of another length is the caller’s mistake', () => {
		expect(() => accessTag(new Uint8Array(31), 1)).toThrow(RangeError)
		expect(() => accessKeyIn(new Uint8Array(33), 'ukazkov.example/log/2')).toThrow(RangeError)
	})

	test.each(vectors.successors)('in the later log $origin', ({ key, origin, later, tag }) => {
		const own = fromHex(key)
		expectBytes(accessKeyIn(own, origin)).toBe(later)
		expectBytes(accessTag(accessKeyIn(own, origin), 1)).toBe(tag)
	})

	test('a document has no tag twice, neither within a log nor across the logs of its town', () => {
		const key = random(32)
		const origins = Array.from({ length: 8 }, (_, i) => `ukazkov.example/log/${i + 2}`)
		const keys = [key, ...origins.map((origin) => accessKeyIn(key, origin))]
		const tags = keys.flatMap((one) => Array.from({ length: 300 }, (_, i) => hex(accessTag(one, i + 1))))
		expect(new Set([...tags, ...keys.map(hex)]).size).toBe(9 * 300 + 9)
	})

	test('no origin gives a key that a number of an access gives as a tag', () => {
		// The one origin of eight bytes that would be a number begins with a control character, which no origin holds.
		const key = random(32)
		expect(hex(accessKeyIn(key, '\0\0\0\0\0\0\0\u0001'))).toBe(hex(accessTag(key, 1)))
		expect(() => accessKeyIn(key, '')).toThrow(RangeError)
	})
})
