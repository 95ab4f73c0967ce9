/**
 * Structure of a TimeStampToken: CMS SignedData (RFC 5652 §5) around one TSTInfo (RFC 3161 §2.4.2). Reading only: what
 * the fields mean and whether anything is true is judged in check.ts. Everything that a signature does not bind and that
 * would change the meaning (content types, one signer, signed attributes) is fixed here.
 * @module
 */
import { hex, RefusalError } from '@letopis/format'
import { type Certificate, type Extension, parseCertificate, readExtensions } from './certificate.ts'
import {
	contextTag,
	DerReader,
	type Element,
	elements,
	oidText,
	onlyElement,
	readBoolean,
	readOid,
	smallInteger,
	TAG,
} from './der.ts'
import type { SignerId } from './identifier.ts'
import { DIGESTS, type DigestName, OID } from './oids.ts'
import { digestAlgorithm } from './signature.ts'
import { derTime } from './time.ts'

/** One that was archived carries certificates and revocation lists of its own, which may be long. */
export const TOKEN_MAX = 1024 * 1024

export interface StampInfo {
	policy: string
	imprintDigest: DigestName
	imprint: Uint8Array
	/** Hex of the serial number's octets. */
	serial: string
	/** Milliseconds since 1970; a finer fraction is rounded down in the one and up in the other. */
	genTime: number
	genTimeUp: number
	/** Milliseconds, rounded up; null where the authority states none. */
	accuracy: number | null
}

export interface SignerInfo {
	id: SignerId
	digest: DigestName
	/** Signed attributes, DER with the SET tag: the bytes that are signed. */
	signedBytes: Uint8Array
	/** Single value of each signed attribute, by type. */
	attributes: ReadonlyMap<string, Uint8Array>
	signatureAlgorithm: Uint8Array
	signature: Uint8Array
}

export interface Token {
	info: StampInfo
	/** TSTInfo bytes, which messageDigest covers. */
	content: Uint8Array
	signer: SignerInfo
	certificates: readonly Certificate[]
	/** DER CertificateLists that travel along; not covered by the signature. */
	revocationLists: readonly Uint8Array[]
}

function refuse(what: string): never {
	throw new RefusalError('malformed', `time-stamp: ${what}`)
}

/** Accuracy, RFC 3161 §2.4.2: milliseconds, microseconds rounded up. */
function readAccuracy(content: Uint8Array): number {
	const reader = new DerReader(content)
	const seconds = reader.optional(TAG.integer)
	const millis = reader.optional(contextTag(0, false))
	const micros = reader.optional(contextTag(1, false))
	reader.end('accuracy')
	const fine = [millis, micros].map((element) => (element === undefined ? 0 : smallInteger(element)))
	if (fine.some((value) => value > 999)) refuse('accuracy fraction over 999')
	const [ms = 0, us = 0] = fine
	return (seconds === undefined ? 0 : smallInteger(seconds)) * 1000 + ms + Math.ceil(us / 1000)
}

function refuseCritical(extensions: ReadonlyMap<string, Extension>): void {
	for (const [id, { critical }] of extensions) if (critical) refuse(`unknown critical extension ${id}`)
}

function parseInfo(der: Uint8Array): StampInfo {
	const reader = new DerReader(onlyElement(der, TAG.sequence, 'TSTInfo').content)
	if (smallInteger(reader.take(TAG.integer, 'version')) !== 1) refuse('TSTInfo is not version 1')
	const policy = readOid(reader, 'policy')
	const imprint = reader.enter(TAG.sequence, 'messageImprint')
	const imprintDigest = digestAlgorithm(imprint.take(TAG.sequence, 'imprint algorithm').bytes)
	const imprintBytes = imprint.take(TAG.octetString, 'imprint').content
	imprint.end('messageImprint')
	const serial = hex(reader.take(TAG.integer, 'serialNumber').content)
	const time = reader.take(TAG.generalizedTime, 'genTime')
	const accuracy = reader.optional(TAG.sequence)
	const ordering = reader.optional(TAG.boolean)
	// DER leaves a default value out, so a written one is TRUE (X.690 §11.5).
	if (ordering !== undefined && !readBoolean(ordering)) refuse('ordering writes its default')
	reader.optional(TAG.integer)
	reader.optional(contextTag(0, true))
	const extensions = reader.optional(contextTag(1, true))
	reader.end('TSTInfo')
	if (extensions !== undefined) refuseCritical(readExtensions(extensions.content))
	return {
		policy,
		imprintDigest,
		imprint: imprintBytes,
		serial,
		genTime: derTime(time),
		genTimeUp: derTime(time, 'up'),
		accuracy: accuracy === undefined ? null : readAccuracy(accuracy.content),
	}
}

/** RFC 5652 §5.3: every signed attribute once and with one value, as the types used here require. */
function readAttributes(content: Uint8Array): Map<string, Uint8Array> {
	const found = new Map<string, Uint8Array>()
	for (const element of elements(content, 32, 'signed attributes')) {
		if (element.tag !== TAG.sequence) refuse('signed attribute')
		const reader = new DerReader(element.content)
		const id = readOid(reader, 'attribute')
		const values = elements(reader.take(TAG.set, 'attribute values').content, 16, 'attribute values')
		reader.end('attribute')
		const [value] = values
		if (value === undefined || values.length !== 1) refuse(`signed attribute ${id} has no single value`)
		if (found.has(id)) refuse(`signed attribute ${id} twice`)
		found.set(id, value.bytes)
	}
	return found
}

function parseSigner(content: Uint8Array): SignerInfo {
	const reader = new DerReader(content)
	const version = smallInteger(reader.take(TAG.integer, 'signer version'))
	let id: SignerInfo['id']
	if (reader.nextTag === TAG.sequence) {
		const sid = reader.enter(TAG.sequence, 'signer')
		id = {
			issuer: sid.take(TAG.sequence, 'issuer').bytes,
			serial: sid.take(TAG.integer, 'serialNumber').content,
		}
		sid.end('signer')
	} else id = { keyIdentifier: reader.take(contextTag(0, false), 'signer').content }
	// RFC 5652 §5.3: the version follows from how the signer is named.
	if (version !== ('issuer' in id ? 1 : 3)) refuse('signer version')
	const digest = digestAlgorithm(reader.take(TAG.sequence, 'digestAlgorithm').bytes)
	const attributes = reader.optional(contextTag(0, true))
	if (attributes === undefined) refuse('no signed attributes')
	const signatureAlgorithm = reader.take(TAG.sequence, 'signatureAlgorithm').bytes
	const signature = reader.take(TAG.octetString, 'signature').content
	reader.optional(contextTag(1, true))
	reader.end('SignerInfo')
	// RFC 5652 §5.4: what is signed is the SET, not the IMPLICIT [0] under which it travels.
	// A true copy even of a Buffer, whose slice() would be a view into the caller's token.
	const signedBytes = new Uint8Array(attributes.bytes)
	signedBytes[0] = TAG.set
	return {
		id,
		digest,
		signedBytes,
		attributes: readAttributes(attributes.content),
		signatureAlgorithm,
		signature,
	}
}

/** Whether a set of AlgorithmIdentifiers holds the digest; others beside it may be unknown here (RFC 5652 §5.1). */
function namesDigest(algorithms: readonly Element[], digest: DigestName): boolean {
	return algorithms.some(
		({ content }) => DIGESTS[readOid(new DerReader(content), 'digest algorithm')] === digest,
	)
}

/** Certificates that parse; others (attribute certificates, old versions) cannot be the signer's and are passed over. */
function readCertificates(content: Uint8Array): Certificate[] {
	const found: Certificate[] = []
	for (const element of elements(content, 32, 'certificates')) {
		if (element.tag !== TAG.sequence) continue
		try {
			found.push(parseCertificate(element.bytes))
		} catch (error) {
			if (!(error instanceof RefusalError)) throw error
		}
	}
	return found
}

/**
 * Reads a TimeStampToken.
 * @param der the token (not the TimeStampResp around it), at most 64 KiB
 * @throws RefusalError on any other structure: other content types, several signers, missing signed attributes, trailing bytes
 * @throws StampRefusal `unsupported` on digests this verifier does not know
 */
export function parseToken(der: Uint8Array): Token {
	if (der.length > TOKEN_MAX) throw new RefusalError('too-large', 'time-stamp over 1 MiB')
	const info = new DerReader(onlyElement(der, TAG.sequence, 'ContentInfo').content)
	if (readOid(info, 'contentType') !== OID.signedData) refuse('content is not SignedData')
	const wrapper = info.enter(contextTag(0, true), 'content')
	info.end('ContentInfo')
	const data = wrapper.enter(TAG.sequence, 'SignedData')
	wrapper.end('content')
	if (smallInteger(data.take(TAG.integer, 'version')) !== 3) refuse('SignedData is not version 3')
	const digests = elements(data.take(TAG.set, 'digestAlgorithms').content, 16, 'digestAlgorithms')
	const encapsulated = data.enter(TAG.sequence, 'encapContentInfo')
	if (readOid(encapsulated, 'eContentType') !== OID.tstInfo) refuse('eContentType is not TSTInfo')
	const octets = encapsulated.enter(contextTag(0, true), 'eContent')
	encapsulated.end('encapContentInfo')
	const content = octets.take(TAG.octetString, 'eContent').content
	octets.end('eContent')
	const certificates = data.optional(contextTag(0, true))
	const lists = data.optional(contextTag(1, true))
	const signers = elements(data.take(TAG.set, 'signerInfos').content, 16, 'signerInfos')
	data.end('SignedData')
	const [only] = signers
	if (only === undefined || signers.length !== 1 || only.tag !== TAG.sequence)
		refuse('not exactly one signer')
	const signer = parseSigner(only.content)
	if (!namesDigest(digests, signer.digest)) refuse('digestAlgorithms lacks that of the signer')
	const named = signer.attributes.get(OID.contentType)
	if (named === undefined || oidText(onlyElement(named, TAG.oid, 'contentType')) !== OID.tstInfo) {
		refuse('signed contentType is not TSTInfo')
	}
	return {
		info: parseInfo(content),
		content,
		signer,
		certificates: certificates === undefined ? [] : readCertificates(certificates.content),
		revocationLists:
			lists === undefined
				? []
				: elements(lists.content, 16, 'crls')
						.filter((list) => list.tag === TAG.sequence)
						.map((list) => list.bytes),
	}
}
