/**
 * One X.509 certificate (RFC 5280) as time-stamps need it: names, validity, and the extensions that decide
 * what it may sign, read strictly from DER. Signatures are verified by OpenSSL through Node's
 * X509Certificate.
 * @module
 */
import { type KeyObject, X509Certificate } from 'node:crypto'
import { contextTag, type Der, parseDer, TAG } from './der.ts'
import {
	certificateTime,
	members,
	oidText,
	onlyMember,
	sameDer,
	serialText,
	smallInteger,
} from './der-values.ts'
import { checkKey } from './signature.ts'
import { TimestampError } from './timestamp-error.ts'

const EXTENSION = {
	subjectKeyId: '2.5.29.14',
	keyUsage: '2.5.29.15',
	basicConstraints: '2.5.29.19',
	certificatePolicies: '2.5.29.32',
	extendedKeyUsage: '2.5.29.37',
} as const
/** Critical extensions that the path check honours, or that constrain nothing without a required policy. */
const UNDERSTOOD: ReadonlySet<string> = new Set(Object.values(EXTENSION))
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8'
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9'
const ANY_PURPOSE = '2.5.29.37.0'

/** Positions in KeyUsage (RFC 5280 §4.2.1.3). */
const KEY_USAGE = { digitalSignature: 0, nonRepudiation: 1, keyCertSign: 5, crlSign: 6 } as const
export type KeyUsage = keyof typeof KEY_USAGE

export interface Certificate {
	readonly der: Uint8Array
	/** Serial number, hexadecimal. */
	readonly serial: string
	/** Whole DER encodings of the names. */
	readonly issuer: Uint8Array
	readonly subject: Uint8Array
	/** Milliseconds since 1970, both inclusive. */
	readonly notBefore: number
	readonly notAfter: number
	/** What its issuer signed it with; not yet judged, since nobody relies on the signature of a root. */
	readonly signatureAlgorithm: Der
	readonly publicKey: KeyObject
	readonly subjectKeyId: Uint8Array | null
	readonly extensions: ReadonlyMap<string, Extension>
	/** OpenSSL's view of the same bytes. */
	readonly native: X509Certificate
}
export interface Extension {
	readonly critical: boolean
	readonly value: Uint8Array
}

/**
 * @throws TimestampError `malformed`, `unsupported` (key) or `too-large`
 */
export function parseCertificate(bytes: Uint8Array): Certificate {
	const outer = members(parseDer(bytes), TAG.sequence, 'a certificate')
	const body = outer.next(TAG.sequence)
	const algorithm = outer.next(TAG.sequence)
	outer.next(TAG.bitString)
	outer.end()
	const fields = members(body, TAG.sequence, 'a certificate body')
	const version = fields.optional(contextTag(0))
	// Versions 1 and 2 cannot say what a key is for; the number 2 means version 3.
	if (version === undefined || smallInteger(onlyMember(version, 'a version'), 'a version') !== 2) {
		throw malformed('a certificate is not of version 3')
	}
	const serial = serialText(fields.next(TAG.integer), 'a certificate serial number')
	// The inner name is signed, the outer is not: RFC 5280 §4.1.1.2 wants them equal.
	if (!sameDer(fields.next(TAG.sequence), algorithm))
		throw malformed('a certificate names two signature algorithms')
	const issuer = fields.next(TAG.sequence).bytes
	const validity = members(fields.next(TAG.sequence), TAG.sequence, 'a validity')
	const notBefore = certificateTime(validity.next(TAG.utcTime, TAG.generalizedTime), 'a validity')
	const notAfter = certificateTime(validity.next(TAG.utcTime, TAG.generalizedTime), 'a validity')
	validity.end()
	const subject = fields.next(TAG.sequence).bytes
	fields.next(TAG.sequence)
	fields.optional(contextTag(1, 'primitive'))
	fields.optional(contextTag(2, 'primitive'))
	const extensionsField = fields.optional(contextTag(3))
	fields.end()
	const extensions =
		extensionsField === undefined ? new Map<string, Extension>() : readExtensions(extensionsField)
	const native = openNative(bytes)
	const publicKey = readKey(native)
	const keyId = extensions.get(EXTENSION.subjectKeyId)
	const subjectKeyId = keyId === undefined ? null : octets(keyId.value)
	return {
		der: bytes,
		serial,
		issuer,
		subject,
		notBefore,
		notAfter,
		signatureAlgorithm: algorithm,
		publicKey,
		subjectKeyId,
		extensions,
		native,
	}
}

/** Explicitly tagged Extensions of certificates and revocation lists; each identifier at most once. */
export function readExtensions(tagged: Der): Map<string, Extension> {
	const list = members(onlyMember(tagged, 'extensions'), TAG.sequence, 'extensions').rest(TAG.sequence)
	if (list.length === 0) throw malformed('an empty list of extensions')
	const extensions = new Map<string, Extension>()
	for (const item of list) {
		const { oid, critical, value } = readExtension(item)
		if (extensions.has(oid)) throw malformed(`extension ${oid} occurs twice`)
		extensions.set(oid, { critical, value })
	}
	return extensions
}

export function readExtension(item: Der): Extension & { readonly oid: string } {
	const fields = members(item, TAG.sequence, 'an extension')
	const oid = oidText(fields.next(TAG.oid))
	const flag = fields.optional(TAG.boolean)
	// DER omits a value equal to the default, so a written flag is TRUE.
	if (flag !== undefined && flag.value[0] !== 0xff) throw malformed('an extension writes its default')
	const { value } = fields.next(TAG.octetString)
	fields.end()
	return { oid, critical: flag !== undefined, value }
}

/** The critical extension that nobody here evaluates, or null. */
export function unknownCritical(extensions: ReadonlyMap<string, Extension>): string | null {
	for (const [oid, { critical }] of extensions) if (critical && !UNDERSTOOD.has(oid)) return oid
	return null
}

/** CA flag and how many further CAs may follow (null: any number); absent extension is no CA. */
export function basicConstraints(of: Certificate): { ca: boolean; pathLength: number | null } {
	const extension = of.extensions.get(EXTENSION.basicConstraints)
	if (extension === undefined) return { ca: false, pathLength: null }
	const fields = members(parseDer(extension.value), TAG.sequence, 'basic constraints')
	const flag = fields.optional(TAG.boolean)
	const length = fields.optional(TAG.integer)
	fields.end()
	const ca = flag !== undefined && flag.value[0] === 0xff
	return { ca, pathLength: length === undefined ? null : smallInteger(length, 'a path length') }
}

/** Whether the key may be used so; a certificate without KeyUsage forbids nothing. */
export function allowsKeyUsage(of: Certificate, usage: KeyUsage): boolean {
	const extension = of.extensions.get(EXTENSION.keyUsage)
	if (extension === undefined) return true
	const bits = parseDer(extension.value)
	if (bits.tag !== TAG.bitString) throw malformed('a key usage is not a bit string')
	const position = KEY_USAGE[usage]
	const octet = bits.value[1 + Math.floor(position / 8)] ?? 0
	return (octet & (0x80 >> (position % 8))) !== 0
}

/**
 * RFC 3161 §2.3: the extended key usage of a time-stamping unit is present, critical, and holds
 * id-kp-timeStamping alone.
 */
export function isTimestampingUnit(of: Certificate): boolean {
	const extension = of.extensions.get(EXTENSION.extendedKeyUsage)
	const [purpose, ...more] = extension?.critical ? purposes(extension) : []
	return purpose === TIME_STAMPING && more.length === 0
}

/** Whether a CA's extended key usage, if it has one, lets its certificates stamp time. */
export function mayIssueTimestamping(of: Certificate): boolean {
	const extension = of.extensions.get(EXTENSION.extendedKeyUsage)
	return (
		extension === undefined || purposes(extension).some((oid) => oid === TIME_STAMPING || oid === ANY_PURPOSE)
	)
}

/** Whether it is for signing OCSP answers of its issuer (RFC 6960 §4.2.2.2). */
export function isResponder(of: Certificate): boolean {
	const extension = of.extensions.get(EXTENSION.extendedKeyUsage)
	return extension !== undefined && purposes(extension).includes(OCSP_SIGNING)
}

/** Name for people, on one line. */
export function certificateName(of: Certificate): string {
	return of.native.subject.replaceAll('\n', ', ')
}

function purposes(extension: Extension): string[] {
	return members(parseDer(extension.value), TAG.sequence, 'an extended key usage').rest(TAG.oid).map(oidText)
}

function octets(value: Uint8Array): Uint8Array {
	const der = parseDer(value)
	if (der.tag !== TAG.octetString) throw malformed('a key identifier is not an octet string')
	return der.value
}

function openNative(bytes: Uint8Array): X509Certificate {
	try {
		return new X509Certificate(bytes)
	} catch (cause) {
		throw new TimestampError('malformed', 'OpenSSL cannot read a certificate', { cause })
	}
}

function readKey(native: X509Certificate): KeyObject {
	let key: KeyObject
	try {
		key = native.publicKey
	} catch (cause) {
		throw new TimestampError('unsupported', 'the key of a certificate cannot be read', { cause })
	}
	checkKey(key, 'any')
	return key
}

function malformed(message: string): TimestampError {
	return new TimestampError('malformed', message)
}
