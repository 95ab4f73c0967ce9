import { createHash } from 'node:crypto'
import {
	checkConsistency,
	checkInclusion,
	concat,
	EMPTY_ROOT,
	type Hash,
	leafHash,
	nodeHash,
	sha256,
	subtreeRoot,
	tilesOf,
	useSha256,
	widthAt,
} from '@letopis/format'
import { GrowingTree, type TileSource, TreeProver, useNativeHashing } from '@letopis/ledger'
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js'
import { describe, expect, test } from 'vitest'
import { oracleConsistency, oracleInclusion, oracleLeaf, oracleRoot } from '../../support/tree-oracle.ts'

const leaf = (i: number) => oracleLeaf(Uint8Array.of(i >> 8, i & 255))
const leaves = (n: number) => Array.from({ length: n }, (_, i) => leaf(i))
const plain = (hashes: readonly Uint8Array[]) => hashes.map((hash) => Buffer.from(hash).toString('hex'))

/** A tree and the full tiles that it gave away, as the log keeps them. */
class StoredTree implements TileSource {
	tree = new GrowingTree()
	readonly stored = new Map<string, Uint8Array>()
	reads = 0

	append(hashes: readonly Uint8Array[]): void {
		const before = this.tree.size
		this.tree.append(concat(...hashes))
		for (const { tile, bytes } of this.tree.filledSince(before)) {
			this.stored.set(`${tile.level}/${tile.index}`, bytes)
		}
		this.tree.trim()
	}

	/** As after a restart: the same tree from its partial tiles. */
	restore(): void {
		const before = this.tree
		this.tree = GrowingTree.restore(before.size, (level, width) => {
			const index = Math.floor(before.size / 256 ** level / 256)
			return before.tile({ level, index, width }) ?? new Uint8Array()
		})
	}

	node(level: number, index: number): Hash | undefined {
		return this.tree.node(level, index)
	}

	async fullTiles(tiles: readonly { level: number; index: number }[]): Promise<Uint8Array[]> {
		this.reads += tiles.length
		return tiles.map(({ level, index }) => this.stored.get(`${level}/${index}`) as Uint8Array)
	}
}

describe('native hashing', () => {
	test('gives the same bytes as the pure one, for every length around the block sizes', () => {
		for (let length = 0; length < 300; length++) {
			const bytes = Uint8Array.from({ length }, (_, i) => i * 7)
			useSha256(nobleSha256)
			const pure = [sha256(bytes), leafHash(bytes), nodeHash(sha256(bytes), sha256(bytes))]
			useNativeHashing()
			expect(plain([sha256(bytes), leafHash(bytes), nodeHash(sha256(bytes), sha256(bytes))])).toEqual(
				plain(pure),
			)
			expect(plain([sha256(bytes)])).toEqual([createHash('sha256').update(bytes).digest('hex')])
			expect(sha256(bytes).constructor).toBe(Uint8Array)
		}
	})
})

describe('growing tree', () => {
	test('size 0 has the root of nothing, no tiles and no nodes', () => {
		const tree = new GrowingTree()
		expect(tree.root()).toEqual(EMPTY_ROOT)
		expect(tree.tile({ level: 0, index: 0, width: 1 })).toBeUndefined()
		expect(tree.node(0, 0)).toBeUndefined()
		expect(tree.filledSince(0)).toEqual([])
		expect(GrowingTree.restore(0, () => new Uint8Array()).root()).toEqual(EMPTY_ROOT)
	})

	test('size 1: the root is the leaf, the proof is empty', () => {
		const tree = new GrowingTree()
		tree.append(leaf(0))
		expect(tree.proofs(0)).toEqual({ root: leaf(0), proofs: [[]] })
	})

	test('half a hash is refused', () => {
		expect(() => new GrowingTree().append(new Uint8Array(33))).toThrow(RangeError)
		expect(() => GrowingTree.restore(3, () => new Uint8Array(64))).toThrow(RangeError)
	})

	test('every size to 200: root and proofs of the newest batch are those of merkletreejs', () => {
		for (let size = 1; size <= 200; size++) {
			const all = leaves(size)
			// Batches that begin everywhere: at 0, in the middle, at the last leaf.
			for (const first of new Set([0, size >> 1, Math.max(0, size - 5), size - 1])) {
				const tree = new GrowingTree()
				tree.append(concat(...all.slice(0, first)))
				tree.trim()
				tree.append(concat(...all.slice(first)))
				const { root, proofs } = tree.proofs(first)
				expect(plain([root, tree.root()])).toEqual(plain([oracleRoot(all), oracleRoot(all)]))
				expect(proofs.length).toBe(size - first)
				for (const [i, proof] of proofs.entries()) {
					if (i % 7 !== 0 && i !== proofs.length - 1) continue
					expect(plain(proof)).toEqual(plain(oracleInclusion(all, first + i)))
				}
			}
		}
	})

	test('batches of every kind, trimmed and restored in between, give the roots of one append', () => {
		const stored = new StoredTree()
		const all: Uint8Array[] = []
		let seed = 7
		while (all.length < 70_000) {
			seed = (seed * 1103515245 + 12345) % 2147483648
			const size = seed % 5 === 0 ? 1 : seed % 1500
			const batch = Array.from({ length: size }, (_, i) => leaf(all.length + i))
			const first = all.length
			all.push(...batch)
			stored.append(batch)
			if (seed % 3 === 0) stored.restore()
			const tree = new GrowingTree()
			if (seed % 11 === 0) {
				tree.append(concat(...all))
				expect(stored.tree.root()).toEqual(tree.root())
			}
			if (size === 0) continue
			for (const index of [first, all.length - 1]) {
				expect(stored.tree.node(0, index) ?? all[index]).toEqual(all[index])
			}
		}
		// Every full tile was handed out once, and each is the root of those below it.
		const full = [...tilesOf(all.length)].filter(({ width }) => width === 256)
		expect([...stored.stored.keys()].sort()).toEqual(
			full.map(({ level, index }) => `${level}/${index}`).sort(),
		)
		for (const { level, index } of full) {
			if (level === 0) continue
			const tile = stored.stored.get(`${level}/${index}`) as Uint8Array
			const below = stored.stored.get(`${level - 1}/${index * 256 + 3}`) as Uint8Array
			expect(tile.slice(96, 128)).toEqual(subtreeRoot(below, 0, 256))
		}
	})

	test('an older size is readable while an append is under way', () => {
		const tree = new GrowingTree()
		tree.append(concat(...leaves(300)))
		tree.trim()
		const before = tree.tile({ level: 0, index: 1, width: 44 })
		tree.append(concat(...leaves(900).slice(300)))
		expect(tree.tile({ level: 0, index: 1, width: 44 })).toEqual(before)
		tree.trim()
		expect(tree.tile({ level: 0, index: 1, width: 44 })).toBeUndefined()
	})
})

describe('proofs from tiles', () => {
	test('size 0 and 1', async () => {
		const stored = new StoredTree()
		const prover = new TreeProver(stored)
		expect(await prover.rootAt(0)).toEqual(EMPTY_ROOT)
		await expect(prover.inclusion(0, 0)).rejects.toThrow(RangeError)
		await expect(prover.consistency(0, 0)).rejects.toThrow(RangeError)
		stored.append([leaf(0)])
		expect(await prover.rootAt(1)).toEqual(leaf(0))
		expect(await prover.inclusion(0, 1)).toEqual([])
		expect(await prover.consistency(1, 1)).toEqual([])
		await expect(prover.inclusion(1, 1)).rejects.toThrow(RangeError)
	})

	test('every size to 200: root, every inclusion and consistency proof as merkletreejs has them', async () => {
		const all = leaves(200)
		const stored = new StoredTree()
		for (const hash of all) stored.append([hash])
		const prover = new TreeProver(stored)
		for (let size = 1; size <= 200; size++) {
			const part = all.slice(0, size)
			expect(plain([await prover.rootAt(size)])).toEqual(plain([oracleRoot(part)]))
			for (let index = size % 5; index < size; index += 5) {
				expect(plain(await prover.inclusion(index, size))).toEqual(plain(oracleInclusion(part, index)))
			}
			for (let older = 1 + (size % 7); older <= size; older += 7) {
				expect(plain(await prover.consistency(older, size))).toEqual(plain(oracleConsistency(part, older)))
			}
		}
	})

	test('across full tiles of two levels, from storage alone and from the edge, proofs verify', async () => {
		const stored = new StoredTree()
		const all = leaves(66_000).map((hash, i) => oracleLeaf(concat(hash, Uint8Array.of(i >> 16))))
		stored.append(all)
		stored.restore()
		const prover = new TreeProver(stored)
		const sizes = [1, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 65_999, 66_000]
		for (const size of sizes) {
			const root = await prover.rootAt(size)
			for (const index of [0, 1, 255, 256, 32_767, 65_535, size - 1]) {
				if (index >= size) continue
				const proof = await prover.inclusion(index, size)
				checkInclusion({ index, size, leaf: all[index] as Hash, proof, root })
			}
			for (const older of sizes) {
				if (older > size) continue
				const proof = await prover.consistency(older, size)
				checkConsistency({ size1: older, size2: size, root1: await prover.rootAt(older), root2: root, proof })
			}
		}
	})

	test('a tile is read once while it is in the cache, and again after it is cleared', async () => {
		const stored = new StoredTree()
		stored.append(leaves(600))
		const prover = new TreeProver(stored)
		await prover.inclusion(3, 600)
		const reads = stored.reads
		expect(reads).toBeGreaterThan(0)
		await prover.inclusion(200, 600)
		expect(stored.reads).toBe(reads)
		prover.clear()
		await prover.inclusion(200, 600)
		expect(stored.reads).toBe(2 * reads)
	})

	test('a flipped bit in a stored tile never gives a proof that verifies', async () => {
		const stored = new StoredTree()
		const all = leaves(600)
		stored.append(all)
		const root = stored.tree.root()
		const tile = stored.stored.get('0/0') as Uint8Array
		for (let at = 0; at < tile.length; at += 331) {
			tile[at] = (tile[at] as number) ^ 1
			const index = (at >> 5) ^ 1
			const proof = await new TreeProver(stored).inclusion(index, 600)
			expect(() => checkInclusion({ index, size: 600, leaf: all[index] as Hash, proof, root })).toThrow()
			tile[at] = (tile[at] as number) ^ 1
		}
		expect(widthAt(0, 0, 600)).toBe(256)
	})
})
