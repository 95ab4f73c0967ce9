/**
 * Writes evidence records (RFC 4998 in the syntax of RFC 9169): DER, nothing optional but what says how to read them.
 * AlgorithmIdentifiers of digests have no parameters (RFC 5754 §2).
 * @module
 */
import type { RenewalDigest } from '@letopis/format'
import { element } from './der-write.ts'

const TAG = { integer: 0x02, octets: 0x04, sequence: 0x30, digest: 0xa0, reducedTree: 0xa2 } as const
/** OBJECT IDENTIFIER 2.16.840.1.101.3.4.2.1, id-sha256, and …3, id-sha512. */
const DIGESTS: Readonly<Record<RenewalDigest, Uint8Array>> = {
	'sha2-256': Uint8Array.of(0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01),
	'sha2-512': Uint8Array.of(0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03),
}

/** One archive time-stamp: what leads from the data to the token's imprint. */
export interface ArchiveStamp {
	/** Of its tree; the same in all stamps of a chain. */
	readonly digest: RenewalDigest
	/** The reduced hash tree, lowest list first: each is sorted, hashed, and added to the next. */
	readonly lists: readonly (readonly Uint8Array[])[]
	/** DER TimeStampToken. */
	readonly token: Uint8Array
}

/**
 * DER EvidenceRecord.
 * @param chains each stamp of a chain renews the one before it, each chain all before it; at least one, none empty
 */
export function formatEvidenceRecord(chains: readonly (readonly ArchiveStamp[])[]): Uint8Array {
	if (chains.length === 0 || chains.some((stamps) => stamps.length === 0)) {
		throw new RangeError('expected at least one chain, and a time-stamp in each')
	}
	const digests = new Set(chains.flatMap((stamps) => stamps.map(({ digest }) => digest)))
	return element(
		TAG.sequence,
		element(TAG.integer, Uint8Array.of(1)),
		element(TAG.sequence, ...[...digests].map((digest) => element(TAG.sequence, DIGESTS[digest]))),
		formatChains(chains),
	)
}

/** DER ArchiveTimeStampSequence: what a hash-tree renewal covers of the chains before it. */
export function formatChains(chains: readonly (readonly ArchiveStamp[])[]): Uint8Array {
	return element(TAG.sequence, ...chains.map((stamps) => element(TAG.sequence, ...stamps.map(archiveStamp))))
}

function archiveStamp({ digest, lists, token }: ArchiveStamp): Uint8Array {
	const trees = lists.map((list) => element(TAG.sequence, ...list.map((hash) => element(TAG.octets, hash))))
	return element(
		TAG.sequence,
		element(TAG.digest, DIGESTS[digest]),
		element(TAG.reducedTree, ...trees),
		token,
	)
}
