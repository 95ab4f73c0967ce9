import { createHash, hash as nativeHash } from 'node:crypto'
import {
	checkInclusion,
	commitFields,
	disclose,
	EMPTY_ROOT,
	encodeEntry,
	entryCid,
	fromHex,
	hex,
	leafHash,
	newSha256,
	nodeHash,
	openingRoot,
	sha256,
	useIncrementalSha256,
	useSha256,
	utf8,
} from '@letopis/format'
import { sha256 as pureSha256 } from '@noble/hashes/sha2.js'
import { afterEach, describe, expect, test } from 'vitest'
import { expectBytes } from '../support/vectors.ts'

const native = (bytes: Uint8Array): Uint8Array => new Uint8Array(nativeHash('sha256', bytes, 'buffer'))

afterEach(() => {
	useSha256(pureSha256)
	useIncrementalSha256(() => pureSha256.create())
})

/** RFC 6962 test data as in transparency-dev/merkle and certificate-transparency. */
test.each([
	[
		'empty leaf',
		leafHash(new Uint8Array(0)),
		'6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
	],
	['leaf', leafHash(utf8('L123456')), '395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56'],
	[
		'node',
		nodeHash(pad32('N123'), pad32('N456')),
		hex(native(Buffer.from(`\x01${'N123'.padEnd(32)}${'N456'.padEnd(32)}`))),
	],
	['empty tree', EMPTY_ROOT, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
])('%s', (_, actual, expected) => {
	expectBytes(actual).toBe(expected)
})

function pad32(text: string): Uint8Array {
	return utf8(text.padEnd(32))
}

test('pure and native give the same bytes at every length around the blocks', () => {
	for (let length = 0; length <= 260; length++) {
		const bytes = Uint8Array.from({ length }, (_, i) => i)
		expectBytes(sha256(bytes)).toBe(hex(native(bytes)))
		const incremental = newSha256()
		incremental.update(bytes.subarray(0, length >> 1))
		incremental.update(bytes.subarray(length >> 1))
		expectBytes(incremental.digest()).toBe(hex(native(bytes)))
	}
})

describe('a hash handed in', () => {
	test('is used by everything, with the same results', () => {
		const salts = (n: number) => new Uint8Array(n).fill(7)
		const run = () => {
			const { commitment } = commitFields({ time: 1, kind: 'document' }, salts)
			const anchors = [entryCid(utf8('genesis'))]
			const body = {}
			const tag = sha256(utf8('tag'))
			const entry = encodeEntry({ v: 1, kind: 'sealed', time: 1, anchors, links: {}, body, commitment, tag })
			const leaf = leafHash(entry)
			const root = nodeHash(leaf, leaf)
			checkInclusion({ index: 0, size: 2, leaf, proof: [leaf], root })
			return [hex(entry), hex(root), entryCid(entry).toString()]
		}
		const pure = run()
		let calls = 0
		useSha256((bytes) => {
			calls++
			return native(bytes)
		})
		expect(run()).toEqual(pure)
		// 2 fields, 5 nulls, 7 nodes (one of them twice in the tree below), and the rest as written above.
		expect(calls).toBeGreaterThan(15)
	})

	test('that writes into an array is used for the tree of the fields, and writes where it was told', () => {
		const fields = { time: 1, kind: 'document', content: pad32('content'), metadata: { a: 'b'.repeat(300) } }
		const run = () => {
			const { commitment, clientRoot, opening } = commitFields(fields, (n) => new Uint8Array(n).fill(7))
			const paths = disclose(opening, ['time', 'metadata']).flatMap(({ path }) => path)
			return [commitment, clientRoot, openingRoot(opening), ...paths].map(hex)
		}
		const pure = run()
		let written = 0
		useSha256(native, (bytes, target, at) => {
			written++
			target.set(native(bytes), at)
		})
		written = 0
		expect(run()).toEqual(pure)
		// Three times the tree: 4 fields, 5 nulls, 8 inner nodes.
		expect(written).toBe(3 * 17)
		useSha256(native)
		expect(run()).toEqual(pure)
		expect(written).toBe(3 * 17)
	})

	test('incremental', () => {
		let updates = 0
		useIncrementalSha256(() => {
			const state = createHash('sha256')
			return {
				update: (bytes) => {
					updates++
					state.update(bytes)
				},
				digest: () => new Uint8Array(state.digest()),
			}
		})
		updates = 0
		const state = newSha256()
		state.update(utf8('ab'))
		state.update(utf8('c'))
		expectBytes(state.digest()).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
		expect(updates).toBe(2)
	})

	test('that is no SHA-256 is refused', () => {
		expect(() => useSha256((bytes) => bytes)).toThrow(RangeError)
		expect(() => useSha256((bytes) => new Uint8Array(nativeHash('sha512', bytes, 'buffer')))).toThrow(
			RangeError,
		)
		const nowhere = (bytes: Uint8Array, target: Uint8Array) => target.set(native(bytes), 0)
		expect(() => useSha256(native, nowhere)).toThrow(RangeError)
		expect(() => useIncrementalSha256(() => ({ update: () => {}, digest: () => EMPTY_ROOT }))).toThrow(
			RangeError,
		)
		expectBytes(sha256(fromHex(''))).toBe(hex(EMPTY_ROOT))
	})
})

test('wrong lengths are the caller’s mistake', () => {
	expect(() => nodeHash(new Uint8Array(31), new Uint8Array(32))).toThrow(RangeError)
	expect(() => nodeHash(new Uint8Array(32), new Uint8Array(33))).toThrow(RangeError)
	expect(() => leafHash(new Uint8Array(65_536))).toThrow(RangeError)
	expect(leafHash(new Uint8Array(65_535))).toHaveLength(32)
})
