/**
 * Which certificate a CMS signer means: by name and serial number, or key identifier (RFC 5652 §5.3), and, signed along,
 * by digest (RFC 2634 §5.4, RFC 5035 §3).
 * @module
 */
import { equalBytes } from '@letopis/format'
import type { Certificate } from './certificate.ts'
import { contextTag, DerReader, elements, onlyElement, TAG } from './der.ts'
import { type DigestName, OID } from './oids.ts'
import { StampRefusal } from './refusal.ts'
import { digest, digestAlgorithm } from './signature.ts'

/** Issuer Name and serial, or a subject key identifier. */
export type SignerId = { issuer: Uint8Array; serial: Uint8Array } | { keyIdentifier: Uint8Array }

/** ESSCertID or ESSCertIDv2: a certificate by its digest, perhaps by issuer and serial number too. */
export interface CertificateIdentifier {
	name: DigestName
	hash: Uint8Array
	issuerSerial: Uint8Array | undefined
}

export function isSigner(certificate: Certificate, id: SignerId): boolean {
	if ('keyIdentifier' in id) {
		const extension = certificate.extensions.get(OID.subjectKeyIdentifier)
		if (extension === undefined) return false
		const own = onlyElement(extension.value, TAG.octetString, 'subjectKeyIdentifier').content
		return equalBytes(own, id.keyIdentifier)
	}
	return equalBytes(certificate.issuer, id.issuer) && equalBytes(certificate.serial, id.serial)
}

/** IssuerSerial inside an ESSCertID(v2): GeneralNames with one directoryName, and the serial. */
function namesCertificate(issuerSerial: Uint8Array, certificate: Certificate): boolean {
	const reader = new DerReader(issuerSerial)
	const names = elements(reader.take(TAG.sequence, 'issuer').content, 8, 'issuer')
	const serial = reader.take(TAG.integer, 'serialNumber').content
	reader.end('issuerSerial')
	const [name] = names
	if (name === undefined || names.length !== 1 || name.tag !== contextTag(4, true)) return false
	return equalBytes(name.content, certificate.issuer) && equalBytes(serial, certificate.serial)
}

/** Identifiers in a SigningCertificate (RFC 2634 §5.4) or SigningCertificateV2 (RFC 5035 §3). */
export function readIdentifiers(value: Uint8Array, version: 1 | 2): CertificateIdentifier[] {
	const attribute = new DerReader(onlyElement(value, TAG.sequence, 'signingCertificate').content)
	const found = elements(attribute.take(TAG.sequence, 'certs').content, 16, 'certs')
	attribute.optional(TAG.sequence)
	attribute.end('signingCertificate')
	if (found.length === 0) throw new StampRefusal('broken', 'why-no-identifier')
	return found.map(({ bytes }) => {
		const reader = new DerReader(onlyElement(bytes, TAG.sequence, 'ESSCertID').content)
		const algorithm = version === 1 ? undefined : reader.optional(TAG.sequence)
		const name = algorithm ? digestAlgorithm(algorithm.bytes) : version === 1 ? 'SHA-1' : 'SHA-256'
		const hash = reader.take(TAG.octetString, 'certHash').content
		const issuerSerial = reader.optional(TAG.sequence)?.content
		reader.end('ESSCertID')
		return { name, hash, issuerSerial }
	})
}

function identifies({ name, hash, issuerSerial }: CertificateIdentifier, certificate: Certificate): boolean {
	if (!equalBytes(hash, digest(name, certificate.der))) return false
	return issuerSerial === undefined || namesCertificate(issuerSerial, certificate)
}

/**
 * RFC 5035 §3, RFC 2634 §5.4: the first identifier of each attribute must be the signer's own certificate, else
 * another certificate over the same key could be put in its place.
 */
export function bindsCertificate(
	lists: readonly CertificateIdentifier[][],
	certificate: Certificate,
): boolean {
	return lists.every(([first]) => first !== undefined && identifies(first, certificate))
}

/** RFC 5035 §5.4: identifiers after the first limit the path; one of a certificate outside it lets it not serve. */
export function bindsPath(lists: readonly CertificateIdentifier[][], path: readonly Certificate[]): boolean {
	return lists.every(([, ...others]) => others.every((id) => path.some((one) => identifies(id, one))))
}
