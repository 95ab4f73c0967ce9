import {
	anchorImprint,
	documentNode,
	documentsPath,
	documentsRoot,
	documentsRootFromPath,
	fromHex,
	hex,
	sha256,
	utf8,
} from '@letopis/format'
import { MerkleTree } from 'merkletreejs'
import { describe, expect, test } from 'vitest'
import { expectBytes, ownVectors } from '../support/vectors.ts'

interface AnchorVector {
	comment: string
	note: string
	documents: { digest: string; blinder: string }[]
	nodes: string[]
	paths: string[][]
	root: string | null
	imprint: string
}

describe('what an anchor stamps', () => {
	test.each(ownVectors<AnchorVector[]>('anchors'))('$comment', (v) => {
		const nodes = v.documents.map(({ digest, blinder }) => documentNode(fromHex(digest), fromHex(blinder)))
		expect(nodes.map(hex)).toEqual(v.nodes)
		const root = v.root === null ? null : fromHex(v.root)
		if (root) expectBytes(documentsRoot(nodes)).toBe(v.root)
		for (const [i, node] of nodes.entries()) {
			const path = documentsPath(nodes, i)
			expect(path.map(hex)).toEqual(v.paths[i])
			expectBytes(documentsRootFromPath(node, path)).toBe(v.root)
		}
		expectBytes(anchorImprint(utf8(v.note), root)).toBe(v.imprint)
	})

	test('trees of up to 100 documents against merkletreejs with sorted pairs', () => {
		const nodes = Array.from({ length: 100 }, (_, i) => sha256(utf8(`node ${i}`)))
		for (let size = 1; size <= nodes.length; size++) {
			const some = nodes.slice(0, size)
			const tree = new MerkleTree(
				some.map((node) => Buffer.from(node)),
				(value: unknown) => Buffer.from(sha256(value as Buffer)),
				{ sortPairs: true },
			)
			expectBytes(documentsRoot(some)).toBe(tree.getRoot().toString('hex'))
			const last = Buffer.from(some[size - 1] as Uint8Array)
			const theirs = tree.getProof(last, size - 1).map(({ data }) => hex(data))
			expect(documentsPath(some, size - 1).map(hex)).toEqual(theirs)
		}
	})

	test('without documents there is no root, beyond them no path', () => {
		expect(() => documentsRoot([])).toThrow(RangeError)
		expect(() => documentsPath([sha256(utf8('a'))], 1)).toThrow(RangeError)
		expect(() => documentNode(new Uint8Array(32), new Uint8Array(31))).toThrow(RangeError)
	})
})
