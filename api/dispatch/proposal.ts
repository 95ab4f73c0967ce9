/**
 * What a message of the data box system says about the service of a writing: the events of the statutory clock that a
 * clerk may confirm, and what to look at before.
 * @module
 */
import { addDays, dayOf } from '../calendar/day.ts'
import type { ClockEvent } from '../clock/events.ts'
import type { ZfoFacts } from './zfo.ts'

/**
 * - `inconsistent`: signature, hash or stamp does not hold; nothing is proposed
 * - `test-environment`, `unknown-environment`: not made by the system that people have boxes in
 * - `outside-validity`: signed when the certificate did not hold
 * - `undelivered`: not in the box (yet, or ever)
 * - `not-deemed`: the sender excluded deemed service; only logging in serves it
 * - `served-how-unknown`: it was read, and the file does not tell whether before or after the tenth day
 * - `no-document`: none of the files in the message is the document
 * - `no-files`: the record of a delivery; that the message held the document has to be seen from the message
 */
export const DOUBTS = [
	'inconsistent',
	'test-environment',
	'unknown-environment',
	'outside-validity',
	'undelivered',
	'not-deemed',
	'served-how-unknown',
	'no-document',
	'no-files',
] as const
export type Doubt = (typeof DOUBTS)[number]

type ProvenEvent = ClockEvent & { readonly kind: 'deposited' | 'served'; readonly channel: 'data-box' }

export interface ServiceProposal {
	/** Without a party: whose box it is, a person has to say. */
	readonly events: readonly ProvenEvent[]
	readonly doubts: readonly Doubt[]
}

/** Before so many days nothing is deemed served. */
const DEEMED_DAYS = 10

/** @param documents SHA-256 of the contents that were to be served, hexadecimal */
export function proposeService(facts: ZfoFacts, documents: readonly string[]): ServiceProposal {
	const doubts: Doubt[] = []
	const { checks, delivered, environment } = facts
	if (environment !== 'production')
		doubts.push(environment === 'test' ? 'test-environment' : 'unknown-environment')
	if (checks.signature.inValidity !== true) doubts.push('outside-validity')
	if (facts.kind === 'delivery-info') doubts.push('no-files')
	else if (!facts.files.some(({ sha256 }) => documents.includes(sha256))) doubts.push('no-document')
	if (!checks.consistent) return { events: [], doubts: ['inconsistent', ...doubts] }
	if (delivered === null || facts.state === 'undeliverable' || facts.state === 'infected') {
		return { events: [], doubts: [...doubts, 'undelivered'] }
	}
	const login = loginOf(facts, delivered)
	if (facts.acceptedBy === 'unknown' && login === null) doubts.push('served-how-unknown')
	if (!facts.mayBeDeemed) doubts.push('not-deemed')
	const events: ProvenEvent[] = []
	// Without a deposit the clock deems nothing served.
	if (facts.mayBeDeemed) events.push({ at: dayOf(delivered), kind: 'deposited', channel: 'data-box' })
	if (login !== null) events.push({ at: dayOf(login), kind: 'served', channel: 'data-box' })
	return { events, doubts }
}

/** When somebody logged in, as far as it is certain: what was served before the tenth day was not deemed so. */
function loginOf({ acceptedBy, accepted }: ZfoFacts, delivered: number): number | null {
	if (accepted === null || acceptedBy === 'deemed') return null
	if (acceptedBy === 'login') return accepted
	return dayOf(accepted) < addDays(dayOf(delivered), DEEMED_DAYS) ? accepted : null
}
