/**
 * Who signs for the town: a certificate with its path, and something that makes signatures with its key. Wherever the
 * key is, what is made with it comes through this one interface.
 * @module
 */
import { type KeyObject, sign, verify, X509Certificate } from 'node:crypto'
import { promisify } from 'node:util'
import { parseCertificate } from '../anchor/certificate.ts'
import { LedgerError } from '../error.ts'

const signAsync = promisify(
	sign as (
		algorithm: string,
		data: Uint8Array,
		key: KeyObject,
		callback: (error: Error | null, signature: Buffer) => void,
	) => void,
)

const RSA_MIN_BITS = 2048
const CURVES = new Set(['prime256v1', 'secp384r1', 'secp521r1'])

export interface SealSigner {
	/** DER certificates: the signer's own, then each one's issuer; the root is the last where it is known. */
	readonly chain: readonly Uint8Array[]
	readonly keyType: 'EC' | 'RSA'
	/** Common name of the certificate, or its whole name where it has none. */
	readonly name: string
	/** When the first certificate of the path ends, ms since 1970. */
	readonly until: number
	/** ECDSA (as DER) or RSASSA-PKCS1-v1_5 over the SHA-256 of the bytes. */
	sign(bytes: Uint8Array): Promise<Uint8Array>
}

/**
 * A signer whose key is in memory.
 * @param chain DER, in any order after the first
 * @throws RangeError if certificate and key do not belong together, or cannot seal
 */
export function keySigner(key: KeyObject, chain: readonly Uint8Array[]): SealSigner {
	const { certificate, ...facts } = factsOf(chain)
	if (!certificate.checkPrivateKey(key))
		throw new RangeError('the key is not the one of the first certificate')
	return { ...facts, sign: async (bytes) => new Uint8Array(await signAsync('sha256', bytes, key)) }
}

/**
 * A signer whose key is elsewhere, in a device or behind a service. What it gives is used only if it is by the key of the
 * certificate.
 * @param chain DER, in any order after the first
 * @param ask gives ECDSA (as DER) or RSASSA-PKCS1-v1_5 over the SHA-256 of the bytes, in bounded time
 * @throws RangeError if the certificate cannot seal; `sign` throws LedgerError `io`
 */
export function deviceSigner(
	chain: readonly Uint8Array[],
	ask: (bytes: Uint8Array) => Promise<Uint8Array>,
): SealSigner {
	const { certificate, ...facts } = factsOf(chain)
	return {
		...facts,
		async sign(bytes) {
			const signature = await ask(bytes)
			if (verify('sha256', bytes, certificate.publicKey, signature)) return signature
			throw new LedgerError(
				'io',
				'what the device of the seal gave is no signature by the key of its certificate',
			)
		},
	}
}

function factsOf(chain: readonly Uint8Array[]): Omit<SealSigner, 'sign'> & { certificate: X509Certificate } {
	const [first, ...others] = chain.map((der) => new X509Certificate(der))
	if (first === undefined) throw new RangeError('expected the certificate of the key')
	checkForm(first)
	const path = pathOf(first, others)
	return {
		certificate: first,
		chain: path.map(({ raw }) => new Uint8Array(raw)),
		keyType: keyTypeOf(first.publicKey),
		name: /^CN=(.+)$/m.exec(first.subject)?.[1] ?? first.subject.replaceAll('\n', ', '),
		until: Math.min(...path.map(({ validTo }) => Date.parse(validTo))),
	}
}

/** Strictly read, as every reader of the signature will. */
function checkForm({ raw }: X509Certificate): void {
	try {
		parseCertificate(new Uint8Array(raw))
	} catch (cause) {
		throw new RangeError('expected a certificate of version 3', { cause })
	}
}

function keyTypeOf(key: KeyObject): 'EC' | 'RSA' {
	const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key
	if (type === 'ec' && CURVES.has(details?.namedCurve ?? '')) return 'EC'
	if (type === 'rsa' && (details?.modulusLength ?? 0) >= RSA_MIN_BITS) return 'RSA'
	throw new RangeError('expected a key on a NIST curve, or RSA of at least 2048 bits')
}

/** The certificate and its issuers, as far as they are at hand. */
function pathOf(first: X509Certificate, others: readonly X509Certificate[]): X509Certificate[] {
	const path = [first]
	for (let last = first; path.length <= others.length; ) {
		const issuer = others.find(
			(one) => !path.includes(one) && last.checkIssued(one) && last.verify(one.publicKey),
		)
		if (issuer === undefined) break
		path.push(issuer)
		last = issuer
	}
	return path
}
