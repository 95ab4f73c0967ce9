/** The worked cases: what the clock says, and that its steps add up to it. */
import { describe, expect, test } from 'vitest'
import { daysBetween } from '../../../api/calendar/day.ts'
import { compute } from '../../../api/clock/compute.ts'
import type { ClockEvent, ClockStep } from '../../../api/clock/events.ts'
import { type ClockRules, CODE_RULES, checkRules } from '../../../api/clock/rules.ts'
import { APPLICANT } from './worked/applicant.ts'
import type { Case, Expected } from './worked/case.ts'
import { DECISION } from './worked/decision.ts'
import { FINALITY } from './worked/finality.ts'

const [CODE] = CODE_RULES
if (CODE === undefined) throw new Error('the code has rules')
const RULES: Record<string, ClockRules> = {
	code: CODE_RULES,
	'one month': [{ ...CODE, basic: { count: 1, unit: 'months' } }],
	'two months': [{ ...CODE, basic: { count: 2, unit: 'months' } }],
	changed: [
		{ ...CODE, to: '2026-03-31' },
		{
			...CODE,
			from: '2026-04-01',
			basic: { count: 60, unit: 'days' },
			correction: { days: 30 },
			confirmation: { days: 8 },
			appeal: { days: 30, withoutInstruction: 90 },
			deemed: { days: 15 },
		},
	],
}

/** `2026-03-05 suspended code=correction days=20; …` */
function eventsOf(text: string): ClockEvent[] {
	const lines = text.split('; ').filter((line) => line !== '')
	return lines.map((line) => {
		const [at, kind, ...members] = line.split(' ')
		const rest = Object.fromEntries(members.map((member) => member.split('=')))
		return { at, kind, ...rest, ...('days' in rest ? { days: Number(rest.days) } : {}) } as ClockEvent
	})
}

const codes = (steps: readonly ClockStep[]) => steps.map(({ code }) => code).join(' ')

function told([, today, events, expected, rules = 'code']: Case): Expected {
	const state = compute(RULES[rules] ?? [], eventsOf(events), today)
	const first = state.finality[0]
	const all: Expected = {
		...state,
		steps: codes(state.steps),
		applicant: codes(state.applicantSteps),
		finality: codes(first?.steps ?? []),
		served: first?.served ?? null,
		appealUntil: first?.appealUntil ?? null,
		earliest: first?.earliest ?? null,
		joint: state.jointFinality,
	}
	return Object.fromEntries(Object.keys(expected).map((key) => [key, all[key as keyof Expected]]))
}

/** A chain has no hole, and its days are the days from its beginning to its end. */
function expectChain(steps: readonly ClockStep[], end: string | null) {
	for (const [i, step] of steps.entries()) {
		expect(step.days).toBe(daysBetween(step.from, step.to))
		if (i > 0) expect(step.from).toBe(steps[i - 1]?.to)
	}
	if (end !== null) expect(steps.at(-1)?.to).toBe(end)
}

test('the rules of the table are sound', () => {
	for (const rules of Object.values(RULES)) expect(checkRules(rules)).toEqual([])
})

describe.each([
	['the decision', DECISION],
	['the applicant', APPLICANT],
	['finality', FINALITY],
])('%s', (_, cases) => {
	test.each(cases.map((row) => [row[0], row] as const))('%s', (_, row) => {
		expect(told(row)).toEqual(row[3])
	})

	test.each(cases.map((row) => [row[0], row] as const))('steps add up: %s', (_, row) => {
		const state = compute(RULES[row[4] ?? 'code'] ?? [], eventsOf(row[2]), row[1])
		expectChain(state.steps, state.decideBy)
		expectChain(state.applicantSteps, null)
		for (const party of state.finality) expectChain(party.steps, party.earliest)
	})
})

test('events of several days count in any order', () => {
	for (const [, today, events, , rules = 'code'] of [...DECISION, ...APPLICANT, ...FINALITY]) {
		const forwards = eventsOf(events)
		const days = forwards.map(({ at }) => at)
		if (new Set(days).size < days.length) continue
		const one = compute(RULES[rules] ?? [], forwards, today)
		expect(compute(RULES[rules] ?? [], forwards.toReversed(), today)).toEqual(one)
	}
})

test('a day that is none is a bug of the caller', () => {
	expect(() => compute(CODE_RULES, [], '2027-02-29')).toThrow(RangeError)
	expect(() => compute(CODE_RULES, eventsOf('2027-02-30 received'), '2027-03-01')).toThrow(RangeError)
	expect(() => compute([], eventsOf('2026-03-02 received'), '2026-03-03')).toThrow(RangeError)
})
