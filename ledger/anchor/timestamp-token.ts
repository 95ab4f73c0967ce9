/**
 * Decoder of a TimeStampToken: CMS SignedData (RFC 5652) around a TSTInfo (RFC 3161 §2.4.2, RFC 5816). It
 * reads structure only and believes nothing: what the parts say is judged in `timestamp-check.ts`. Every byte
 * is either returned, or refused when it is not the only possible one.
 * @module
 */

import { readExtension } from './certificate.ts'
import { contextTag, type Der, parseDer, TAG } from './der.ts'
import {
	generalizedTime,
	type Moment,
	members,
	oidText,
	onlyMember,
	serialText,
	smallInteger,
	smallIntegerOf,
} from './der-values.ts'
import { type DigestName, digestAlgorithm } from './signature.ts'
import { TimestampError } from './timestamp-error.ts'

const SIGNED_DATA = '1.2.840.113549.1.7.2'
const TST_INFO = '1.2.840.113549.1.9.16.1.4'
const ATTRIBUTE = {
	contentType: '1.2.840.113549.1.9.3',
	messageDigest: '1.2.840.113549.1.9.4',
	signingCertificate: '1.2.840.113549.1.9.16.2.12',
	signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
} as const
const MAX_CERTIFICATES = 10
const MAX_REVOCATION_LISTS = 10
const MAX_ATTRIBUTES = 32
const MAX_CERTIFICATE_IDS = 10

export interface Token {
	readonly info: TstInfo
	/** Encoding of the TSTInfo, which messageDigest covers. */
	readonly content: Uint8Array
	readonly signer: Signer
	/** DER of each embedded certificate, and of each embedded revocation list. */
	readonly certificates: readonly Uint8Array[]
	readonly revocationLists: readonly Uint8Array[]
}

export interface TstInfo {
	readonly policy: string
	readonly imprint: { readonly algorithm: DigestName; readonly value: Uint8Array }
	/** Hexadecimal. */
	readonly serial: string
	readonly time: Moment
	/** Milliseconds, possibly with a fraction; null where the token states none. */
	readonly accuracy: number | null
	/** Contents octets of the INTEGER, or null. */
	readonly nonce: Uint8Array | null
}

export interface Signer {
	readonly id: SignerId
	readonly digest: DigestName
	/** The attributes as they are signed: DER of a SET. */
	readonly signedAttributes: Uint8Array
	readonly messageDigest: Uint8Array
	/**
	 * First the signer's certificate, then others of its path; from ESSCertID, ESSCertIDv2 or both, at least
	 * one list.
	 */
	readonly certificateIds: readonly (readonly CertificateId[])[]
	readonly algorithm: Der
	readonly signature: Uint8Array
}

/** Names the signer's certificate by issuer (DER of the name) and serial number, or by its key identifier. */
export type SignerId =
	| { readonly issuer: Uint8Array; readonly serial: string }
	| { readonly subjectKeyId: Uint8Array }

/**
 * ESSCertID (always SHA-1) or ESSCertIDv2: a certificate by its digest, and optionally by issuer and serial
 * number.
 */
export interface CertificateId {
	readonly algorithm: DigestName | 'sha1'
	readonly digest: Uint8Array
	readonly issuerSerial: { readonly issuer: Uint8Array; readonly serial: string } | null
}

/**
 * @param bytes a DER TimeStampToken, at most 64 KiB
 * @throws TimestampError `malformed`, `too-large`, `content-type`, `signer`, `attributes` or `unsupported`
 */
export function decodeToken(bytes: Uint8Array): Token {
	const outer = members(parseDer(bytes), TAG.sequence, 'a token')
	if (oidText(outer.next(TAG.oid)) !== SIGNED_DATA) refuse('content-type', 'the token is not signed data')
	const body = onlyMember(outer.next(contextTag(0)), 'the signed data')
	outer.end()
	const fields = members(body, TAG.sequence, 'the signed data')
	const version = smallInteger(fields.next(TAG.integer), 'the version of the signed data')
	const digests = fields.next(TAG.set)
	const content = readContent(fields.next(TAG.sequence))
	const certificates = readSet(fields.optional(contextTag(0)), MAX_CERTIFICATES, 'certificates')
	const revocationLists = readSet(fields.optional(contextTag(1)), MAX_REVOCATION_LISTS, 'revocation lists')
	const signers = fields.next(TAG.set)
	fields.end()
	// RFC 5652 §5.1: version 3 follows from the content type as long as only plain certificates and lists are
	// embedded.
	if (version !== 3) refuse('malformed', `signed data of version ${version}`)
	if (signers.children.length !== 1) refuse('signer', `${signers.children.length} signers instead of one`)
	const signer = readSigner(onlyMember(signers, 'the signers'))
	const [digest, ...more] = digests.children
	if (digest === undefined || more.length > 0 || digestAlgorithm(digest) !== signer.digest) {
		refuse('digest', 'the digest algorithms are not exactly that of the signer')
	}
	return { info: readInfo(parseDer(content)), content, signer, certificates, revocationLists }
}

function readContent(der: Der): Uint8Array {
	const fields = members(der, TAG.sequence, 'the encapsulated content')
	const type = oidText(fields.next(TAG.oid))
	if (type !== TST_INFO) refuse('content-type', `the signed content is ${type}, not a TSTInfo`)
	const content = onlyMember(fields.next(contextTag(0)), 'the encapsulated content')
	fields.end()
	if (content.tag !== TAG.octetString) refuse('malformed', 'the encapsulated content is not an octet string')
	return content.value
}

/**
 * Certificates or lists of the plain kind; attribute certificates, OCSP answers and other kinds are not
 * evaluated.
 */
function readSet(set: Der | undefined, max: number, what: string): Uint8Array[] {
	if (set === undefined) return []
	if (set.children.length > max)
		refuse('too-large', `${set.children.length} ${what}, at most ${max} are read`)
	return set.children.map((item) => {
		if (item.tag !== TAG.sequence)
			refuse('unsupported', `${what} of another kind than X.509 are not accepted`)
		return item.bytes
	})
}

function readSigner(der: Der): Signer {
	const fields = members(der, TAG.sequence, 'the signer')
	const version = smallInteger(fields.next(TAG.integer), 'the version of the signer')
	const id = readSignerId(version, fields.next(TAG.sequence, contextTag(0, 'primitive')))
	const digest = digestAlgorithm(fields.next(TAG.sequence))
	const attributes = fields.optional(contextTag(0))
	if (attributes === undefined) return refuse('attributes', 'there are no signed attributes')
	const algorithm = fields.next(TAG.sequence)
	const signature = fields.next(TAG.octetString).value
	// Unsigned attributes could say anything, and a fresh stamp has no need of them.
	if (fields.optional(contextTag(1)) !== undefined) refuse('attributes', 'there are unsigned attributes')
	fields.end()
	const signedAttributes = attributes.bytes.slice()
	// What is signed is the SET itself, not the implicit tag that carries it (RFC 5652 §5.4).
	signedAttributes[0] = TAG.set
	return { id, digest, signedAttributes, ...readAttributes(attributes), algorithm, signature }
}

function readSignerId(version: number, der: Der): SignerId {
	const expected = der.tag === TAG.sequence ? 1 : 3
	if (version !== expected) refuse('malformed', `signer of version ${version} instead of ${expected}`)
	if (der.tag !== TAG.sequence) return { subjectKeyId: der.value }
	const fields = members(der, TAG.sequence, 'the issuer and serial number')
	const issuer = fields.next(TAG.sequence).bytes
	const serial = serialText(fields.next(TAG.integer), 'the serial number')
	fields.end()
	return { issuer, serial }
}

function readAttributes(set: Der): Pick<Signer, 'messageDigest' | 'certificateIds'> {
	if (set.children.length > MAX_ATTRIBUTES) refuse('attributes', `${set.children.length} signed attributes`)
	const values = new Map<string, Der>()
	for (const item of set.children) {
		const fields = members(item, TAG.sequence, 'an attribute')
		const oid = oidText(fields.next(TAG.oid))
		const [value, ...more] = fields.next(TAG.set).children
		fields.end()
		if (values.has(oid)) refuse('attributes', `attribute ${oid} occurs twice`)
		if (value === undefined || more.length > 0)
			return refuse('attributes', `attribute ${oid} has not one value`)
		values.set(oid, value)
	}
	const type = values.get(ATTRIBUTE.contentType)
	if (type === undefined || oidText(type) !== TST_INFO) {
		refuse('content-type', 'the signed content type is not TSTInfo')
	}
	const digest = values.get(ATTRIBUTE.messageDigest)
	if (digest?.tag !== TAG.octetString) return refuse('attributes', 'there is no message digest')
	const first = values.get(ATTRIBUTE.signingCertificate)
	const second = values.get(ATTRIBUTE.signingCertificateV2)
	const certificateIds: CertificateId[][] = []
	if (first !== undefined) certificateIds.push(readSigningCertificate(first, 1))
	if (second !== undefined) certificateIds.push(readSigningCertificate(second, 2))
	if (certificateIds.length === 0) refuse('attributes', 'the signing certificate is not named')
	return { messageDigest: digest.value, certificateIds }
}

/**
 * SigningCertificate (RFC 2634 §5.4) and SigningCertificateV2 (RFC 5035 §3); policies in them are not
 * evaluated.
 */
function readSigningCertificate(der: Der, version: 1 | 2): CertificateId[] {
	const fields = members(der, TAG.sequence, 'the signing certificate')
	const ids = members(fields.next(TAG.sequence), TAG.sequence, 'the certificate identifiers').rest(
		TAG.sequence,
	)
	fields.optional(TAG.sequence)
	fields.end()
	if (ids.length === 0 || ids.length > MAX_CERTIFICATE_IDS) {
		refuse('attributes', `${ids.length} certificate identifiers, 1 to ${MAX_CERTIFICATE_IDS} are read`)
	}
	return ids.map((id) => readCertificateId(id, version))
}

function readCertificateId(der: Der, version: 1 | 2): CertificateId {
	const fields = members(der, TAG.sequence, 'a certificate identifier')
	let algorithm: DigestName | 'sha1' = 'sha1'
	if (version === 2) {
		const named = fields.next(TAG.sequence, TAG.octetString)
		if (named.tag === TAG.octetString)
			return { algorithm: 'sha256', digest: named.value, issuerSerial: tail(fields) }
		algorithm = digestAlgorithm(named)
	}
	return { algorithm, digest: fields.next(TAG.octetString).value, issuerSerial: tail(fields) }
}

/** The optional IssuerSerial that ends a certificate identifier: one directory name and a serial number. */
function tail(of: ReturnType<typeof members>): CertificateId['issuerSerial'] {
	const named = of.optional(TAG.sequence)
	of.end()
	if (named === undefined) return null
	const fields = members(named, TAG.sequence, 'an issuer and serial number')
	const name = onlyMember(fields.next(TAG.sequence), 'the issuer names')
	const serial = serialText(fields.next(TAG.integer), 'the serial number')
	fields.end()
	if (name.tag !== contextTag(4))
		refuse('attributes', 'the issuer of a certificate identifier is no directory name')
	return { issuer: onlyMember(name, 'the issuer name').bytes, serial }
}

function readInfo(der: Der): TstInfo {
	const fields = members(der, TAG.sequence, 'the TSTInfo')
	const version = smallInteger(fields.next(TAG.integer), 'the version of the TSTInfo')
	if (version !== 1) refuse('malformed', `TSTInfo of version ${version}`)
	const policy = oidText(fields.next(TAG.oid))
	const imprint = members(fields.next(TAG.sequence), TAG.sequence, 'the imprint')
	const algorithm = digestAlgorithm(imprint.next(TAG.sequence))
	const { value } = imprint.next(TAG.octetString)
	imprint.end()
	const serial = serialText(fields.next(TAG.integer), 'the serial number')
	const time = generalizedTime(fields.next(TAG.generalizedTime), 'the time of the stamp')
	const accuracyField = fields.optional(TAG.sequence)
	const ordering = fields.optional(TAG.boolean)
	if (ordering !== undefined && ordering.value[0] !== 0xff)
		refuse('malformed', 'the ordering writes its default')
	const nonce = fields.optional(TAG.integer)?.value ?? null
	// The authority's own name is a hint: who signed is decided by the certificate identifier (RFC 3161
	// §2.4.2).
	fields.optional(contextTag(0))
	for (const item of fields.optional(contextTag(1))?.children ?? []) {
		const { oid, critical } = readExtension(item)
		if (critical) refuse('unsupported', `critical extension ${oid} of the stamp`)
	}
	fields.end()
	const accuracy = accuracyField === undefined ? null : readAccuracy(accuracyField)
	return { policy, imprint: { algorithm, value }, serial, time, accuracy, nonce }
}

/** Accuracy in milliseconds: seconds, millis 1..999, micros 1..999, each optional. */
function readAccuracy(der: Der): number {
	const fields = members(der, TAG.sequence, 'the accuracy')
	const seconds = fields.optional(TAG.integer)
	const millis = fields.optional(contextTag(0, 'primitive'))
	const micros = fields.optional(contextTag(1, 'primitive'))
	fields.end()
	const whole = seconds === undefined ? 0 : smallInteger(seconds, 'the accuracy in seconds')
	return whole * 1000 + thousandth(millis) + thousandth(micros) / 1000
}

function thousandth(der: Der | undefined): number {
	if (der === undefined) return 0
	const { value } = der
	const [first = 0, second = 0] = value
	const minimal =
		value.length === 1 ? first < 0x80 : value.length === 2 && first < 0x80 && !(first === 0 && second < 0x80)
	const number = smallIntegerOf(value)
	if (!minimal || number < 1 || number > 999) refuse('malformed', 'a part of the accuracy is not 1..999')
	return number
}

function refuse(reason: ConstructorParameters<typeof TimestampError>[0], message: string): never {
	throw new TimestampError(reason, message)
}
