/**
 * Certification path of a signer, of a time-stamp or a document, to a root that the reader trusts, RFC 5280 §6.1 in the
 * part that these paths use: names chained byte by byte, signatures, validity at one time, CA flag, path length, key
 * usages. An unknown critical extension on the path makes it unusable.
 * @module
 */
import { equalBytes } from '@letopis/format'
import { allowsUsage, type Certificate, KEY_USAGE, mayIssueTimeStamping } from './certificate.ts'
import { OID } from './oids.ts'
import { holds } from './signature.ts'
import type { Work } from './work.ts'

const MAX_DEPTH = 6
/** Candidates tried in all, so that a bag of look-alike certificates cannot cost more than this many signature checks. */
const MAX_STEPS = 40
const UNDERSTOOD: ReadonlySet<string> = new Set([
	OID.basicConstraints,
	OID.keyUsage,
	OID.extendedKeyUsage,
	OID.certificatePolicies,
	OID.subjectKeyIdentifier,
])

/** An instant that is known to the millisecond only: it lies in [from, to], ms since 1970. */
export interface Within {
	from: number
	to: number
}

function usableAt(certificate: Certificate, at: Within): boolean {
	if (at.from < certificate.notBefore || at.to > certificate.notAfter) return false
	for (const [id, { critical }] of certificate.extensions) if (critical && !UNDERSTOOD.has(id)) return false
	return true
}

/** What the path must be good for; a document's signer may be certified for any purpose. */
type Purpose = 'time-stamping' | 'any'

export interface PathOptions {
	/** `time-stamping` unless said otherwise */
	purpose?: Purpose
	/** Whether the signature lets a whole path serve: its signed attributes may limit that. */
	isNamed?: (path: readonly Certificate[]) => boolean
	work?: Work | undefined
}

/** Whether `issuer` may and did sign `subject`, with `below` authorities already between it and the signer. */
async function issued(
	issuer: Certificate,
	subject: Certificate,
	below: number,
	{ purpose = 'time-stamping', work }: PathOptions,
): Promise<boolean> {
	if (!equalBytes(issuer.subject, subject.issuer)) return false
	if (issuer.pathLength === null || issuer.pathLength < below) return false
	if (!allowsUsage(issuer, KEY_USAGE.keyCertSign)) return false
	if (purpose === 'time-stamping' && !mayIssueTimeStamping(issuer)) return false
	return holds({
		algorithm: subject.signatureAlgorithm,
		publicKey: issuer.publicKey,
		signature: subject.signature,
		data: subject.signedPart,
		work,
	})
}

/**
 * Path from `signer` to one of `roots`, all valid at `at`.
 * A root may be the signer's own certificate, pinned.
 * @returns the path, signer first and root last, or null when there is none
 */
export async function findPath(
	signer: Certificate,
	bag: readonly Certificate[],
	roots: readonly Certificate[],
	at: Within,
	options: PathOptions = {},
): Promise<Certificate[] | null> {
	const { isNamed = () => true } = options
	let steps = 0
	const trusted = new Set(roots.map((root) => root.fingerprint))
	const candidates = [...roots, ...bag.filter((certificate) => !trusted.has(certificate.fingerprint))]

	async function extend(path: Certificate[]): Promise<Certificate[] | null> {
		const last = path[path.length - 1] as Certificate
		if (trusted.has(last.fingerprint)) return isNamed(path) ? path : null
		if (path.length === MAX_DEPTH) return null
		for (const candidate of candidates) {
			if (path.includes(candidate) || !equalBytes(candidate.subject, last.issuer)) continue
			if (!usableAt(candidate, at)) continue
			if (++steps > MAX_STEPS) return null
			if (!(await issued(candidate, last, path.length - 1, options))) continue
			const found = await extend([...path, candidate])
			if (found !== null) return found
		}
		return null
	}

	return usableAt(signer, at) ? extend([signer]) : null
}
