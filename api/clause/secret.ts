/**
 * The secret of a clause sheet: 128 bits behind the # of its QR code, which a browser never sends. From it derive the
 * name under which the receipt of a document that is not public is found, and the key that opens it. So the service
 * gives the receipt to whoever holds the paper, and to nobody who only knows document, hash or address.
 *
 * | Value | Derivation |
 * | --- | --- |
 * | secret, 16 B | HMAC-SHA256(secret of the version in the vault, `letopis/clause/v1`), first 16 B |
 * | name, 16 B | HMAC-SHA256(secret, `letopis/clause/name`), first 16 B |
 * | key, 32 B | HMAC-SHA256(secret, `letopis/clause/key`) |
 *
 * The sealed receipt is nonce (12 B) ‖ AES-256-GCM(key, nonce, JSON of the receipt, additional data = name): what the
 * browser's WebCrypto opens. When the document is erased, its secret goes with it.
 * @module
 */
import { createCipheriv, createHmac } from 'node:crypto'

const SECRET = 16
export const NAME_SIZE = 16
const NONCE = 12

/** @param vaultSecret 32 B of the version's record */
export function clauseSecret(vaultSecret: Uint8Array): Uint8Array {
	return derive(vaultSecret, 'letopis/clause/v1').subarray(0, SECRET)
}

export function clauseName(secret: Uint8Array): Uint8Array {
	return derive(secret, 'letopis/clause/name').subarray(0, NAME_SIZE)
}

export function sealReceipt(
	secret: Uint8Array,
	receipt: string,
	random: (length: number) => Uint8Array,
): Uint8Array {
	const nonce = random(NONCE)
	const cipher = createCipheriv('aes-256-gcm', derive(secret, 'letopis/clause/key'), nonce)
	cipher.setAAD(clauseName(secret))
	return Buffer.concat([nonce, cipher.update(receipt, 'utf8'), cipher.final(), cipher.getAuthTag()])
}

function derive(key: Uint8Array, label: string): Uint8Array {
	return new Uint8Array(createHmac('sha256', key).update(label).digest())
}
