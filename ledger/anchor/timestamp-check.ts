/**
 * Whether a TimeStampToken (RFC 3161 with ESSCertIDv2 of RFC 5816) proves what was asked: that a
 * time-stamping unit under one of the given roots saw the imprint at the stated time. All checks are made
 * here on strictly decoded values; the order goes from what the token claims, over who signed it, to whether
 * the signer may be believed at that time.
 *
 * Not proven: revocation after the fact beyond lists that travel in the token, and the name that the token
 * gives its authority.
 * @module
 */
import { equalBytes, hex } from '@letopis/format'
import {
	allowsKeyUsage,
	type Certificate,
	certificateName,
	isTimestampingUnit,
	parseCertificate,
} from './certificate.ts'
import { checkRevocation, findPath } from './certificate-path.ts'
import { type DigestName, digestOf, type SignatureUse, signatureUse, verifySignature } from './signature.ts'
import { TimestampError } from './timestamp-error.ts'
import {
	type CertificateId,
	decodeToken,
	type Signer,
	type SignerId,
	type TstInfo,
} from './timestamp-token.ts'

/** What a stamp is asked to cover: a digest with its algorithm; bare bytes are SHA-512 if they are 64, else SHA-256. */
export type Imprint = Uint8Array | { readonly algorithm: DigestName; readonly value: Uint8Array }

export interface TimestampExpectation {
	readonly imprint: Imprint
	/** DER certificates that the reader trusts; at least one. */
	readonly roots: readonly Uint8Array[]
	/** Unsigned big-endian number sent in the request; without it a nonce in the token is not looked at. */
	readonly nonce?: Uint8Array
	/** Policy that the request demanded, dotted. */
	readonly policy?: string
	/**
	 * Moment at which the certificates must be valid, milliseconds since 1970; the stamped time unless given.
	 */
	readonly at?: number
}

/** A stamp that was found good. */
export interface Stamp {
	/** Stamped time, milliseconds since 1970, rounded down. */
	readonly genTime: number
	/** The true time lies in genTime ± this many milliseconds; null where the authority states no accuracy. */
	readonly accuracyMs: number | null
	/** Serial number of the token, hexadecimal. */
	readonly serial: string
	/** Dotted. */
	readonly policy: string
	/** Signer's name for people, its certificate and the root that it led to (DER). */
	readonly signerName: string
	readonly signer: Uint8Array
	readonly root: Uint8Array
	/** The first end among the certificates of the path, milliseconds since 1970. */
	readonly validUntil: number
	/** From the signer to the root. */
	readonly path: readonly Certificate[]
	/** What the token, and each certificate of the path below its root, is signed with. */
	readonly signatures: readonly SignatureUse[]
}

/**
 * @param tokenDer at most 64 KiB
 * @throws TimestampError whose `reason` names the broken rule
 * @throws RangeError if no root is given (a bug in the caller)
 */
export async function checkTimestamp(tokenDer: Uint8Array, expected: TimestampExpectation): Promise<Stamp> {
	if (expected.roots.length === 0) throw new RangeError('expected at least one root')
	const token = decodeToken(tokenDer)
	checkClaim(token.info, expected)
	const certificates = token.certificates.map(parseCertificate)
	const signer = findSigner(certificates, token.signer)
	checkUnit(signer)
	checkSignature(token.signer, signer, token.content)
	const at = expected.at ?? token.info.time.ms
	const path = findPath(signer, certificates, expected.roots.map(parseCertificate), at)
	checkNamedPath(token.signer.certificateIds, path)
	checkRevocation(path, token.revocationLists, at)
	const { time, accuracy, serial, policy } = token.info
	return {
		genTime: time.ms,
		accuracyMs: accuracy === null ? null : Math.ceil(accuracy + time.rest),
		serial,
		policy,
		signerName: certificateName(signer),
		signer: signer.der,
		root: (path.at(-1) ?? signer).der,
		path,
		validUntil: Math.min(...path.map(({ notAfter }) => notAfter)),
		signatures: signaturesOf(token.signer, path),
	}
}

function bare(value: Uint8Array): Exclude<Imprint, Uint8Array> {
	return { algorithm: value.length === 64 ? 'sha512' : 'sha256', value }
}

function checkClaim(info: TstInfo, { imprint, nonce, policy }: TimestampExpectation): void {
	const wanted = imprint instanceof Uint8Array ? bare(imprint) : imprint
	if (info.imprint.algorithm !== wanted.algorithm || !equalBytes(info.imprint.value, wanted.value)) {
		throw new TimestampError('imprint', 'the stamp covers other data than was sent')
	}
	if (nonce !== undefined && (info.nonce === null || !equalBytes(magnitude(info.nonce), magnitude(nonce)))) {
		throw new TimestampError('nonce', 'the stamp answers another request')
	}
	if (policy !== undefined && info.policy !== policy) {
		throw new TimestampError(
			'policy',
			`the stamp is made under policy ${info.policy}, asked for was ${policy}`,
		)
	}
}

/** The embedded certificate that the signer identifier and every signed certificate identifier name. */
function findSigner(certificates: readonly Certificate[], signer: Signer): Certificate {
	const found = certificates.find(
		(one) =>
			isNamed(one, signer.id) &&
			signer.certificateIds.every(([first]) => first !== undefined && matches(one, first)),
	)
	if (found === undefined) {
		throw new TimestampError('signer', 'the certificate that the signed attributes name is not in the token')
	}
	return found
}

function isNamed(certificate: Certificate, id: SignerId): boolean {
	if ('issuer' in id) return id.serial === certificate.serial && equalBytes(id.issuer, certificate.issuer)
	return certificate.subjectKeyId !== null && equalBytes(id.subjectKeyId, certificate.subjectKeyId)
}

function matches(certificate: Certificate, id: CertificateId): boolean {
	const named = id.issuerSerial
	if (named !== null && !isNamed(certificate, named)) return false
	return equalBytes(digestOf(id.algorithm, certificate.der), id.digest)
}

function checkUnit(signer: Certificate): void {
	const name = certificateName(signer)
	if (!isTimestampingUnit(signer)) {
		throw new TimestampError('usage', `"${name}" is not solely and critically for time-stamping`)
	}
	if (!allowsKeyUsage(signer, 'digitalSignature') && !allowsKeyUsage(signer, 'nonRepudiation')) {
		throw new TimestampError('usage', `"${name}" may not sign data`)
	}
}

function checkSignature(signer: Signer, { publicKey }: Certificate, content: Uint8Array): void {
	if (!equalBytes(digestOf(signer.digest, content), signer.messageDigest)) {
		throw new TimestampError(
			'digest',
			`the signed digest ${hex(signer.messageDigest).slice(0, 64)} is of other content`,
		)
	}
	if (
		!verifySignature(signer.algorithm, publicKey, signer.signedAttributes, signer.signature, signer.digest)
	) {
		throw new TimestampError('signature', 'the signature does not hold')
	}
}

function signaturesOf({ algorithm, digest }: Signer, path: readonly Certificate[]): SignatureUse[] {
	return path.flatMap(({ publicKey, signatureAlgorithm }, height) => {
		const issuer = path[height + 1]
		const own = height === 0 ? [signatureUse(algorithm, publicKey, digest)] : []
		return issuer === undefined ? own : [...own, signatureUse(signatureAlgorithm, issuer.publicKey)]
	})
}

/** RFC 5035 §4: certificate identifiers after the first limit the path to the certificates that they name. */
function checkNamedPath(lists: readonly (readonly CertificateId[])[], path: readonly Certificate[]): void {
	for (const [, ...others] of lists) {
		for (const id of others) {
			if (!path.some((one) => matches(one, id))) {
				throw new TimestampError('chain', 'the signed attributes name a certificate outside the path')
			}
		}
	}
}

/** An unsigned number without leading zero octets, however it was written. */
function magnitude(octets: Uint8Array): Uint8Array {
	const from = octets.findIndex((octet) => octet !== 0)
	return from === -1 ? new Uint8Array(0) : octets.subarray(from)
}
