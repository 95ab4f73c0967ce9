/** Rules of the clock: what of an agenda's file is refused, and where. */
import { describe, expect, test } from 'vitest'
import { CODE_RULES, checkRules, normalRules, rulesFor } from '../../../api/clock/rules.ts'

const [SOUND] = CODE_RULES
if (SOUND === undefined) throw new Error('the code has rules')
const set = (from: string, to: string | null, more: object = {}) => ({ ...SOUND, from, to, ...more })

const TABLE: readonly [string, unknown, { at: (string | number)[]; code: string } | null][] = [
	['the rules of the code', CODE_RULES, null],
	['two sets that touch', [set('2006-01-01', '2024-12-31'), set('2025-01-01', null)], null],
	['touching over a leap day', [set('2006-01-01', '2028-02-28'), set('2028-02-29', null)], null],
	['the last set ends', [set('2006-01-01', '2024-12-31')], null],
	['the end left out', [{ ...SOUND, to: undefined }], null],
	['months', [set('2006-01-01', null, { basic: { count: 2, unit: 'months', law: '§ 8' } })], null],
	['no list', { from: '2006-01-01' }, { at: [], code: 'not-rules' }],
	['no set', [], { at: [], code: 'not-rules' }],
	['51 sets', new Array(51).fill(SOUND), { at: [], code: 'not-rules' }],
	['a set that is a text', ['30 days'], { at: [0], code: 'wrong-member' }],
	['a set that is null', [null], { at: [0], code: 'wrong-member' }],
	['29 February of a common year', [set('2027-02-29', null)], { at: [0, 'from'], code: 'wrong-member' }],
	['a day without zeros', [set('2027-2-1', null)], { at: [0, 'from'], code: 'wrong-member' }],
	['a moment instead of a day', [set('2027-02-01T00:00', null)], { at: [0, 'from'], code: 'wrong-member' }],
	['a day of the year 2200', [set('2200-01-01', null)], { at: [0, 'from'], code: 'wrong-member' }],
	['an end that is a number', [set('2006-01-01', 7 as never)], { at: [0, 'to'], code: 'wrong-member' }],
	['an end before its beginning', [set('2025-01-02', '2025-01-01')], { at: [0, 'to'], code: 'order' }],
	[
		'a gap of a day',
		[set('2006-01-01', '2024-12-30'), set('2025-01-01', null)],
		{ at: [1, 'from'], code: 'gap' },
	],
	[
		'a shared day',
		[set('2006-01-01', '2025-01-01'), set('2025-01-01', null)],
		{ at: [1, 'from'], code: 'overlap' },
	],
	[
		'an open set before another',
		[set('2006-01-01', null), set('2025-01-01', null)],
		{ at: [0, 'to'], code: 'overlap' },
	],
	[
		'sets in the wrong order',
		[set('2025-01-01', '2025-12-31'), set('2006-01-01', null)],
		{ at: [1, 'from'], code: 'order' },
	],
	[
		'a misspelt member',
		[set('2006-01-01', null, { apeal: { days: 15 } })],
		{ at: [0, 'apeal'], code: 'unknown-member' },
	],
	[
		'no appeal',
		[set('2006-01-01', null, { appeal: undefined })],
		{ at: [0, 'appeal'], code: 'wrong-member' },
	],
	[
		'half of the appeal',
		[set('2006-01-01', null, { appeal: { days: 15 } })],
		{ at: [0, 'appeal', 'withoutInstruction'], code: 'wrong-member' },
	],
	[
		'no days at all',
		[set('2006-01-01', null, { deemed: { days: 0 } })],
		{ at: [0, 'deemed', 'days'], code: 'wrong-member' },
	],
	[
		'half a day',
		[set('2006-01-01', null, { correction: { days: 7.5 } })],
		{ at: [0, 'correction', 'days'], code: 'wrong-member' },
	],
	[
		'days as a text',
		[set('2006-01-01', null, { confirmation: { days: '5' } })],
		{ at: [0, 'confirmation', 'days'], code: 'wrong-member' },
	],
	[
		'weeks',
		[set('2006-01-01', null, { basic: { count: 4, unit: 'weeks' } })],
		{ at: [0, 'basic', 'unit'], code: 'wrong-member' },
	],
	[
		'ten thousand days',
		[set('2006-01-01', null, { basic: { count: 10_000, unit: 'days' } })],
		{ at: [0, 'basic', 'count'], code: 'wrong-member' },
	],
	[
		'121 months',
		[set('2006-01-01', null, { basic: { count: 121, unit: 'months' } })],
		{ at: [0, 'basic', 'count'], code: 'wrong-member' },
	],
	[
		'a law of spaces',
		[set('2006-01-01', null, { basic: { count: 30, unit: 'days', law: ' ' } })],
		{ at: [0, 'basic', 'law'], code: 'wrong-member' },
	],
	[
		'an addition without a law',
		[set('2006-01-01', null, { additions: [{ code: 'a', days: 3 }] })],
		{ at: [0, 'additions', 0, 'law'], code: 'wrong-member' },
	],
	[
		'a code with a space',
		[set('2006-01-01', null, { additions: [{ code: 'a b', law: '§' }] })],
		{ at: [0, 'additions', 0, 'code'], code: 'wrong-member' },
	],
	[
		'a code twice',
		[
			set('2006-01-01', null, {
				additions: [
					{ code: 'a', law: '§' },
					{ code: 'a', law: '§' },
				],
			}),
		],
		{ at: [0, 'additions', 1, 'code'], code: 'repeated' },
	],
	[
		'21 additions',
		[set('2006-01-01', null, { additions: new Array(21).fill({ code: 'a', law: '§' }) })],
		{ at: [0, 'additions'], code: 'wrong-member' },
	],
]

describe('rules of the clock', () => {
	test.each(TABLE)('%s', (_, rules, expected) => {
		const [first, ...more] = checkRules(rules)
		expect(first === undefined ? null : { at: first.at, code: first.code }).toEqual(expected)
		expect(more).toEqual([])
	})

	test('every problem is told, not only the first', () => {
		const problems = checkRules([set('x', null, { appeal: null, deemed: {} })])
		expect(problems.map(({ at }) => at.join('.'))).toEqual(['0.from', '0.deemed.days', '0.appeal'])
	})

	test('an end that was left out is open', () => {
		const { to: _, ...open } = SOUND
		expect(normalRules([open])[0]?.to).toBeNull()
		expect(() => normalRules([])).toThrow(RangeError)
	})

	test('the set that governs a day', () => {
		const rules = [set('2006-01-01', '2024-12-31'), set('2025-01-01', '2025-12-31')]
		expect(rulesFor(rules, '2005-12-31')).toBe(rules[0])
		expect(rulesFor(rules, '2024-12-31')).toBe(rules[0])
		expect(rulesFor(rules, '2025-01-01')).toBe(rules[1])
		expect(rulesFor(rules, '2026-01-01')).toBe(rules[1])
		expect(() => rulesFor([], '2026-01-01')).toThrow(RangeError)
	})
})
