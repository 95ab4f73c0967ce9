/** What holds for every course of a proceeding, also one that no office would have. */
import { expect, test } from 'vitest'
import { addDays, type Day, dayNumbered, daysBetween, numberOf } from '../../../api/calendar/day.ts'
import { isWorkingDay } from '../../../api/calendar/holidays.ts'
import { compute } from '../../../api/clock/compute.ts'
import type { ClockEvent, ClockEventKind, ClockStep } from '../../../api/clock/events.ts'
import { CODE_RULES } from '../../../api/clock/rules.ts'
import { fc } from '../../support/properties.ts'

const TODAY = '2032-01-01'
const KINDS: readonly ClockEventKind[] = [
	'received',
	'confirmed',
	'correction-requested',
	'corrected',
	'suspended',
	'resumed',
	'extended',
	'decided',
	'dispatched',
	'deposited',
	'served',
	'posted',
	'taken-down',
	'appealed',
	'waived',
	'finality-confirmed',
	'withdrawn',
	'lapsed',
]

const days = fc.integer({ min: numberOf('2021-01-01'), max: numberOf('2028-12-31') }).map(dayNumbered)
const near = (start: Day) => fc.nat(120).map((after) => addDays(start, after))

const courses = days.chain((start) =>
	fc.record({
		start: fc.constant(start),
		events: fc.array(
			fc.record(
				{
					at: near(start),
					kind: fc.constantFrom(...KINDS),
					party: fc.constantFrom('a', 'b'),
					code: fc.constantFrom(
						'unconfirmed',
						'correction',
						'hearing-or-complex',
						'instruction',
						'without-instruction',
						'late-or-inadmissible',
					),
					days: fc.integer({ min: 1, max: 60 }),
					channel: fc.constantFrom('in-person', 'data-box', 'post', 'public-notice'),
				},
				{ requiredKeys: ['at', 'kind'] },
			),
			{ maxLength: 14 },
		),
	}),
)

const filed = (start: Day, events: readonly object[]): ClockEvent[] => [
	{ at: start, kind: 'received' },
	...(events as ClockEvent[]),
]

function expectChain(steps: readonly ClockStep[], end: Day | null) {
	for (const [i, step] of steps.entries()) {
		expect(step.days).toBe(daysBetween(step.from, step.to))
		expect(step.days).toBeGreaterThanOrEqual(0)
		if (i > 0) expect(step.from).toBe(steps[i - 1]?.to)
	}
	if (end !== null) expect(steps.at(-1)?.to).toBe(end)
}

test('every course has an answer, whose periods end on working days and whose steps add up', () => {
	fc.assert(
		fc.property(courses, fc.integer({ min: -5, max: 300 }), ({ start, events }, after) => {
			const state = compute(CODE_RULES, filed(start, events), addDays(start, after))
			for (const end of [state.decideBy, state.deadline])
				if (end !== null) expect(isWorkingDay(end)).toBe(true)
			expectChain(state.steps, state.decideBy)
			expectChain(state.applicantSteps, null)
			for (const party of state.finality) {
				expectChain(party.steps, party.earliest)
				if (party.appealUntil !== null) expect(isWorkingDay(party.appealUntil)).toBe(true)
				if (party.earliest !== null && party.appealUntil !== null) {
					expect(party.earliest).toBe(addDays(party.appealUntil, 1))
				}
			}
			if (state.turn === 'nobody') expect(state.overdue).toBe(false)
		}),
		{ numRuns: 600 },
	)
})

test('suspending never shortens the period, and suspending longer never shortens it either', () => {
	fc.assert(
		fc.property(
			days,
			fc.array(fc.nat(40), { minLength: 4, maxLength: 4 }),
			fc.nat(30),
			(start, gaps, longer) => {
				const [a = 0, b = 0, c = 0, d = 0] = gaps
				const at = (after: number) => addDays(start, after)
				const once: ClockEvent[] = [
					{ at: at(a), kind: 'suspended' },
					{ at: at(a + b), kind: 'resumed' },
				]
				const twice: ClockEvent[] = [
					...once,
					{ at: at(a + b + c), kind: 'suspended' },
					{ at: at(a + b + c + d), kind: 'resumed' },
				]
				const stretched = twice.map((event, i) =>
					i === 3 ? { ...event, at: addDays(event.at, longer) } : event,
				)
				const ends = [[], once, twice, stretched].map((events) => {
					return compute(CODE_RULES, filed(start, events), TODAY).decideBy ?? ''
				})
				expect(ends.toSorted()).toEqual(ends)
			},
		),
		{ numRuns: 400 },
	)
})

test('what comes later does not end sooner: received, served, deposited, posted', () => {
	fc.assert(
		fc.property(days, fc.nat(60), fc.constantFrom('served', 'deposited', 'posted'), (start, later, kind) => {
			const decideBy = (day: Day) => compute(CODE_RULES, filed(day, []), TODAY).decideBy ?? ''
			expect(decideBy(addDays(start, later)) >= decideBy(start)).toBe(true)
			const earliest = (day: Day) => {
				const state = compute(CODE_RULES, filed(start, [{ at: day, kind, channel: 'post' }]), TODAY)
				return state.jointFinality ?? ''
			}
			expect(earliest(start) > start).toBe(true)
			expect(earliest(addDays(start, later)) >= earliest(start)).toBe(true)
		}),
	)
})

test('an appeal in time takes finality away, and only one in time', () => {
	fc.assert(
		fc.property(days, fc.nat(40), (start, after) => {
			const served: ClockEvent = { at: start, kind: 'served' }
			const without = compute(CODE_RULES, filed(start, [served]), TODAY)
			const appealed: ClockEvent = { at: addDays(start, after), kind: 'appealed' }
			const state = compute(CODE_RULES, filed(start, [served, appealed]), TODAY)
			const inTime = appealed.at <= (without.finality[0]?.appealUntil ?? '')
			expect(state.jointFinality).toBe(inTime ? null : without.jointFinality)
		}),
	)
})

test('an appeal that is refused as late or inadmissible moves no day of finality', () => {
	fc.assert(
		fc.property(days, fc.nat(40), fc.nat(60), (start, after, longer) => {
			const served: ClockEvent = { at: start, kind: 'served' }
			const without = compute(CODE_RULES, filed(start, [served]), TODAY)
			const appealed: ClockEvent = { at: addDays(start, after), kind: 'appealed' }
			const refused: ClockEvent = {
				...{ at: addDays(appealed.at, longer), kind: 'decided', code: 'late-or-inadmissible' },
			}
			const decided: ClockEvent = { at: start, kind: 'decided' }
			const state = compute(CODE_RULES, filed(start, [decided, served, appealed, refused]), TODAY)
			expect(state.jointFinality).toBe(without.jointFinality)
		}),
	)
})

test('what has not happened yet changes nothing', () => {
	fc.assert(
		fc.property(courses, fc.nat(120), ({ start, events }, after) => {
			const today = addDays(start, after)
			const all = filed(start, events)
			const known = all.filter(({ at }) => at <= today)
			expect(compute(CODE_RULES, all, today)).toEqual(compute(CODE_RULES, known, today))
		}),
	)
})
