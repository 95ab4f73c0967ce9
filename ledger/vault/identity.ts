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
	diffieHellman,
	generateKeyPairSync,
	hkdfSync,
	type KeyObject,
} from 'node:crypto'
import { concat, RefusalError } from '@letopis/format'
import { bech32 } from '@scure/base'

export const KEY_SIZE = 32
export const FILE_KEY_SIZE = 16
export const TAG_SIZE = 16
const WRAPPED_SIZE = FILE_KEY_SIZE + TAG_SIZE
const WRAP_INFO = 'age-encryption.org/v1/X25519'
const NO_NONCE = new Uint8Array(12)
/** DER of RFC 8410 up to the 32 key bytes. */
const PRIVATE_DER = Buffer.from('302e020100300506032b656e04220420', 'hex')
const PUBLIC_DER = Buffer.from('302a300506032b656e032100', 'hex')

export interface Identity {
	/** X25519 scalar, 32 B */
	readonly secret: Uint8Array
	/** X25519 point, 32 B */
	readonly publicKey: Uint8Array
	readonly privateKey: KeyObject
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
	return { secret: secret.slice(), publicKey: pointOf(createPublicKey(privateKey)), privateKey }
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
export function formatRecipient(publicKey: Uint8Array): string {
	return bech32.encode('age', bech32.toWords(publicKey), false)
}

/**
 * Point of an X25519 recipient.
 * @returns 32 B
 * @throws RefusalError `malformed`, also for age's other kinds of recipients (`age1pq1…`, plugins)
 */
export function parseRecipient(text: string): Uint8Array {
	if (text !== text.toLowerCase()) throw new RefusalError('malformed', 'not an age recipient')
	return parseBech32(text, 'age', 'recipient')
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

/**
 * Wraps a file key for a recipient with a fresh ephemeral key.
 * @throws RefusalError `malformed` for a point of low order, for which no secret exists
 */
export function wrapFileKey(fileKey: Uint8Array, recipient: Uint8Array): X25519Stanza {
	const ephemeral = generateKeyPairSync('x25519')
	const share = pointOf(ephemeral.publicKey)
	const shared = agree(ephemeral.privateKey, recipient)
	if (shared === undefined) throw new RefusalError('malformed', 'the recipient is a point of low order')
	const cipher = createCipheriv('chacha20-poly1305', wrapKey(shared, share, recipient), NO_NONCE, {
		authTagLength: TAG_SIZE,
	})
	const wrapped = concat(cipher.update(fileKey), cipher.final(), cipher.getAuthTag())
	return { share, wrapped }
}

/** The file key, or undefined if the stanza is not for this identity (or was changed). */
export function unwrapFileKey(stanza: X25519Stanza, identity: Identity): Uint8Array | undefined {
	// The length is checked before decrypting: age's defence against partitioning oracles.
	if (stanza.wrapped.length !== WRAPPED_SIZE) return undefined
	const shared = agree(identity.privateKey, stanza.share)
	if (shared === undefined) return undefined
	const key = wrapKey(shared, stanza.share, identity.publicKey)
	return openSealed(key, NO_NONCE, stanza.wrapped)
}

/**
 * Opens ChaCha20-Poly1305 (RFC 8439).
 * @param sealed ciphertext and its 16-byte tag
 * @param additional authenticated but not encrypted
 * @returns plaintext in memory of its own, or undefined if any bit differs
 */
export function openSealed(
	key: Uint8Array,
	nonce: Uint8Array,
	sealed: Uint8Array,
	additional?: Uint8Array,
): Uint8Array | undefined {
	const size = sealed.length - TAG_SIZE
	if (size < 0) return undefined
	const decipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG_SIZE })
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
	return new Uint8Array(hkdfSync('sha256', shared, concat(share, recipient), WRAP_INFO, KEY_SIZE))
}

/** X25519, or undefined where the shared secret would be zero (RFC 7748 §6.1; OpenSSL refuses it). */
function agree(privateKey: KeyObject, point: Uint8Array): Uint8Array | undefined {
	const publicKey = createPublicKey({ key: Buffer.concat([PUBLIC_DER, point]), format: 'der', type: 'spki' })
	try {
		return diffieHellman({ privateKey, publicKey })
	} catch {
		return undefined
	}
}

function pointOf(publicKey: KeyObject): Uint8Array {
	return new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(PUBLIC_DER.length))
}
