/**
 * Makes what documents are signed with, for tests: certificates, CMS signatures (CAdES), CRLs and OCSP responses, written
 * byte by byte with node:crypto alone. Whatever a signature must have can be left out or made wrong.
 * @module
 */
import {
	constants,
	createHash,
	createPublicKey,
	generateKeyPairSync,
	type KeyObject,
	sign,
} from 'node:crypto'
import {
	bits,
	boolean,
	explicit,
	generalizedTime,
	integer,
	nothing,
	octets,
	oid,
	sequence,
	set,
	text,
	tlv,
} from './der-writer.ts'
import { type CertificateOptions, type Identity, ISSUED, issueCertificate } from './timestamp-authority.ts'

export const DAY = 86_400_000
export type Digest = 'sha1' | 'sha256' | 'sha384' | 'sha512'
export type Scheme = 'rsa' | 'pss' | 'ecdsa' | 'ed25519'

const DIGEST_IDS: Readonly<Record<Digest, string>> = {
	sha1: '1.3.14.3.2.26',
	sha256: '2.16.840.1.101.3.4.2.1',
	sha384: '2.16.840.1.101.3.4.2.2',
	sha512: '2.16.840.1.101.3.4.2.3',
}
const ECDSA_IDS: Readonly<Record<Digest, string>> = {
	sha1: '1.2.840.10045.4.1',
	sha256: '1.2.840.10045.4.3.2',
	sha384: '1.2.840.10045.4.3.3',
	sha512: '1.2.840.10045.4.3.4',
}
const SALT: Readonly<Record<Digest, number>> = { sha1: 20, sha256: 32, sha384: 48, sha512: 64 }

export const hashOf = (digest: Digest, ...parts: readonly Uint8Array[]) =>
	parts.reduce((hash, part) => hash.update(part), createHash(digest)).digest()
const digestAlgorithm = (digest: Digest) => sequence(oid(DIGEST_IDS[digest]))
const nameOf = (subject: string) => sequence(set(sequence(oid('2.5.4.3'), text(subject))))

export function makeKey(scheme: Scheme, curve = 'P-256'): KeyObject {
	if (scheme === 'ecdsa') return generateKeyPairSync('ec', { namedCurve: curve }).privateKey
	if (scheme === 'ed25519') return generateKeyPairSync('ed25519').privateKey
	return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
}

function signatureAlgorithm(scheme: Scheme, digest: Digest): Buffer {
	if (scheme === 'ecdsa') return sequence(oid(ECDSA_IDS[digest]))
	if (scheme === 'ed25519') return sequence(oid('1.3.101.112'))
	if (scheme === 'rsa') return sequence(oid('1.2.840.113549.1.1.1'), nothing())
	const mask = sequence(oid('1.2.840.113549.1.1.8'), digestAlgorithm(digest))
	const parameters = sequence(
		explicit(0, digestAlgorithm(digest)),
		explicit(1, mask),
		explicit(2, integer(SALT[digest])),
	)
	return sequence(oid('1.2.840.113549.1.1.10'), parameters)
}

function signWith(scheme: Scheme, digest: Digest, key: KeyObject, data: Uint8Array): Buffer {
	if (scheme === 'ed25519') return sign(null, data, key)
	if (scheme !== 'pss') return sign(digest, data, key)
	return sign(digest, data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: SALT[digest] })
}

const CA: CertificateOptions['extensions'] = [
	['2.5.29.19', true, sequence(boolean(true))],
	['2.5.29.15', true, bits(Buffer.from([0x06]), 1)],
]
/** digitalSignature and nonRepudiation */
const SIGNER: CertificateOptions['extensions'] = [['2.5.29.15', true, bits(Buffer.from([0xc0]), 6)]]

export interface Person extends Identity {
	serial: number
	scheme: Scheme
}

export interface Office {
	root: Identity
	/** issued by the root, issues the signers */
	authority: Identity
	person(options?: Partial<CertificateOptions> & { scheme?: Scheme; curve?: string }): Person
}

/** A root, an authority below it, and people with certificates of this authority. */
export function openOffice(name = 'Ukázkov', authorityOptions: Partial<CertificateOptions> = {}): Office {
	const root = issueCertificate({ subject: `${name} Root`, extensions: CA })
	const options = { subject: `${name} CA`, serial: 7, extensions: CA, ...authorityOptions }
	const authority = issueCertificate(options, root)
	let serial = 100
	return {
		root,
		authority,
		person({ scheme = 'ecdsa', curve, ...rest } = {}) {
			const own = ++serial
			const certificate = {
				subject: `Osoba ${own}`,
				serial: own,
				key: makeKey(scheme, curve),
				extensions: SIGNER,
			}
			return { ...issueCertificate({ ...certificate, ...rest }, authority), serial: own, scheme }
		},
	}
}

const OCSP_SIGNER: CertificateOptions['extensions'] = [
	['2.5.29.15', true, bits(Buffer.from([0x80]), 7)],
	['2.5.29.37', true, sequence(oid('1.3.6.1.5.5.7.3.9'))],
]

/** Somebody who may answer for an authority. @param noCheck whether nobody need ask about the answerer itself */
export function responderOf(authority: Identity, noCheck = true): Identity {
	const extensions: CertificateOptions['extensions'] = noCheck
		? [...OCSP_SIGNER, ['1.3.6.1.5.5.7.48.1.5', false, nothing()]]
		: OCSP_SIGNER
	return issueCertificate({ subject: 'Responder', serial: 55, extensions }, authority)
}

export interface ListOptions {
	thisUpdate: number
	nextUpdate?: number
	revoked?: readonly { serial: number; at: number; reason?: number }[]
	/** DER extensions */
	extensions?: readonly Buffer[]
	/** whose key signs, if not the issuer's */
	key?: KeyObject
}

export function makeList(issuer: Identity, options: ListOptions): Buffer {
	const algorithm = sequence(oid(ECDSA_IDS.sha256))
	const reasonOf = (code: number) =>
		sequence(sequence(oid('2.5.29.21'), octets(tlv(0x0a, Buffer.from([code])))))
	const entries = (options.revoked ?? []).map(({ serial, at, reason }) =>
		sequence(integer(serial), generalizedTime(at), ...(reason === undefined ? [] : [reasonOf(reason)])),
	)
	const signedPart = sequence(
		integer(1),
		algorithm,
		nameOf(issuer.name),
		generalizedTime(options.thisUpdate),
		generalizedTime(options.nextUpdate ?? options.thisUpdate + 30 * DAY),
		...(entries.length === 0 ? [] : [sequence(...entries)]),
		...(options.extensions === undefined ? [] : [explicit(0, sequence(...options.extensions))]),
	)
	return sequence(signedPart, algorithm, bits(sign('sha256', signedPart, options.key ?? issuer.key)))
}

export interface ResponseOptions {
	thisUpdate: number
	nextUpdate?: number
	revokedAt?: number
	/** who answers, if not the issuer itself */
	responder?: Identity
	/** whose certificate the answer is about, if not that of the question */
	issuerName?: string
}

function keyBits(key: KeyObject): Buffer {
	const spki = createPublicKey(key).export({ type: 'spki', format: 'der' })
	// The last 65 octets of a P-256 key are its uncompressed point.
	return spki.subarray(spki.length - 65)
}

/** BasicOCSPResponse about one certificate; authorities here have P-256 keys. */
export function makeResponse(issuer: Identity, serial: number, options: ResponseOptions): Buffer {
	const id = sequence(
		digestAlgorithm('sha1'),
		octets(hashOf('sha1', nameOf(options.issuerName ?? issuer.name))),
		octets(hashOf('sha1', keyBits(issuer.key))),
		integer(serial),
	)
	const { revokedAt, thisUpdate, nextUpdate = thisUpdate + DAY } = options
	const status = revokedAt === undefined ? tlv(0x80) : tlv(0xa1, generalizedTime(revokedAt))
	const answer = sequence(id, status, generalizedTime(thisUpdate), explicit(0, generalizedTime(nextUpdate)))
	const responder = options.responder ?? issuer
	const signedPart = sequence(
		explicit(1, nameOf(responder.name)),
		generalizedTime(thisUpdate),
		sequence(answer),
	)
	return sequence(
		signedPart,
		sequence(oid(ECDSA_IDS.sha256)),
		bits(sign('sha256', signedPart, responder.key)),
		...(options.responder === undefined ? [] : [explicit(0, sequence(responder.der))]),
	)
}

/** The OCSPResponse around it, as a responder sends it and a DSS dictionary keeps it. */
export function wholeResponse(basic: Buffer): Buffer {
	const inner = sequence(oid('1.3.6.1.5.5.7.48.1.1'), octets(basic))
	return sequence(tlv(0x0a, Buffer.from([0])), explicit(0, inner))
}

export const attribute = (id: string, ...values: readonly Buffer[]) => sequence(oid(id), tlv(0x31, ...values))

export const ATTRIBUTES = {
	contentType: '1.2.840.113549.1.9.3',
	messageDigest: '1.2.840.113549.1.9.4',
	signingTime: '1.2.840.113549.1.9.5',
	signingCertificate: '1.2.840.113549.1.9.16.2.12',
	signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
	policy: '1.2.840.113549.1.9.16.2.15',
	signatureStamp: '1.2.840.113549.1.9.16.2.14',
	certificateValues: '1.2.840.113549.1.9.16.2.23',
	revocationValues: '1.2.840.113549.1.9.16.2.24',
	archiveStamp: '0.4.0.1733.2.4',
	counterSignature: '1.2.840.113549.1.9.6',
} as const
const DATA = '1.2.840.113549.1.7.1'

/** EN 319 122-1 §5.4.3. */
export function revocationValues(lists: readonly Buffer[], responses: readonly Buffer[]): Buffer {
	const value = sequence(
		...(lists.length === 0 ? [] : [explicit(0, sequence(...lists))]),
		...(responses.length === 0 ? [] : [explicit(1, sequence(...responses))]),
	)
	return attribute(ATTRIBUTES.revocationValues, value)
}

export interface CmsOptions {
	digest?: Digest
	signedAt?: number
	isDetached?: boolean
	certificates?: readonly Buffer[]
	/** DER of `crls` */
	lists?: readonly Buffer[]
	/** changes the signed attributes before they are signed; null: none are signed */
	signed?: ((attributes: Map<string, Buffer>) => Buffer[]) | null
	/** unsigned attributes for a signature of this value */
	unsigned?: (signature: Buffer) => Buffer[]
	/** changes the signature's value */
	value?: (signature: Buffer) => Buffer
	/** the SignerInfo this many times */
	signers?: number
	issuer: Identity
}

/** What a signer of baseline B signs, by attribute. */
function usualAttributes(person: Person, content: Buffer, digest: Digest, at: number): Map<string, Buffer> {
	const identifier = sequence(sequence(sequence(octets(hashOf('sha256', person.der)))))
	return new Map([
		[ATTRIBUTES.contentType, attribute(ATTRIBUTES.contentType, oid(DATA))],
		[ATTRIBUTES.messageDigest, attribute(ATTRIBUTES.messageDigest, octets(hashOf(digest, content)))],
		[ATTRIBUTES.signingTime, attribute(ATTRIBUTES.signingTime, generalizedTime(at))],
		[ATTRIBUTES.signingCertificateV2, attribute(ATTRIBUTES.signingCertificateV2, identifier)],
	])
}

/** A CAdES signature over `content`. */
export function signCms(person: Person, content: Buffer, options: CmsOptions): Buffer {
	const { digest = person.scheme === 'ed25519' ? 'sha512' : 'sha256', signed, issuer } = options
	const usual = usualAttributes(person, content, digest, options.signedAt ?? ISSUED + 30 * DAY)
	const list = signed === null ? null : (signed?.(usual) ?? [...usual.values()]).sort(Buffer.compare)
	const made = signWith(person.scheme, digest, person.key, list === null ? content : tlv(0x31, ...list))
	const value = options.value?.(made) ?? made
	const unsigned = options.unsigned?.(value) ?? []
	const signerInfo = sequence(
		integer(1),
		sequence(nameOf(issuer.name), integer(person.serial)),
		digestAlgorithm(digest),
		...(list === null ? [] : [tlv(0xa0, ...list)]),
		signatureAlgorithm(person.scheme, digest),
		octets(value),
		...(unsigned.length === 0 ? [] : [tlv(0xa1, ...unsigned)]),
	)
	const data = sequence(
		integer(1),
		set(digestAlgorithm(digest)),
		sequence(oid(DATA), ...(options.isDetached ? [] : [explicit(0, octets(content))])),
		tlv(0xa0, ...(options.certificates ?? [person.der, issuer.der])),
		...(options.lists === undefined ? [] : [tlv(0xa1, ...options.lists)]),
		tlv(0x31, ...Array.from({ length: options.signers ?? 1 }, () => signerInfo)),
	)
	return sequence(oid('1.2.840.113549.1.7.2'), explicit(0, data))
}
