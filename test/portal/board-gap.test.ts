/** What a filing and the notice board say differently, and when a clerk is reminded of it. */
import { expect, test } from 'vitest'
import { type BoardGap, boardGap } from '../../portal/src/lib/inbox/board-gap.ts'

type Given = Parameters<typeof boardGap>[0]
const DAY = '2026-11-02'

const step = (name: string, posting: string | null = null, voidedBy: string | null = null) =>
	({ step: name, posting, day: DAY, voidedBy }) as Given['steps'][number]
const notice = (id: string, takenDown: string | null, counted = DAY) =>
	({
		id,
		takenDown,
		counted,
		state: takenDown === null ? 'posted' : 'taken-down',
	}) as Given['postings'][number]
const posted = step('posted', 'a')

const cases: [comment: string, given: Partial<Given>, gap: BoardGap | null][] = [
	['nothing was posted', { postings: [notice('a', DAY)] }, null],
	['it hangs, and the filing says so', { steps: [posted], postings: [notice('a', null)] }, null],
	[
		'it came down, and the filing does not say so',
		{ steps: [posted], postings: [notice('b', null), notice('a', DAY)] },
		{ kind: 'unrecorded', posting: 'a', day: DAY },
	],
	[
		'it came down, but the step cannot be taken any more',
		{ possible: [], steps: [posted], postings: [notice('a', DAY)] },
		null,
	],
	['it hangs elsewhere', { steps: [step('posted')], postings: [notice('a', DAY)] }, null],
	[
		'both say that it came down',
		{ steps: [posted, step('taken-down', 'a')], postings: [notice('a', DAY)] },
		null,
	],
	[
		'the filing says that it came down, and one of its case hangs since before',
		{ steps: [step('posted'), step('taken-down')], postings: [notice('a', null, '2026-10-30')] },
		{ kind: 'hangs', posting: 'a', day: '2026-10-30' },
	],
	[
		'what hangs was posted after the other came down',
		{
			steps: [posted, step('taken-down', 'a')],
			postings: [notice('a', DAY), notice('b', null, '2026-11-09')],
		},
		null,
	],
	[
		'the step was recorded by mistake and voided',
		{ steps: [posted, step('taken-down', 'a', 'v'), step('voided')], postings: [notice('a', DAY)] },
		{ kind: 'unrecorded', posting: 'a', day: DAY },
	],
	[
		'posted anew and taken down again',
		{ steps: [posted, step('taken-down', 'a'), step('posted', 'b')], postings: [notice('b', DAY)] },
		{ kind: 'unrecorded', posting: 'b', day: DAY },
	],
]

test.each(cases)('%s', (_comment, given, gap) => {
	expect(boardGap({ possible: ['taken-down'], steps: [], postings: [], ...given })).toEqual(gap)
})
