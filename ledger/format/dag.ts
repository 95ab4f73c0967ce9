/**
 * The values of the strict DAG-CBOR profile, and what encoder and decoder agree on.
 * DAG-CBOR (RFC 8949 with the rules of ipld.io/specs/codecs/dag-cbor) narrowed down: integers |n| < 2^53, no
 * floats, well-formed text in Unicode NFC that does not begin with U+FEFF, only CIDs of this format, bounded
 * depth and size. Every value has exactly one encoding, and the decoder refuses all others on the wire.
 * @module
 */
import { compareBytes, equalBytes } from './bytes.ts'
import { type Cid, isCid } from './cid.ts'
import { RefusalError } from './refusal.ts'

export type DagValue = null | boolean | number | string | Uint8Array | Cid | DagValue[] | DagMap
export interface DagMap {
	[key: string]: DagValue
}

/** Bounds of one encoded value. */
export interface DagLimits {
	/** longest encoding in bytes; 65,024 unless said otherwise */
	maxBytes?: number
	/** deepest nesting of lists and maps, the outermost counting as 1; 8 unless said otherwise */
	maxDepth?: number
}

export const DAG_MAX_BYTES = 65_024
export const DAG_MAX_DEPTH = 8

/** Tag of a CID in DAG-CBOR; its content is a byte string of 0x00 and the binary CID. */
export const CID_TAG = 42

/**
 * The rules for text that is known to be well-formed.
 * @throws RefusalError `not-canonical` unless NFC, `malformed` with a byte order mark in front
 */
export function checkText(text: string): void {
	if (text.charCodeAt(0) === 0xfeff) throw new RefusalError('malformed', 'text begins with a byte order mark')
	if (text.normalize('NFC') !== text) throw new RefusalError('not-canonical', 'text is not in Unicode NFC')
}

export function isDagMap(value: DagValue | undefined): value is DagMap {
	return (
		typeof value === 'object' &&
		value !== null &&
		!Array.isArray(value) &&
		!(value instanceof Uint8Array) &&
		!isCid(value)
	)
}

/** Order of CIDs wherever the format asks for a sorted list: by their bytes. */
export function compareCids(a: Cid, b: Cid): number {
	return compareBytes(a.bytes, b.bytes)
}

/** A new list of the same CIDs, sorted and without repetition, as entries want them. */
export function sortCids(cids: Iterable<Cid>): Cid[] {
	const sorted = [...cids].sort(compareCids)
	return sorted.filter((cid, i) => i === 0 || compareCids(sorted[i - 1] as Cid, cid) !== 0)
}

/** Whether two values have the same encoding; the order of keys in memory does not count. */
export function equalDag(a: DagValue, b: DagValue): boolean {
	if (a === b) return true
	if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
	if (a instanceof Uint8Array || b instanceof Uint8Array) {
		return a instanceof Uint8Array && b instanceof Uint8Array && equalBytes(a, b)
	}
	if (Array.isArray(a) || Array.isArray(b)) {
		if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
		return a.every((item, i) => equalDag(item, b[i] as DagValue))
	}
	if (isCid(a) || isCid(b)) return isCid(a) && isCid(b) && equalBytes(a.bytes, b.bytes)
	const keys = Object.keys(a)
	if (keys.length !== Object.keys(b).length) return false
	return keys.every((key) => Object.hasOwn(b, key) && equalDag(a[key] as DagValue, b[key] as DagValue))
}
