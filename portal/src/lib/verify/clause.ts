/**
 * Receipts behind the QR code of a clause sheet (format README, "Clause sheet"): look-up id and key derive from the 16
 * secret bytes in the code, which never leave the device.
 * @module
 */
import { fromBase64 } from '@letopis/format'

const NONCE = 12
const EMPTY = new Uint8Array(0)

/** @param secret base64url of 16 bytes */
export function secretBytes(secret: string): Uint8Array<ArrayBuffer> {
	return new Uint8Array(fromBase64(`${secret.replaceAll('-', '+').replaceAll('_', '/')}==`))
}

async function derive(
	secret: Uint8Array<ArrayBuffer>,
	label: string,
	bytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
	const key = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits'])
	const info = new TextEncoder().encode(label)
	const bits = await crypto.subtle.deriveBits(
		{ name: 'HKDF', hash: 'SHA-256', salt: EMPTY, info },
		key,
		bytes * 8,
	)
	return new Uint8Array(bits)
}

/** Under what the service keeps the receipt: 22 characters that tell nothing of the document. */
export async function clauseLookUp(secret: string): Promise<string> {
	const id = await derive(secretBytes(secret), 'letopis clause look-up v1', 16)
	return btoa(String.fromCharCode(...id))
		.replaceAll('+', '-')
		.replaceAll('/', '_')
		.replaceAll('=', '')
}

/**
 * @param sealed nonce ‖ AES-256-GCM of the JSON
 * @returns the receipt's JSON; null if it does not open, or is none: the secret was altered, or the answer was
 */
export async function openClause(secret: string, sealed: Uint8Array<ArrayBuffer>): Promise<string | null> {
	const raw = await derive(secretBytes(secret), 'letopis clause receipt v1', 32)
	const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['decrypt'])
	try {
		const iv = sealed.slice(0, NONCE)
		const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, sealed.slice(NONCE))
		const value: unknown = JSON.parse(new TextDecoder().decode(plain))
		if (typeof value !== 'object' || value === null || !('receipt' in value)) return null
		return JSON.stringify(value.receipt)
	} catch {
		return null
	}
}
