/**
 * An authenticator in software: makes keys, answers WebAuthn's ceremonies as a browser would hand its answers on.
 * Every part of an answer can be made wrong on purpose.
 */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

export interface Ceremony {
	readonly ceremony: string
	readonly options: Record<string, unknown>
}

/** What an answer says otherwise than it should. */
export interface Wrong {
	readonly origin?: string
	readonly rpId?: string
	readonly challenge?: string
	readonly type?: string
	/** user present, user verified */
	readonly flags?: number
	readonly counter?: number
	readonly userHandle?: string
	/** in a frame of another site's page */
	readonly crossOrigin?: boolean
	readonly format?: string
	/** flips a bit of the signature */
	readonly signature?: boolean
	/** COSE algorithm that the key claims */
	readonly algorithm?: number
}

const UP = 0x01
const UV = 0x04
const AT = 0x40

export class SoftKey {
	readonly algorithm: 'ES256' | 'EdDSA'
	readonly id = randomBytes(32)
	readonly #private: KeyObject
	readonly #public: KeyObject
	readonly #origin: string
	readonly #rpId: string
	#counter: number
	#user = ''

	/** @param counting whether it counts its uses; synced ones do not */
	constructor(origin: string, algorithm: 'ES256' | 'EdDSA' = 'ES256', counting = true) {
		this.#origin = origin
		this.#rpId = new URL(origin).hostname
		this.algorithm = algorithm
		this.#counter = counting ? 1 : 0
		const pair =
			algorithm === 'ES256'
				? generateKeyPairSync('ec', { namedCurve: 'P-256' })
				: generateKeyPairSync('ed25519')
		this.#private = pair.privateKey
		this.#public = pair.publicKey
	}

	/** The user that it was registered for, base64url. */
	get user(): string {
		return this.#user
	}

	register({ ceremony, options }: Ceremony, wrong: Wrong = {}) {
		const { challenge, user } = options as { challenge: string; user: { id: string } }
		this.#user = user.id
		const client = this.#client('webauthn.create', challenge, wrong)
		const counter = wrong.counter ?? this.#counter
		const data = Buffer.concat([
			this.#head(wrong, (wrong.flags ?? UP | UV) | AT, counter),
			Buffer.alloc(16),
			Buffer.from([this.id.length >> 8, this.id.length & 255]),
			this.id,
			this.#cose(wrong.algorithm),
		])
		const attestation = map([
			[text('fmt'), text(wrong.format ?? 'none')],
			[text('attStmt'), map([])],
			[text('authData'), bytes(data)],
		])
		const response = {
			clientDataJSON: client.toString('base64url'),
			attestationObject: attestation.toString('base64url'),
			transports: ['internal'],
		}
		return { ceremony, credential: this.#credential(response) }
	}

	prove({ ceremony, options }: Ceremony, wrong: Wrong = {}) {
		const { challenge } = options as { challenge: string }
		const client = this.#client('webauthn.get', challenge, wrong)
		if (this.#counter > 0) this.#counter++
		const data = this.#head(wrong, wrong.flags ?? UP | UV, wrong.counter ?? this.#counter)
		const signed = Buffer.concat([data, createHash('sha256').update(client).digest()])
		const signature = Buffer.from(
			this.algorithm === 'ES256' ? sign('sha256', signed, this.#private) : sign(null, signed, this.#private),
		)
		if (wrong.signature === true) signature[signature.length - 1] = (signature.at(-1) ?? 0) ^ 1
		const response = {
			clientDataJSON: client.toString('base64url'),
			authenticatorData: data.toString('base64url'),
			signature: signature.toString('base64url'),
			userHandle: wrong.userHandle ?? (this.#user || 'AAAA'),
		}
		return { ceremony, credential: this.#credential(response) }
	}

	#credential(response: object) {
		const id = this.id.toString('base64url')
		return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response }
	}

	#client(type: string, challenge: string, wrong: Wrong): Buffer {
		const members = {
			type: wrong.type ?? type,
			challenge: wrong.challenge ?? challenge,
			origin: wrong.origin ?? this.#origin,
			crossOrigin: wrong.crossOrigin ?? false,
		}
		return Buffer.from(JSON.stringify(members))
	}

	#head(wrong: Wrong, flags: number, counter: number): Buffer {
		const head = Buffer.alloc(37)
		createHash('sha256')
			.update(wrong.rpId ?? this.#rpId)
			.digest()
			.copy(head)
		head[32] = flags
		head.writeUInt32BE(counter, 33)
		return head
	}

	/** RFC 9052 key, RFC 9053 parameters. */
	#cose(algorithm: number | undefined): Buffer {
		const { x = '', y = '' } = this.#public.export({ format: 'jwk' })
		const point = (value: string) => bytes(Buffer.from(value, 'base64url'))
		return this.algorithm === 'ES256'
			? map([
					[integer(1), integer(2)],
					[integer(3), integer(algorithm ?? -7)],
					[integer(-1), integer(1)],
					[integer(-2), point(x)],
					[integer(-3), point(y)],
				])
			: map([
					[integer(1), integer(1)],
					[integer(3), integer(algorithm ?? -8)],
					[integer(-1), integer(6)],
					[integer(-2), point(x)],
				])
	}
}

function head(major: number, argument: number): Buffer {
	if (argument < 24) return Buffer.from([(major << 5) | argument])
	if (argument < 256) return Buffer.from([(major << 5) | 24, argument])
	return Buffer.from([(major << 5) | 25, argument >> 8, argument & 255])
}
const integer = (value: number) => (value >= 0 ? head(0, value) : head(1, -1 - value))
const bytes = (value: Uint8Array) => Buffer.concat([head(2, value.length), value])
const text = (value: string) => Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
const map = (pairs: [Buffer, Buffer][]) => Buffer.concat([head(5, pairs.length), ...pairs.flat()])
