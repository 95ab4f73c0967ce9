/**
 * Bytes of a vault segment: a header that wraps the segment's key, then frames, each one encrypted run of
 * records. README.md beside it has the byte tables. All integers are big-endian.
 * Both copies of a segment hold the same bytes. A frame's header carries a CRC so that a damaged place can be
 * stepped over without the key; what counts as authentic is decided by the AEAD alone, which covers that header.
 * @module
 */
import { createCipheriv, createSecretKey, type KeyObject } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { release } from '../release.ts'
import { hkdfSha256 } from './hmac.ts'
import { KEY_SIZE, openSealed, TAG_SIZE } from './identity.ts'
import { decodeRecords, encodeRecords, type StoredRecord } from './record-format.ts'

export const SEGMENT_HEADER_SIZE = 112
export const FRAME_HEADER_SIZE = 36
/** Of segments that are begun or written anew. */
export const SEGMENT_VERSION = 2
/** The oldest that is read: its records hold no payloads. */
export const OLDEST_SEGMENT_VERSION = 1
/** A frame is closed when its records reach this size: one record is read by decrypting one frame. */
const FRAME_TARGET = 65_536
const NONCE_SIZE = 12
const SEGMENT_MAGIC = Buffer.from('letopseg', 'latin1')
export const FRAME_MAGIC = Buffer.from('lfrm', 'latin1')
const WRAPPED_AT = 64
const WRAP_INFO = 'letopis/segment-key/v1'

export interface SegmentHeader {
	version: number
	/** whose key wraps the segment's key */
	epoch: number
	/** index of the first record */
	first: number
	/** 0 when appended, one more with each rewriting */
	generation: number
}

export interface FrameHeader {
	/** bytes of the whole frame, header included */
	length: number
	first: number
	/** 1 or more */
	count: number
}

/**
 * Header of a segment.
 * @param epochSecret 32 B @param key the segment's, never used for another file @param salt 32 random B
 */
export function encodeSegmentHeader(
	header: Omit<SegmentHeader, 'version'>,
	epochSecret: Uint8Array,
	key: KeyObject,
	salt: Uint8Array,
): Uint8Array {
	const bytes = Buffer.alloc(SEGMENT_HEADER_SIZE)
	bytes.set(SEGMENT_MAGIC, 0)
	bytes.writeUInt32BE(SEGMENT_VERSION, 8)
	bytes.writeUInt32BE(header.epoch, 12)
	bytes.writeBigUInt64BE(BigInt(header.first), 16)
	bytes.writeUInt32BE(header.generation, 24)
	bytes.set(salt, 32)
	const cipher = createCipheriv(
		'chacha20-poly1305',
		wrappingKey(epochSecret, salt),
		new Uint8Array(NONCE_SIZE),
		{
			authTagLength: TAG_SIZE,
		},
	)
	cipher.setAAD(bytes.subarray(0, WRAPPED_AT), { plaintextLength: KEY_SIZE })
	bytes.set(cipher.update(key.export()), WRAPPED_AT)
	cipher.final()
	bytes.set(cipher.getAuthTag(), WRAPPED_AT + KEY_SIZE)
	return bytes
}

/** What a header claims, not yet authenticated; undefined if it is none. */
export function decodeSegmentHeader(bytes: Uint8Array): SegmentHeader | undefined {
	if (bytes.length < SEGMENT_HEADER_SIZE || SEGMENT_MAGIC.compare(bytes, 0, 8) !== 0) return undefined
	const view = new DataView(bytes.buffer, bytes.byteOffset, SEGMENT_HEADER_SIZE)
	return {
		version: view.getUint32(8),
		epoch: view.getUint32(12),
		first: Number(view.getBigUint64(16)),
		generation: view.getUint32(24),
	}
}

/** The segment's key, or undefined if any bit of the header differs from what was written under this epoch. */
export function unwrapSegmentKey(bytes: Uint8Array, epochSecret: Uint8Array): KeyObject | undefined {
	const wrapping = wrappingKey(epochSecret, bytes.subarray(32, WRAPPED_AT))
	const wrapped = bytes.subarray(WRAPPED_AT, SEGMENT_HEADER_SIZE)
	const key = openSealed(wrapping, new Uint8Array(NONCE_SIZE), wrapped, bytes.subarray(0, WRAPPED_AT))
	return key && createSecretKey(key)
}

function wrappingKey(epochSecret: Uint8Array, salt: Uint8Array): Uint8Array {
	return hkdfSha256(epochSecret, salt, WRAP_INFO)
}

export interface SealedFrames {
	/** to be written one after the other */
	parts: Uint8Array[]
	frames: FrameHeader[]
	length: number
}

/**
 * Frames for records with indexes first, first + 1, …
 * Nonces are random, not counted: a counter would be used again when a torn tail is cut and written anew, and
 * whoever kept a copy of the torn tail could subtract the two.
 */
export function sealFrames(
	records: readonly StoredRecord[],
	first: number,
	key: KeyObject,
	random: (size: number) => Uint8Array,
): SealedFrames {
	const sealed: SealedFrames = { parts: [], frames: [], length: 0 }
	let at = 0
	while (at < records.length) {
		const { bytes, count } = encodeRecords(records, at, FRAME_TARGET)
		const size = bytes.length + TAG_SIZE
		const frame = { length: FRAME_HEADER_SIZE + size, first: first + at, count }
		const head = Buffer.alloc(FRAME_HEADER_SIZE)
		head.set(FRAME_MAGIC, 0)
		head.writeUInt32BE(size, 4)
		head.writeBigUInt64BE(BigInt(frame.first), 8)
		head.writeUInt32BE(count, 16)
		head.set(random(NONCE_SIZE), 20)
		head.writeUInt32BE(crc32(head.subarray(0, 32)), 32)
		const cipher = createCipheriv('chacha20-poly1305', key, head.subarray(20, 32), {
			authTagLength: TAG_SIZE,
		})
		cipher.setAAD(head, { plaintextLength: bytes.length })
		const ciphertext = cipher.update(bytes)
		cipher.final()
		release(bytes)
		sealed.parts.push(head, ciphertext, cipher.getAuthTag())
		sealed.frames.push(frame)
		sealed.length += frame.length
		at += count
	}
	return sealed
}

/** What the header of a frame claims, if its CRC is right; its body may lie beyond the end of `bytes`. */
export function readFrameHeader(bytes: Uint8Array, offset: number): FrameHeader | undefined {
	if (offset < 0 || offset + FRAME_HEADER_SIZE > bytes.length) return undefined
	if (FRAME_MAGIC.compare(bytes, offset, offset + 4) !== 0) return undefined
	const view = new DataView(bytes.buffer, bytes.byteOffset + offset, FRAME_HEADER_SIZE)
	if (crc32(bytes.subarray(offset, offset + 32)) !== view.getUint32(32)) return undefined
	const sealed = view.getUint32(4)
	const first = Number(view.getBigUint64(8))
	const count = view.getUint32(16)
	// Each record takes at least a byte: a count that cannot be true never sizes anything.
	if (sealed < TAG_SIZE + 1 || count < 1 || count > sealed - TAG_SIZE) return undefined
	if (!Number.isSafeInteger(first + count)) return undefined
	return { length: FRAME_HEADER_SIZE + sealed, first, count }
}

/**
 * Records of one whole frame.
 * @param frame header, ciphertext and tag
 * @returns undefined if any bit differs from what was written
 */
export function openFrame(frame: Uint8Array, key: KeyObject): StoredRecord[] | undefined {
	const header = readFrameHeader(frame, 0)
	if (header === undefined || header.length !== frame.length) return undefined
	const head = frame.subarray(0, FRAME_HEADER_SIZE)
	const bytes = openSealed(key, head.subarray(20, 32), frame.subarray(FRAME_HEADER_SIZE), head)
	return bytes && decodeRecords(bytes, header.first, header.count)
}
