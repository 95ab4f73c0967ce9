/**
 * An inclusion proof step by step, for drawing it. What it is worth is said by the verifier, not here.
 * @module
 */
import { type Hash, hex, nodeHash } from '@letopis/format'

export interface ProofStep {
	/** on which side the sibling stands */
	side: 'left' | 'right'
	/** hex */
	sibling: string
	/** hash of both, hex */
	result: string
}

/**
 * RFC 9162 §2.1.3.2, with what lies between.
 * @param index below `size`
 * @returns empty where the proof has not the length that this place asks for
 */
export function proofSteps(index: number, size: number, leaf: Hash, proof: readonly Hash[]): ProofStep[] {
	const steps: ProofStep[] = []
	let [at, last] = [index, size - 1]
	let hash = leaf
	for (const sibling of proof) {
		if (last === 0) return []
		const left = at % 2 === 1 || at === last
		hash = left ? nodeHash(sibling, hash) : nodeHash(hash, sibling)
		steps.push({ side: left ? 'left' : 'right', sibling: hex(sibling), result: hex(hash) })
		// A node without a right neighbour goes up unchanged until it has a left one.
		if (left) while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)]
		;[at, last] = [Math.floor(at / 2), Math.floor(last / 2)]
	}
	return last === 0 ? steps : []
}
