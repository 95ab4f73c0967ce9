/**
 * The tree of RFC 6962 by merkletreejs: an independent judge of roots and proofs for small sizes.
 * It rebuilds everything for each call, so it is slow and shares nothing with the engine.
 * @module
 */
import { createHash } from 'node:crypto'
import { MerkleTree } from 'merkletreejs'

const sha256 = (...parts: Uint8Array[]) => {
	const state = createHash('sha256')
	for (const part of parts) state.update(part)
	return state.digest()
}

/** Leaf hash of an entry by node:crypto. */
export function oracleLeaf(entry: Uint8Array): Uint8Array {
	return new Uint8Array(sha256(Uint8Array.of(0), entry))
}

/** merkletreejs joins two children as given; the domain byte comes in here. */
function treeOf(leaves: readonly Uint8Array[]): MerkleTree {
	return new MerkleTree(
		leaves.map((leaf) => Buffer.from(leaf)),
		(pair: Buffer) => sha256(Uint8Array.of(1), pair),
		{ sort: false, duplicateOdd: false, hashLeaves: false },
	)
}

export function oracleRoot(leaves: readonly Uint8Array[]): Uint8Array {
	return leaves.length === 0 ? new Uint8Array(sha256()) : new Uint8Array(treeOf(leaves).getRoot())
}

/** Siblings from the leaf up. */
export function oracleInclusion(leaves: readonly Uint8Array[], index: number): Uint8Array[] {
	const leaf = Buffer.from(leaves[index] as Uint8Array)
	return treeOf(leaves)
		.getProof(leaf, index)
		.map(({ data }) => new Uint8Array(data))
}

/** RFC 9162 §2.1.4.1, word for word, over roots by merkletreejs. */
export function oracleConsistency(leaves: readonly Uint8Array[], older: number): Uint8Array[] {
	const subproof = (m: number, d: readonly Uint8Array[], complete: boolean): Uint8Array[] => {
		if (m === d.length) return complete ? [] : [oracleRoot(d)]
		let k = 1
		while (2 * k < d.length) k *= 2
		if (m <= k) return [...subproof(m, d.slice(0, k), complete), oracleRoot(d.slice(k))]
		return [...subproof(m - k, d.slice(k), false), oracleRoot(d.slice(0, k))]
	}
	return subproof(older, leaves, true)
}
