/**
 * Content identifiers: CIDv1 with SHA-256 (multihash 0x12) and one of two codecs: dag-cbor (0x71) for log
 * entries, raw (0x55) for blobs (encrypted payloads, time-stamp tokens, notes). Text form: base32, lower case.
 * No other CID exists in this format, and each has exactly one binary (36 B) and one text form (59 characters).
 * @module
 */
import { CID } from 'multiformats/cid'
import { Digest } from 'multiformats/hashes/digest'
import { HASH_SIZE, type Hash, sha256Into } from './hash.ts'
import { RefusalError } from './refusal.ts'
import { Slab } from './slab.ts'

export type Cid = CID

export const ENTRY_CODEC = 0x71
export const BLOB_CODEC = 0x55
const SHA2_256 = 0x12

/** Bytes of a CID's binary form: version, codec, multihash code, digest length, digest. */
export const CID_SIZE = 4 + HASH_SIZE
const DIGEST_AT = CID_SIZE - HASH_SIZE

/** CIDs are kept by many, for long, hence a hundred to a slab. */
const slab = new Slab(4096, CID_SIZE)

/** CID of an entry's bytes. */
export function entryCid(bytes: Uint8Array): Cid {
	return ofContent(ENTRY_CODEC, bytes)
}

/** CID of a blob's bytes. */
export function blobCid(bytes: Uint8Array): Cid {
	return ofContent(BLOB_CODEC, bytes)
}

/**
 * CID for a digest that was computed elsewhere.
 * @throws RangeError unless the digest is 32 B
 */
export function cidOfDigest(codec: 'entry' | 'blob', digest: Hash): Cid {
	if (digest.length !== HASH_SIZE) throw new RangeError(`expected ${HASH_SIZE} bytes, got ${digest.length}`)
	const bytes = withoutDigest(codec === 'entry' ? ENTRY_CODEC : BLOB_CODEC)
	bytes.set(digest, DIGEST_AT)
	return view(bytes)
}

function ofContent(codec: number, content: Uint8Array): Cid {
	const bytes = withoutDigest(codec)
	sha256Into(content, bytes, DIGEST_AT)
	return view(bytes)
}

function withoutDigest(codec: number): Uint8Array {
	const bytes = slab.take(CID_SIZE)
	bytes[0] = 1
	bytes[1] = codec
	bytes[2] = SHA2_256
	bytes[3] = HASH_SIZE
	return bytes
}

/** CID over 36 bytes of its own that are known to be right. */
function view(bytes: Uint8Array): Cid {
	const multihash = new Digest(SHA2_256, HASH_SIZE, bytes.subarray(DIGEST_AT), bytes.subarray(2))
	return new CID(1, bytes[1] as number, multihash, bytes)
}

/**
 * CID of its binary form.
 * @param bytes copied
 * @throws RefusalError `malformed` unless it is one of the two CIDs of this format
 */
export function decodeCid(bytes: Uint8Array): Cid {
	const codec = bytes[1]
	const known =
		bytes.length === CID_SIZE &&
		bytes[0] === 1 &&
		(codec === ENTRY_CODEC || codec === BLOB_CODEC) &&
		bytes[2] === SHA2_256 &&
		bytes[3] === HASH_SIZE
	if (!known) throw new RefusalError('malformed', 'not a CIDv1 of dag-cbor or raw with SHA-256')
	const own = slab.take(CID_SIZE)
	own.set(bytes)
	return view(own)
}

/** Whether a value is a CID of this format (and not one of another codec or hash). */
export function isCid(value: unknown): value is Cid {
	if (!(value instanceof CID)) return false
	const { bytes } = value
	return (
		bytes.length === CID_SIZE &&
		bytes[0] === 1 &&
		(bytes[1] === ENTRY_CODEC || bytes[1] === BLOB_CODEC) &&
		bytes[2] === SHA2_256 &&
		bytes[3] === HASH_SIZE
	)
}

/**
 * CID of its text form.
 * @throws RefusalError `malformed`, also for another version, base, codec or hash
 */
export function parseCid(text: string): Cid {
	if (!/^b[a-z2-7]{58}$/.test(text)) throw new RefusalError('malformed', 'not the text of a CID')
	let bytes: Uint8Array
	try {
		bytes = CID.parse(text).bytes
	} catch (cause) {
		throw new RefusalError('malformed', 'not the text of a CID', { cause })
	}
	const cid = decodeCid(bytes)
	if (cid.toString() !== text) throw new RefusalError('malformed', 'not the text of a CID')
	return cid
}

/** Text of a CID: `b` and 58 characters of base32 in lower case. */
export function cidText(cid: Cid): string {
	return cid.toString()
}

/** The SHA-256 that a CID carries; a view, do not write to it. */
export function cidDigest(cid: Cid): Hash {
	return cid.multihash.digest
}
