/**
 * Verifier keys of C2SP signed-note: `<name>+<8 hex digits of the key ID>+<base64 of type ‖ public key>`.
 * Types: 0x01 Ed25519, 0x04 Ed25519 cosignature/v1, 0x06 ML-DSA-44 (sub)tree cosignature.
 * What parses re-encodes to the same text; the key ID is always the recomputed one.
 * @module
 */
import { base64, concat, fromBase64, utf8 } from './bytes.ts'
import { sha256 } from './hash.ts'
import { RefusalError } from './refusal.ts'
import { ED25519_KEY_BYTES, isPrimeOrderPoint, ML_DSA_44_KEY_BYTES } from './verifiers.ts'

export type SignatureType = 0x01 | 0x04 | 0x06

export interface Vkey {
	/** 1..255 B of UTF-8, no white space, no `+`, no control character */
	readonly name: string
	readonly type: SignatureType
	/** first four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ key), big-endian: 0..2^32 − 1 */
	readonly id: number
	/** 32 B (0x01, 0x04) or 1312 B (0x06) */
	readonly key: Uint8Array
}

/** Longest key name and longest origin: the length byte of a 0x06 message. */
export const NAME_MAX_BYTES = 255
const VKEY_MAX_CHARS = 4096

/** Key names of signed-note: at least one character, no Unicode white space, no `+`; control characters neither. */
export function isKeyName(name: string): boolean {
	return name !== '' && !/[\p{White_Space}\p{Cc}+]/u.test(name) && name.isWellFormed()
}

/**
 * @throws RefusalError 'malformed', 'not-canonical', 'too-large' (over 4096 characters or a name over 255 B),
 *   'unsupported-version' (another signature type)
 */
export function parseVkey(text: string): Vkey {
	if (text.length > VKEY_MAX_CHARS) throw new RefusalError('too-large', 'vkey is longer than 4096 characters')
	// The base64 part may itself contain `+`: only the first two separate.
	const match = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/u.exec(text)
	const [, name = '', , material = ''] = match ?? []
	if (match === null) throw new RefusalError('malformed', 'vkey is not <name>+<hex8>+<base64>')
	const bytes = fromBase64(material)
	const type = bytes[0] ?? 0
	if (type !== 0x01 && type !== 0x04 && type !== 0x06) {
		throw new RefusalError('unsupported-version', `vkey has the signature type ${type}`)
	}
	const vkey = buildVkey(name, type, bytes.slice(1))
	if (formatVkey(vkey) !== text) throw new RefusalError('malformed', 'vkey has a wrong key ID')
	return vkey
}

export function formatVkey(vkey: Vkey): string {
	const id = vkey.id.toString(16).padStart(8, '0')
	return `${vkey.name}+${id}+${base64(concat(Uint8Array.of(vkey.type), vkey.key))}`
}

/**
 * The vkey of a public key, with its key ID.
 * @throws RangeError if the name or the key is not valid for the type (a bug in the caller)
 */
export function makeVkey(name: string, type: SignatureType, publicKey: Uint8Array): Vkey {
	try {
		return buildVkey(name, type, publicKey.slice())
	} catch (cause) {
		throw new RangeError('not a key name with a public key of this type', { cause })
	}
}

/**
 * Keys found sound lately, in base64. The same few stand in every trust file, policy and note, and to look whether a point
 * has prime order takes milliseconds; forgetting one costs that time again.
 */
const soundKeys = new Set<string>()
const SOUND_KEYS_MAX = 256

function isSoundKey(key: Uint8Array): boolean {
	const text = base64(key)
	if (soundKeys.has(text)) return true
	if (!isPrimeOrderPoint(key)) return false
	if (soundKeys.size === SOUND_KEYS_MAX) soundKeys.clear()
	soundKeys.add(text)
	return true
}

function buildVkey(name: string, type: SignatureType, key: Uint8Array): Vkey {
	if (!isKeyName(name))
		throw new RefusalError('malformed', 'key name is empty or holds a space, + or control')
	if (utf8(name).length > NAME_MAX_BYTES) throw new RefusalError('too-large', 'key name exceeds 255 B')
	if (key.length !== (type === 0x06 ? ML_DSA_44_KEY_BYTES : ED25519_KEY_BYTES)) {
		throw new RefusalError('malformed', `public key of type ${type} has ${key.length} B`)
	}
	if (type !== 0x06 && !isSoundKey(key)) {
		throw new RefusalError('malformed', 'Ed25519 key is not a canonical point of prime order')
	}
	const digest = sha256(concat(utf8(name), Uint8Array.of(0x0a, type), key))
	return { name, type, id: new DataView(digest.buffer, digest.byteOffset).getUint32(0), key }
}

/** Whether two vkeys wrap the same public key, whatever their names and types (C2SP tlog-policy, “duplicate”). */
export function sameKey(a: Vkey, b: Vkey): boolean {
	return keyText(a) === keyText(b)
}

/** One text per underlying public key, for sets and maps. */
export function keyText(vkey: Vkey): string {
	return base64(vkey.key)
}
