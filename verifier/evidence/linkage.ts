/**
 * How the hashes of an evidence record hang together, RFC 4998 §4.2, §4.3, §5.2 and §5.3: reduced hash trees, and what a
 * renewed stamp has to cover. Pure arithmetic on what record.ts has read; no signature is looked at here.
 * @module
 */
import { compareBytes, concat, equalBytes } from '@letopis/format'
import type { DigestName } from '../timestamp/oids.ts'
import { digest } from '../timestamp/signature.ts'
import type { ArchiveChain } from './record.ts'

/**
 * What a reduced hash tree leads to: each list, with the value that the lists below it came to, is sorted by its bytes,
 * joined and hashed. A value that is alone goes on as it is, so that a list of one stands for a leaf (DESIGN of §4.2:
 * a node is the hash of its sorted children).
 * @param lists at least one, none empty, as read from a record
 */
export function treeRoot(name: DigestName, lists: readonly (readonly Uint8Array[])[]): Uint8Array {
	let value: Uint8Array | undefined
	for (const list of lists) {
		const group = value === undefined ? list : [...list, value]
		const [only] = group
		if (only === undefined) throw new RangeError('expected lists that are not empty')
		value = group.length === 1 ? only : digest(name, concat(...group.toSorted(compareBytes)))
	}
	if (value === undefined) throw new RangeError('expected at least one list')
	return value
}

/** Whether the first list holds the value: only there may what is covered stand (§4.3, step 2). */
export function isInFirstList(lists: readonly (readonly Uint8Array[])[], value: Uint8Array): boolean {
	return lists[0]?.some((other) => equalBytes(other, value)) ?? false
}

/**
 * What the first stamp of a chain has to cover: H(d) in the first chain; later, by hash-tree renewal (§5.2), the hash of
 * H(d) followed by the hash of all earlier chains, in this order and unsorted.
 * @param data H(d) by the chain's own digest
 */
export function chainTarget(
	name: DigestName,
	data: Uint8Array,
	earlier: readonly ArchiveChain[],
): Uint8Array {
	if (earlier.length === 0) return data
	const sequence = derSequence(earlier.map(({ bytes }) => bytes))
	return digest(name, concat(data, digest(name, sequence)))
}

/** What a later stamp of a chain has to cover, by time-stamp renewal: the hash of the stamp before it (§5.2). */
export function renewalTarget(name: DigestName, before: Uint8Array): Uint8Array {
	return digest(name, before)
}

/** DER SEQUENCE of elements that are DER already (X.690 §8.1.3): ArchiveTimeStampSequence of some of its chains. */
function derSequence(parts: readonly Uint8Array[]): Uint8Array {
	const content = concat(...parts)
	const length: number[] = []
	for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) length.unshift(rest % 256)
	const header = content.length < 0x80 ? [content.length] : [0x80 | length.length, ...length]
	return concat(Uint8Array.of(0x30, ...header), content)
}
