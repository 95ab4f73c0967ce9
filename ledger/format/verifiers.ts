/**
 * The two signature algorithms of the formats: Ed25519 (RFC 8032) and ML-DSA-44 (FIPS 204, pure, empty context).
 *
 * Ed25519 has edge cases on which libraries differ (small-order and mixed-order points, the cofactor). Two rules
 * make every implementation give the same verdict: keys MUST be canonical points of prime order (checked when a
 * vkey is parsed), and the equation is the one without the cofactor, which OpenSSL and Go use.
 *
 * The default is @noble, which runs everywhere; a server hands in its native functions with `useVerifiers`.
 * @module
 */
import { ed25519 } from '@noble/curves/ed25519.js'
import { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js'

export const ED25519_KEY_BYTES = 32
export const ED25519_SIGNATURE_BYTES = 64
export const ML_DSA_44_KEY_BYTES = 1312
export const ML_DSA_44_SIGNATURE_BYTES = 2420

/** Both return false, and never throw, for any bytes of the right lengths. */
export interface Verifiers {
	/** @param signature 64 B @param key 32 B, a point of prime order */
	ed25519(signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean
	/** @param signature 2420 B @param key 1312 B */
	mldsa44(signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean
}

/** @noble's functions: constant code for browser, CLI and server; Ed25519 about 1 ms, ML-DSA-44 about 5 ms. */
export const nobleVerifiers: Verifiers = {
	ed25519(signature, message, key) {
		// Noble checks the equation times the cofactor; it is the plain equation exactly when R has prime order too.
		return (
			ed25519.verify(signature, message, key, { zip215: false }) &&
			isPrimeOrderPoint(signature.subarray(0, 32))
		)
	},
	mldsa44(signature, message, key) {
		return ml_dsa44.verify(signature, message, key)
	},
}

let current: Verifiers = nobleVerifiers

/** Replaces the verification functions of this process; `null` restores the default. */
export function useVerifiers(verifiers: Verifiers | null): void {
	current = verifiers ?? nobleVerifiers
}

/** The functions in use; signatures and keys of a wrong length are false without asking them. */
export const verifiers: Verifiers = {
	ed25519: (signature, message, key) =>
		signature.length === ED25519_SIGNATURE_BYTES &&
		key.length === ED25519_KEY_BYTES &&
		current.ed25519(signature, message, key),
	mldsa44: (signature, message, key) =>
		signature.length === ML_DSA_44_SIGNATURE_BYTES &&
		key.length === ML_DSA_44_KEY_BYTES &&
		current.mldsa44(signature, message, key),
}

/** Whether 32 bytes are the canonical encoding of an edwards25519 point of prime order (not the neutral one). */
export function isPrimeOrderPoint(bytes: Uint8Array): boolean {
	try {
		const point = ed25519.Point.fromBytes(bytes, false)
		return !point.isSmallOrder() && point.isTorsionFree()
	} catch {
		return false
	}
}
