/**
 * X.509 v3 certificates, RFC 5280 §4.1, as much as a time-stamp's path needs. Strict DER; nothing is trusted here.
 * @module
 */
import { fromUtf8, hex, RefusalError, sha256 } from '@letopis/format'
import {
	bitStringOctets,
	contextTag,
	DerReader,
	type Element,
	elements,
	namedBit,
	oidText,
	onlyElement,
	readBoolean,
	readOid,
	smallInteger,
	TAG,
} from './der.ts'
import { NAME_ATTRIBUTES, OID } from './oids.ts'
import { derTime } from './time.ts'

export interface Extension {
	critical: boolean
	value: Uint8Array
}

export interface Certificate {
	der: Uint8Array
	/** Hex SHA-256 of the DER. */
	fingerprint: string
	/** Bytes that the issuer signed. */
	signedPart: Uint8Array
	/** Content octets of the serial INTEGER, as issued. */
	serial: Uint8Array
	/** Whole DER Name; issuers are matched byte by byte. */
	issuer: Uint8Array
	subject: Uint8Array
	notBefore: number
	notAfter: number
	/** Whole DER SubjectPublicKeyInfo. */
	publicKey: Uint8Array
	extensions: ReadonlyMap<string, Extension>
	/** basicConstraints, §4.2.1.9: how many authorities may stand below; null for whoever is no authority. */
	pathLength: number | null
	/** keyUsage bit string, §4.2.1.3; undefined when the certificate does not restrict its key. */
	keyUsage: Element | undefined
	/** Extended key usages, §4.2.1.12. */
	extendedUsages: readonly string[]
	signatureAlgorithm: Uint8Array
	signature: Uint8Array
}

const CERTIFICATE_MAX = 16 * 1024

/** Extensions by identifier. @throws RefusalError `duplicate` */
export function readExtensions(content: Uint8Array): Map<string, Extension> {
	const found = new Map<string, Extension>()
	for (const element of elements(content, 64, 'extensions')) {
		if (element.tag !== TAG.sequence) throw new RefusalError('malformed', 'DER: extension')
		const reader = new DerReader(element.content)
		const id = readOid(reader, 'extension')
		const flag = reader.optional(TAG.boolean)
		const value = reader.take(TAG.octetString, 'extension').content
		reader.end('extension')
		if (found.has(id)) throw new RefusalError('duplicate', `DER: extension ${id} twice`)
		found.set(id, { critical: flag !== undefined && readBoolean(flag), value })
	}
	return found
}

function readPathLength(extension: Extension | undefined): number | null {
	if (extension === undefined) return null
	const reader = new DerReader(onlyElement(extension.value, TAG.sequence, 'basicConstraints').content)
	const flag = reader.optional(TAG.boolean)
	const limit = reader.optional(TAG.integer)
	reader.end('basicConstraints')
	if (flag === undefined || !readBoolean(flag)) return null
	return limit === undefined ? Number.POSITIVE_INFINITY : smallInteger(limit)
}

function readUsages(extension: Extension | undefined): string[] {
	if (extension === undefined) return []
	const sequence = onlyElement(extension.value, TAG.sequence, 'extKeyUsage')
	return elements(sequence.content, 16, 'extKeyUsage').map(oidText)
}

/** @throws RefusalError on anything that is not one v3 certificate in DER, at most 16 KiB */
export function parseCertificate(der: Uint8Array): Certificate {
	if (der.length > CERTIFICATE_MAX) throw new RefusalError('too-large', 'certificate over 16 KiB')
	const outer = new DerReader(onlyElement(der, TAG.sequence, 'certificate').content)
	const signedPart = outer.take(TAG.sequence, 'tbsCertificate')
	const signatureAlgorithm = outer.take(TAG.sequence, 'signatureAlgorithm').bytes
	const signature = bitStringOctets(outer.take(TAG.bitString, 'signature'))
	outer.end('certificate')

	const inner = new DerReader(signedPart.content)
	const version = inner.enter(contextTag(0, true), 'version')
	if (smallInteger(version.take(TAG.integer, 'version')) !== 2) {
		throw new RefusalError('unsupported-version', 'certificate is not X.509 v3')
	}
	version.end('version')
	const serial = inner.take(TAG.integer, 'serialNumber').content
	const innerAlgorithm = inner.take(TAG.sequence, 'signature').bytes
	// RFC 5280 §4.1.1.2: the unsigned copy outside must equal the signed one.
	if (hex(innerAlgorithm) !== hex(signatureAlgorithm)) {
		throw new RefusalError('malformed', 'certificate names two signature algorithms')
	}
	const issuer = inner.take(TAG.sequence, 'issuer').bytes
	const validity = inner.enter(TAG.sequence, 'validity')
	const notBefore = derTime(validity.any())
	const notAfter = derTime(validity.any())
	validity.end('validity')
	const subject = inner.take(TAG.sequence, 'subject').bytes
	const publicKey = inner.take(TAG.sequence, 'subjectPublicKeyInfo').bytes
	inner.optional(contextTag(1, false))
	inner.optional(contextTag(2, false))
	let extensions = new Map<string, Extension>()
	if (inner.nextTag === contextTag(3, true)) {
		const wrapper = inner.enter(contextTag(3, true), 'extensions')
		extensions = readExtensions(wrapper.take(TAG.sequence, 'extensions').content)
		wrapper.end('extensions')
	}
	inner.end('tbsCertificate')
	const usage = extensions.get(OID.keyUsage)
	return {
		der,
		fingerprint: hex(sha256(der)),
		signedPart: signedPart.bytes,
		serial,
		issuer,
		subject,
		notBefore,
		notAfter,
		publicKey,
		extensions,
		pathLength: readPathLength(extensions.get(OID.basicConstraints)),
		keyUsage: usage && onlyElement(usage.value, TAG.bitString, 'keyUsage'),
		extendedUsages: readUsages(extensions.get(OID.extendedKeyUsage)),
		signatureAlgorithm,
		signature,
	}
}

/** Bits of keyUsage, §4.2.1.3. */
export const KEY_USAGE = { digitalSignature: 0, nonRepudiation: 1, keyCertSign: 5, crlSign: 6 } as const

/** Whether one of the usages is allowed. */
export function allowsUsage({ keyUsage }: Certificate, ...bits: readonly number[]): boolean {
	return keyUsage === undefined || bits.some((bit) => namedBit(keyUsage, bit))
}

/** RFC 3161 §2.3: exactly one extended key usage, id-kp-timeStamping, and the extension is critical. */
export function isTimeStampingCertificate({ extensions, extendedUsages }: Certificate): boolean {
	const [usage] = extendedUsages
	const isOnly = usage === OID.timeStamping && extendedUsages.length === 1
	return isOnly && extensions.get(OID.extendedKeyUsage)?.critical === true
}

/** RFC 5280 §4.2.1.12: an authority whose own purposes are limited issues for no other ones. */
export function mayIssueTimeStamping({ extensions, extendedUsages }: Certificate): boolean {
	if (!extensions.has(OID.extendedKeyUsage)) return true
	return extendedUsages.some((usage) => usage === OID.timeStamping || usage === OID.anyExtendedUsage)
}

function attributeText(value: Element): string {
	try {
		if (value.tag === TAG.utf8String) return fromUtf8(value.content)
	} catch {
		return '?'
	}
	// BMPString is UTF-16BE; every other legacy string type is read as Latin-1, for display only.
	const step = value.tag === 0x1e ? 2 : 1
	let text = ''
	for (let i = step - 1; i < value.content.length; i += step) {
		const high = step === 2 ? (value.content[i - 1] ?? 0) << 8 : 0
		text += String.fromCharCode(high | (value.content[i] ?? 0))
	}
	return text
}

/** A Name for people, `CN=…, O=…`; never used for comparison. Control characters are removed. */
export function nameText(name: Uint8Array): string {
	const parts: string[] = []
	for (const relative of elements(onlyElement(name, TAG.sequence, 'name').content, 32, 'name')) {
		for (const pair of elements(relative.content, 8, 'name')) {
			const reader = new DerReader(pair.content)
			const label = NAME_ATTRIBUTES[readOid(reader, 'name')]
			if (label !== undefined) parts.push(`${label}=${attributeText(reader.any())}`)
		}
	}
	return parts.join(', ').replace(/[\p{Cc}\p{Cf}]/gu, '')
}
