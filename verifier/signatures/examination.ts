/**
 * The record of one examination and the verdict that follows from it, in the words of EN 319 102-1 §5.1.3: what was
 * found, what is wrong with it, and what nobody has looked at. Anything open keeps the verdict from TOTAL-PASSED.
 * @module
 */
import type { MessageKey, Phrase, Values } from '../words/message.ts'

export type Indication = 'TOTAL-PASSED' | 'INDETERMINATE' | 'TOTAL-FAILED'

/** EN 319 102-1, tables 5 and 6, as far as this verifier gives them. */
export type SubIndication =
	| 'FORMAT_FAILURE'
	| 'HASH_FAILURE'
	| 'SIG_CRYPTO_FAILURE'
	| 'NOT_YET_VALID'
	| 'SIG_CONSTRAINTS_FAILURE'
	| 'CHAIN_CONSTRAINTS_FAILURE'
	| 'CRYPTO_CONSTRAINTS_FAILURE'
	| 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE'
	| 'NO_SIGNING_CERTIFICATE_FOUND'
	| 'NO_CERTIFICATE_CHAIN_FOUND'
	| 'REVOKED_NO_POE'
	| 'REVOKED_CA_NO_POE'
	| 'OUT_OF_BOUNDS_NO_POE'
	| 'REVOCATION_OUT_OF_BOUNDS_NO_POE'
	| 'TRY_LATER'
	| 'SIGNED_DATA_NOT_FOUND'
	| 'GENERIC'

/** Those that nothing found later could change. */
const FAILS: ReadonlySet<SubIndication> = new Set<SubIndication>([
	'FORMAT_FAILURE',
	'HASH_FAILURE',
	'SIG_CRYPTO_FAILURE',
	'NOT_YET_VALID',
])

export interface Verdict {
	indication: Indication
	/** null of what passed */
	subIndication: SubIndication | null
	/** why, in the finding's own words; null of what passed */
	because: Phrase | null
}

export interface Finding {
	ok: 'yes' | 'no' | 'unknown'
	message: MessageKey
	values: Values
	/** what it means for the verdict; null if nothing is wrong */
	sub: SubIndication | null
	/** nobody has looked, or could */
	isUnexamined: boolean
}

export function indicationOf(sub: SubIndication): Indication {
	return FAILS.has(sub) ? 'TOTAL-FAILED' : 'INDETERMINATE'
}

export class Examination {
	readonly findings: Finding[] = []

	/** Found in order. */
	holds(message: MessageKey, values: Values = {}): void {
		this.findings.push({ ok: 'yes', message, values, sub: null, isUnexamined: false })
	}

	/** Found wrong, or missing. */
	fails(sub: SubIndication, message: MessageKey, values: Values = {}): void {
		const ok = indicationOf(sub) === 'TOTAL-FAILED' ? 'no' : 'unknown'
		this.findings.push({ ok, message, values, sub, isUnexamined: false })
	}

	/** There, and not examined. */
	leaves(message: MessageKey, values: Values = {}): void {
		this.findings.push({ ok: 'unknown', message, values, sub: 'GENERIC', isUnexamined: true })
	}

	/** Worth telling, without consequence. */
	notes(message: MessageKey, values: Values = {}): void {
		this.findings.push({ ok: 'unknown', message, values, sub: null, isUnexamined: false })
	}

	get unexamined(): readonly Finding[] {
		return this.findings.filter(({ isUnexamined }) => isUnexamined)
	}

	/** The first failure; else the first thing that keeps it open, what is wrong before what was not examined. */
	verdict(): Verdict {
		const open = this.findings.filter(({ sub }) => sub !== null)
		const worst =
			open.find(({ sub }) => sub !== null && FAILS.has(sub)) ??
			open.find(({ isUnexamined }) => !isUnexamined) ??
			open[0]
		if (worst === undefined || worst.sub === null) {
			return { indication: 'TOTAL-PASSED', subIndication: null, because: null }
		}
		const { sub, message: key, values } = worst
		return { indication: indicationOf(sub), subIndication: sub, because: { key, values } }
	}
}
