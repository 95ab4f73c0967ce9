/**
 * The tree that an anchor stamps beside a head: sorted-pair hashing of RFC 4998 §4.2, so that each document's part
 * of it is an evidence record's reduced hash tree. H = SHA-256.
 *
 * node_i = H(sort(H(d_i), r_i)) with an erasable random r_i: the node of a document whose r is gone says nothing.
 * D = the root over all nodes; an odd last node goes up unchanged. sort(a, b) = the two 32-byte values in
 * ascending order of their bytes.
 * @module
 */
import { compareBytes, concat } from './bytes.ts'
import { type Hash, sha256 } from './hash.ts'

/** H of two hashes in ascending byte order; the order of the arguments does not matter. */
export function sortedPair(a: Hash, b: Hash): Hash {
	if (a.length !== 32 || b.length !== 32) throw new RangeError('expected two hashes of 32 B')
	return sha256(compareBytes(a, b) <= 0 ? concat(a, b) : concat(b, a))
}

/** @param digest SHA-256 of the document @param blinder r, 32 B */
export function documentNode(digest: Hash, blinder: Uint8Array): Hash {
	return sortedPair(digest, blinder)
}

export interface DocumentsTree {
	/** D */
	readonly root: Hash
	/**
	 * The siblings that lead a node to D, lowest first; a level where the node has none adds nothing.
	 * @throws RangeError for an index outside the tree
	 */
	path(index: number): Hash[]
}

/** Hashes all nodes once. @throws RangeError for no nodes: an anchor without documents has no D */
export function documentsTree(nodes: readonly Hash[]): DocumentsTree {
	const levels = buildLevels(nodes)
	const root = levels.at(-1)?.[0]
	if (root === undefined) throw new RangeError('expected at least one node')
	return {
		root,
		path(index) {
			if (!Number.isInteger(index) || index < 0 || index >= nodes.length) {
				throw new RangeError(`expected an index below ${nodes.length}, got ${index}`)
			}
			return levels.flatMap((level, height) => level[(index >>> height) ^ 1] ?? [])
		},
	}
}

/** D. @throws RangeError for no nodes */
export function documentsRoot(nodes: readonly Hash[]): Hash {
	return documentsTree(nodes).root
}

/** One node's path; for many nodes of one tree build `documentsTree` once. */
export function documentsPath(nodes: readonly Hash[], index: number): Hash[] {
	return documentsTree(nodes).path(index)
}

/** D as a node and its path lead to it. */
export function documentsRootFromPath(node: Hash, path: readonly Hash[]): Hash {
	return path.reduce(sortedPair, node)
}

function buildLevels(nodes: readonly Hash[]): (readonly Hash[])[] {
	const all: (readonly Hash[])[] = [nodes]
	for (let level = nodes; level.length > 1; all.push(level)) {
		const above: Hash[] = []
		for (let i = 0; i < level.length; i += 2) {
			const [left, right] = level.slice(i, i + 2)
			if (left !== undefined) above.push(right === undefined ? left : sortedPair(left, right))
		}
		level = above
	}
	return all
}
