/**
 * A passkey in software (WebAuthn level 3, Ed25519) for the made-up people of a DEMO town: it answers the ceremonies as
 * a browser would hand on the answers of an authenticator.
 *
 * It derives from the administrator's token among the keys, so another run of the demo has the same keys, and nothing of
 * them is stored.
 * @module
 */
import { createHash, createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign } from 'node:crypto'

export interface Ceremony {
	readonly ceremony: string
	readonly options: Readonly<Record<string, unknown>>
}

/** What a page at this place may ask for. */
export interface Place {
	readonly rpId: string
	readonly origins: readonly string[]
}

/** Flags of authenticator data: user present, user verified, with a credential. */
const [PRESENT, VERIFIED, CREDENTIAL] = [0x01, 0x04, 0x40]
/** PKCS #8 before the 32 bytes of an Ed25519 seed (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')
/** CBOR: COSE key {1: 1 (OKP), 3: −8 (EdDSA), −1: 6 (Ed25519), −2: 32 bytes} (RFC 9053), up to the bytes. */
const COSE = Buffer.from('a4010103272006215820', 'hex')
/** CBOR: {"fmt": "none", "attStmt": {}, "authData": bytes of a one-byte length}, up to the length. */
const ATTESTATION = Buffer.from('a363666d74646e6f6e656761747453746d74a0686175746844617461' + '58', 'hex')

export class SoftKey {
	readonly #place: Place
	readonly #private: KeyObject
	readonly #point: Buffer
	readonly #id: Buffer

	/**
	 * @param secret of at least 128 bits
	 * @param name whose key it is
	 */
	constructor(secret: string, name: string, place: Place) {
		const derive = (what: string) =>
			Buffer.from(hkdfSync('sha256', secret, '', `letopis demo ${what} ${name}`, 32))
		this.#place = place
		this.#id = derive('passkey id')
		const der = Buffer.concat([PKCS8, derive('passkey')])
		this.#private = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
		this.#point = createPublicKey(this.#private).export({ type: 'spki', format: 'der' }).subarray(-32)
	}

	/** Answers navigator.credentials.create. */
	register(asked: Ceremony): object {
		const length = Buffer.from([0, this.#id.length])
		const credential = Buffer.concat([Buffer.alloc(16), length, this.#id, COSE, this.#point])
		const data = Buffer.concat([this.#head(PRESENT | VERIFIED | CREDENTIAL), credential])
		const attestation = Buffer.concat([ATTESTATION, Buffer.from([data.length]), data])
		const client = this.#client('webauthn.create', asked)
		return this.#answer(asked, {
			clientDataJSON: client.toString('base64url'),
			attestationObject: attestation.toString('base64url'),
		})
	}

	/** Answers navigator.credentials.get. @param account for which it was registered */
	prove(asked: Ceremony, account: string): object {
		const client = this.#client('webauthn.get', asked)
		const data = this.#head(PRESENT | VERIFIED)
		const signed = Buffer.concat([data, createHash('sha256').update(client).digest()])
		return this.#answer(asked, {
			clientDataJSON: client.toString('base64url'),
			authenticatorData: data.toString('base64url'),
			signature: sign(null, signed, this.#private).toString('base64url'),
			userHandle: Buffer.from(account).toString('base64url'),
		})
	}

	/** Authenticator data up to the credential; a key that may be copied does not count its uses. */
	#head(flags: number): Buffer {
		const place = createHash('sha256').update(this.#place.rpId).digest()
		return Buffer.concat([place, Buffer.from([flags, 0, 0, 0, 0])])
	}

	#client(type: string, { options }: Ceremony): Buffer {
		const [origin] = this.#place.origins
		return Buffer.from(JSON.stringify({ type, challenge: options.challenge, origin, crossOrigin: false }))
	}

	#answer({ ceremony }: Ceremony, response: object): object {
		const id = this.#id.toString('base64url')
		return { ceremony, credential: { id, rawId: id, type: 'public-key', response } }
	}
}
