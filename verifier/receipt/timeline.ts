/**
 * The times that a receipt speaks of, in order, each with whose word it is.
 * @module
 */
import type { Language, StateVerdict, TimelineEvent, TimeVerdict } from '../report.ts'
import type { MessageKey, Values } from '../words/message.ts'
import { authorityPhrase } from '../words/phrases.ts'
import { say } from '../words/say.ts'
import type { HeadJudgement } from './head.ts'
import type { FoundStamp } from './stamps.ts'
import { limitOf } from './time.ts'

type Event = Omit<TimelineEvent, 'sentence'> & {
	message: MessageKey
	values: Values
	/** how far beyond `at` the event may lie, ms: some times are known to the second or minute only */
	width?: number
}

/** the rest of a second whose fraction is not told */
const SECOND = 999

function stampEvent({ side, stamp, root }: FoundStamp): Event {
	const kind = side === 'lower' ? 'not-before' : 'not-after'
	const at = limitOf(side, stamp)
	const values = { authority: authorityPhrase(stamp.authority), signer: stamp.signer }
	return { at, kind, whose: root === null ? 'untrusted' : 'trusted', message: `event-${kind}`, values }
}

/** @returns events by time; at equal times what comes first in logic comes first */
export function buildTimeline(
	language: Language,
	stamps: readonly FoundStamp[],
	time: TimeVerdict,
	state: StateVerdict,
	head: HeadJudgement | null,
): TimelineEvent[] {
	const events: Event[] = stamps.filter(({ side }) => side === 'lower').map(stampEvent)
	if (time.declared !== null) {
		const { minute, exact } = time.declared
		const message = exact === null ? 'event-declared-minute' : 'event-declared-exact'
		events.push({ at: exact ?? minute, kind: 'declared', whose: 'town', message, values: {} })
	}
	const cosigned = head?.judgement.time
	if (cosigned && cosigned.basis !== 'given') {
		const whose = cosigned.basis === 'witness' ? 'trusted' : 'town'
		events.push({
			at: cosigned.ms,
			width: SECOND,
			kind: 'cosigned',
			whose,
			message: `event-cosigned-${cosigned.basis}`,
			values: {},
		})
	}
	events.push(...stamps.filter(({ side }) => side === 'upper').map(stampEvent))
	if (state.statedAt !== null && state.is !== 'unknown') {
		const word = say(language, `word-${state.is}`)
		events.push({
			at: state.statedAt,
			width: SECOND,
			kind: 'status',
			whose: 'town',
			message: 'event-status',
			values: { state: word },
		})
	}
	return events
		.sort((a, b) => a.at + (a.width ?? 0) - (b.at + (b.width ?? 0)))
		.map(({ message, values, width: _, ...event }) => ({
			...event,
			sentence: say(language, message, values),
		}))
}
