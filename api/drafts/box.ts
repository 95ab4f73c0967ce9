/**
 * Encryption of what a draft holds, with a key of its own that is wrapped for the vault's epoch as contents are.
 * ChaCha20-Poly1305 (RFC 8439) under HKDF-SHA256 of that key; 12-byte random nonce ‖ ciphertext ‖ tag. What a piece is for
 * is additional data, so that no piece can stand in another's place.
 * @module
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { LedgerError } from '@letopis/ledger'

const CIPHER = 'chacha20-poly1305'
const NONCE = 12
const TAG = 16

export class Box {
	readonly #key: Uint8Array

	/** @param fileKey 16 B, as an age header wraps it */
	constructor(fileKey: Uint8Array) {
		this.#key = new Uint8Array(hkdfSync('sha256', fileKey, new Uint8Array(0), 'letopis/draft/v1', 32))
	}

	seal(name: string, plaintext: Uint8Array): Uint8Array {
		const nonce = randomBytes(NONCE)
		const cipher = createCipheriv(CIPHER, this.#key, nonce, { authTagLength: TAG })
		cipher.setAAD(Buffer.from(name), { plaintextLength: plaintext.length })
		return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
	}

	/** @throws LedgerError 'corrupt' */
	open(name: string, sealed: Uint8Array): Uint8Array {
		try {
			if (sealed.length < NONCE + TAG) throw new Error('too short')
			const decipher = createDecipheriv(CIPHER, this.#key, sealed.subarray(0, NONCE), { authTagLength: TAG })
			const ciphertext = sealed.subarray(NONCE, sealed.length - TAG)
			decipher.setAAD(Buffer.from(name), { plaintextLength: ciphertext.length })
			decipher.setAuthTag(sealed.subarray(sealed.length - TAG))
			return Buffer.concat([decipher.update(ciphertext), decipher.final()])
		} catch (cause) {
			throw new LedgerError('corrupt', `a draft's ${name} is not as it was written`, { cause })
		}
	}
}
