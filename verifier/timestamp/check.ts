/**
 * Judges an RFC 3161 time-stamp token: every requirement of RFC 3161 §2.2–2.4, RFC 5816 and RFC 5035 that a verifier
 * must see to, then the path to the reader's roots at the stamped time. Written for the verifier alone; the ledger has
 * its own, so that neither hides the other's mistake.
 * @module
 */
import { equalBytes, hex, RefusalError, sha256 } from '@letopis/format'
import type { MessageKey, Phrase } from '../words/message.ts'
import { refusalPhrase } from '../words/phrases.ts'
import {
	allowsUsage,
	type Certificate,
	isTimeStampingCertificate,
	KEY_USAGE,
	nameText,
	parseCertificate,
} from './certificate.ts'
import { contextTag, DerReader, elements, onlyElement, TAG } from './der.ts'
import { type DigestName, OID } from './oids.ts'
import { findPath } from './path.ts'
import { StampRefusal } from './refusal.ts'
import { revocationAt } from './revocation.ts'
import { digest, digestAlgorithm, verifySignature } from './signature.ts'
import { parseToken, type SignerInfo, type StampInfo, type Token } from './token.ts'

export interface Stamp {
	/** Milliseconds since 1970, as signed by the authority; a finer fraction is rounded down. */
	genTime: number
	/** The same, rounded up: for whatever the stamp must not be later than. */
	genTimeUp: number
	/** Milliseconds either way; null where the token states none (then counted as 0). */
	accuracy: number | null
	serial: string
	policy: string
	/** Name of the signing certificate, for people. */
	signer: string
	signerFingerprint: string
	/**
	 * The trusted root at the end of the path, or null: sound, yet by nobody the reader trusts. `key` is the hex SHA-256
	 * of its SubjectPublicKeyInfo: one authority has one, however many certificates were issued for it.
	 */
	root: { name: string; fingerprint: string; key: string } | null
	/** What lists inside the token say; a token carries none as a rule. */
	revocation: 'good' | 'not-known'
}

/** Digest that an expected imprint of this many bytes is made with; Letopis itself stamps SHA-256 only. */
const IMPRINT_DIGESTS: Readonly<Record<number, DigestName>> = { 32: 'SHA-256', 48: 'SHA-384', 64: 'SHA-512' }

/** ESSCertID or ESSCertIDv2: a certificate by its digest, perhaps by issuer and serial number too. */
interface CertificateIdentifier {
	name: DigestName
	hash: Uint8Array
	issuerSerial: Uint8Array | undefined
}

function broken(why: Phrase | MessageKey): StampRefusal {
	return new StampRefusal('broken', why)
}

function isSigner(certificate: Certificate, id: SignerInfo['id']): boolean {
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
function readIdentifiers(value: Uint8Array, version: 1 | 2): CertificateIdentifier[] {
	const attribute = new DerReader(onlyElement(value, TAG.sequence, 'signingCertificate').content)
	const found = elements(attribute.take(TAG.sequence, 'certs').content, 16, 'certs')
	attribute.optional(TAG.sequence)
	attribute.end('signingCertificate')
	if (found.length === 0) throw broken('why-no-identifier')
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

/** Identifiers of every such attribute; at least one list, none of them empty. */
function identifierLists({ attributes }: SignerInfo): CertificateIdentifier[][] {
	const lists: CertificateIdentifier[][] = []
	const [first, second] = [attributes.get(OID.signingCertificate), attributes.get(OID.signingCertificateV2)]
	if (first !== undefined) lists.push(readIdentifiers(first, 1))
	if (second !== undefined) lists.push(readIdentifiers(second, 2))
	if (lists.length === 0) throw broken('why-no-identifier')
	return lists
}

function identifies({ name, hash, issuerSerial }: CertificateIdentifier, certificate: Certificate): boolean {
	if (!equalBytes(hash, digest(name, certificate.der))) return false
	return issuerSerial === undefined || namesCertificate(issuerSerial, certificate)
}

/**
 * RFC 5035 §3, RFC 2634 §5.4: the first identifier of each attribute must be the signer's own certificate, else
 * another certificate over the same key could be put in its place.
 */
function bindsCertificate(lists: readonly CertificateIdentifier[][], certificate: Certificate): boolean {
	return lists.every(([first]) => first !== undefined && identifies(first, certificate))
}

/** RFC 5035 §5.4: identifiers after the first limit the path; one of a certificate outside it lets it not serve. */
function bindsPath(lists: readonly CertificateIdentifier[][], path: readonly Certificate[]): boolean {
	return lists.every(([, ...others]) => others.every((id) => path.some((one) => identifies(id, one))))
}

/** The signer's certificate, proven by the signed attribute to be the one meant. */
function signerCertificate(
	token: Token,
	lists: readonly CertificateIdentifier[][],
	roots: readonly Certificate[],
): Certificate {
	// Tokens may leave certificates out; one pinned in the trust file then serves.
	const candidates = [...token.certificates, ...roots].filter((c) => isSigner(c, token.signer.id))
	if (candidates.length === 0) throw new StampRefusal('unsupported', 'why-no-certificate')
	const bound = candidates.find((certificate) => bindsCertificate(lists, certificate))
	if (bound === undefined) throw broken('why-other-certificate')
	return bound
}

async function checkSigned(token: Token, certificate: Certificate): Promise<void> {
	const { signer } = token
	if (!isTimeStampingCertificate(certificate)) throw broken('why-not-for-stamping')
	if (!allowsUsage(certificate, KEY_USAGE.digitalSignature, KEY_USAGE.nonRepudiation)) {
		throw broken('why-may-not-sign')
	}
	const named = signer.attributes.get(OID.messageDigest)
	if (named === undefined) throw broken('why-no-digest')
	const signedDigest = onlyElement(named, TAG.octetString, 'messageDigest').content
	if (!equalBytes(signedDigest, digest(signer.digest, token.content))) {
		throw broken('why-other-digest')
	}
	const good = await verifySignature({
		algorithm: signer.signatureAlgorithm,
		cmsDigest: signer.digest,
		publicKey: certificate.publicKey,
		signature: signer.signature,
		data: signer.signedBytes,
	})
	if (!good) throw broken('why-signature')
}

/** Roots of a trust file; one that does not parse is the trust file's fault and is reported as such. */
export function parseRoots(roots: readonly Uint8Array[]): Certificate[] {
	return roots.map((der) => parseCertificate(der))
}

async function judge(token: Token, roots: readonly Certificate[]): Promise<Stamp> {
	const lists = identifierLists(token.signer)
	const certificate = signerCertificate(token, lists, roots)
	await checkSigned(token, certificate)
	const { info } = token
	const isNamed = (path: readonly Certificate[]) => bindsPath(lists, path)
	const { genTime: from, genTimeUp: to } = info
	const path = await findPath(certificate, token.certificates, roots, { from, to }, isNamed)
	let revocation: Stamp['revocation'] = 'not-known'
	if (path !== null) {
		const known = await revocationAt(path, token.revocationLists, info.genTime)
		if (known === 'revoked') throw new StampRefusal('revoked', 'why-withdrawn')
		revocation = known
	}
	const root = path?.[path.length - 1]
	return {
		genTime: info.genTime,
		genTimeUp: info.genTimeUp,
		accuracy: info.accuracy,
		serial: info.serial,
		policy: info.policy,
		signer: nameText(certificate.subject),
		signerFingerprint: certificate.fingerprint,
		root: root === undefined ? null : rootFacts(root),
		revocation,
	}
}

function rootFacts({ subject, fingerprint, publicKey }: Certificate): NonNullable<Stamp['root']> {
	return { name: nameText(subject), fingerprint, key: hex(sha256(publicKey)) }
}

/**
 * Checks a TimeStampToken over `imprint`, SHA-256 unless its length says otherwise.
 * @param token DER, at most 64 KiB
 * @param roots parsed by {@link parseRoots}; may be empty, then `root` is null
 * @returns the stamp; `root` null means sound but not by an authority that the reader trusts
 * @throws StampRefusal with the fault: `broken`, `unsupported` or `revoked`
 */
export async function checkTimestamp(
	token: Uint8Array,
	imprint: Uint8Array,
	roots: readonly Certificate[],
): Promise<Stamp> {
	// RFC 3161 wants DER. BER would be a sound token in a form that is not read here, which is another thing than broken.
	if (token[1] === 0x80) throw new StampRefusal('unsupported', 'why-not-der')
	try {
		const parsed = parseToken(token)
		if (parsed.info.imprintDigest !== IMPRINT_DIGESTS[imprint.length]) throw broken('why-imprint-digest')
		if (!equalBytes(parsed.info.imprint, imprint)) {
			const values = { stamped: hex(parsed.info.imprint), expected: hex(imprint) }
			throw broken({ key: 'why-imprint', values })
		}
		return await judge(parsed, roots)
	} catch (error) {
		if (error instanceof RefusalError) {
			throw new StampRefusal('broken', refusalPhrase(error), { cause: error })
		}
		throw error
	}
}

/** What a token states, unjudged: for showing it and for comparing it with an anchor entry. */
export function readStamp(token: Uint8Array): StampInfo {
	return parseToken(token).info
}
