/**
 * Receipts behind the QR code of a clause sheet (api/clause/secret.ts): name and key derive from the 16 secret bytes in
 * the code, which never leave the device.
 *
 * | Value | Derivation |
 * | --- | --- |
 * | name, 16 B | HMAC-SHA256(secret, `letopis/clause/name`), first 16 B |
 * | key, 32 B | HMAC-SHA256(secret, `letopis/clause/key`) |
 *
 * The sealed receipt is nonce (12 B) ‖ AES-256-GCM(key, nonce, JSON of the receipt, additional data = name).
 * @module
 */
import { fromBase64 } from '@letopis/format'

const NONCE = 12
const NAME = 16

/** @param secret base64url of 16 bytes */
function secretBytes(secret: string): Uint8Array<ArrayBuffer> {
	return new Uint8Array(fromBase64(`${secret.replaceAll('-', '+').replaceAll('_', '/')}==`))
}

async function derive(secret: string, label: string): Promise<Uint8Array<ArrayBuffer>> {
	const hmac = { name: 'HMAC', hash: 'SHA-256' }
	const key = await crypto.subtle.importKey('raw', secretBytes(secret), hmac, false, ['sign'])
	return new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(label)))
}

async function nameOf(secret: string): Promise<Uint8Array<ArrayBuffer>> {
	return (await derive(secret, 'letopis/clause/name')).slice(0, NAME)
}

/** Under what the service keeps the receipt: 22 characters that tell nothing of the document. */
export async function clauseName(secret: string): Promise<string> {
	return btoa(String.fromCharCode(...(await nameOf(secret))))
		.replaceAll('+', '-')
		.replaceAll('/', '_')
		.replaceAll('=', '')
}

/**
 * @param sealed base64
 * @returns the receipt's JSON; null if it does not open: the secret was altered, or the answer was
 */
export async function openClause(secret: string, sealed: string): Promise<string | null> {
	try {
		const bytes = new Uint8Array(fromBase64(sealed))
		const raw = await derive(secret, 'letopis/clause/key')
		const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['decrypt'])
		const how = { name: 'AES-GCM', iv: bytes.slice(0, NONCE), additionalData: await nameOf(secret) }
		return new TextDecoder().decode(await crypto.subtle.decrypt(how, key, bytes.slice(NONCE)))
	} catch {
		return null
	}
}
