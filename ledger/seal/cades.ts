/**
 * Detached CMS signatures as CAdES wants them (EN 319 122-1, levels B-B, B-T and B-LT; RFC 5652, RFC 5035): signed are content
 * type, digest, signing time and the certificate; the whole path travels along, and what says who was withdrawn.
 * @module
 */
import { sha256 } from '@letopis/format'
import { contextTag, parseDer, TAG } from '../anchor/der.ts'
import { element, objectIdentifier, setOf, time } from '../anchor/der-write.ts'
import type { RevocationData } from '../anchor/revocation.ts'
import type { SealSigner } from './signer.ts'

const OID = {
	data: '1.2.840.113549.1.7.1',
	signedData: '1.2.840.113549.1.7.2',
	contentType: '1.2.840.113549.1.9.3',
	messageDigest: '1.2.840.113549.1.9.4',
	signingTime: '1.2.840.113549.1.9.5',
	signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
	signatureTimeStamp: '1.2.840.113549.1.9.16.2.14',
	ocspResponse: '1.3.6.1.5.5.7.16.2',
	sha256: '2.16.840.1.101.3.4.2.1',
	ecdsaSha256: '1.2.840.10045.4.3.2',
	rsaSha256: '1.2.840.113549.1.1.11',
} as const

const SHA256 = element(TAG.sequence, objectIdentifier(OID.sha256))
const ALGORITHMS = {
	EC: element(TAG.sequence, objectIdentifier(OID.ecdsaSha256)),
	RSA: element(TAG.sequence, objectIdentifier(OID.rsaSha256), element(TAG.null)),
} as const
const NO_BYTES = new Uint8Array(0)

export interface CadesInput {
	readonly content: Uint8Array
	readonly signer: SealSigner
	/** Signing time as claimed, ms since 1970. */
	readonly now: number
	/** What says whether certificates were withdrawn, to travel along; asked once the token is there. */
	readonly revocation: (token: Uint8Array | null) => Promise<readonly RevocationData[]>
	/** A token over the imprint of the signature; null where none is to be had. */
	readonly stamp: (imprint: Uint8Array) => Promise<Uint8Array | null>
}

/** @returns DER ContentInfo, and whether it bears a time-stamp (level B-T) or not (B-B) */
export async function signDetached({
	content,
	signer,
	now,
	revocation,
	stamp,
}: CadesInput): Promise<{ cms: Uint8Array; stamped: boolean }> {
	const [own] = signer.chain
	if (own === undefined) throw new RangeError('a signer without a certificate')
	const attributes = [
		attribute(OID.contentType, objectIdentifier(OID.data)),
		attribute(OID.messageDigest, element(TAG.octetString, sha256(content))),
		attribute(OID.signingTime, time(now)),
		attribute(OID.signingCertificateV2, signingCertificate(own)),
	]
	// What is signed is the SET; in the message it stands under [0] (RFC 5652 §5.4).
	const signature = await signer.sign(setOf(TAG.set, attributes))
	const token = await stamp(sha256(signature))
	const found = await revocation(token)
	const unsigned =
		token === null ? NO_BYTES : setOf(contextTag(1), [attribute(OID.signatureTimeStamp, token)])
	const signerInfo = element(
		TAG.sequence,
		number(1),
		issuerAndSerial(own),
		SHA256,
		setOf(contextTag(0), attributes),
		ALGORITHMS[signer.keyType],
		element(TAG.octetString, signature),
		unsigned,
	)
	const signedData = element(
		TAG.sequence,
		// RFC 5652 §5.1: whatever is no plain list makes it version 5.
		number(found.some(({ kind }) => kind === 'response') ? 5 : 1),
		element(TAG.set, SHA256),
		element(TAG.sequence, objectIdentifier(OID.data)),
		setOf(contextTag(0), signer.chain),
		found.length === 0 ? NO_BYTES : setOf(contextTag(1), found.map(revocationChoice)),
		element(TAG.set, signerInfo),
	)
	const cms = element(TAG.sequence, objectIdentifier(OID.signedData), element(contextTag(0), signedData))
	return { cms, stamped: token !== null }
}

/** RFC 5652 §10.2.1; OCSP responses as RFC 5940 §2.1 has them. */
function revocationChoice({ kind, der }: RevocationData): Uint8Array {
	return kind === 'list' ? der : element(contextTag(1), objectIdentifier(OID.ocspResponse), der)
}

function attribute(id: string, value: Uint8Array): Uint8Array {
	return element(TAG.sequence, objectIdentifier(id), element(TAG.set, value))
}

/** ESSCertIDv2 with the default SHA-256, and issuer and serial number beside the digest (RFC 5035 §4). */
function signingCertificate(der: Uint8Array): Uint8Array {
	const { issuer, serial } = namesOf(der)
	const issuerSerial = element(TAG.sequence, element(TAG.sequence, element(contextTag(4), issuer)), serial)
	const id = element(TAG.sequence, element(TAG.octetString, sha256(der)), issuerSerial)
	return element(TAG.sequence, element(TAG.sequence, id))
}

function issuerAndSerial(der: Uint8Array): Uint8Array {
	const { issuer, serial } = namesOf(der)
	return element(TAG.sequence, issuer, serial)
}

/** Issuer and serial number of a certificate of version 3, as they stand in it (RFC 5280 §4.1). */
function namesOf(der: Uint8Array): { issuer: Uint8Array; serial: Uint8Array } {
	const [, serial, , issuer] = parseDer(der).children[0]?.children ?? []
	if (serial?.tag !== TAG.integer || issuer?.tag !== TAG.sequence) throw new RangeError('not a certificate')
	return { issuer: issuer.bytes, serial: serial.bytes }
}

function number(value: number): Uint8Array {
	return element(TAG.integer, Uint8Array.of(value))
}
