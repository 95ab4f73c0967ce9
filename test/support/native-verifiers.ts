/** Signature checks by node:crypto (OpenSSL), to compare with the pure ones and to make properties fast. */
import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import type { Verifiers } from '@letopis/format'

/** SubjectPublicKeyInfo up to the key's own bytes (RFC 8410, RFC 9881). */
const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex')
const ML_DSA_44_SPKI = Buffer.from('30820532300b06096086480165030403110382052100', 'hex')

/** Reading an ML-DSA key costs more than a verification with it. */
const read = new WeakMap<Uint8Array, KeyObject>()

function keyObject(prefix: Uint8Array, key: Uint8Array): KeyObject {
	const known = read.get(key)
	if (known !== undefined) return known
	const made = createPublicKey({ key: Buffer.concat([prefix, key]), format: 'der', type: 'spki' })
	read.set(key, made)
	return made
}

export const nativeVerifiers: Verifiers = {
	ed25519: (signature, message, key) => verify(null, message, keyObject(ED25519_SPKI, key), signature),
	mldsa44: (signature, message, key) => verify(null, message, keyObject(ML_DSA_44_SPKI, key), signature),
}
