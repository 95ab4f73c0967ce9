/**
 * One signer of a CMS, cryptographically: signed attributes as RFC 5652 §5.3 and EN 319 122-1 want them, digest of the
 * content, the certificate that the signature itself names, and the signature. Nothing here is about trust or time.
 * @module
 */
import { equalBytes, RefusalError } from '@letopis/format'
import { allowsUsage, type Certificate, KEY_USAGE } from '../timestamp/certificate.ts'
import { contextTag, DerReader, oidText, onlyElement, TAG } from '../timestamp/der.ts'
import {
	bindsCertificate,
	bindsPath,
	type CertificateIdentifier,
	isSigner,
	readIdentifiers,
} from '../timestamp/identifier.ts'
import { type DigestName, OID } from '../timestamp/oids.ts'
import { StampRefusal } from '../timestamp/refusal.ts'
import { digestAlgorithm, verifySignature } from '../timestamp/signature.ts'
import { derTime } from '../timestamp/time.ts'
import type { Work } from '../timestamp/work.ts'
import { refusalPhrase } from '../words/phrases.ts'
import type { Cms, CmsSigner } from './cms.ts'
import type { SignedContent } from './content.ts'
import type { Examination } from './examination.ts'
import { HARMLESS_SIGNED, SIGNATURE_OID } from './oids.ts'

const EXAMINED: ReadonlySet<string> = new Set([
	OID.contentType,
	OID.messageDigest,
	OID.signingCertificate,
	OID.signingCertificateV2,
	SIGNATURE_OID.signingTime,
	SIGNATURE_OID.algorithmProtection,
	// Its lists and responses are evidence like any other.
	SIGNATURE_OID.adobeRevocation,
])

export interface Signer {
	certificate: Certificate
	/** Whether the signature lets a whole path serve. */
	isNamed: (path: readonly Certificate[]) => boolean
}

/** Values of a signed attribute, whole elements; several only of attributes that stand twice. */
function valuesOf({ signed }: CmsSigner, id: string): Uint8Array[] {
	return signed.filter((one) => one.id === id).flatMap(({ values }) => values.map(({ bytes }) => bytes))
}

/** RFC 5652 §11: these stand once, with one value. */
function checkOnce({ signed }: CmsSigner, examination: Examination): void {
	const seen = new Set<string>()
	for (const { id, values } of signed) {
		if (seen.has(id) || values.length !== 1) {
			examination.fails('SIG_CONSTRAINTS_FAILURE', 'sig-attribute-twice', { id })
		}
		seen.add(id)
	}
}

function checkOthers({ signed }: CmsSigner, examination: Examination): void {
	for (const { id } of signed) {
		if (id === SIGNATURE_OID.signaturePolicy) examination.leaves('sig-policy')
		else if (id === SIGNATURE_OID.contentStamp) examination.leaves('sig-content-stamp')
		else if (!EXAMINED.has(id) && !HARMLESS_SIGNED.has(id)) examination.leaves('sig-attribute', { id })
	}
}

/** RFC 6211: algorithms as the signer saw them. */
function checkProtection(signer: CmsSigner, examination: Examination): void {
	for (const value of valuesOf(signer, SIGNATURE_OID.algorithmProtection)) {
		const reader = new DerReader(onlyElement(value, TAG.sequence, 'CMSAlgorithmProtection').content)
		const hash = reader.take(TAG.sequence, 'digestAlgorithm')
		const signature = reader.optional(contextTag(1, true))
		const own = onlyElement(signer.signatureAlgorithm, TAG.sequence, 'signatureAlgorithm').content
		const isSame =
			digestAlgorithm(hash.bytes) === digestAlgorithm(signer.digestAlgorithm) &&
			(signature === undefined || equalBytes(signature.content, own))
		if (!isSame) examination.fails('SIG_CONSTRAINTS_FAILURE', 'sig-other-algorithms')
	}
}

function checkContentType(cms: Cms, signer: CmsSigner, examination: Examination): void {
	const found = valuesOf(signer, OID.contentType)
	if (found.length === 0) examination.fails('SIG_CONSTRAINTS_FAILURE', 'sig-no-content-type')
	for (const value of found) {
		if (oidText(onlyElement(value, TAG.oid, 'contentType')) !== cms.contentType) {
			examination.fails('FORMAT_FAILURE', 'sig-other-content-type')
		}
	}
}

function checkDigest(
	signer: CmsSigner,
	name: DigestName,
	content: SignedContent | null,
	examination: Examination,
): void {
	const found = valuesOf(signer, OID.messageDigest)
	if (found.length === 0) {
		examination.fails('SIG_CONSTRAINTS_FAILURE', 'sig-no-digest')
		return
	}
	if (content === null) {
		examination.fails('SIGNED_DATA_NOT_FOUND', 'sig-no-content')
		return
	}
	const own = content.digest(name)
	const isSame = found.every((value) =>
		equalBytes(onlyElement(value, TAG.octetString, 'messageDigest').content, own),
	)
	if (isSame) examination.holds('sig-digest', { digest: name })
	else examination.fails('HASH_FAILURE', 'sig-other-digest', { digest: name })
}

/** Certificate identifiers of every such attribute. */
function identifierLists(signer: CmsSigner): CertificateIdentifier[][] {
	return [
		...valuesOf(signer, OID.signingCertificate).map((value) => readIdentifiers(value, 1)),
		...valuesOf(signer, OID.signingCertificateV2).map((value) => readIdentifiers(value, 2)),
	]
}

function findSigner(
	signer: CmsSigner,
	known: readonly Certificate[],
	examination: Examination,
): Signer | null {
	const candidates = known.filter((certificate) => isSigner(certificate, signer.id))
	const [first] = candidates
	if (first === undefined) {
		examination.fails('NO_SIGNING_CERTIFICATE_FOUND', 'sig-no-certificate')
		return null
	}
	const lists = identifierLists(signer)
	if (lists.length === 0) {
		examination.fails('SIG_CONSTRAINTS_FAILURE', 'sig-no-identifier')
		return { certificate: first, isNamed: () => true }
	}
	const bound = candidates.find((certificate) => bindsCertificate(lists, certificate))
	if (bound === undefined) {
		examination.fails('NO_SIGNING_CERTIFICATE_FOUND', 'sig-other-certificate')
		return null
	}
	examination.holds('sig-certificate')
	return { certificate: bound, isNamed: (path) => bindsPath(lists, path) }
}

async function checkSignature(
	signer: CmsSigner,
	name: DigestName,
	content: SignedContent | null,
	{ certificate }: Signer,
	examination: Examination,
	work: Work | undefined,
): Promise<void> {
	if (!allowsUsage(certificate, KEY_USAGE.digitalSignature, KEY_USAGE.nonRepudiation)) {
		examination.fails('CHAIN_CONSTRAINTS_FAILURE', 'sig-may-not-sign')
	}
	const data = signer.signedBytes ?? content?.whole()
	if (data === undefined) {
		examination.fails('SIGNED_DATA_NOT_FOUND', 'sig-no-content')
		return
	}
	const isGood = await verifySignature({
		algorithm: signer.signatureAlgorithm,
		cmsDigest: name,
		publicKey: certificate.publicKey,
		signature: signer.signature,
		data,
		work,
	})
	if (isGood) examination.holds('sig-value')
	else examination.fails('SIG_CRYPTO_FAILURE', 'sig-bad-value')
}

async function examine(
	cms: Cms,
	signer: CmsSigner,
	content: SignedContent | null,
	known: readonly Certificate[],
	examination: Examination,
	work: Work | undefined,
): Promise<Signer | null> {
	const name = digestAlgorithm(signer.digestAlgorithm)
	if (signer.signedBytes !== null) {
		checkOnce(signer, examination)
		checkContentType(cms, signer, examination)
		checkProtection(signer, examination)
		checkDigest(signer, name, content, examination)
	}
	checkOthers(signer, examination)
	const found = findSigner(signer, known, examination)
	if (found !== null) await checkSignature(signer, name, content, found, examination, work)
	if (name === 'SHA-1') examination.fails('CRYPTO_CONSTRAINTS_FAILURE_NO_POE', 'sig-sha1')
	return found
}

/**
 * Examines one signer.
 * @param content what is signed; null where it is not at hand
 * @param known certificates that the signer's may be among
 * @returns the signer's certificate, if it is known which one is meant
 */
export async function examineSigner(
	cms: Cms,
	signer: CmsSigner,
	content: SignedContent | null,
	known: readonly Certificate[],
	examination: Examination,
	work?: Work,
): Promise<Signer | null> {
	try {
		return await examine(cms, signer, content, known, examination, work)
	} catch (error) {
		if (error instanceof StampRefusal) {
			const isWrong = error.fault === 'broken'
			const sub = isWrong ? 'SIG_CONSTRAINTS_FAILURE' : 'CRYPTO_CONSTRAINTS_FAILURE'
			examination.fails(sub, 'sig-not-judged', { detail: error.why })
		} else if (error instanceof RefusalError) {
			examination.fails('SIG_CONSTRAINTS_FAILURE', 'sig-unreadable-part', { detail: refusalPhrase(error) })
		} else throw error
		return null
	}
}

/** The time that the signer claims, ms since 1970; nobody attests it. Null where none can be read. */
export function claimedTime(signer: CmsSigner): number | null {
	const [value] = valuesOf(signer, SIGNATURE_OID.signingTime)
	if (value === undefined) return null
	try {
		return derTime(new DerReader(value).any())
	} catch (error) {
		if (error instanceof RefusalError) return null
		throw error
	}
}
