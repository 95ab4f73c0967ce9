/**
 * Writes evidence records (RFC 4998 in the syntax of RFC 9169): DER, nothing optional but what says how to read them.
 * Hashes are SHA-256; their AlgorithmIdentifier has no parameters (RFC 5754 §2).
 * @module
 */
import { concat, type Hash } from '@letopis/format'

const TAG = { integer: 0x02, octets: 0x04, sequence: 0x30, digest: 0xa0, reducedTree: 0xa2 } as const
/** OBJECT IDENTIFIER 2.16.840.1.101.3.4.2.1, id-sha256. */
const SHA256 = Uint8Array.of(0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01)

/** One archive time-stamp: what leads from the data to the token's imprint. */
export interface ArchiveStamp {
	/** The reduced hash tree, lowest list first: each is sorted, hashed, and added to the next. */
	readonly lists: readonly (readonly Hash[])[]
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
	return element(
		TAG.sequence,
		element(TAG.integer, Uint8Array.of(1)),
		element(TAG.sequence, element(TAG.sequence, SHA256)),
		element(TAG.sequence, ...chains.map((stamps) => element(TAG.sequence, ...stamps.map(archiveStamp)))),
	)
}

function archiveStamp({ lists, token }: ArchiveStamp): Uint8Array {
	const trees = lists.map((list) => element(TAG.sequence, ...list.map((hash) => element(TAG.octets, hash))))
	return element(TAG.sequence, element(TAG.digest, SHA256), element(TAG.reducedTree, ...trees), token)
}

/** X.690 §8.1, lengths as short as can be (§10.1). */
function element(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
	const content = concat(...parts)
	if (content.length < 0x80) return concat(Uint8Array.of(tag, content.length), content)
	const length: number[] = []
	for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) length.unshift(rest % 256)
	return concat(Uint8Array.of(tag, 0x80 | length.length, ...length), content)
}
