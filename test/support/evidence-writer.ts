/**
 * Writes evidence records (RFC 4998) byte by byte, with a test authority's tokens: sound ones, both renewals, and whatever
 * a test wants to be wrong. Shares no code with reader or maker.
 * @module
 */
import { createHash } from 'node:crypto'
import { explicit, integer, octets, oid, sequence, tlv } from './der-writer.ts'

export type Digest = 'sha256' | 'sha512'

const IDENTIFIERS: Readonly<Record<Digest, string>> = {
	sha256: '2.16.840.1.101.3.4.2.1',
	sha512: '2.16.840.1.101.3.4.2.3',
}

export const hashBy = (digest: Digest, ...parts: readonly Uint8Array[]): Buffer =>
	createHash(digest).update(Buffer.concat(parts)).digest()

/** Hash of a group of values in ascending order of their bytes; a value alone is its own. */
export function groupHash(digest: Digest, values: readonly Uint8Array[]): Buffer {
	const sorted = [...values].sort(Buffer.compare)
	return sorted.length === 1 ? Buffer.from(sorted[0] as Uint8Array) : hashBy(digest, ...sorted)
}

/** What the lists of a reduced hash tree come to. */
export function rootOf(digest: Digest, lists: readonly (readonly Uint8Array[])[]): Buffer {
	const [first = [], ...rest] = lists
	return rest.reduce((value, list) => groupHash(digest, [...list, value]), groupHash(digest, first))
}

export interface StampParts {
	/** as named by the stamp; null leaves it to the token */
	digest: Digest | null
	lists: readonly (readonly Uint8Array[])[]
	token: Uint8Array
}

export function archiveStamp({ digest, lists, token }: StampParts): Buffer {
	return sequence(
		...(digest === null ? [] : [tlv(0xa0, oid(IDENTIFIERS[digest]))]),
		...(lists.length === 0 ? [] : [tlv(0xa2, ...lists.map((list) => sequence(...list.map(octets))))]),
		token,
	)
}

export const algorithm = (digest: Digest) => sequence(oid(IDENTIFIERS[digest]))

export interface RecordParts {
	digests?: readonly Digest[]
	chains: readonly (readonly StampParts[])[]
	version?: number
	/** raw elements between digestAlgorithms and archiveTimeStampSequence */
	infos?: readonly Uint8Array[]
}

export function evidenceRecord({ digests, chains, version = 1, infos = [] }: RecordParts): Buffer {
	const named = digests ?? [...new Set(chains.flatMap(([first]) => first?.digest ?? []))]
	return sequence(
		integer(version),
		sequence(...named.map(algorithm)),
		...infos,
		sequence(...chains.map((stamps) => sequence(...stamps.map(archiveStamp)))),
	)
}

/** What a new chain has to cover: H(H(d) ‖ H(DER of all earlier chains)). */
export function rehashed(
	digest: Digest,
	data: Uint8Array,
	chains: readonly (readonly StampParts[])[],
): Buffer {
	const earlier = sequence(...chains.map((stamps) => sequence(...stamps.map(archiveStamp))))
	return hashBy(digest, hashBy(digest, data), hashBy(digest, earlier))
}

/** An encryptionInfo, RFC 4998 §6, of no known kind. */
export const encryptionInfo = () => explicit(1, oid('1.2.3.4'), sequence())
