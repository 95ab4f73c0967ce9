/**
 * The earliest day of finality, for each party: § 73(1), §§ 81 to 85.
 *
 * "Earliest", because nobody can compute what has not come to the office yet: an appeal given to the post on the last day,
 * a party that was left out (§ 84), a service that turns out invalid (§ 24(2)). An official confirms the day.
 *
 * Only an appeal that is in time and admissible puts finality off (§ 85(1)). One that the appellate body refuses as late or
 * inadmissible (§ 92(1)) did not, so the decision became final as if nobody had appealed.
 * @module
 */
import { addDays, type Day, laterOf } from '../calendar/day.ts'
import { workingDayFrom } from '../calendar/holidays.ts'
import type { ClockEvent, PartyFinality } from './events.ts'
import { LAW } from './law.ts'
import { type ClockRules, rulesFor } from './rules.ts'
import { serviceOn } from './service.ts'
import type { Trail } from './trail.ts'

/** The party of events that name none. */
export const APPLICANT = 'applicant'
/** All who are served by public notice together. */
export const BY_NOTICE = 'by-notice'

const SERVICE = new Set(['dispatched', 'deposited', 'served', 'posted', 'taken-down'])
const OF_DECISION = new Set([...SERVICE, 'appealed', 'waived'])
const ISSUES = new Set(['dispatched', 'deposited', 'served', 'posted'])

/** `code` of a decision that refuses an appeal as late or inadmissible, § 92(1): it decides nothing in the matter. */
export const APPEAL_REFUSED = 'late-or-inadmissible'

/**
 * A course without the decisions of § 92(1) and what was sent about them. Appeals that each refuses, which are those since
 * the decision in the matter, are marked with its code.
 * @param events in order
 */
export function refusalsTakenOut(events: readonly ClockEvent[]): ClockEvent[] {
	const left: ClockEvent[] = []
	let ofRefusal = false
	for (const event of events) {
		const { kind, code } = event
		if (kind === 'decided') ofRefusal = code === APPEAL_REFUSED
		if (kind === 'decided' && ofRefusal) {
			const since = left.findLastIndex((one) => one.kind === 'decided') + 1
			for (const [i, one] of left.entries())
				if (i >= since && one.kind === 'appealed') left[i] = { ...one, code: APPEAL_REFUSED }
		} else if (!ofRefusal || code !== undefined || !SERVICE.has(kind)) left.push(event)
	}
	return left
}

/** What concerns a decision and its service, not what was sent before it. @param decided index of the decision, or -1 */
function aboutDecision(events: readonly ClockEvent[], decided: number): ClockEvent[] {
	return events.slice(decided + 1).filter(({ kind, code }) => OF_DECISION.has(kind) && code !== 'correction')
}

/** The act by which the first decision was issued (§ 71(2)): the first one that brings it on its way. */
export function issuingEvent(events: readonly ClockEvent[]): ClockEvent | undefined {
	const decided = events.findIndex(({ kind }) => kind === 'decided')
	return aboutDecision(events, decided).find(({ kind }) => ISSUES.has(kind))
}

/** Whether the newest decision is on its way: one made after an appeal has to be sent as the first one was. */
export function isNewestIssued(events: readonly ClockEvent[]): boolean {
	return aboutDecision(events, newestDecision(events)).some(({ kind }) => ISSUES.has(kind))
}

function newestDecision(events: readonly ClockEvent[]): number {
	return events.findLastIndex(({ kind }) => kind === 'decided')
}

/** The party that an event is about; null where it is about all. */
function partyOf({ kind, party }: ClockEvent): string | null {
	if (party !== undefined) return party
	if (kind === 'posted' || kind === 'taken-down') return BY_NOTICE
	return kind === 'finality-confirmed' ? null : APPLICANT
}

/**
 * Of the newest decision: what was served, appealed against and confirmed before it was about another one.
 * @param events of the whole proceeding, in order, none after `today`
 */
export function finalities(rules: ClockRules, events: readonly ClockEvent[], today: Day): PartyFinality[] {
	const newest = newestDecision(events)
	const decided = events[newest]
	const since = events.slice(newest + 1)
	const about = aboutDecision(events, newest)
	// Whose appeal was inadmissible need not be a party.
	const parties = new Set(about.flatMap((event) => (isRefused(event) ? [] : (partyOf(event) ?? []))))
	const remedy = remedyOf(decided)
	const each = [...parties].map((party) => {
		const mine = about.filter((event) => partyOf(event) === party)
		return partyFinality(rules, party, mine, remedy, today)
	})
	const open = each.some(({ appealed }) => appealed !== null)
	return each.map(({ trail, ...one }) => {
		// Each party appeals for itself, but the decision is one: it is final for none while an appeal is open.
		if (open) trail?.add(0, 'appealed', LAW.appealed)
		const confirmed = since.findLast(
			(event) => event.kind === 'finality-confirmed' && (partyOf(event) ?? one.party) === one.party,
		)
		const earliest = open ? null : one.earliest
		return { ...one, earliest, confirmed: confirmed?.at ?? null, steps: trail?.steps ?? [] }
	})
}

function isRefused({ kind, code }: ClockEvent): boolean {
	return kind === 'appealed' && code === APPEAL_REFUSED
}

/** The last of all parties' days, null while one is open. */
export function jointFinality(parties: readonly PartyFinality[]): Day | null {
	if (parties.length === 0 || parties.some(({ earliest }) => earliest === null)) return null
	return parties.reduce<Day>((last, { earliest }) => laterOf(last, earliest ?? last), '')
}

/** none: an appellate body decided, and there is no appeal against that (§ 91(1)) */
type Remedy = 'instructed' | 'without-instruction' | 'none'

function remedyOf(decided: ClockEvent | undefined): Remedy {
	if (decided?.code === 'appellate') return 'none'
	return decided?.code === 'without-instruction' ? 'without-instruction' : 'instructed'
}

type OneParty = Omit<PartyFinality, 'confirmed' | 'steps'> & { trail: Trail | null }

function partyFinality(
	rules: ClockRules,
	party: string,
	events: readonly ClockEvent[],
	remedy: Remedy,
	today: Day,
): OneParty {
	const { day: served, trail } = serviceOn(rules, events, today)
	const appeal = events.find((event) => event.kind === 'appealed' && !isRefused(event))?.at ?? null
	const refused = events.find(isRefused)
	const nothing = { party, served, appealUntil: null, appealed: null, earliest: null, trail }
	if (remedy === 'none') {
		if (served === null || trail === null) return nothing
		trail.add(0, 'no-appeal', LAW.appellate)
		return { ...nothing, earliest: served, trail }
	}
	// Who appeals before being served has appealed in time (§ 83(1)).
	if (served === null || trail === null) return { ...nothing, appealed: appeal }
	const until = appealPeriod(rules, served, events, remedy === 'instructed', trail.copy())
	const appealUntil = until.at
	if (appeal !== null && appeal <= appealUntil)
		return { ...nothing, appealUntil, appealed: appeal, trail: until }
	const waived = events.find(({ kind, at }) => kind === 'waived' && at >= served && at <= appealUntil)
	if (waived !== undefined) {
		trail.to(waived.at, 'waived', LAW.waiver)
		if (refused !== undefined) trail.add(0, 'appeal-refused', LAW.refused, { at: refused.at })
		return { ...nothing, earliest: waived.at, trail }
	}
	if (appeal !== null) until.add(0, 'appeal-late', LAW.appeal, { at: appeal })
	if (refused !== undefined) until.add(0, 'appeal-refused', LAW.refused, { at: refused.at })
	until.add(1, 'day-after', LAW.finality)
	return { ...nothing, appealUntil, earliest: until.at, trail: until }
}

function appealPeriod(
	rules: ClockRules,
	served: Day,
	events: readonly ClockEvent[],
	instructed: boolean,
	trail: Trail,
): Trail {
	const { days, withoutInstruction } = rulesFor(rules, served).appeal
	if (instructed) return trail.add(days, 'appeal', LAW.appeal, { count: days, unit: 'days' }).toWorkingDay()
	const law = LAW.appealWithoutInstruction
	const most = workingDayFrom(addDays(served, withoutInstruction))
	const mended = events.find(
		({ kind, code, at }) => kind === 'served' && code === 'instruction' && at >= served,
	)
	if (mended !== undefined && workingDayFrom(addDays(mended.at, days)) < most) {
		trail.to(mended.at, 'instruction-mended', law)
		return trail.add(days, 'appeal', law, { count: days, unit: 'days' }).toWorkingDay()
	}
	const values = { count: withoutInstruction, unit: 'days' }
	return trail.add(withoutInstruction, 'appeal-without-instruction', law, values).toWorkingDay()
}
