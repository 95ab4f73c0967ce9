/**
 * Inclusion and consistency proofs of the log's tree: RFC 6962 §2.1, checked as in RFC 9162 §2.1.3.2 and
 * §2.1.4.2, and described as nodes that a server or a verifier finds in tiles.
 * Sizes and indexes are integers up to 2^53−1. Arithmetic is on numbers, not on their low 32 bits.
 * @module
 */
import { equalBytes } from './bytes.ts'
import { EMPTY_ROOT, HASH_SIZE, type Hash, nodeHash } from './hash.ts'
import { RefusalError } from './refusal.ts'

/** Root of a complete subtree: node `index` of `level` covers the leaves [index·2^level, (index+1)·2^level). */
export interface NodeId {
	level: number
	index: number
}

/** What an inclusion proof claims; every member may come from an enemy. */
export interface InclusionClaim {
	index: number
	size: number
	leaf: Hash
	proof: readonly Hash[]
	root: Hash
}

/** What a consistency proof claims; every member may come from an enemy. */
export interface ConsistencyClaim {
	size1: number
	size2: number
	root1: Hash
	root2: Hash
	proof: readonly Hash[]
}

/**
 * The root that an inclusion proof leads to.
 * @param leaf leaf hash of the entry
 * @param proof siblings from the leaf up
 * @throws RefusalError `out-of-range` unless 0 ≤ index < size < 2^53, `malformed` for a proof of another
 *   length than this place in this tree has, or for a hash that is not 32 B
 */
export function rootFromInclusion(index: number, size: number, leaf: Hash, proof: readonly Hash[]): Hash {
	if (!Number.isSafeInteger(size) || !Number.isSafeInteger(index) || index < 0 || index >= size) {
		throw new RefusalError('out-of-range', `no leaf ${index} in a tree of ${size}`)
	}
	mustBeHashes(leaf, ...proof)
	let node = index
	let last = size - 1
	let hash = leaf
	for (const sibling of proof) {
		if (last === 0) throw wrongLength()
		if (isOdd(node) || node === last) {
			hash = nodeHash(sibling, hash)
			// A node without a right neighbour goes up unchanged until it is a right child.
			while (!isOdd(node) && node !== 0) {
				node = half(node)
				last = half(last)
			}
		} else {
			hash = nodeHash(hash, sibling)
		}
		node = half(node)
		last = half(last)
	}
	if (last !== 0) throw wrongLength()
	return hash
}

/**
 * @throws RefusalError `root-mismatch` if the proof leads to another root, and the codes of
 *   {@link rootFromInclusion}
 */
export function checkInclusion(claim: InclusionClaim): void {
	const root = rootFromInclusion(claim.index, claim.size, claim.leaf, claim.proof)
	if (!equalBytes(root, claim.root))
		throw new RefusalError('root-mismatch', 'inclusion proof leads to another root')
}

/**
 * Checks that the tree of size2 begins with the tree of size1.
 * An older size of 0 is refused: every tree begins with the empty one, so the proof would say nothing.
 * @throws RefusalError `out-of-range` unless 1 ≤ size1 ≤ size2 < 2^53, `malformed` for a proof of the wrong
 *   length or hashes of the wrong size, `root-mismatch`
 */
export function checkConsistency(claim: ConsistencyClaim): void {
	const { size1, size2, root1, root2, proof } = claim
	if (!Number.isSafeInteger(size1) || !Number.isSafeInteger(size2) || size1 < 1 || size1 > size2) {
		throw new RefusalError('out-of-range', `no consistency from size ${size1} to size ${size2}`)
	}
	if (size1 === size2) {
		// Nothing is hashed here, so that two roots are only compared, whatever they are.
		if (proof.length > 0) throw wrongLength()
		if (!equalBytes(root1, root2)) throw mismatch()
		return
	}
	mustBeHashes(root1, root2, ...proof)
	let node = size1 - 1
	let last = size2 - 1
	while (isOdd(node)) {
		node = half(node)
		last = half(last)
	}
	// node = 0 means that size1 is a power of two: its root is the first node, and not sent.
	const steps = proof[Symbol.iterator]()
	const first = node === 0 ? root1 : steps.next().value
	if (first === undefined) throw wrongLength()
	let old: Hash = first
	let young: Hash = first
	for (const sibling of steps) {
		if (last === 0) throw wrongLength()
		if (isOdd(node) || node === last) {
			old = nodeHash(sibling, old)
			young = nodeHash(sibling, young)
			while (!isOdd(node) && node !== 0) {
				node = half(node)
				last = half(last)
			}
		} else {
			young = nodeHash(young, sibling)
		}
		node = half(node)
		last = half(last)
	}
	if (last !== 0) throw wrongLength()
	if (!equalBytes(old, root1) || !equalBytes(young, root2)) throw mismatch()
}

/**
 * The complete subtrees that make up leaves [from, to), left to right: largest first, each once.
 * `from` must be a multiple of the size of the subtree of the whole tree that [from, to) is.
 * Their hashes, put together by {@link foldNodes}, are the Merkle Tree Hash of those leaves.
 */
function nodesOf(from: number, to: number): NodeId[] {
	const nodes: NodeId[] = []
	let start = from
	while (start < to) {
		const level = Math.floor(Math.log2(to - start))
		// log2 is exact for powers of two but may round up just below one of the largest.
		const fitting = 2 ** level <= to - start ? level : level - 1
		nodes.push({ level: fitting, index: start / 2 ** fitting })
		start += 2 ** fitting
	}
	return nodes
}

/** The complete subtrees of a tree, left to right; {@link foldNodes} of their hashes is the root. */
export function frontier(size: number): NodeId[] {
	mustBeSize(size)
	return nodesOf(0, size)
}

/**
 * Hash of neighbouring subtrees of falling size: node(h1, node(h2, … node(hn−1, hn))).
 * Of none at all it is the root of the empty tree.
 */
export function foldNodes(hashes: readonly Hash[]): Hash {
	let folded: Hash | undefined
	for (let i = hashes.length - 1; i >= 0; i--) {
		const hash = hashes[i] as Hash
		folded = folded ? nodeHash(hash, folded) : hash
	}
	return folded ?? EMPTY_ROOT
}

/**
 * Recipe of an inclusion proof: one group of nodes for each hash of the proof, in its order. The hash is
 * {@link foldNodes} of the hashes of its group; at most the groups at the right edge have more than one node.
 * @throws RangeError unless 0 ≤ index < size < 2^53
 */
export function inclusionPath(index: number, size: number): NodeId[][] {
	mustBeSize(size)
	if (!Number.isSafeInteger(index) || index < 0 || index >= size) {
		throw new RangeError(`expected an index below ${size}, got ${index}`)
	}
	const path: NodeId[][] = []
	let from = 0
	let to = size
	while (to - from > 1) {
		const middle = from + splitPoint(to - from)
		if (index < middle) {
			path.push(nodesOf(middle, to))
			to = middle
		} else {
			path.push(nodesOf(from, middle))
			from = middle
		}
	}
	return path.reverse()
}

/**
 * Recipe of a consistency proof, as for {@link inclusionPath}; empty for equal sizes.
 * @throws RangeError unless 1 ≤ size1 ≤ size2 < 2^53
 */
export function consistencyPath(size1: number, size2: number): NodeId[][] {
	mustBeSize(size2)
	if (!Number.isSafeInteger(size1) || size1 < 1 || size1 > size2) {
		throw new RangeError(`expected an older size from 1 to ${size2}, got ${size1}`)
	}
	const path: NodeId[][] = []
	let from = 0
	let to = size2
	// RFC 6962 §2.1.2: descend to the subtree that ends where the old tree ends.
	while (to !== size1) {
		const middle = from + splitPoint(to - from)
		if (size1 <= middle) {
			path.push(nodesOf(middle, to))
			to = middle
		} else {
			path.push(nodesOf(from, middle))
			from = middle
		}
	}
	if (from > 0) path.push(nodesOf(from, to))
	return path.reverse()
}

/** The proof of a recipe, given the hash of each complete subtree. */
export function assembleProof(path: readonly (readonly NodeId[])[], hashOf: (node: NodeId) => Hash): Hash[] {
	return path.map((group) => foldNodes(group.map(hashOf)))
}

/** Largest power of two below n; n ≥ 2. */
function splitPoint(n: number): number {
	let power = 2 ** Math.floor(Math.log2(n))
	if (power > n) power /= 2
	return power === n ? power / 2 : power
}

function isOdd(n: number): boolean {
	return n % 2 === 1
}

function half(n: number): number {
	return Math.floor(n / 2)
}

function mustBeSize(size: number): void {
	if (!Number.isSafeInteger(size) || size < 0) throw new RangeError(`expected a size 0..2^53-1, got ${size}`)
}

function mustBeHashes(...hashes: readonly Hash[]): void {
	for (const hash of hashes) {
		if (hash.length !== HASH_SIZE) throw new RefusalError('malformed', `a hash has ${hash.length} bytes`)
	}
}

function wrongLength(): RefusalError {
	return new RefusalError('malformed', 'proof has the wrong number of hashes')
}

function mismatch(): RefusalError {
	return new RefusalError('root-mismatch', 'consistency proof leads to other roots')
}
