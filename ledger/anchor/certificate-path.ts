/**
 * Path validation (RFC 5280 §6.1, the part that applies without policy and name constraints) from a
 * time-stamping certificate to one of the reader's roots at a given moment, and revocation by the lists that
 * came with the token. Critical extensions outside the evaluated ones refuse the path. The work is bounded
 * whatever the token carries.
 * @module
 */
import { compareBytes, equalBytes } from '@letopis/format'
import {
	allowsKeyUsage,
	basicConstraints,
	type Certificate,
	certificateName,
	mayIssueTimestamping,
	unknownCritical,
} from './certificate.ts'
import { parseRevocationList, type RevocationList } from './revocation-list.ts'
import { checkSignatureAlgorithm } from './signature.ts'
import { TimestampError } from './timestamp-error.ts'

const MAX_PATH = 6
const MAX_SIGNATURE_CHECKS = 64

/**
 * The path from `signer` to a root, both included, all valid at `at`.
 * @param pool certificates that came with the token; each of them must lead to a root, valid or not, so that
 *   nothing unproven travels with a token that was found good
 * @param at milliseconds since 1970
 * @throws TimestampError `chain` or `unsupported`
 */
export function findPath(
	signer: Certificate,
	pool: readonly Certificate[],
	roots: readonly Certificate[],
	at: number,
): Certificate[] {
	const search = openSearch(pool, roots)
	for (const certificate of pool) {
		if (search.paths(certificate).next().done) throw search.nowhere(certificate)
	}
	let failure: TimestampError | null = null
	for (const path of search.paths(signer)) {
		failure = checkPath(path, at)
		if (failure === null) return path
	}
	throw failure ?? search.nowhere(signer)
}

/**
 * Refuses a path with a revoked member. A list that is stale or absent proves nothing and refuses nothing.
 * @throws TimestampError `revoked`, `chain` (a list that belongs to no member) or `unsupported`
 */
export function checkRevocation(
	path: readonly Certificate[],
	lists: readonly Uint8Array[],
	at: number,
): void {
	for (const list of lists.map((bytes) => parseRevocationList(bytes))) {
		if (list.part !== null) throw new TimestampError('unsupported', 'a revocation list is of a part only')
		const issuer = path.find((one) => equalBytes(one.subject, list.issuer) && signedList(one, list))
		if (issuer === undefined)
			throw new TimestampError('chain', 'a revocation list comes from nobody on the path')
		for (const one of path) {
			if (!equalBytes(one.issuer, list.issuer)) continue
			const revocation = list.revoked.get(one.serial)
			if (revocation !== undefined && (!revocation.benign || revocation.time <= at)) {
				throw new TimestampError('revoked', `certificate "${certificateName(one)}" is revoked`)
			}
		}
	}
}

function signedList(issuer: Certificate, list: RevocationList): boolean {
	return allowsKeyUsage(issuer, 'crlSign') && list.verify(issuer.publicKey)
}

/**
 * Paths of verified signatures from a certificate to a root, shortest first among equals of the pool; lazily.
 */
function openSearch(pool: readonly Certificate[], roots: readonly Certificate[]) {
	// Roots first: a path that ends sooner needs to trust fewer.
	const candidates = [...roots, ...pool]
	const checked = new Map<string, boolean>()
	let budget = MAX_SIGNATURE_CHECKS
	let unsupported: TimestampError | null = null
	const issued = (issuer: Certificate, subject: Certificate): boolean => {
		if (!equalBytes(issuer.subject, subject.issuer)) return false
		const key = `${candidates.indexOf(issuer)} ${subject.native.fingerprint256}`
		const known = checked.get(key)
		if (known !== undefined) return known
		if (budget-- <= 0)
			throw new TimestampError('chain', `more than ${MAX_SIGNATURE_CHECKS} certificate signatures`)
		const holds = isSupported(subject) && subject.native.verify(issuer.publicKey)
		checked.set(key, holds)
		return holds
	}
	/** A signature of a weak or unknown kind leads nowhere; it is remembered, for it explains a failure best. */
	const isSupported = ({ signatureAlgorithm }: Certificate): boolean => {
		try {
			checkSignatureAlgorithm(signatureAlgorithm)
			return true
		} catch (error) {
			if (!(error instanceof TimestampError)) throw error
			unsupported = error
			return false
		}
	}
	const isRoot = (one: Certificate): boolean => roots.some((root) => compareBytes(root.der, one.der) === 0)
	function* extend(path: Certificate[]): Generator<Certificate[]> {
		const last = path.at(-1)
		if (last === undefined) return
		if (isRoot(last)) {
			yield path
			return
		}
		if (path.length >= MAX_PATH) return
		for (const issuer of candidates) {
			if (!path.some((one) => equalBytes(one.der, issuer.der)) && issued(issuer, last))
				yield* extend([...path, issuer])
		}
	}
	const nowhere = (from: Certificate) =>
		unsupported ??
		new TimestampError('chain', `certificate "${certificateName(from)}" leads to no given root`)
	return { paths: (from: Certificate) => extend([from]), nowhere }
}

/** The rules for each member of a path at a moment; the first broken one. */
function checkPath(path: readonly Certificate[], at: number): TimestampError | null {
	// CAs below the one at hand that are not self-issued count against its path length (RFC 5280 §4.2.1.9).
	let below = 0
	for (const [height, one] of path.entries()) {
		const name = certificateName(one)
		const broken = (reason: 'chain' | 'unsupported', what: string) =>
			new TimestampError(reason, `"${name}" ${what}`)
		if (at < one.notBefore || at > one.notAfter) return broken('chain', 'was not valid at the stamped time')
		const unknown = unknownCritical(one.extensions)
		if (unknown !== null) return broken('unsupported', `has the critical extension ${unknown}`)
		if (height === 0) continue
		const { ca, pathLength } = basicConstraints(one)
		if (!ca) return broken('chain', 'is not a certificate authority')
		if (pathLength !== null && below > pathLength) return broken('chain', 'allows no path of this length')
		if (!allowsKeyUsage(one, 'keyCertSign')) return broken('chain', 'may not sign certificates')
		if (!mayIssueTimestamping(one)) return broken('chain', 'may not issue time-stamping certificates')
		if (!equalBytes(one.issuer, one.subject)) below++
	}
	return null
}
