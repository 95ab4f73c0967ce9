/**
 * What says now whether the certificates of some tokens, and of other signatures, were withdrawn: for those who hand them on.
 * @module
 */
import { type Certificate, parseCertificate } from './certificate.ts'
import type { RevocationData, RevocationSource } from './revocation.ts'
import type { StampEnds } from './stamp-ends.ts'
import { TimestampError } from './timestamp-error.ts'

/** Somebody waits for it. */
const WITHIN_MS = 8_000

export interface Signed {
	/** DER tokens. */
	readonly tokens: readonly Uint8Array[]
	/** DER certificates of other signers, each with its issuers after it. */
	readonly chains?: readonly (readonly Uint8Array[])[]
}

/**
 * Nothing for tokens that lead to none of the roots, and for certificates that say nothing or whose issuers do not answer.
 * @param roots DER @param own lists that are at hand already
 */
export async function revocationOf(
	source: RevocationSource | undefined,
	ends: StampEnds,
	{ tokens, chains = [] }: Signed,
	roots: readonly Uint8Array[],
	own: readonly Uint8Array[],
): Promise<readonly RevocationData[]> {
	if (source === undefined) return []
	const paths: (readonly Certificate[])[] = chains.map((chain) => chain.map(parseCertificate))
	for (const token of roots.length === 0 ? [] : tokens) {
		try {
			paths.push((await ends.look(token, roots)).path)
		} catch (error) {
			if (!(error instanceof TimestampError)) throw error
		}
	}
	return (await source.collect(paths, own, WITHIN_MS)).data
}
