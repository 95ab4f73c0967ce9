/**
 * Digest and signature algorithms of X.509 and CMS as DER names them, verified by Node's native crypto. Known
 * are SHA-256/384/512 with RSA (PKCS #1 v1.5 and PSS, at least 2,048 bits) and ECDSA on the NIST curves;
 * SHA-1 and MD5 signatures are refused, and so is every algorithm that is not listed: an unknown one proves
 * nothing.
 * @module
 */
import { constants, createHash, type KeyObject, verify } from 'node:crypto'
import { contextTag, type Der, TAG } from './der.ts'
import { members, oidText, onlyMember, smallInteger } from './der-values.ts'
import { TimestampError } from './timestamp-error.ts'

/** Digest algorithms that a stamp may use; the names are those of node:crypto. */
export type DigestName = 'sha256' | 'sha384' | 'sha512'

const DIGESTS: Readonly<Record<string, DigestName>> = {
	'2.16.840.1.101.3.4.2.1': 'sha256',
	'2.16.840.1.101.3.4.2.2': 'sha384',
	'2.16.840.1.101.3.4.2.3': 'sha512',
}
const MGF1 = '1.2.840.113549.1.1.8'
const RSA_MIN_BITS = 2048
const CURVE_BITS: Readonly<Record<string, number>> = { prime256v1: 256, secp384r1: 384, secp521r1: 521 }

interface SignatureAlgorithm {
	readonly key: 'rsa' | 'ec'
	/** null where the name leaves the digest to the context (plain rsaEncryption in CMS). */
	readonly digest: DigestName | null
	readonly salt?: number
}
const SIGNATURES: Readonly<Record<string, SignatureAlgorithm>> = {
	'1.2.840.113549.1.1.1': { key: 'rsa', digest: null },
	'1.2.840.113549.1.1.11': { key: 'rsa', digest: 'sha256' },
	'1.2.840.113549.1.1.12': { key: 'rsa', digest: 'sha384' },
	'1.2.840.113549.1.1.13': { key: 'rsa', digest: 'sha512' },
	'1.2.840.10045.4.3.2': { key: 'ec', digest: 'sha256' },
	'1.2.840.10045.4.3.3': { key: 'ec', digest: 'sha384' },
	'1.2.840.10045.4.3.4': { key: 'ec', digest: 'sha512' },
}
const RSA_PSS = '1.2.840.113549.1.1.10'

export function digestOf(name: DigestName | 'sha1', bytes: Uint8Array): Uint8Array {
	return new Uint8Array(createHash(name).update(bytes).digest())
}

/** AlgorithmIdentifier of a SHA-2 digest; parameters absent or NULL (RFC 5754 §2). */
export function digestAlgorithm(der: Der): DigestName {
	const fields = members(der, TAG.sequence, 'a digest algorithm')
	const oid = oidText(fields.next(TAG.oid))
	fields.optional(TAG.null)
	fields.end()
	const name = DIGESTS[oid]
	if (name === undefined) throw unsupported(`digest algorithm ${oid}`)
	return name
}

/**
 * Whether the signature holds. With `digest` (CMS) the algorithm must use that digest or leave it open.
 * @throws TimestampError `unsupported` for algorithms and keys outside the list above
 */
export function verifySignature(
	algorithm: Der,
	key: KeyObject,
	message: Uint8Array,
	signature: Uint8Array,
	digest?: DigestName,
): boolean {
	const used = signatureAlgorithm(algorithm)
	const hash = used.digest ?? digest
	if (hash === undefined) throw unsupported('a signature algorithm without a digest')
	if (digest !== undefined && hash !== digest) {
		throw new TimestampError('signature', `signature made over ${hash}, digest algorithm is ${digest}`)
	}
	checkKey(key, used.key)
	const options =
		used.salt === undefined
			? { key, dsaEncoding: 'der' as const }
			: { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: used.salt }
	return verify(hash, message, options, signature)
}

/** What a signature was made with, for judging how long it can be relied on. */
export interface SignatureUse {
	readonly scheme: 'RSA' | 'RSA-PSS' | 'ECDSA'
	readonly digest: DigestName
	/** Of the modulus, or of the curve's field. */
	readonly bits: number
}

/**
 * @param digest of CMS, where the algorithm leaves it open
 * @throws TimestampError `unsupported`
 */
export function signatureUse(algorithm: Der, key: KeyObject, digest?: DigestName): SignatureUse {
	const used = signatureAlgorithm(algorithm)
	const by = used.digest ?? digest
	if (by === undefined) throw unsupported('a signature algorithm without a digest')
	const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {}
	if (used.key === 'ec') return { scheme: 'ECDSA', digest: by, bits: CURVE_BITS[namedCurve ?? ''] ?? 0 }
	return { scheme: used.salt === undefined ? 'RSA' : 'RSA-PSS', digest: by, bits: modulusLength ?? 0 }
}

/**
 * Refuses signature algorithms outside the list; for certificates, whose signatures are verified as a whole
 * elsewhere.
 */
export function checkSignatureAlgorithm(der: Der): void {
	if (signatureAlgorithm(der).digest === null) throw unsupported('a signature algorithm without a digest')
}

/** Refuses weak or unusual keys. */
export function checkKey(key: KeyObject, kind: 'rsa' | 'ec' | 'any'): void {
	const type = key.asymmetricKeyType
	const details = key.asymmetricKeyDetails
	if ((type === 'rsa' || type === 'rsa-pss') && kind !== 'ec') {
		if ((details?.modulusLength ?? 0) >= RSA_MIN_BITS) return
		throw unsupported(`RSA key of ${details?.modulusLength} bits`)
	}
	if (type === 'ec' && kind !== 'rsa' && Object.hasOwn(CURVE_BITS, details?.namedCurve ?? '')) return
	throw unsupported(`${details?.namedCurve ?? type} key for this signature`)
}

function signatureAlgorithm(der: Der): SignatureAlgorithm {
	const fields = members(der, TAG.sequence, 'a signature algorithm')
	const oid = oidText(fields.next(TAG.oid))
	if (oid === RSA_PSS) {
		const salted = pssParameters(fields.next(TAG.sequence))
		fields.end()
		return salted
	}
	const known = SIGNATURES[oid]
	if (known === undefined) throw unsupported(`signature algorithm ${oid}`)
	if (known.key === 'rsa') fields.optional(TAG.null)
	fields.end()
	return known
}

/**
 * RSASSA-PSS-params (RFC 4055 §3.1); the mask must use the digest of the message, as every profile in use
 * demands.
 */
function pssParameters(der: Der): SignatureAlgorithm {
	const fields = members(der, TAG.sequence, 'PSS parameters')
	const hash = fields.optional(contextTag(0))
	const mask = fields.optional(contextTag(1))
	const salt = fields.optional(contextTag(2))
	fields.end()
	if (hash === undefined || mask === undefined || salt === undefined)
		throw unsupported('PSS with SHA-1 defaults')
	const digest = digestAlgorithm(onlyMember(hash, 'PSS hash'))
	const generator = members(onlyMember(mask, 'PSS mask'), TAG.sequence, 'PSS mask')
	const name = oidText(generator.next(TAG.oid))
	if (name !== MGF1 || digestAlgorithm(generator.next(TAG.sequence)) !== digest)
		throw unsupported('this PSS mask')
	generator.end()
	const length = smallInteger(onlyMember(salt, 'PSS salt'), 'PSS salt length')
	if (length > 64) throw unsupported(`PSS salt of ${length} bytes`)
	return { key: 'rsa', digest, salt: length }
}

function unsupported(what: string): TimestampError {
	return new TimestampError('unsupported', `${what} is not accepted`)
}
