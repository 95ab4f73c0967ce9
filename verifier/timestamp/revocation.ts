/**
 * Certificate revocation lists that travel inside a token, RFC 5280 §5, judged as RFC 3161 §4 wants it. The lists are
 * not covered by the token's signature, so their absence proves nothing; one signed by the issuer and naming a
 * certificate of the path is evidence.
 * @module
 */
import { equalBytes, RefusalError } from '@letopis/format'
import { allowsUsage, type Certificate, KEY_USAGE } from './certificate.ts'
import { parseList, type RevocationList } from './crl.ts'
import { holds } from './signature.ts'
import type { Work } from './work.ts'

/** unspecified, affiliationChanged, superseded, cessationOfOperation: what was stamped before still stands. */
const HARMLESS_BEFORE: ReadonlySet<number | undefined> = new Set([0, 3, 4, 5])

/** Whether the list withdraws a certificate of the path; those that it does not are added to `covered`. */
async function withdraws(
	list: RevocationList,
	path: readonly Certificate[],
	at: number,
	covered: Set<Certificate>,
	work: Work | undefined,
): Promise<boolean> {
	for (const [position, certificate] of path.slice(0, -1).entries()) {
		const issuer = path[position + 1] as Certificate
		if (!equalBytes(list.issuer, issuer.subject) || !allowsUsage(issuer, KEY_USAGE.crlSign)) continue
		const input = { algorithm: list.signatureAlgorithm, publicKey: issuer.publicKey }
		const signed = { signature: list.signature, data: list.signedPart }
		if (!(await holds({ ...input, ...signed, work }))) continue
		work?.read(list.signedPart.length)
		const entry = list.find(certificate.serial)
		if (entry !== undefined && !(HARMLESS_BEFORE.has(entry.reason) && at < entry.at)) return true
		covered.add(certificate)
	}
	return false
}

/**
 * Looks for a certificate of the path on the lists.
 * @param path signer first, root last
 * @param at stamped time, ms since 1970
 * @returns `revoked` if a valid list withdraws one for that time, `good` if lists cover every issuer and withdraw none,
 *   `not-known` otherwise
 */
export async function revocationAt(
	path: readonly Certificate[],
	lists: readonly Uint8Array[],
	at: number,
	work?: Work,
): Promise<'good' | 'revoked' | 'not-known'> {
	const covered = new Set<Certificate>()
	for (const der of lists) {
		try {
			const list = parseList(der)
			// A list of a part only must not pass for a whole one.
			if (list.part === null && (await withdraws(list, path, at, covered, work))) return 'revoked'
		} catch (error) {
			if (!(error instanceof RefusalError)) throw error
		}
	}
	return covered.size > 0 && covered.size === path.length - 1 ? 'good' : 'not-known'
}
