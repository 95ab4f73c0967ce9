/**
 * When what a signature rests on ends: its certificates, and the first of its algorithms by the dated policy. Before that
 * somebody has to prove that it existed, or it can no longer be decided.
 * @module
 */
import { RefusalError } from '@letopis/format'
import { ALGORITHMS, type AlgorithmEnd, firstEnd } from '../evidence/algorithms.ts'
import type { Certificate } from '../timestamp/certificate.ts'
import type { Stamp } from '../timestamp/check.ts'
import type { DigestName } from '../timestamp/oids.ts'
import { StampRefusal } from '../timestamp/refusal.ts'
import { digestAlgorithm, signatureUse } from '../timestamp/signature.ts'
import type { CmsSigner } from './cms.ts'

export interface Ends {
	/** of the certificates on the path (without one: of the signer's) the earliest end, ms since 1970 */
	certificates: number
	/** the first algorithm to end; null where the policy knows no end. `at` is ms since 1970, 0 for one that never counted */
	algorithm: { name: string; at: number } | null
}

function endOf({ algorithm, until }: AlgorithmEnd): Ends['algorithm'] {
	return until === Number.POSITIVE_INFINITY ? null : { name: algorithm, at: Math.max(0, until) }
}

/** @param path signer first, root last; the root's own signature proves nothing and is left out */
export function endsOfSignature(signer: CmsSigner, path: readonly Certificate[]): Ends | null {
	const [own] = path
	if (own === undefined) return null
	try {
		const cmsDigest = digestAlgorithm(signer.digestAlgorithm)
		const uses = [
			signatureUse({ algorithm: signer.signatureAlgorithm, cmsDigest, publicKey: own.publicKey }),
			...path.slice(0, -1).map(({ signatureAlgorithm: algorithm }, i) => {
				const { publicKey } = path[i + 1] as Certificate
				return signatureUse({ algorithm, publicKey })
			}),
		]
		return {
			certificates: Math.min(...path.map(({ notAfter }) => notAfter)),
			algorithm: endOf(firstEnd(ALGORITHMS, cmsDigest, uses)),
		}
	} catch (error) {
		// Said as a fault where the signature is examined.
		if (error instanceof StampRefusal || error instanceof RefusalError) return null
		throw error
	}
}

export function endsOfStamp({ validUntil, signatures }: Stamp, digest: DigestName): Ends {
	return { certificates: validUntil, algorithm: endOf(firstEnd(ALGORITHMS, digest, signatures)) }
}
