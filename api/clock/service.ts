/**
 * When a writing counts as served on one party: taken over, or deemed.
 *
 * - Data box: by logging in (§ 17(3) of act 300/2008), otherwise on the tenth day from delivery into the box (§ 17(4)).
 * - Post: by taking over, otherwise on the tenth day from being ready for collection (§ 24(1)).
 * - Public notice: on the fifteenth day after posting, if it hung until then and on-line as well (§ 25(2)).
 *
 * Whichever comes first counts; who collects a writing after the tenth day was served on the tenth.
 * @module
 */
import { addDays, type Day } from '../calendar/day.ts'
import type { Channel, ClockEvent } from './events.ts'
import { LAW } from './law.ts'
import { type ClockRules, rulesFor } from './rules.ts'
import { Trail } from './trail.ts'

/**
 * The data box system moves a tenth day that is one of rest since this day, after the Supreme Administrative Court's
 * 4 Afs 264/2018; before it marked messages as delivered on it.
 */
const DATA_BOX_MOVES_SINCE: Day = '2023-01-01'
/** § 25(2). */
export const NOTICE_DAYS = 15

export interface Service {
	/** The day of service, null while none is certain. */
	readonly day: Day | null
	/** Ends at `day`; while there is none, at the day on which the writing will be deemed served, if one is known. */
	readonly trail: Trail | null
}

/** @param events about one party's decision, in order, none after `today` */
export function serviceOn(rules: ClockRules, events: readonly ClockEvent[], today: Day): Service {
	const ways = events.flatMap((event) => wayOf(rules, event, events))
	const first = ways.reduce<Trail | null>(
		(best, way) => (best === null || way.at < best.at ? way : best),
		null,
	)
	if (first === null) return { day: null, trail: null }
	if (first.at > today) return { day: null, trail: first }
	const tooLate = events.find(
		({ kind, code, at }) => kind === 'served' && code === undefined && at > first.at,
	)
	if (tooLate !== undefined) first.add(0, 'taken-over-later', LAW.served, { at: tooLate.at })
	return { day: first.at, trail: first }
}

function wayOf(rules: ClockRules, event: ClockEvent, all: readonly ClockEvent[]): Trail[] {
	const { at, kind, channel } = event
	if (kind === 'served' && event.code === undefined) {
		const law = channel === 'data-box' ? LAW.servedDataBox : LAW.served
		return [new Trail(at).to(at, 'served', law, channel === undefined ? {} : { channel })]
	}
	if (kind === 'deposited') return [deposit(rules, at, channel ?? 'post')]
	// What is sent to a data box is in it at once; where the proof tells another day, that one counts.
	const proven = all.some((other) => other.kind === 'deposited' && other.channel === 'data-box')
	if (kind === 'dispatched' && channel === 'data-box' && !proven) return [deposit(rules, at, 'data-box')]
	if (kind === 'posted') return notice(at, all)
	return []
}

function deposit(rules: ClockRules, at: Day, channel: Channel): Trail {
	const { days } = rulesFor(rules, at).deemed
	const box = channel === 'data-box'
	const law = box ? LAW.deemedDataBox : LAW.deemedPost
	const trail = new Trail(at)
		.to(at, box ? 'in-data-box' : 'ready-for-collection', law)
		.add(days, 'deemed', law, { count: days, unit: 'days', channel })
	return box && trail.at < DATA_BOX_MOVES_SINCE ? trail : trail.toWorkingDay()
}

/** The fifteenth day is no end of a period for anybody's act: it stays where it is, also on a day of rest. */
function notice(posted: Day, all: readonly ClockEvent[]): Trail[] {
	const day = addDays(posted, NOTICE_DAYS)
	const down = all.find(({ kind, at }) => kind === 'taken-down' && at >= posted)
	if (down !== undefined && down.at < day) return []
	return [
		new Trail(posted)
			.to(posted, 'posted', LAW.notice)
			.to(day, 'notice', LAW.notice, { count: NOTICE_DAYS, unit: 'days' }),
	]
}
