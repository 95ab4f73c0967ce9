/**
 * Records inside a frame: the private half of one log entry each, one after the other, without an index of
 * their own (the first of a frame is in its header). README.md beside it has the byte table.
 * Plain lengths instead of CBOR: a thousand records are laid out in well under a millisecond.
 * @module
 */
import { SECRET_SIZE } from './secrets.ts'

/** Longest opening: 16 fields of 65,024 bytes and their framing. */
export const OPENING_MAX = 1_048_576
/** Longest age header of a record. */
export const RECORD_HEADER_MAX = 16_384
/** Longest payload of a record: one chunk with its nonce and tag. */
export const RECORD_PAYLOAD_MAX = 65_568
const FIXED_SIZE = 7
const PAYLOAD_LENGTH_SIZE = 4
const PRESENT = 1
const HAS_HEADER = 2
const HAS_SECRET = 4
const HAS_PAYLOAD = 8

/** The private half of one entry. */
export interface VaultRecord {
	/** of the entry in the log */
	index: number
	/** field values and salts, as the format package encodes them; 1..2^20 B */
	opening: Uint8Array
	/** age v1 header of the content, ≤ 16 KiB */
	header?: Uint8Array
	/** the encrypted payload itself, of a small content; else it is a file of its own */
	payload?: Uint8Array
	/** 32 B, from which a document's access key and blinders derive */
	secret?: Uint8Array
}

/** What a frame holds of a record: all of it, or that it was there. */
export type StoredRecord = VaultRecord | 'erased'

/** What two copies give of a record; `lost` where both are damaged. */
export type FoundRecord = StoredRecord | 'lost'

/** @throws TypeError, RangeError for a record that cannot be stored */
export function checkRecord(record: VaultRecord): void {
	const { opening, header, payload, secret } = record
	if (!(opening instanceof Uint8Array)) throw new TypeError('a vault record needs an opening')
	if (opening.length < 1 || opening.length > OPENING_MAX) {
		throw new RangeError(`expected an opening of 1 to ${OPENING_MAX} bytes, got ${opening.length}`)
	}
	if (header !== undefined && (header.length < 1 || header.length > RECORD_HEADER_MAX)) {
		throw new RangeError(`expected a header of 1 to ${RECORD_HEADER_MAX} bytes, got ${header.length}`)
	}
	if (payload !== undefined && (payload.length < 1 || payload.length > RECORD_PAYLOAD_MAX)) {
		throw new RangeError(`expected a payload of 1 to ${RECORD_PAYLOAD_MAX} bytes, got ${payload.length}`)
	}
	if (secret !== undefined && secret.length !== SECRET_SIZE) {
		throw new RangeError(`expected a secret of ${SECRET_SIZE} bytes, got ${secret.length}`)
	}
}

/** Bytes that a record takes in its frame. */
export function recordSize(record: StoredRecord): number {
	if (record === 'erased') return 1
	const { opening, header, payload, secret } = record
	const size = FIXED_SIZE + opening.length + (header?.length ?? 0) + (secret?.length ?? 0)
	return payload === undefined ? size : size + PAYLOAD_LENGTH_SIZE + payload.length
}

/**
 * Lays out records from `start` on until they reach `target` bytes (at least one).
 * @returns the plaintext of a frame, in memory of its own, and how many records it holds
 */
export function encodeRecords(
	records: readonly StoredRecord[],
	start: number,
	target: number,
): { bytes: Uint8Array; count: number } {
	let size = 0
	let end = start
	while (end < records.length && size < target) size += recordSize(records[end++] as StoredRecord)
	const bytes = Buffer.allocUnsafeSlow(size)
	let at = 0
	for (let i = start; i < end; i++) {
		const record = records[i] as StoredRecord
		if (record === 'erased') {
			bytes[at++] = 0
			continue
		}
		const { opening, header, payload, secret } = record
		bytes[at] = PRESENT | (header ? HAS_HEADER : 0) | (secret ? HAS_SECRET : 0) | (payload ? HAS_PAYLOAD : 0)
		bytes.writeUInt32BE(opening.length, at + 1)
		bytes.writeUInt16BE(header?.length ?? 0, at + 5)
		at += FIXED_SIZE
		if (payload !== undefined) at = bytes.writeUInt32BE(payload.length, at)
		for (const part of [secret, opening, header, payload]) {
			if (part === undefined) continue
			bytes.set(part, at)
			at += part.length
		}
	}
	return { bytes, count: end - start }
}

/**
 * Records of a frame's plaintext; their bytes are views of it.
 * @throws Error for a layout that we never write: the plaintext is authentic, so this is a mistake of ours
 */
export function decodeRecords(bytes: Uint8Array, first: number, count: number): StoredRecord[] {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
	const records: StoredRecord[] = []
	let at = 0
	for (let i = 0; i < count; i++) {
		if (at >= bytes.length) throw new Error('a vault frame holds fewer records than it says')
		const flags = bytes[at] as number
		if (flags === 0) {
			records.push('erased')
			at += 1
			continue
		}
		if (at + FIXED_SIZE > bytes.length) throw new Error('a vault frame ends within a record')
		const openingSize = view.getUint32(at + 1)
		const headerSize = view.getUint16(at + 5)
		at += FIXED_SIZE
		const take = (size: number) => {
			const part = bytes.subarray(at, at + size)
			if (part.length !== size) throw new Error('a vault frame ends within a record')
			at += size
			return part
		}
		const hasPayload = (flags & HAS_PAYLOAD) !== 0
		const payloadSize = hasPayload ? lengthIn(take(PAYLOAD_LENGTH_SIZE)) : 0
		const secret = (flags & HAS_SECRET) !== 0 ? take(SECRET_SIZE) : undefined
		const record: VaultRecord = { index: first + i, opening: take(openingSize) }
		if ((flags & HAS_HEADER) !== 0) record.header = take(headerSize)
		if (hasPayload) record.payload = take(payloadSize)
		if (secret !== undefined) record.secret = secret
		records.push(record)
	}
	if (at !== bytes.length) throw new Error('a vault frame holds bytes after its records')
	return records
}

function lengthIn(bytes: Uint8Array): number {
	return new DataView(bytes.buffer, bytes.byteOffset, PAYLOAD_LENGTH_SIZE).getUint32(0)
}
