/**
 * age's native keys: X25519 identities (`AGE-SECRET-KEY-1…`) and recipients (`age1…`), Bech32 (BIP 173, without
 * its length limit), and the wrapping of a 16-byte file key between them.
 * Source: C2SP age, "The X25519 recipient type"; X25519 itself is RFC 7748, by Node's OpenSSL.
 * @module
 */
import {
	createCipheriv,
	createDecipheriv,
	createPrivateKey,
	createPublicKey,
	createSecretKey,
	diffieHellman,
	generateKeyPairSync,
	type KeyObject,
} from 'node:crypto'
import { concat, RefusalError } from '@letopis/format'
import { bech32 } from '@scure/base'
import { hkdfSha256 } from './hmac.ts'

export const KEY_SIZE = 32
export const FILE_KEY_SIZE = 16
export const TAG_SIZE = 16
const WRAPPED_SIZE = FILE_KEY_SIZE + TAG_SIZE
const WRAP_INFO = 'age-encryption.org/v1/X25519'
const NO_NONCE = new Uint8Array(12)
/** DER of RFC 8410 up to the 32 key bytes. */
const PRIVATE_DER = Buffer.from('302e020100300506032b656e04220420', 'hex')
const PUBLIC_DER = Buffer.from('302a300506032b656e032100', 'hex')

/** Whom something is encrypted for. */
export interface Recipient {
	/** X25519 point, 32 B */
	readonly point: Uint8Array
	readonly publicKey: KeyObject
}

export interface Identity {
	/** X25519 scalar, 32 B */
	readonly secret: Uint8Array
	readonly privateKey: KeyObject
	readonly recipient: Recipient
}

/** What one X25519 stanza of an age header holds. */
export interface X25519Stanza {
	/** ephemeral point, 32 B */
	share: Uint8Array
	/** encrypted file key, 32 B */
	wrapped: Uint8Array
}

/** @param secret 32 random bytes; copied */
export function makeIdentity(secret: Uint8Array): Identity {
	if (secret.length !== KEY_SIZE) throw new RangeError(`expected ${KEY_SIZE} bytes, got ${secret.length}`)
	const privateKey = createPrivateKey({
		key: Buffer.concat([PRIVATE_DER, secret]),
		format: 'der',
		type: 'pkcs8',
	})
	const publicKey = createPublicKey(privateKey)
	return { secret: new Uint8Array(secret), privateKey, recipient: { point: pointOf(publicKey), publicKey } }
}

/** @param point 32 B */
export function pointRecipient(point: Uint8Array): Recipient {
	const key = Buffer.concat([PUBLIC_DER, point])
	return { point, publicKey: createPublicKey({ key, format: 'der', type: 'spki' }) }
}

/** `AGE-SECRET-KEY-1…` */
export function formatIdentity(identity: Identity): string {
	return bech32.encode('age-secret-key-', bech32.toWords(identity.secret), false).toUpperCase()
}

/**
 * Identity from its text.
 * @throws RefusalError `malformed`
 */
export function parseIdentity(text: string): Identity {
	// age writes identities in upper case only; Bech32 itself refuses mixed case.
	if (text !== text.toUpperCase()) throw new RefusalError('malformed', 'not an age identity')
	return makeIdentity(parseBech32(text, 'age-secret-key-', 'identity'))
}

/** `age1…` */
export function formatRecipient(recipient: Recipient): string {
	return bech32.encode('age', bech32.toWords(recipient.point), false)
}

/**
 * X25519 recipient from its text.
 * @throws RefusalError `malformed`, also for age's other kinds of recipients (`age1pq1…`, plugins)
 */
export function parseRecipient(text: string): Recipient {
	if (text !== text.toLowerCase()) throw new RefusalError('malformed', 'not an age recipient')
	return pointRecipient(parseBech32(text, 'age', 'recipient'))
}

function parseBech32(text: string, prefix: string, what: string): Uint8Array {
	let bytes: Uint8Array
	let found: string
	try {
		const decoded = bech32.decode(text as `${string}1${string}`, 128)
		bytes = bech32.fromWords(decoded.words)
		found = decoded.prefix
	} catch {
		// The cause quotes the text, which may be a secret key.
		throw new RefusalError('malformed', `not an age ${what}`)
	}
	if (found !== prefix || bytes.length !== KEY_SIZE)
		throw new RefusalError('malformed', `not an X25519 ${what}`)
	return bytes
}

/** An ephemeral point and what it wraps for one recipient; for one file key only. */
export interface Share {
	/** 32 B */
	readonly point: Uint8Array
	/** 32 B, secret */
	readonly key: Uint8Array
}

/**
 * A fresh ephemeral key for a recipient.
 * @throws RefusalError `malformed` for a point of low order, for which no secret exists
 */
export function makeShare(recipient: Recipient): Share {
	const ephemeral = generateKeyPairSync('x25519')
	const point = pointOf(ephemeral.publicKey)
	const shared = agree(ephemeral.privateKey, recipient.publicKey)
	if (shared === undefined) throw new RefusalError('malformed', 'the recipient is a point of low order')
	return { point, key: wrapKey(shared, point, recipient.point) }
}

/** @param share made for the recipient, and never used before */
export function wrapFileKey(fileKey: Uint8Array, share: Share): X25519Stanza {
	const key = createSecretKey(share.key)
	const cipher = createCipheriv('chacha20-poly1305', key, NO_NONCE, { authTagLength: TAG_SIZE })
	const wrapped = concat(cipher.update(fileKey), cipher.final(), cipher.getAuthTag())
	return { share: share.point, wrapped }
}

/** The file key, or undefined if the stanza is not for this identity (or was changed). */
export function unwrapFileKey(stanza: X25519Stanza, identity: Identity): Uint8Array | undefined {
	// The length is checked before decrypting: age's defence against partitioning oracles.
	if (stanza.wrapped.length !== WRAPPED_SIZE) return undefined
	const shared = agree(identity.privateKey, pointRecipient(stanza.share).publicKey)
	if (shared === undefined) return undefined
	const key = wrapKey(shared, stanza.share, identity.recipient.point)
	return openSealed(key, NO_NONCE, stanza.wrapped)
}

/**
 * Opens ChaCha20-Poly1305 (RFC 8439).
 * @param sealed ciphertext and its 16-byte tag
 * @param additional authenticated but not encrypted
 * @returns plaintext in memory of its own, or undefined if any bit differs
 */
export function openSealed(
	key: Uint8Array | KeyObject,
	nonce: Uint8Array,
	sealed: Uint8Array,
	additional?: Uint8Array,
): Uint8Array | undefined {
	const size = sealed.length - TAG_SIZE
	if (size < 0) return undefined
	// Raw key bytes cost a cipher 15 µs more than a KeyObject.
	const secret = key instanceof Uint8Array ? createSecretKey(key) : key
	const decipher = createDecipheriv('chacha20-poly1305', secret, nonce, { authTagLength: TAG_SIZE })
	if (additional !== undefined) decipher.setAAD(additional, { plaintextLength: size })
	decipher.setAuthTag(sealed.subarray(size))
	const plaintext = decipher.update(sealed.subarray(0, size))
	try {
		decipher.final()
	} catch {
		return undefined
	}
	return plaintext
}

function wrapKey(shared: Uint8Array, share: Uint8Array, recipient: Uint8Array): Uint8Array {
	return hkdfSha256(shared, concat(share, recipient), WRAP_INFO)
}

/** X25519, or undefined where the shared secret would be zero (RFC 7748 §6.1; OpenSSL refuses it). */
function agree(privateKey: KeyObject, publicKey: KeyObject): Uint8Array | undefined {
	try {
		return diffieHellman({ privateKey, publicKey })
	} catch {
		return undefined
	}
}

function pointOf(publicKey: KeyObject): Uint8Array {
	// A copy: the Buffer is a piece of a larger one, all of which a message to another thread would take along.
	return new Uint8Array(Buffer.from(publicKey.export({ format: 'jwk' }).x as string, 'base64url'))
}
