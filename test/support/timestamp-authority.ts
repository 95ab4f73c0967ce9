/**
 * A time-stamp authority for tests: its own root, a signing certificate and RFC 3161 tokens, written byte by byte with
 * node:crypto alone. Every requirement of RFC 3161 can be broken by name, one at a time.
 * @module
 */
import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
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

const YEAR = 365 * 86_400_000
export const ISSUED = Date.UTC(2026, 0, 1)
const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'))
const ECDSA_SHA512 = sequence(oid('1.2.840.10045.4.3.4'))
const SHA256 = sequence(oid('2.16.840.1.101.3.4.2.1'))
const SHA512 = sequence(oid('2.16.840.1.101.3.4.2.3'))
const TST_INFO = oid('1.2.840.113549.1.9.16.1.4')
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()

export interface CertificateOptions {
	subject: string
	serial?: number
	notBefore?: number
	notAfter?: number
	/** by default a new P-256 key */
	key?: KeyObject
	/** what its issuer signs it with; SHA-256 unless given */
	digest?: 'sha256' | 'sha512'
	/** Extensions as [identifier, critical, value DER]. */
	extensions: readonly [string, boolean, Uint8Array][]
}

export interface Identity {
	name: string
	der: Buffer
	key: KeyObject
}

const nameOf = (subject: string) => sequence(set(sequence(oid('2.5.4.3'), text(subject))))

/** A certificate, issued by `issuer` or by itself. */
export function issueCertificate(options: CertificateOptions, issuer?: Identity): Identity {
	const privateKey = options.key ?? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
	const extensions = options.extensions.map(([id, critical, value]) =>
		sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value)),
	)
	const digest = options.digest ?? 'sha256'
	const algorithm = digest === 'sha256' ? ECDSA_SHA256 : ECDSA_SHA512
	const signedPart = sequence(
		explicit(0, integer(2)),
		integer(options.serial ?? 1),
		algorithm,
		nameOf(issuer?.name ?? options.subject),
		sequence(
			generalizedTime(options.notBefore ?? ISSUED),
			generalizedTime(options.notAfter ?? ISSUED + 10 * YEAR),
		),
		nameOf(options.subject),
		createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
		explicit(3, sequence(...extensions)),
	)
	const signature = sign(digest, signedPart, issuer?.key ?? privateKey)
	return {
		name: options.subject,
		der: sequence(signedPart, algorithm, bits(signature)),
		key: privateKey,
	}
}

const CA_EXTENSIONS: CertificateOptions['extensions'] = [
	['2.5.29.19', true, sequence(boolean(true))],
	['2.5.29.15', true, bits(Buffer.from([0x06]), 1)],
]
const usages = (...ids: string[]) => sequence(...ids.map(oid))
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8'
export const SIGNER_EXTENSIONS: CertificateOptions['extensions'] = [
	['2.5.29.15', true, bits(Buffer.from([0x80]), 7)],
	['2.5.29.37', true, usages(TIME_STAMPING)],
]

/** One requirement broken; the token is otherwise signed properly. */
export type Flaw =
	| 'no-signed-attributes'
	| 'no-certificate-identifier'
	| 'other-certificate-identifier'
	| 'other-content-type'
	| 'other-signed-content-type'
	| 'other-message-digest'
	| 'two-signers'
	| 'no-certificate'
	| 'bad-signature'
	| 'critical-extension'
	| 'trailing-byte'

export interface StampOptions {
	/** ms since 1970 */
	genTime: number
	/** digits of its fraction after the millisecond */
	finer?: string
	/** ms; undefined states none */
	accuracy?: number
	flaw?: Flaw
	/** DER CertificateLists to carry. */
	lists?: readonly Uint8Array[]
	/** Further members of `certificates`, whole DER. */
	also?: readonly Uint8Array[]
	/** what the token is signed with; SHA-256 unless given */
	digest?: 'sha256' | 'sha512'
}

export interface TestAuthority {
	name: string
	root: Buffer
	signer: Identity
	issuer: Identity
	stamp(imprint: Uint8Array, options: StampOptions): Buffer
}

function accuracyField(ms: number): Buffer {
	const millis = ms % 1000
	const fine = millis === 0 ? [] : [tlv(0x80, integer(millis).subarray(2))]
	return sequence(integer(Math.floor(ms / 1000)), ...fine)
}

function writeToken(
	signer: Identity,
	issuer: Identity,
	imprint: Uint8Array,
	options: StampOptions,
	signerSerial = 2,
): Buffer {
	const { flaw, digest = 'sha256' } = options
	const hash = (bytes: Uint8Array) => createHash(digest).update(bytes).digest()
	const [HASH, SIGNED] = digest === 'sha256' ? [SHA256, ECDSA_SHA256] : [SHA512, ECDSA_SHA512]
	const critical = explicit(1, sequence(oid('1.2.3.4'), boolean(true), octets(nothing())))
	const info = sequence(
		integer(1),
		oid('1.3.6.1.4.1.13762.3'),
		sequence(imprint.length === 64 ? SHA512 : SHA256, octets(imprint)),
		// A number of eight octets that begins with none of zeros, whatever the hash: DER has one form for each.
		integer(Buffer.concat([Buffer.of(0x41), sha256(imprint).subarray(0, 7)])),
		generalizedTime(options.genTime, options.finer),
		...(options.accuracy === undefined ? [] : [accuracyField(options.accuracy)]),
		...(flaw === 'critical-extension' ? [critical] : []),
	)
	const certificateHash = flaw === 'other-certificate-identifier' ? sha256(issuer.der) : sha256(signer.der)
	const attributes = [
		sequence(
			oid('1.2.840.113549.1.9.3'),
			set(flaw === 'other-signed-content-type' ? oid('1.2.840.113549.1.7.1') : TST_INFO),
		),
		sequence(
			oid('1.2.840.113549.1.9.4'),
			set(octets(flaw === 'other-message-digest' ? hash(imprint) : hash(info))),
		),
	]
	if (flaw !== 'no-certificate-identifier') {
		const identifier = sequence(sequence(sequence(octets(certificateHash))))
		attributes.push(sequence(oid('1.2.840.113549.1.9.16.2.47'), set(identifier)))
	}
	const signed = set(...attributes)
	const signature = sign(digest, flaw === 'no-signed-attributes' ? info : signed, signer.key)
	if (flaw === 'bad-signature') signature[signature.length - 1] = (signature.at(-1) ?? 0) ^ 1
	const serial = integer(signerSerial)
	const signerInfo = sequence(
		integer(1),
		sequence(nameOf(issuer.name), serial),
		HASH,
		...(flaw === 'no-signed-attributes' ? [] : [tlv(0xa0, ...[...attributes].sort(Buffer.compare))]),
		SIGNED,
		octets(signature),
	)
	const data = sequence(
		integer(3),
		set(HASH),
		sequence(
			flaw === 'other-content-type' ? oid('1.2.840.113549.1.7.1') : TST_INFO,
			explicit(0, octets(info)),
		),
		...(flaw === 'no-certificate' ? [] : [tlv(0xa0, signer.der, ...(options.also ?? []))]),
		...(options.lists === undefined ? [] : [tlv(0xa1, ...options.lists)]),
		tlv(0x31, signerInfo, ...(flaw === 'two-signers' ? [signerInfo] : [])),
	)
	const token = sequence(oid('1.2.840.113549.1.7.2'), explicit(0, data))
	return flaw === 'trailing-byte' ? Buffer.concat([token, Buffer.from([0])]) : token
}

/** The root's key and name under a second certificate, issued by somebody else. */
export function crossSigned({ issuer }: TestAuthority, notAfter?: number): Buffer {
	const other = issueCertificate({ subject: 'Cross Root', extensions: CA_EXTENSIONS })
	const options = { subject: issuer.name, key: issuer.key, extensions: CA_EXTENSIONS, serial: 77 }
	return issueCertificate({ ...options, ...(notAfter === undefined ? {} : { notAfter }) }, other).der
}

/** @param signerExtensions replaces what makes the signing certificate one for time-stamping */
export function createAuthority(
	name: string,
	signerExtensions: CertificateOptions['extensions'] = SIGNER_EXTENSIONS,
	validity: Pick<CertificateOptions, 'notBefore' | 'notAfter'> = {},
	rootUntil?: number,
): TestAuthority {
	const issuer = issueCertificate({
		subject: `${name} Root`,
		extensions: CA_EXTENSIONS,
		...(rootUntil === undefined ? {} : { notAfter: rootUntil }),
	})
	const signer = issueCertificate(
		{ subject: `${name} TSA`, serial: 2, extensions: signerExtensions, ...validity },
		issuer,
	)
	return {
		name,
		root: issuer.der,
		signer,
		issuer,
		stamp: (imprint, options) => writeToken(signer, issuer, imprint, options),
	}
}

/** The same authority with its next certificate: another key under the same root. */
export function nextCertificate(
	{ name, issuer, root }: TestAuthority,
	validity: Pick<CertificateOptions, 'serial' | 'notBefore' | 'notAfter' | 'digest'> & {
		extensions?: CertificateOptions['extensions']
	},
): TestAuthority {
	const options = { subject: `${name} TSA`, extensions: SIGNER_EXTENSIONS, serial: 2, ...validity }
	const signer = issueCertificate(options, issuer)
	const { serial } = options
	return {
		...{ name, root, signer, issuer },
		stamp: (imprint, stamped) => writeToken(signer, issuer, imprint, stamped, serial),
	}
}

export const wrongSigners: Readonly<Record<string, CertificateOptions['extensions']>> = {
	'no extended key usage': [['2.5.29.15', true, bits(Buffer.from([0x80]), 7)]],
	'extended key usage not critical': [['2.5.29.37', false, usages(TIME_STAMPING)]],
	'time-stamping beside another usage': [['2.5.29.37', true, usages(TIME_STAMPING, '1.3.6.1.5.5.7.3.3')]],
	'another usage only': [['2.5.29.37', true, usages('1.3.6.1.5.5.7.3.1')]],
	'key that may not sign': [
		['2.5.29.15', true, bits(Buffer.from([0x20]), 5)],
		['2.5.29.37', true, usages(TIME_STAMPING)],
	],
}

/** A revocation list of the authority's root that withdraws the signing certificate, and `others` that nobody has. */
export function revocationList(
	authority: TestAuthority,
	at: number,
	reason?: number,
	serial = 2,
	others = 0,
): Buffer {
	const extension = (code: number) =>
		sequence(sequence(oid('2.5.29.21'), octets(tlv(0x0a, Buffer.from([code])))))
	const entry = sequence(
		integer(serial),
		generalizedTime(at),
		...(reason === undefined ? [] : [extension(reason)]),
	)
	const signedPart = sequence(
		integer(1),
		ECDSA_SHA256,
		nameOf(authority.issuer.name),
		generalizedTime(at),
		generalizedTime(at + YEAR),
		sequence(
			entry,
			...Array.from({ length: others }, (_, i) => sequence(integer(10_000 + i), generalizedTime(at))),
		),
	)
	return sequence(signedPart, ECDSA_SHA256, bits(sign('sha256', signedPart, authority.issuer.key)))
}
