/**
 * Certificate revocation lists that travel inside a token, RFC 5280 §5, judged as RFC 3161 §4 wants it. The lists are
 * not covered by the token's signature, so their absence proves nothing; one signed by the issuer and naming a
 * certificate of the path is evidence.
 * @module
 */
import { equalBytes, RefusalError } from '@letopis/format'
import { allowsUsage, type Certificate, KEY_USAGE, readExtensions } from './certificate.ts'
import {
	bitStringOctets,
	contextTag,
	DerReader,
	type Element,
	elements,
	onlyElement,
	smallInteger,
	TAG,
} from './der.ts'
import { OID } from './oids.ts'
import { holds } from './signature.ts'
import { derTime } from './time.ts'

interface Revocation {
	serial: Uint8Array
	at: number
	/** CRLReason, RFC 5280 §5.3.1; undefined when the list gives none. */
	reason: number | undefined
}

interface RevocationList {
	issuer: Uint8Array
	signedPart: Uint8Array
	signatureAlgorithm: Uint8Array
	signature: Uint8Array
	revoked: readonly Revocation[]
}

/** unspecified, affiliationChanged, superseded, cessationOfOperation: what was stamped before still stands. */
const HARMLESS_BEFORE: ReadonlySet<number | undefined> = new Set([0, 3, 4, 5])

/** RFC 5280 §5.2, §5.3: a list that is partial, indirect or a difference must not pass for a whole one. */
function refuseCritical({ content }: Element): void {
	for (const [id, { critical }] of readExtensions(content)) {
		if (critical) throw new RefusalError('malformed', `CRL: critical extension ${id}`)
	}
}

function parseRevocation(content: Uint8Array): Revocation {
	const reader = new DerReader(content)
	const serial = reader.take(TAG.integer, 'revoked serial').content
	const at = derTime(reader.any())
	const extensions = reader.optional(TAG.sequence)
	reader.end('revoked certificate')
	if (extensions !== undefined) refuseCritical(extensions)
	const reason = extensions && readExtensions(extensions.content).get(OID.reasonCode)
	return {
		serial,
		at,
		reason: reason && smallInteger(onlyElement(reason.value, TAG.enumerated, 'reasonCode')),
	}
}

function parseList(der: Uint8Array): RevocationList {
	const outer = new DerReader(onlyElement(der, TAG.sequence, 'CRL').content)
	const signedPart = outer.take(TAG.sequence, 'tbsCertList')
	const signatureAlgorithm = outer.take(TAG.sequence, 'CRL algorithm').bytes
	const signature = bitStringOctets(outer.take(TAG.bitString, 'CRL signature'))
	outer.end('CRL')
	const inner = new DerReader(signedPart.content)
	inner.optional(TAG.integer)
	const innerAlgorithm = inner.take(TAG.sequence, 'CRL algorithm').bytes
	if (!equalBytes(innerAlgorithm, signatureAlgorithm)) {
		throw new RefusalError('malformed', 'CRL names two signature algorithms')
	}
	const issuer = inner.take(TAG.sequence, 'CRL issuer').bytes
	derTime(inner.any())
	if (inner.nextTag === TAG.utcTime || inner.nextTag === TAG.generalizedTime) inner.any()
	const revoked = inner.optional(TAG.sequence)
	const extensions = inner.optional(contextTag(0, true))
	inner.end('tbsCertList')
	if (extensions !== undefined)
		refuseCritical(onlyElement(extensions.content, TAG.sequence, 'CRL extensions'))
	return {
		issuer,
		signedPart: signedPart.bytes,
		signatureAlgorithm,
		signature,
		revoked:
			revoked === undefined
				? []
				: elements(revoked.content, 4096, 'CRL').map((entry) => parseRevocation(entry.content)),
	}
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
): Promise<'good' | 'revoked' | 'not-known'> {
	const covered = new Set<Certificate>()
	for (const der of lists) {
		let list: RevocationList
		try {
			list = parseList(der)
		} catch (error) {
			if (error instanceof RefusalError) continue
			throw error
		}
		for (const [position, certificate] of path.slice(0, -1).entries()) {
			const issuer = path[position + 1] as Certificate
			if (!equalBytes(list.issuer, issuer.subject) || !allowsUsage(issuer, KEY_USAGE.crlSign)) continue
			const input = { algorithm: list.signatureAlgorithm, publicKey: issuer.publicKey }
			const signed = { signature: list.signature, data: list.signedPart }
			if (!(await holds({ ...input, ...signed }))) continue
			const entry = list.revoked.find(({ serial }) => equalBytes(serial, certificate.serial))
			if (entry !== undefined && !(HARMLESS_BEFORE.has(entry.reason) && at < entry.at)) return 'revoked'
			covered.add(certificate)
		}
	}
	return covered.size > 0 && covered.size === path.length - 1 ? 'good' : 'not-known'
}
