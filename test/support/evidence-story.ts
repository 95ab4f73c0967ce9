/**
 * One document's evidence for tests: stamped by an authority, renewed by stamp before its certificate ends, then by hash
 * tree under SHA-512 with another authority; and the verification with anything changed.
 * @module
 */
import type { EvidenceInput } from '@letopis/verifier'
import { verifyEvidence } from '@letopis/verifier'
import { evidenceRecord, hashBy, rehashed, rootOf, type StampParts } from './evidence-writer.ts'
import { TestLog } from './test-log.ts'
import { createAuthority, ISSUED, type StampOptions, type TestAuthority } from './timestamp-authority.ts'

const YEAR = 365 * 86_400_000
export const content = Buffer.from('%PDF-1.7 Rozhodnutí č. j. 1/2026')
/** Its certificate ends after the first renewal and before everything is judged. */
export const alpha = createAuthority('Alpha', undefined, { notAfter: ISSUED + 8.5 * YEAR })
export const beta = createAuthority('Beta')
/** When the document was stamped, renewed and renewed again, and as of when it is judged. */
export const times = {
	first: ISSUED + YEAR,
	renewed: ISSUED + 8 * YEAR,
	rehashed: ISSUED + 9 * YEAR,
	judged: ISSUED + 9.5 * YEAR,
}
export const file = {
	name: 'rozhodnuti.pdf',
	digests: { 'SHA-256': hashBy('sha256', content), 'SHA-512': hashBy('sha512', content) },
}
export const trustIn = (authorities: readonly TestAuthority[], required = 1) =>
	new TestLog().trust({ roots: authorities.map(({ root }) => root), required })
export const trust = trustIn([alpha, beta])

/** A stamp over a tree whose first list is the target alone. */
export function stampOver(
	target: Uint8Array,
	authority: TestAuthority,
	options: StampOptions,
	digest: 'sha256' | 'sha512' = 'sha256',
	others: readonly (readonly Uint8Array[])[] = [[hashBy(digest, Buffer.from('r'))]],
): StampParts {
	const lists = [[target], ...others]
	return { digest, lists, token: authority.stamp(rootOf(digest, lists), options) }
}

const d = hashBy('sha256', content)
export const fresh = (options: Partial<StampOptions> = {}, authority = alpha) =>
	stampOver(d, authority, { genTime: times.first, accuracy: 1000, ...options })
export const renewal = (before: StampParts, options: Partial<StampOptions> = {}, authority = beta) =>
	stampOver(hashBy('sha256', before.token), authority, { genTime: times.renewed, ...options })
export const rehash = (
	chains: readonly (readonly StampParts[])[],
	options: Partial<StampOptions> = {},
	authority = beta,
) =>
	stampOver(rehashed('sha512', content, chains), authority, { genTime: times.rehashed, ...options }, 'sha512')

/** The whole story: two stamps in the first chain, one in the second. */
export function story(): StampParts[][] {
	const first = fresh()
	const chain = [first, renewal(first)]
	return [chain, [rehash([chain])]]
}

export function verify(record: Uint8Array | readonly Uint8Array[], changes: Partial<EvidenceInput> = {}) {
	const records = record instanceof Uint8Array ? [record] : record
	return verifyEvidence({ records, file, trust, at: times.first, ...changes })
}

export const sound = evidenceRecord({ chains: [[fresh()]] })
export const whole = evidenceRecord({ chains: story() })
