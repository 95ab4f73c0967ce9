/**
 * Whether certificates of archive time-stamps were withdrawn, by lists and OCSP responses that lie beside the records, and by
 * when those existed: what a renewal's statement names, its own time-stamp covers (ledger/format/README.md §22).
 * @module
 */
import { cidDigest, decodeDag, equalBytes, hex, isCid, isDagMap, RefusalError, sha256 } from '@letopis/format'
import { basicResponse } from '../signatures/cms.ts'
import { nameFor } from '../signatures/names.ts'
import { type Dated, type Evidence, readEvidence, type Status, statusAt } from '../signatures/revocation.ts'
import type { Certificate } from '../timestamp/certificate.ts'
import type { Stamp } from '../timestamp/check.ts'
import { DerReader, onlyElement, TAG } from '../timestamp/der.ts'
import type { DigestName } from '../timestamp/oids.ts'
import { digest } from '../timestamp/signature.ts'
import { TooMuchWork, type Work } from '../timestamp/work.ts'
import type { ArchiveStamp } from './record.ts'

/** Most lists, responses and statements that are looked at. */
export const WITHDRAWN_MAX = 64
/** Of all of them together. */
export const WITHDRAWN_MAX_BYTES = 16 * 1024 * 1024

export interface WithdrawnInput {
	/** DER CertificateLists and OCSPResponses, hostile */
	data: readonly Uint8Array[]
	/** statements of renewals, hostile */
	statements: readonly Uint8Array[]
}

/** A stamp, and what leads to its imprint. */
interface Covering {
	at: ArchiveStamp
	digest: DigestName
	stamp: Stamp
}

/** RFC 3161 §4: unspecified, affiliationChanged, superseded, cessationOfOperation; what was stamped before still stands. */
const HARMLESS_BEFORE: ReadonlySet<number | undefined> = new Set([0, 3, 4, 5])

export type Withdrawn =
	/** as of when their issuers said so, ms since 1970 */
	| { is: 'good'; asOf: number }
	/** `counts`: the stamp is older, and shown to be so */
	| { is: 'revoked'; name: string; at: number; counts: boolean }
	| { is: 'not-known' }

class Withdrawals {
	readonly #evidence: Evidence
	readonly #now: number
	readonly #work: Work | undefined

	/** @param stamps all that hold @param now as of when everything is judged, ms since 1970 @throws TooMuchWork */
	constructor(
		{ data, statements }: WithdrawnInput,
		stamps: readonly Covering[],
		now: number,
		work: Work | undefined,
	) {
		const proven = provenBy(statements, stamps)
		const lists: Dated[] = []
		const responses: Dated[] = []
		for (const der of data.slice(0, WITHDRAWN_MAX)) {
			const existed = Math.min(now, proven.get(hex(sha256(der))) ?? now)
			const basic = responseIn(der)
			if (basic === null) lists.push({ der, existed })
			else for (const one of basic) responses.push({ der: one, existed })
		}
		this.#evidence = readEvidence(lists, responses, work)
		this.#now = now
		this.#work = work
	}

	/**
	 * What is known of the path of a stamp.
	 * @param path signer first, root last @param until when the next stamp took over, ms since 1970; the present for the last
	 */
	async of(path: readonly Certificate[], stamped: number, until: number): Promise<Withdrawn> {
		let asOf = Number.POSITIVE_INFINITY
		for (const [i, certificate] of path.slice(0, -1).entries()) {
			const issuer = path[i + 1] as Certificate
			const later = await this.#ask(certificate, issuer, until)
			if (later.is === 'revoked') {
				const counts = HARMLESS_BEFORE.has(later.reason) && stamped < later.at
				return { is: 'revoked', name: nameFor(certificate.subject), at: later.at, counts }
			}
			const then = later.is === 'good' ? later : await this.#ask(certificate, issuer, stamped)
			if (then.is !== 'good') return { is: 'not-known' }
			asOf = Math.min(asOf, then.asOf)
		}
		return Number.isFinite(asOf) ? { is: 'good', asOf } : { is: 'not-known' }
	}

	async #ask(certificate: Certificate, issuer: Certificate, at: number): Promise<Status> {
		try {
			return await statusAt(this.#evidence, certificate, issuer, { at, now: this.#now, work: this.#work })
		} catch (error) {
			if (error instanceof TooMuchWork) return { is: 'not-known', why: 'none' }
			throw error
		}
	}
}

/** What takes more work to be read than a file of its size may cause tells nothing. */
export function openWithdrawals(
	input: WithdrawnInput,
	stamps: readonly Covering[],
	now: number,
	work: Work | undefined,
): Withdrawals {
	try {
		return new Withdrawals(input, stamps, now, work)
	} catch (error) {
		if (error instanceof TooMuchWork) return new Withdrawals({ data: [], statements: [] }, [], now, work)
		throw error
	}
}

/** By when what statements name existed, by its hex SHA-256. */
function provenBy(statements: readonly Uint8Array[], stamps: readonly Covering[]): Map<string, number> {
	const proven = new Map<string, number>()
	for (const statement of statements.slice(0, WITHDRAWN_MAX)) {
		const named = namedBy(statement)
		if (named.length === 0) continue
		for (const { at, digest: name, stamp } of stamps) {
			const value = digest(name, statement)
			if (at.lists.at(-1)?.some((other) => equalBytes(other, value)) !== true) continue
			const existed = stamp.genTimeUp + (stamp.accuracy ?? 0)
			for (const one of named) proven.set(one, Math.min(existed, proven.get(one) ?? existed))
		}
	}
	return proven
}

/** Hex SHA-256 of what a statement names; nothing for anything else. */
function namedBy(statement: Uint8Array): string[] {
	try {
		const said = decodeDag(statement)
		if (!isDagMap(said) || said.type !== 'letopis-renewal/v1' || !Array.isArray(said.revocation)) return []
		return said.revocation.flatMap((one) => (isCid(one) ? [hex(cidDigest(one))] : []))
	} catch (error) {
		if (error instanceof RefusalError) return []
		throw error
	}
}

/** The BasicOCSPResponse of an OCSPResponse; null for what is none: a list, or whatever it is. */
function responseIn(der: Uint8Array): Uint8Array[] | null {
	try {
		const isResponse =
			new DerReader(onlyElement(der, TAG.sequence, 'revocation').content).nextTag === TAG.enumerated
		return isResponse ? basicResponse(der) : null
	} catch (error) {
		if (error instanceof RefusalError) return null
		throw error
	}
}
