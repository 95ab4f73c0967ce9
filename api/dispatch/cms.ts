/**
 * CMS SignedData (RFC 5652) as the data box system writes it: around a message, and around the TSTInfo of a time-stamp.
 *
 * A signature is checked against the certificate that the file itself brings: that says who says to have signed, and that
 * nothing was changed since. Whether that certificate deserves trust (chain, revocation, qualified status) is not judged
 * here; the examination of signatures at reception does, with the roots that the town configured.
 * @module
 */
import { constants, createHash, type KeyObject, verify, X509Certificate } from 'node:crypto'
import { RefusalError } from '@letopis/format'
import { type Ber, malformed, membersOf, octets, oidOf, readFirstBer, TAG } from './ber.ts'

const SIGNED_DATA = '1.2.840.113549.1.7.2'
const CONTEXT_0 = 0xa0
const CONTEXT_1 = 0xa1
const MAX_CERTIFICATES = 20
const MAX_SIGNERS = 4
const MAX_ATTRIBUTES = 40
const ATTRIBUTE = {
	contentType: '1.2.840.113549.1.9.3',
	messageDigest: '1.2.840.113549.1.9.4',
	signingTime: '1.2.840.113549.1.9.5',
	timestamp: '1.2.840.113549.1.9.16.2.14',
} as const
const DIGESTS: Readonly<Record<string, string>> = {
	'1.3.14.3.2.26': 'sha1',
	'2.16.840.1.101.3.4.2.1': 'sha256',
	'2.16.840.1.101.3.4.2.2': 'sha384',
	'2.16.840.1.101.3.4.2.3': 'sha512',
}
/** The digest that an algorithm names; null where the signer's own counts. */
const SIGNATURES: Readonly<Record<string, { key: 'rsa' | 'rsa-pss' | 'ec'; digest: string | null }>> = {
	'1.2.840.113549.1.1.1': { key: 'rsa', digest: null },
	'1.2.840.113549.1.1.5': { key: 'rsa', digest: 'sha1' },
	'1.2.840.113549.1.1.10': { key: 'rsa-pss', digest: null },
	'1.2.840.113549.1.1.11': { key: 'rsa', digest: 'sha256' },
	'1.2.840.113549.1.1.12': { key: 'rsa', digest: 'sha384' },
	'1.2.840.113549.1.1.13': { key: 'rsa', digest: 'sha512' },
	'1.2.840.10045.4.3.2': { key: 'ec', digest: 'sha256' },
	'1.2.840.10045.4.3.3': { key: 'ec', digest: 'sha384' },
	'1.2.840.10045.4.3.4': { key: 'ec', digest: 'sha512' },
}
const RSA_MIN_BITS = 2048

export interface SignedData {
	readonly contentType: string
	readonly content: Uint8Array
	/** DER of each X.509 certificate; attribute certificates of version 1, which old stamps carry, are passed over. */
	readonly certificates: readonly Uint8Array[]
	readonly signers: readonly Signer[]
}

export interface Signer {
	readonly issuer: Uint8Array
	readonly serial: Uint8Array
	readonly digest: string
	readonly algorithm: string
	/** As they are signed, or null where the content itself is. */
	readonly attributes: Uint8Array | null
	readonly values: ReadonlyMap<string, Ber>
	readonly signature: Uint8Array
	/** A time-stamp of the signature (CAdES-T), unsigned. */
	readonly timestamp: Uint8Array | null
}

export interface SignatureCheck {
	/** `weak`: it holds, by an algorithm or key that anybody may forge by now; `not-checked`: no means to check it. */
	readonly state: 'holds' | 'weak' | 'broken' | 'not-checked'
	/** Why it does not hold, in English; null where it does. */
	readonly reason: string | null
	/** The subject that the certificate names, one attribute a line; null without a certificate. */
	readonly signer: string | null
	readonly issuer: string | null
	/** Whether the signing time lies in the certificate's validity. */
	readonly inValidity: boolean | null
	/** ms since 1970, as the signer says. */
	readonly signedAt: number | null
}

/**
 * @param padding bytes of zero that may follow the end: time-stamps of the data box system have nine
 * @throws RefusalError `malformed`, `too-large`, `too-deep`
 */
export function readSignedData(bytes: Uint8Array, padding = 0): SignedData {
	const { element, end } = readFirstBer(bytes)
	const rest = bytes.subarray(end)
	if (rest.length > padding || rest.some((octet) => octet !== 0))
		throw malformed(`${rest.length} bytes after the end`)
	const [type, body] = membersOf(element, TAG.sequence, 'the file')
	if (oidOf(type, 'its content type') !== SIGNED_DATA) throw malformed('the content is not signed data')
	const [signed] = membersOf(body, CONTEXT_0, 'the signed data')
	const [, , encapsulated, ...more] = membersOf(signed, TAG.sequence, 'the signed data')
	const [contentType, holder] = membersOf(encapsulated, TAG.sequence, 'the signed content')
	const [content] = membersOf(holder, CONTEXT_0, 'the signed content')
	const certificates = more.find(({ tag }) => tag === CONTEXT_0)?.children ?? []
	if (certificates.length > MAX_CERTIFICATES) throw tooMany('certificates')
	const signers = membersOf(more.at(-1), TAG.set, 'the signers')
	if (signers.length > MAX_SIGNERS) throw tooMany('signers')
	return {
		contentType: oidOf(contentType, 'the type of the content'),
		content: octets(content, 'the content'),
		certificates: certificates.filter(({ tag }) => tag === TAG.sequence).map((one) => one.bytes),
		signers: signers.map(readSigner),
	}
}

/** Checks the one signature that a file should have. */
export function checkSignature(data: SignedData): SignatureCheck {
	const [signer, ...others] = data.signers
	if (signer === undefined) return { ...UNKNOWN, state: 'broken', reason: 'nobody signed it' }
	if (others.length > 0) return { ...UNKNOWN, reason: 'it has more than one signature' }
	const certificate = certificateOf(data, signer)
	if (certificate === null) return { ...UNKNOWN, reason: 'the certificate of the signer is not in the file' }
	const signedAt = timeOf(signer.values.get(ATTRIBUTE.signingTime))
	const known = {
		signer: certificate.subject,
		issuer: certificate.issuer,
		signedAt,
		inValidity: signedAt === null ? null : isWithin(signedAt, certificate),
	}
	return { ...known, ...judge(data, signer, certificate) }
}

const UNKNOWN: SignatureCheck = {
	state: 'not-checked',
	reason: null,
	signer: null,
	issuer: null,
	inValidity: null,
	signedAt: null,
}

function judge(
	data: SignedData,
	signer: Signer,
	certificate: X509Certificate,
): Pick<SignatureCheck, 'state' | 'reason'> {
	const broken = (reason: string) => ({ state: 'broken' as const, reason })
	const open = (reason: string) => ({ state: 'not-checked' as const, reason })
	const algorithm = SIGNATURES[signer.algorithm]
	const digest = DIGESTS[signer.digest]
	if (algorithm === undefined || digest === undefined)
		return open(`algorithm ${signer.algorithm} with ${signer.digest}`)
	if (algorithm.digest !== null && algorithm.digest !== digest)
		return broken('its algorithms contradict each other')
	if (signer.attributes !== null) {
		const type = signer.values.get(ATTRIBUTE.contentType)
		if (type === undefined || oidOf(type, 'the signed type') !== data.contentType) {
			return broken('the signature is over another type of content')
		}
		const claimed = octets(signer.values.get(ATTRIBUTE.messageDigest), 'the signed digest')
		if (!createHash(digest).update(data.content).digest().equals(claimed)) {
			return broken('the content is not the one that was signed')
		}
	}
	const key = keyOf(certificate, algorithm.key)
	if (key === null) return open('the key of the certificate does not fit the signature')
	const message = signer.attributes ?? data.content
	const options =
		algorithm.key === 'rsa-pss'
			? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO }
			: { key }
	if (!verify(digest, message, options, signer.signature)) return broken('the signature does not hold')
	const bits = key.asymmetricKeyDetails?.modulusLength
	if (digest === 'sha1') return { state: 'weak', reason: 'it was made over SHA-1' }
	if (bits !== undefined && bits < RSA_MIN_BITS)
		return { state: 'weak', reason: `its RSA key has ${bits} bits` }
	return { state: 'holds', reason: null }
}

function keyOf(certificate: X509Certificate, kind: 'rsa' | 'rsa-pss' | 'ec'): KeyObject | null {
	try {
		const key = certificate.publicKey
		const type = key.asymmetricKeyType
		return (kind === 'ec' ? type === 'ec' : type === 'rsa' || type === kind) ? key : null
	} catch {
		// A key of a kind that this Node does not know.
		return null
	}
}

function certificateOf(data: SignedData, signer: Signer): X509Certificate | null {
	for (const der of data.certificates) {
		const [body] = membersOf(readFirstBer(der).element, TAG.sequence, 'a certificate')
		const fields = membersOf(body, TAG.sequence, 'a certificate').filter(({ tag }) => tag !== CONTEXT_0)
		const [serial, , issuer] = fields
		if (serial === undefined || issuer === undefined) continue
		if (!same(serial.value, signer.serial) || !same(issuer.bytes, signer.issuer)) continue
		try {
			return new X509Certificate(der)
		} catch (error) {
			throw new RefusalError('malformed', 'CMS: the certificate of the signer cannot be read', {
				cause: error,
			})
		}
	}
	return null
}

function readSigner(ber: Ber): Signer {
	const [, id, digest, ...rest] = membersOf(ber, TAG.sequence, 'a signer')
	const [issuer, serial] = membersOf(id, TAG.sequence, 'the name of a signer')
	if (issuer === undefined || serial?.tag !== TAG.integer) throw malformed('a signer without a name')
	const attributes = rest[0]?.tag === CONTEXT_0 ? rest[0] : null
	const [algorithm, signature, unsigned] = attributes === null ? rest : rest.slice(1)
	const later = unsigned?.tag === CONTEXT_1 ? readAttributes(unsigned) : new Map<string, Ber>()
	return {
		issuer: issuer.bytes,
		serial: serial.value,
		digest: oidOf(membersOf(digest, TAG.sequence, 'the digest')[0], 'the digest'),
		algorithm: oidOf(membersOf(algorithm, TAG.sequence, 'the algorithm')[0], 'the algorithm'),
		attributes: attributes === null ? null : asSet(attributes),
		values: attributes === null ? new Map() : readAttributes(attributes),
		signature: octets(signature, 'the signature'),
		timestamp: later.get(ATTRIBUTE.timestamp)?.bytes ?? null,
	}
}

/** What is signed is the SET itself, not the implicit tag that carries it (RFC 5652 §5.4), and in DER. */
function asSet(attributes: Ber): Uint8Array {
	if (attributes.indefinite) throw malformed('the signed attributes are not in DER')
	const bytes = attributes.bytes.slice()
	bytes[0] = TAG.set
	return bytes
}

function readAttributes(set: Ber): Map<string, Ber> {
	if (set.children.length > MAX_ATTRIBUTES) throw tooMany('attributes')
	const values = new Map<string, Ber>()
	for (const attribute of set.children) {
		const [type, held] = membersOf(attribute, TAG.sequence, 'an attribute')
		const name = oidOf(type, 'the name of an attribute')
		const [value] = membersOf(held, TAG.set, 'the values of an attribute')
		if (values.has(name)) throw malformed(`attribute ${name} occurs twice`)
		if (value !== undefined) values.set(name, value)
	}
	return values
}

/** UTCTime or GeneralizedTime in UTC; null for what is neither. */
export function timeOf(ber: Ber | undefined): number | null {
	if (ber === undefined || ber.value.length > 32) return null
	const text = String.fromCharCode(...ber.value)
	const full = ber.tag === TAG.utcTime ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text
	const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,9})?Z$/.exec(full)
	if (parts === null || (ber.tag !== TAG.utcTime && ber.tag !== TAG.generalizedTime)) return null
	const [, year, month, day, hour, minute, second, fraction = ''] = parts
	const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${fraction.slice(0, 4)}Z`)
	return Number.isNaN(ms) ? null : ms
}

function isWithin(ms: number, { validFrom, validTo }: X509Certificate): boolean {
	return ms >= Date.parse(validFrom) && ms <= Date.parse(validTo)
}

function same(a: Uint8Array, b: Uint8Array): boolean {
	return Buffer.compare(a, b) === 0
}

function tooMany(what: string): RefusalError {
	return new RefusalError('too-large', `CMS: too many ${what}`)
}
