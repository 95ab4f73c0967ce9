/**
 * OCSP responses, RFC 6960 §4.2: reading, and whether one was signed by whom it should be: the issuer of the certificate
 * that it is about, or somebody to whom this issuer gave a certificate for it (§4.2.2.2).
 * @module
 */
import { equalBytes, RefusalError } from '@letopis/format'
import { type Certificate, parseCertificate } from '../timestamp/certificate.ts'
import {
	bitStringOctets,
	contextTag,
	DerReader,
	type Element,
	elements,
	onlyElement,
	smallInteger,
	TAG,
} from '../timestamp/der.ts'
import type { DigestName } from '../timestamp/oids.ts'
import { digest, digestAlgorithm, holds } from '../timestamp/signature.ts'
import { derTime } from '../timestamp/time.ts'
import type { Work } from '../timestamp/work.ts'
import { SIGNATURE_OID } from './oids.ts'

export interface Answer {
	digest: DigestName
	issuerName: Uint8Array
	issuerKey: Uint8Array
	serial: Uint8Array
	status: 'good' | 'unknown' | { at: number; reason: number | undefined }
	/** ms since 1970 */
	thisUpdate: number
	nextUpdate: number | null
}

export interface OcspResponse {
	producedAt: number
	answers: readonly Answer[]
	certificates: readonly Certificate[]
	signedPart: Uint8Array
	signatureAlgorithm: Uint8Array
	signature: Uint8Array
}

function readStatus(element: Element): Answer['status'] {
	if (element.tag === contextTag(0, false)) return 'good'
	if (element.tag !== contextTag(1, true)) return 'unknown'
	const reader = new DerReader(element.content)
	const at = derTime(reader.take(TAG.generalizedTime, 'revocationTime'))
	const reason = reader.optional(contextTag(0, true))
	reader.end('RevokedInfo')
	return {
		at,
		reason: reason && smallInteger(onlyElement(reason.content, TAG.enumerated, 'revocationReason')),
	}
}

function readAnswer(element: Element): Answer {
	if (element.tag !== TAG.sequence) throw new RefusalError('malformed', 'OCSP: SingleResponse')
	const reader = new DerReader(element.content)
	const id = reader.enter(TAG.sequence, 'certID')
	const name = digestAlgorithm(id.take(TAG.sequence, 'hashAlgorithm').bytes)
	const issuerName = id.take(TAG.octetString, 'issuerNameHash').content
	const issuerKey = id.take(TAG.octetString, 'issuerKeyHash').content
	const serial = id.take(TAG.integer, 'serialNumber').content
	id.end('certID')
	const status = readStatus(reader.any())
	const thisUpdate = derTime(reader.take(TAG.generalizedTime, 'thisUpdate'))
	const next = reader.optional(contextTag(0, true))
	reader.optional(contextTag(1, true))
	reader.end('SingleResponse')
	const nextUpdate = next ? derTime(onlyElement(next.content, TAG.generalizedTime, 'nextUpdate')) : null
	return { digest: name, issuerName, issuerKey, serial, status, thisUpdate, nextUpdate }
}

function readCertificates(wrapper: Element | undefined): Certificate[] {
	if (wrapper === undefined) return []
	const list = onlyElement(wrapper.content, TAG.sequence, 'certs')
	return elements(list.content, 16, 'certs').map(({ bytes }) => parseCertificate(bytes))
}

/** @param der BasicOCSPResponse @throws RefusalError, or StampRefusal on digests that are not known here */
export function parseResponse(der: Uint8Array): OcspResponse {
	const outer = new DerReader(onlyElement(der, TAG.sequence, 'BasicOCSPResponse').content)
	const signedPart = outer.take(TAG.sequence, 'tbsResponseData')
	const signatureAlgorithm = outer.take(TAG.sequence, 'signatureAlgorithm').bytes
	const signature = bitStringOctets(outer.take(TAG.bitString, 'signature'))
	const certificates = readCertificates(outer.optional(contextTag(0, true)))
	outer.end('BasicOCSPResponse')
	const inner = new DerReader(signedPart.content)
	inner.optional(contextTag(0, true))
	// Who answers is told by the signature; the name is only a hint.
	inner.any()
	const producedAt = derTime(inner.take(TAG.generalizedTime, 'producedAt'))
	const answers = elements(inner.take(TAG.sequence, 'responses').content, 64, 'responses').map(readAnswer)
	inner.optional(contextTag(1, true))
	inner.end('ResponseData')
	return { producedAt, answers, certificates, signedPart: signedPart.bytes, signatureAlgorithm, signature }
}

function keyOctets({ publicKey }: Certificate): Uint8Array {
	const info = new DerReader(onlyElement(publicKey, TAG.sequence, 'public key').content)
	info.take(TAG.sequence, 'public key')
	return bitStringOctets(info.take(TAG.bitString, 'public key'))
}

/** What the response says of a certificate. */
export function answerFor(
	response: OcspResponse,
	certificate: Certificate,
	issuer: Certificate,
): Answer | undefined {
	return response.answers.find(
		(answer) =>
			equalBytes(answer.serial, certificate.serial) &&
			equalBytes(answer.issuerName, digest(answer.digest, issuer.subject)) &&
			equalBytes(answer.issuerKey, digest(answer.digest, keyOctets(issuer))),
	)
}

/** The certificate whose key signed the response, if it may answer for the issuer: its own, or one that it gave out. */
export async function responderOf(
	response: OcspResponse,
	issuer: Certificate,
	work?: Work,
): Promise<Certificate | null> {
	const { signatureAlgorithm: algorithm, signature, signedPart: data, producedAt } = response
	if (await holds({ algorithm, publicKey: issuer.publicKey, signature, data, work })) return issuer
	for (const candidate of response.certificates) {
		if (!candidate.extendedUsages.includes(SIGNATURE_OID.ocspSigning)) continue
		if (!equalBytes(candidate.issuer, issuer.subject)) continue
		// §4.2.2.2.1: who may not be asked about must be believed as long as it is valid; others are a further question.
		if (!candidate.extensions.has(SIGNATURE_OID.ocspNoCheck)) continue
		if (producedAt < candidate.notBefore || producedAt > candidate.notAfter) continue
		const signed = { signature: candidate.signature, data: candidate.signedPart }
		const isIssued = await holds({
			algorithm: candidate.signatureAlgorithm,
			publicKey: issuer.publicKey,
			...signed,
			work,
		})
		if (!isIssued) continue
		if (await holds({ algorithm, publicKey: candidate.publicKey, signature, data, work })) return candidate
	}
	return null
}
