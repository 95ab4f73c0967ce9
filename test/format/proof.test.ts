import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
	assembleProof,
	checkConsistency,
	checkInclusion,
	consistencyPath,
	EMPTY_ROOT,
	foldNodes,
	fromHex,
	frontier,
	type Hash,
	hex,
	inclusionPath,
	leafHash,
	type NodeId,
	nodeHash,
	type RefusalCode,
	rootFromInclusion,
	utf8,
} from '@letopis/format'
import { MerkleTree } from 'merkletreejs'
import { describe, expect, test } from 'vitest'
import { foreignVectors, ownVectors, refusal } from '../support/vectors.ts'

interface InclusionVector {
	comment: string
	index: number
	size: number
	leaf: string
	proof: string[]
	root: string
	wantError: RefusalCode | null
}
interface ConsistencyVector {
	comment: string
	size1: number
	size2: number
	root1: string
	root2: string
	proof: string[]
	wantError: RefusalCode | null
}

describe('inclusion', () => {
	test.each(ownVectors<InclusionVector[]>('inclusion'))('$comment', (v) => {
		const { index, size } = v
		const claim = { index, size, leaf: fromHex(v.leaf), proof: v.proof.map(fromHex), root: fromHex(v.root) }
		expect(refusal(() => checkInclusion(claim))).toBe(v.wantError)
	})

	test.each([
		['fraction', 0.5, 1],
		['NaN', Number.NaN, 1],
		['infinite size', 0, Number.POSITIVE_INFINITY],
		['text', '0' as unknown as number, 1],
	])('%s for a place is refused', (_, index, size) => {
		expect(refusal(() => rootFromInclusion(index, size, EMPTY_ROOT, []))).toBe('out-of-range')
	})

	test('the largest tree has proofs of 53 hashes', () => {
		const size = Number.MAX_SAFE_INTEGER
		const proof = Array.from({ length: 53 }, (_, i) => leafHash(Uint8Array.of(i)))
		const recipe = inclusionPath(0, size)
		expect(recipe).toHaveLength(53)
		expect(recipe.at(-1)?.[0]).toEqual({ level: 51, index: 2 })
		let root = leafHash(utf8('a'))
		for (const hash of proof) root = nodeHash(root, hash)
		checkInclusion({ index: 0, size, leaf: leafHash(utf8('a')), proof, root })
		expect(inclusionPath(size - 1, size)).toHaveLength(52)
	})
})

describe('consistency', () => {
	test.each(ownVectors<ConsistencyVector[]>('consistency'))('$comment', (v) => {
		const { size1, size2 } = v
		const claim = {
			size1,
			size2,
			root1: fromHex(v.root1),
			root2: fromHex(v.root2),
			proof: v.proof.map(fromHex),
		}
		expect(refusal(() => checkConsistency(claim))).toBe(v.wantError)
	})
})

const { folder, absent } = foreignVectors('merkle')
describe.skipIf(absent)('transparency-dev/merkle (skipped without ../shared/vectors/merkle)', () => {
	/** Numbers beyond 2^53 stay what they are: JSON.parse alone would round them to another claim. */
	function parse(file: string): { [key: string]: unknown } {
		return JSON.parse(readFileSync(file, 'utf8'), (_, value, context?: { source?: string }) =>
			typeof value === 'number' && !Number.isSafeInteger(value) ? BigInt(context?.source ?? value) : value,
		)
	}
	const decode = (text: unknown): Hash => new Uint8Array(Buffer.from((text as string | null) ?? '', 'base64'))
	const decodeAll = (list: unknown): Hash[] => ((list as string[] | null) ?? []).map(decode)
	const files = (kind: string) =>
		readdirSync(join(folder, kind), { recursive: true, encoding: 'utf8' }).filter((name) =>
			name.endsWith('.json'),
		)

	test('there are 98 files of each kind', () => {
		expect([files('inclusion').length, files('consistency').length]).toEqual([98, 98])
	})

	test.each(absent ? [] : files('inclusion'))('inclusion/%s', (name) => {
		const v = parse(join(folder, 'inclusion', name))
		const claim = {
			index: v.leafIdx as number,
			size: v.treeSize as number,
			leaf: decode(v.leafHash),
			proof: decodeAll(v.proof),
			root: decode(v.root),
		}
		expect(refusal(() => checkInclusion(claim)) !== null).toBe(v.wantErr)
	})

	test.each(absent ? [] : files('consistency'))('consistency/%s', (name) => {
		const v = parse(join(folder, 'consistency', name))
		const claim = {
			size1: v.size1 as number,
			size2: v.size2 as number,
			root1: decode(v.root1),
			root2: decode(v.root2),
			proof: decodeAll(v.proof),
		}
		expect(refusal(() => checkConsistency(claim)) !== null).toBe(v.wantErr)
	})
})

describe('every tree size to 200 against merkletreejs', () => {
	const SIZES = 200
	const entries = Array.from({ length: SIZES }, (_, i) => utf8(`leaf ${i}`))
	const leaves = entries.map((entry) => leafHash(entry))

	/** merkletreejs promotes lone nodes: with hashed leaves and 0x01 in front of each pair it is RFC 6962. */
	function oracle(size: number): MerkleTree {
		const sha256 = (value: unknown) =>
			createHash('sha256')
				.update(value as Buffer)
				.digest()
		return new MerkleTree(
			leaves.slice(0, size).map((leaf) => Buffer.from(leaf)),
			sha256,
			{
				concatenator: (pair: Buffer[]) => Buffer.concat([Buffer.of(1), ...pair]),
			},
		)
	}
	const trees = Array.from({ length: SIZES + 1 }, (_, size) => oracle(size))
	const roots = trees.map((tree, size) => (size === 0 ? hex(EMPTY_ROOT) : tree.getRoot().toString('hex')))
	/** Complete subtrees are nodes of the oracle's layers. */
	const layers = (trees[SIZES] as MerkleTree).getLayers()
	const hashOf = ({ level, index }: NodeId): Hash => new Uint8Array(layers[level]?.[index] as Buffer)

	test('roots, from the complete subtrees', () => {
		for (let size = 0; size <= SIZES; size++) {
			const nodes = frontier(size)
			expect(nodes.length).toBe(size.toString(2).replaceAll('0', '').length)
			expect(hex(foldNodes(nodes.map(hashOf)))).toBe(roots[size])
		}
	})

	test('inclusion of every leaf', () => {
		for (let size = 1; size <= SIZES; size++) {
			const tree = trees[size] as MerkleTree
			for (let index = 0; index < size; index++) {
				const proof = assembleProof(inclusionPath(index, size), hashOf)
				const theirs = tree.getProof(Buffer.from(leaves[index] as Hash), index).map(({ data }) => hex(data))
				expect(proof.map(hex)).toEqual(theirs)
				expect(hex(rootFromInclusion(index, size, leaves[index] as Hash, proof))).toBe(roots[size])
			}
		}
	})

	test('consistency with every older size', () => {
		for (let size2 = 1; size2 <= SIZES; size2++) {
			for (let size1 = 1; size1 <= size2; size1++) {
				const proof = assembleProof(consistencyPath(size1, size2), hashOf)
				const root1 = fromHex(roots[size1] as string)
				const root2 = fromHex(roots[size2] as string)
				checkConsistency({ size1, size2, root1, root2, proof })
				// The same proof never speaks for another newer root, nor for another older one.
				const wrong = fromHex(roots[size2 - 1] as string)
				expect(refusal(() => checkConsistency({ size1, size2, root1, root2: wrong, proof }))).toBe(
					'root-mismatch',
				)
				expect(refusal(() => checkConsistency({ size1, size2, root1: wrong, root2, proof }))).toBe(
					size1 === size2 - 1 ? null : 'root-mismatch',
				)
			}
		}
	})

	test('no leaf is proven by the proof of its neighbour', () => {
		const proof = assembleProof(inclusionPath(77, SIZES), hashOf)
		for (let index = 0; index < SIZES; index++) {
			if (index === 77) continue
			const leaf = leaves[index] as Hash
			const claim = { index: 77, size: SIZES, leaf, proof, root: fromHex(roots[SIZES] as string) }
			expect(refusal(() => checkInclusion(claim))).toBe('root-mismatch')
		}
	})
})

test('recipes are refused outside of the tree', () => {
	expect(() => inclusionPath(0, 0)).toThrow(RangeError)
	expect(() => inclusionPath(5, 5)).toThrow(RangeError)
	expect(() => inclusionPath(0, 2 ** 53)).toThrow(RangeError)
	expect(() => consistencyPath(0, 5)).toThrow(RangeError)
	expect(() => consistencyPath(6, 5)).toThrow(RangeError)
	expect(() => frontier(-1)).toThrow(RangeError)
})
