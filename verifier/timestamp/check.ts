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
import { onlyElement, TAG } from './der.ts'
import {
	bindsCertificate,
	bindsPath,
	type CertificateIdentifier,
	isSigner,
	readIdentifiers,
} from './identifier.ts'
import { type DigestName, OID } from './oids.ts'
import { findPath } from './path.ts'
import { StampRefusal } from './refusal.ts'
import { revocationAt } from './revocation.ts'
import { digest, type SignatureUse, signatureUse, verifySignature } from './signature.ts'
import { parseToken, type SignerInfo, type StampInfo, type Token } from './token.ts'
import { TooMuchWork, type Work } from './work.ts'

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
	/** Of the certificates on the path (without one: of the signer's) the earliest end, ms since 1970. */
	validUntil: number
	/** What the token, and each certificate of the path below its root, is signed with. */
	signatures: readonly SignatureUse[]
	/** Signer first, root last; empty where there is none. */
	path: readonly Certificate[]
}

/** Digest that an expected imprint of this many bytes is made with; heads are stamped by SHA-256 only. */
const IMPRINT_DIGESTS: Readonly<Record<number, DigestName>> = {
	20: 'SHA-1',
	32: 'SHA-256',
	48: 'SHA-384',
	64: 'SHA-512',
}

function broken(why: Phrase | MessageKey): StampRefusal {
	return new StampRefusal('broken', why)
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

/** The signer's certificate, proven by the signed attribute to be the one meant. */
function signerCertificate(
	token: Token,
	lists: readonly CertificateIdentifier[][],
	others: readonly Certificate[],
): Certificate {
	// Tokens may leave certificates out; one pinned in the trust file, or found elsewhere, then serves.
	const candidates = [...token.certificates, ...others].filter((c) => isSigner(c, token.signer.id))
	if (candidates.length === 0) throw new StampRefusal('unsupported', 'why-no-certificate')
	const bound = candidates.find((certificate) => bindsCertificate(lists, certificate))
	if (bound === undefined) throw broken('why-other-certificate')
	return bound
}

async function checkSigned(token: Token, certificate: Certificate, work: Work | undefined): Promise<void> {
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
		work,
	})
	if (!good) throw broken('why-signature')
}

/** Roots of a trust file; one that does not parse is the trust file's fault and is reported as such. */
export function parseRoots(roots: readonly Uint8Array[]): Certificate[] {
	return roots.map((der) => parseCertificate(der))
}

/**
 * Everything about a token except what its imprint is of.
 * @param more certificates that were found elsewhere, of which paths may be made
 * @returns the stamp, and the path to its root, signer first; null where there is none
 * @throws StampRefusal `broken`, `unsupported` or `revoked` @throws RefusalError on structures inside that cannot be read
 */
export async function judgeToken(
	token: Token,
	roots: readonly Certificate[],
	more: readonly Certificate[] = [],
	work?: Work,
): Promise<{ stamp: Stamp; path: readonly Certificate[] | null }> {
	const lists = identifierLists(token.signer)
	const certificate = signerCertificate(token, lists, [...more, ...roots])
	await checkSigned(token, certificate, work)
	const { info } = token
	const isNamed = (path: readonly Certificate[]) => bindsPath(lists, path)
	const { genTime: from, genTimeUp: to } = info
	const bag = [...token.certificates, ...more]
	const path = await findPath(certificate, bag, roots, { from, to }, { isNamed, work })
	let revocation: Stamp['revocation'] = 'not-known'
	if (path !== null) {
		const known = await revocationAt(path, token.revocationLists, info.genTime, work)
		if (known === 'revoked') throw new StampRefusal('revoked', 'why-withdrawn')
		revocation = known
	}
	const root = path?.[path.length - 1]
	const stamp: Stamp = {
		genTime: info.genTime,
		genTimeUp: info.genTimeUp,
		accuracy: info.accuracy,
		serial: info.serial,
		policy: info.policy,
		signer: nameText(certificate.subject),
		signerFingerprint: certificate.fingerprint,
		root: root === undefined ? null : rootFacts(root),
		revocation,
		validUntil: Math.min(...(path ?? [certificate]).map(({ notAfter }) => notAfter)),
		signatures: usesOf(token, certificate, path ?? [certificate]),
		path: path ?? [],
	}
	return { stamp, path }
}

/** The root's own signature proves nothing and is left out. */
function usesOf(token: Token, signer: Certificate, path: readonly Certificate[]): SignatureUse[] {
	const { signatureAlgorithm: algorithm, digest: cmsDigest } = token.signer
	const own = signatureUse({ algorithm, cmsDigest, publicKey: signer.publicKey })
	const issued = path.slice(0, -1).map((certificate, i) => {
		const { publicKey } = path[i + 1] as Certificate
		return signatureUse({ algorithm: certificate.signatureAlgorithm, publicKey })
	})
	return [own, ...issued]
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
	work?: Work,
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
		return (await judgeToken(parsed, roots, [], work)).stamp
	} catch (error) {
		if (error instanceof TooMuchWork) throw new StampRefusal('unsupported', 'why-work', { cause: error })
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
