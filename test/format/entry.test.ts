import {
	type AnchorBody,
	bodyOf,
	type Cid,
	type DagMap,
	decodeEntry,
	type Entry,
	encodeDag,
	encodeEntry,
	entryCid,
	equalDag,
	fromHex,
	genesisImprint,
	hex,
	leafHash,
	type RefusalCode,
	sha256,
	sortCids,
	utf8,
} from '@letopis/format'
import { describe, expect, test } from 'vitest'
import { fc } from '../support/properties.ts'
import { expectBytes, fromPlainMap, ownVectors, type PlainMap, refusal } from '../support/vectors.ts'

const vectors = ownVectors<{
	good: { comment: string; hex: string; value: PlainMap; cid: string; leafHash: string }[]
	bad: { comment: string; hex: string; wantError: RefusalCode }[]
	genesisImprint: { hex: string; imprint: string }
}>('entries')

const GENESIS = entryCid(utf8('genesis'))

function sealed(changes: Partial<Entry> = {}): Entry {
	return {
		v: 1,
		kind: 'sealed',
		time: 29_780_000,
		anchors: [GENESIS],
		links: {},
		body: {},
		commitment: sha256(utf8('commitment')),
		tag: sha256(utf8('tag')),
		...changes,
	}
}

function unknownKind(body: DagMap): Entry {
	const { tag: _, ...rest } = sealed({ kind: 'later', body })
	return rest
}

const sameEntry = (a: Entry, b: Entry) => equalDag(a as unknown as DagMap, b as unknown as DagMap)

describe('good entries', () => {
	test.each(vectors.good)('$comment', (v) => {
		const bytes = fromHex(v.hex)
		const entry = fromPlainMap(v.value) as unknown as Entry
		expect(sameEntry(decodeEntry(bytes), entry)).toBe(true)
		expectBytes(encodeEntry(entry)).toBe(v.hex)
		expect(entryCid(bytes).toString()).toBe(v.cid)
		expectBytes(leafHash(bytes)).toBe(v.leafHash)
	})

	test('1,024 links and 65,024 bytes are the most', () => {
		const cids = (n: number): Cid[] => sortCids(Array.from({ length: n }, (_, i) => entryCid(utf8(`${i}`))))
		expect(sameEntry(roundTrip(sealed({ links: { disposes: cids(1024) } })), sealed())).toBe(false)
		expect(refusal(() => encodeEntry(sealed({ links: { disposes: cids(1025) } })))).toBe('malformed')

		const filler = (n: number) => unknownKind({ x: new Uint8Array(n) })
		let most = 65_024
		while (refusal(() => encodeEntry(filler(most))) !== null) most--
		expect(encodeEntry(filler(most))).toHaveLength(65_024)
		expect(refusal(() => encodeEntry(filler(most + 1)))).toBe('too-large')
		expect(refusal(() => decodeEntry(new Uint8Array(65_536)))).toBe('too-large')
	})
})

function roundTrip(entry: Entry): Entry {
	return decodeEntry(encodeEntry(entry))
}

/** Length of an entry without the value of its padding. */
function rawLength(entry: Entry): number {
	return (
		encodeDag({ ...(entry as unknown as DagMap), pad: new Uint8Array(0) }, { maxBytes: 70_000 }).length - 1
	)
}

describe('bad entries', () => {
	test.each(vectors.bad)('$comment', (v) => {
		expect(refusal(() => decodeEntry(fromHex(v.hex)))).toBe(v.wantError)
	})

	test.each<[string, unknown, RefusalCode]>([
		['unknown member', { ...sealed(), extra: 1 }, 'malformed'],
		['padding in memory', { ...sealed(), pad: new Uint8Array(1) }, 'malformed'],
		[
			'unsorted anchors',
			sealed({ anchors: sortCids([GENESIS, entryCid(utf8('a'))]).reverse() }),
			'not-canonical',
		],
		['time in milliseconds', sealed({ time: 1_786_800_000_000 }), 'out-of-range'],
		['fraction of a minute', sealed({ time: 0.5 }), 'malformed'],
		['text outside the profile', unknownKind({ x: '\ud800' }), 'malformed'],
	])('the encoder refuses the same: %s', (_, entry, code) => {
		expect(refusal(() => encodeEntry(entry as Entry))).toBe(code)
	})
})

describe('padding', () => {
	test('exact for every raw length from 1 to 1,100 beyond the smallest', () => {
		const smallest = rawLength(unknownKind({ x: '' }))
		const lengths = new Set<number>()
		for (let extra = 0; extra <= 1100; extra++) {
			const entry = unknownKind({ x: new Uint8Array(extra) })
			const bytes = encodeEntry(entry)
			const raw = rawLength(entry)
			lengths.add(raw)
			// By trial, as the specification puts it: the shortest byte string that fills up to a multiple of 512.
			let pad = 0
			while ((raw + encodeDag(new Uint8Array(pad)).length) % 512 !== 0) pad++
			expect(bytes.length).toBe(raw + encodeDag(new Uint8Array(pad)).length)
			expect(sameEntry(decodeEntry(bytes), entry)).toBe(true)
		}
		expect(Math.min(...lengths)).toBeLessThanOrEqual(smallest + 1)
		expect(lengths.size).toBeGreaterThanOrEqual(1098)
	})
})

test('a flipped bit anywhere makes another claim or none', () => {
	const entries = vectors.good.filter((v) => v.hex.length <= 2 * 1024)
	expect(entries.length).toBeGreaterThan(8)
	for (const v of entries) {
		const bytes = fromHex(v.hex)
		const claim = decodeEntry(bytes)
		for (let bit = 0; bit < 8 * bytes.length; bit++) {
			bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7))
			if (refusal(() => decodeEntry(bytes)) === null) {
				const other = decodeEntry(bytes)
				expect(sameEntry(other, claim)).toBe(false)
				expectBytes(encodeEntry(other)).toBe(hex(bytes))
			}
			bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7))
		}
	}
})

test('what is accepted is what the encoder writes, whatever is done to the bytes', () => {
	const seeds = vectors.good.filter((v) => v.hex.length <= 4096).map((v) => fromHex(v.hex))
	const edit = fc.tuple(fc.nat(), fc.nat(255))
	fc.assert(
		fc.property(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 3 }), (seed, edits) => {
			const bytes = seed.slice()
			for (const [at, byte] of edits) bytes[at % bytes.length] = byte
			if (refusal(() => decodeEntry(bytes)) === null)
				expectBytes(encodeEntry(decodeEntry(bytes))).toBe(hex(bytes))
		}),
		{ numRuns: 2000 },
	)
})

describe('genesis', () => {
	test('the imprint of its stamps leaves the stamps out', () => {
		const genesis = decodeEntry(fromHex(vectors.genesisImprint.hex))
		expect(bodyOf(genesis, 'genesis')?.stamps).toHaveLength(1)
		expectBytes(genesisImprint(genesis)).toBe(vectors.genesisImprint.imprint)
		expect(bodyOf(genesis, 'genesis')?.stamps).toHaveLength(1)
		expect(() => genesisImprint(sealed())).toThrow(RangeError)
	})
})

test('bodies are given out by their kind only', () => {
	const anchor = vectors.good.find((v) => v.comment === 'anchor')
	const entry = decodeEntry(fromHex(anchor?.hex ?? ''))
	const body: AnchorBody | undefined = bodyOf(entry, 'anchor')
	expect(body?.size).toBe(17)
	expect(bodyOf(entry, 'document')).toBeUndefined()
})
