import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
	type Bundle,
	bundlePath,
	bundlesOf,
	decodeBundle,
	encodeBundle,
	foldNodes,
	fromHex,
	frontier,
	type Hash,
	hex,
	leafHash,
	type NodeId,
	parseTilePath,
	type RefusalCode,
	subtreeRoot,
	type Tile,
	tileHash,
	tileOfNode,
	tilePath,
	tilesOf,
	widthAt,
} from '@letopis/format'
import { describe, expect, test } from 'vitest'
import { expectBytes, foreignVectors, ownVectors, refusal } from '../support/vectors.ts'

const vectors = ownVectors<{
	good: { path: string; level: number | null; index: number; width: number }[]
	bad: { comment: string; path: string; wantError: RefusalCode }[]
	sizes: { size: number; tiles: number; tilesHash: string; bundles: number; bundlesHash: string }[]
	bundle: { entries: string[]; hex: string }
	root300: { leaves: string; root: string; full: string }
}>('tiles')

describe('paths', () => {
	test.each(vectors.good)('$path', ({ path, level, index, width }) => {
		const named: Tile | Bundle = level === null ? { index, width } : { level, index, width }
		expect(parseTilePath(path)).toEqual(named)
		expect('level' in named ? tilePath(named) : bundlePath(named)).toBe(path)
	})

	test.each(vectors.bad)('refused: $comment', ({ path, wantError }) => {
		expect(refusal(() => parseTilePath(path))).toBe(wantError)
	})

	test.each([
		['level 64', { level: 64, index: 0, width: 1 }],
		['level -1', { level: -1, index: 0, width: 1 }],
		['level 0.5', { level: 0.5, index: 0, width: 1 }],
		['width 0', { level: 0, index: 0, width: 0 }],
		['width 257', { level: 0, index: 0, width: 257 }],
		['index -1', { level: 0, index: -1, width: 1 }],
		['index 2^45', { level: 0, index: 2 ** 45, width: 1 }],
		['index NaN', { level: 0, index: Number.NaN, width: 1 }],
	])('a tile that cannot be: %s', (_, tile) => {
		expect(() => tilePath(tile)).toThrow(RangeError)
	})
})

describe('tiles of a tree', () => {
	const sha256 = (paths: string[]) => createHash('sha256').update(paths.join('\n')).digest('hex')

	test.each(vectors.sizes)('size $size', (v) => {
		const tiles = [...tilesOf(v.size)]
		const bundles = [...bundlesOf(v.size)]
		expect(tiles).toHaveLength(v.tiles)
		expect(sha256(tiles.map(tilePath))).toBe(v.tilesHash)
		expect(bundles).toHaveLength(v.bundles)
		expect(sha256(bundles.map(bundlePath))).toBe(v.bundlesHash)
		for (const { level, index, width } of tiles) expect(widthAt(level, index, v.size)).toBe(width)
	})

	test('widths beyond the edge are 0', () => {
		expect(widthAt(0, 274, 70_000)).toBe(0)
		expect(widthAt(3, 0, 70_000)).toBe(0)
		expect(widthAt(6, 31, Number.MAX_SAFE_INTEGER)).toBe(0)
		expect(widthAt(6, 0, Number.MAX_SAFE_INTEGER)).toBe(31)
	})

	test('every node of a tree of 300 is found in its tile', () => {
		const bytes = fromHex(vectors.root300.leaves)
		const leaves = Array.from({ length: 300 }, (_, i) => tileHash(bytes, i))
		const tiles = new Map([
			['tile/0/000', bytes.subarray(0, 256 * 32)],
			['tile/0/001.p/44', bytes.subarray(256 * 32)],
		])
		const full = subtreeRoot(bytes, 0, 256)
		expect(hex(full)).toBe(vectors.root300.full)
		tiles.set('tile/1/000.p/1', full)
		const hashOf = (node: NodeId): Hash => {
			const { level, index, start, count } = tileOfNode(node)
			const tile = tiles.get(tilePath({ level, index, width: widthAt(level, index, 300) })) as Uint8Array
			return subtreeRoot(tile, start, count)
		}
		expect(hex(foldNodes(frontier(300).map(hashOf)))).toBe(vectors.root300.root)
		for (let level = 0; 2 ** level <= 300; level++) {
			for (let index = 0; (index + 1) * 2 ** level <= 300; index++) {
				const below = leaves.slice(index * 2 ** level, (index + 1) * 2 ** level)
				expectBytes(hashOf({ level, index })).toBe(hex(rootOfComplete(below)))
			}
		}
	})

	function rootOfComplete(leaves: readonly Hash[]): Hash {
		if (leaves.length === 1) return leaves[0] as Hash
		const half = leaves.length / 2
		return foldNodes([rootOfComplete(leaves.slice(0, half)), rootOfComplete(leaves.slice(half))])
	}

	test('tiles of nodes at every height', () => {
		expect(tileOfNode({ level: 0, index: 255 })).toEqual({ level: 0, index: 0, start: 255, count: 1 })
		expect(tileOfNode({ level: 7, index: 3 })).toEqual({ level: 0, index: 1, start: 128, count: 128 })
		expect(tileOfNode({ level: 8, index: 3 })).toEqual({ level: 1, index: 0, start: 3, count: 1 })
		expect(tileOfNode({ level: 52, index: 0 })).toEqual({ level: 6, index: 0, start: 0, count: 16 })
	})

	test('a hash outside of the tile is the caller’s mistake', () => {
		expect(() => tileHash(new Uint8Array(64), 2)).toThrow(RangeError)
	})
})

describe('bundles', () => {
	const entries = vectors.bundle.entries.map(fromHex)
	const bytes = fromHex(vectors.bundle.hex)

	test('encode and decode', () => {
		expectBytes(encodeBundle(entries)).toBe(vectors.bundle.hex)
		expect(decodeBundle(bytes, 4).map(hex)).toEqual(vectors.bundle.entries)
		expect(decodeBundle(new Uint8Array(0), 0)).toEqual([])
	})

	test.each([
		['an entry missing', bytes, 5],
		['an entry too many', bytes, 3],
		['last byte missing', bytes.subarray(0, -1), 4],
		['half a length', bytes.subarray(0, 1), 1],
		['a byte behind it', Uint8Array.of(...bytes, 0), 4],
		['nothing', new Uint8Array(0), 1],
	])('refused: %s', (_, bundle, width) => {
		expect(refusal(() => decodeBundle(bundle, width))).toBe('malformed')
	})

	test('an entry of 65,536 bytes or 257 entries are the caller’s mistake', () => {
		expect(encodeBundle([new Uint8Array(65_535)])).toHaveLength(65_537)
		expect(() => encodeBundle([new Uint8Array(65_536)])).toThrow(RangeError)
		expect(() => encodeBundle(Array.from({ length: 257 }, () => new Uint8Array(0)))).toThrow(RangeError)
	})
})

const { folder, absent } = foreignVectors('tlog/tessera-log')
describe.skipIf(absent)('a log of Tessera (skipped without ../shared/vectors/tlog/tessera-log)', () => {
	const read = (path: string): Uint8Array => new Uint8Array(readFileSync(join(folder, path)))
	const sizes = Array.from({ length: 15 }, (_, i) => i + 1)

	test.each(sizes)('bundle, tile and root at size %i', (size) => {
		const [bundle] = [...bundlesOf(size)] as [Bundle]
		const stored = read(bundlePath(bundle))
		const entries = decodeBundle(stored, size)
		expectBytes(encodeBundle(entries)).toBe(hex(stored))

		const [tile] = [...tilesOf(size)] as [Tile]
		const hashes = read(tilePath(tile))
		expect(entries.map((entry) => hex(leafHash(entry)))).toEqual(
			Array.from({ length: size }, (_, i) => hex(tileHash(hashes, i))),
		)

		const [, storedSize, root] = readFileSync(join(folder, `checkpoint.${size}`), 'utf8').split('\n')
		const hashOf = (node: NodeId) => {
			const { start, count } = tileOfNode(node)
			return subtreeRoot(hashes, start, count)
		}
		expect(storedSize).toBe(String(size))
		expect(Buffer.from(foldNodes(frontier(size).map(hashOf))).toString('base64')).toBe(root)
	})
})
