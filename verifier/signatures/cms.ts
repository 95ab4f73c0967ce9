/**
 * Structure of CMS SignedData (RFC 5652 §5) with any number of signers, as documents bear it. Reading only: nothing is
 * judged, and what one signer has wrong does not keep the others from being read.
 * @module
 */
import { RefusalError } from '@letopis/format'
import { type Certificate, parseCertificate } from '../timestamp/certificate.ts'
import {
	contextTag,
	DerReader,
	type Element,
	elements,
	onlyElement,
	readOid,
	smallInteger,
	TAG,
} from '../timestamp/der.ts'
import type { SignerId } from '../timestamp/identifier.ts'
import { OID } from '../timestamp/oids.ts'
import { firstElementAsDer } from './ber.ts'
import { SIGNATURE_OID } from './oids.ts'

/** An attribute with its values, each a whole element. */
export interface Attribute {
	id: string
	values: readonly Element[]
	/** the whole attribute */
	bytes: Uint8Array
}

export interface CmsSigner {
	id: SignerId
	/** fields of SignerInfo up to the digest algorithm, as an archive time-stamp covers them */
	head: readonly Uint8Array[]
	/** DER AlgorithmIdentifier */
	digestAlgorithm: Uint8Array
	/** signed attributes under the SET tag, the bytes that are signed; null where only the content is signed */
	signedBytes: Uint8Array | null
	/** the same as they stand in the file */
	signedAsFound: Uint8Array | null
	signed: readonly Attribute[]
	signatureAlgorithm: Uint8Array
	/** octets of the signature, and the whole element */
	signature: Uint8Array
	signatureElement: Uint8Array
	unsigned: readonly Attribute[]
}

export interface Cms {
	/** DER of eContentType, and its dotted form */
	contentTypeElement: Uint8Array
	contentType: string
	/** octets of eContent; null where the signature is detached */
	content: Uint8Array | null
	certificates: readonly Certificate[]
	/** every element of `certificates` and `crls`, as an archive time-stamp's index hashes them */
	certificateElements: readonly Uint8Array[]
	revocationElements: readonly Uint8Array[]
	/** DER CertificateLists and BasicOCSPResponses */
	lists: readonly Uint8Array[]
	responses: readonly Uint8Array[]
	signers: readonly CmsSigner[]
}

const MAX_SIGNERS = 64
const MAX_ATTRIBUTES = 128
const MAX_CERTIFICATES = 256
const MAX_LISTS = 256

function refuse(what: string): never {
	throw new RefusalError('malformed', `CMS: ${what}`)
}

function readAttributes(content: Uint8Array, what: string): Attribute[] {
	return elements(content, MAX_ATTRIBUTES, what).map((element) => {
		if (element.tag !== TAG.sequence) refuse(what)
		const reader = new DerReader(element.content)
		const id = readOid(reader, what)
		const values = elements(reader.take(TAG.set, what).content, 64, what)
		reader.end(what)
		return { id, values, bytes: element.bytes }
	})
}

function readSignerId(reader: DerReader): { id: SignerId; bytes: Uint8Array } {
	if (reader.nextTag === TAG.sequence) {
		const { bytes, content } = reader.take(TAG.sequence, 'signer')
		const sid = new DerReader(content)
		const issuer = sid.take(TAG.sequence, 'issuer').bytes
		const serial = sid.take(TAG.integer, 'serialNumber').content
		sid.end('signer')
		return { id: { issuer, serial }, bytes }
	}
	const { bytes, content } = reader.take(contextTag(0, false), 'signer')
	return { id: { keyIdentifier: content }, bytes }
}

function readSigner(content: Uint8Array): CmsSigner {
	const reader = new DerReader(content)
	const version = reader.take(TAG.integer, 'signer version')
	const { id, bytes: sid } = readSignerId(reader)
	// RFC 5652 §5.3: the version follows from how the signer is named.
	if (smallInteger(version) !== ('issuer' in id ? 1 : 3)) refuse('signer version')
	const digestAlgorithm = reader.take(TAG.sequence, 'digestAlgorithm').bytes
	const signed = reader.optional(contextTag(0, true))
	const signatureAlgorithm = reader.take(TAG.sequence, 'signatureAlgorithm').bytes
	const signature = reader.take(TAG.octetString, 'signature')
	const unsigned = reader.optional(contextTag(1, true))
	reader.end('SignerInfo')
	let signedBytes: Uint8Array | null = null
	if (signed !== undefined) {
		// RFC 5652 §5.4: what is signed is the SET, not the IMPLICIT [0] under which it travels.
		signedBytes = new Uint8Array(signed.bytes)
		signedBytes[0] = TAG.set
	}
	return {
		id,
		head: [version.bytes, sid, digestAlgorithm],
		digestAlgorithm,
		signedBytes,
		signedAsFound: signed?.bytes ?? null,
		signed: signed === undefined ? [] : readAttributes(signed.content, 'signed attributes'),
		signatureAlgorithm,
		signature: signature.content,
		signatureElement: signature.bytes,
		unsigned: unsigned === undefined ? [] : readAttributes(unsigned.content, 'unsigned attributes'),
	}
}

/** Those that parse; others (attribute certificates, old versions) cannot be a signer's. */
export function parseable(certificates: readonly Uint8Array[]): Certificate[] {
	return certificates.flatMap((der) => {
		try {
			return [parseCertificate(der)]
		} catch (error) {
			if (error instanceof RefusalError) return []
			throw error
		}
	})
}

/** RFC 5940 §2.1: other revocation information is `[1] { id-ri-ocsp-response, OCSPResponse }`. */
function responseIn(element: Element): Uint8Array[] {
	if (element.tag !== contextTag(1, true)) return []
	const reader = new DerReader(element.content)
	const id = readOid(reader, 'other revocation information')
	const value = reader.any().bytes
	if (id === SIGNATURE_OID.basicOcsp) return [value]
	return id === SIGNATURE_OID.ocspInCms ? basicResponse(value) : []
}

/** The BasicOCSPResponse of an OCSPResponse (RFC 6960 §4.2.1); none where the responder answered with an error. */
export function basicResponse(response: Uint8Array): Uint8Array[] {
	const outer = new DerReader(onlyElement(response, TAG.sequence, 'OCSPResponse').content)
	outer.take(TAG.enumerated, 'responseStatus')
	const wrapper = outer.optional(contextTag(0, true))
	if (wrapper === undefined) return []
	const reader = new DerReader(onlyElement(wrapper.content, TAG.sequence, 'responseBytes').content)
	if (readOid(reader, 'responseType') !== SIGNATURE_OID.basicOcsp) return []
	return [reader.take(TAG.octetString, 'response').content]
}

/**
 * Reads a ContentInfo around SignedData.
 * @param bytes BER or DER; only zeros may follow (a PDF pads the place that it kept for the signature)
 * @throws RefusalError on any other structure
 */
export function parseCms(bytes: Uint8Array): Cms {
	const { der, taken } = firstElementAsDer(bytes)
	for (let i = taken; i < bytes.length; i++) if (bytes[i] !== 0) refuse('trailing bytes')
	const info = new DerReader(onlyElement(der, TAG.sequence, 'ContentInfo').content)
	if (readOid(info, 'contentType') !== OID.signedData) refuse('content is not SignedData')
	const wrapper = info.enter(contextTag(0, true), 'content')
	info.end('ContentInfo')
	const data = wrapper.enter(TAG.sequence, 'SignedData')
	wrapper.end('content')
	const version = smallInteger(data.take(TAG.integer, 'version'))
	if (version < 1 || version > 5) refuse('version')
	data.take(TAG.set, 'digestAlgorithms')
	const encapsulated = data.enter(TAG.sequence, 'encapContentInfo')
	const contentTypeElement = encapsulated.take(TAG.oid, 'eContentType').bytes
	const octets = encapsulated.optional(contextTag(0, true))
	encapsulated.end('encapContentInfo')
	const certificates = data.optional(contextTag(0, true))
	const lists = data.optional(contextTag(1, true))
	const signers = elements(data.take(TAG.set, 'signerInfos').content, MAX_SIGNERS, 'signerInfos')
	data.end('SignedData')
	if (signers.length === 0) refuse('nobody has signed')
	const found = certificates ? elements(certificates.content, MAX_CERTIFICATES, 'certificates') : []
	const revocation = lists ? elements(lists.content, MAX_LISTS, 'crls') : []
	return {
		contentTypeElement,
		contentType: readOid(new DerReader(contentTypeElement), 'eContentType'),
		content: octets ? onlyElement(octets.content, TAG.octetString, 'eContent').content : null,
		certificates: parseable(found.filter(({ tag }) => tag === TAG.sequence).map(({ bytes }) => bytes)),
		certificateElements: found.map((element) => element.bytes),
		revocationElements: revocation.map((element) => element.bytes),
		lists: revocation.filter(({ tag }) => tag === TAG.sequence).map((element) => element.bytes),
		responses: revocation.flatMap(responseIn),
		signers: signers.map((element) => {
			if (element.tag !== TAG.sequence) refuse('SignerInfo')
			return readSigner(element.content)
		}),
	}
}
