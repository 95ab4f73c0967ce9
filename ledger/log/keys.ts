/**
 * The key space of a log's store. Everything that grows with the log has keys that only ever go up, so LevelDB
 * never merges old data with new: tables of disjoint ranges are moved down whole. One key that is written again
 * and again (a "newest state") would make the ranges of all tables overlap, and everything be rewritten; hence
 * the newest state is found as the last key, and older ones stay as the history of all signed heads.
 *
 * | key | value |
 * | --- | --- |
 * | `L` ‖ u48 position ‖ 0 ‖ level | full tile, 8,192 B; position = the log's size at which it became full |
 * | `L` ‖ u48 position ‖ 1 | state after a batch; position = size |
 * | `L` ‖ u48 position ‖ 2 | published note; position = its size |
 * | `L` ‖ u48 position ‖ 3 | slice: 1..64 entries as in a tile bundle; position = index of the first |
 * | `B` ‖ digest | blob |
 * | `M` ‖ name | `format`, `frozen` |
 *
 * A slice never crosses a multiple of 64. At the same position tiles, state and published note sort before the
 * slice, so the last key of a whole log is always a state or a published note.
 * @module
 */
import { type Cid, cidDigest, TILE_WIDTH, utf8 } from '@letopis/format'
import { corrupt } from './damage.ts'

/** Most entries in a slice: large enough to save keys, small enough to read one entry for 32 KiB. */
export const SLICE_ENTRIES = 64

const LOG = 0x4c
const BLOB = 0x42
const META = 0x4d
const POSITION_MAX = 2 ** 48 - 1

export const RECORD = { tile: 0, state: 1, published: 2, slice: 3 } as const
export type RecordType = (typeof RECORD)[keyof typeof RECORD]

export interface RecordKey {
	readonly position: number
	readonly type: RecordType
	/** tile level; 0 for the others */
	readonly level: number
}

/** @throws RangeError for a position beyond 2^48 − 1 */
export function recordKey(position: number, type: RecordType, level = 0): Uint8Array {
	if (!Number.isSafeInteger(position) || position < 0 || position > POSITION_MAX) {
		throw new RangeError(`expected a position below 2^48, got ${position}`)
	}
	const key = new Uint8Array(type === RECORD.tile ? 9 : 8)
	key[0] = LOG
	writeUint48(key, 1, position)
	key[7] = type
	if (type === RECORD.tile) key[8] = level
	return key
}

/** @throws LedgerError `corrupt` for a key that {@link recordKey} does not make */
export function parseRecordKey(key: Uint8Array): RecordKey {
	const type = key[7] as RecordType
	if (key[0] !== LOG || key.length !== (type === RECORD.tile ? 9 : 8) || type > RECORD.slice) {
		throw corrupt('a record has a damaged key')
	}
	return { position: readUint48(key, 1), type, level: key[8] ?? 0 }
}

/** Before the first and after the last record. */
export const FIRST_RECORD = recordKey(0, RECORD.tile)
export const AFTER_RECORDS = Uint8Array.of(LOG + 1)
export const FIRST_BLOB = Uint8Array.of(BLOB)
export const AFTER_BLOBS = Uint8Array.of(BLOB + 1)

/** Key of a full tile: where in the log it became full. */
export function tileKey(level: number, index: number): Uint8Array {
	return recordKey((index + 1) * TILE_WIDTH ** (level + 1), RECORD.tile, level)
}

export function blobKey(cid: Cid): Uint8Array {
	const digest = cidDigest(cid)
	const key = new Uint8Array(1 + digest.length)
	key[0] = BLOB
	key.set(digest, 1)
	return key
}

export function metaKey(name: 'format' | 'frozen'): Uint8Array {
	return utf8(`M${name}`)
}

/** Whether a key, once written, never changes its value: all but the few under `M` and notes that gain cosignatures. */
export function isImmutableKey(key: Uint8Array): boolean {
	return key[0] !== META && !(key[0] === LOG && key[7] === RECORD.published)
}

export function writeUint48(bytes: Uint8Array, offset: number, value: number): void {
	let rest = value
	for (let at = offset + 5; at >= offset; at--) {
		bytes[at] = rest % 256
		rest = Math.floor(rest / 256)
	}
}

export function readUint48(bytes: Uint8Array, offset: number): number {
	let value = 0
	for (let at = offset; at < offset + 6; at++) value = value * 256 + (bytes[at] as number)
	return value
}
