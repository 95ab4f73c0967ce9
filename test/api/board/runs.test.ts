/** Runs of looks, and the gaps between them. */
import { describe, expect, test } from 'vitest'
import { begun, extended, type Gap, gapsIn, type Look, type Run } from '../../../api/board/runs.ts'

const look = (minute: number, status: Look['status'] = 'ok', entry = minute): Look => ({
	time: minute * 60_000,
	status,
	every: 300,
	entry,
})

/** Runs of looks in order, as the fold makes them. */
function runsOf(looks: readonly Look[]): Run[] {
	const runs: Run[] = []
	for (const one of looks) {
		const last = runs.at(-1)
		const longer = last === undefined ? null : extended(last, one)
		if (longer === null) runs.push(begun(one))
		else runs.splice(-1, 1, longer)
	}
	return runs
}

const minutes = (gaps: readonly Gap[]) =>
	gaps.map(({ from, to, found }) => [from / 60_000, to / 60_000, found])

describe('runs', () => {
	test('hold looks that come in time', () => {
		const [run, ...more] = runsOf([look(0), look(5), look(12)])
		expect(more).toEqual([])
		expect(run).toMatchObject({ from: 0, to: 720_000, count: 3, entries: [0, 12] })
	})
	test('end with a look that comes too late, or finds something else', () => {
		expect(runsOf([look(0), look(8)])).toHaveLength(2)
		expect(runsOf([look(0), look(5, 'differs'), look(10)])).toHaveLength(3)
	})
	test('take no look twice', () => {
		expect(extended(begun(look(5)), look(5))).toBeNull()
		expect(extended(begun(look(5)), look(4))).toBeNull()
	})
	test('keep the longest time that was promised', () => {
		const slow = { ...look(5), every: 900 }
		expect(runsOf([look(0), slow, look(20)])).toHaveLength(1)
	})
})

describe('gaps', () => {
	const table: [comment: string, looks: Look[], from: number, to: number, gaps: unknown[]][] = [
		['no probe at all', [], 0, 60, [[0, 60, 'unseen']]],
		[
			'before the first and after the last look',
			[look(15), look(20)],
			...([
				0,
				40,
				[
					[0, 15, 'unseen'],
					[20, 40, 'unseen'],
				],
			] as [number, number, unknown[]]),
		],
		['not so soon after posting, nor before the next look is due', [look(5), look(10)], 0, 15, []],
		[
			'soon after posting, where something was wrong',
			[look(1, 'page'), look(5), look(10)],
			...([0, 10, [[0, 5, 'page']]] as [number, number, unknown[]]),
		],
		['none', [look(0), look(5), look(10)], 0, 10, []],
		['in which nobody looked', [look(0), look(5), look(30), look(35)], 0, 35, [[5, 30, 'unseen']]],
		['in which it was another', [look(0), look(5, 'differs'), look(10)], 0, 10, [[0, 10, 'differs']]],
		[
			'in which the board was silent',
			[look(0), look(5, 'silent'), look(10, 'silent'), look(15)],
			0,
			15,
			[[0, 15, 'silent']],
		],
		[
			'told by the worst',
			[look(0), look(5, 'silent'), look(10, 'differs'), look(15)],
			0,
			15,
			[[0, 15, 'differs']],
		],
		['not outside the time', [look(0), look(5), look(10), look(15)], 5, 10, []],
	]
	for (const [comment, looks, from, to, gaps] of table) {
		test(comment, () => {
			expect(minutes(gapsIn(runsOf(looks), from * 60_000, to * 60_000))).toEqual(gaps)
		})
	}
	test('are closed by another probe', () => {
		const one = runsOf([look(0), look(5)])
		const two = runsOf([look(4), look(9), look(14)])
		expect(gapsIn([...one, ...two], 0, 14 * 60_000)).toEqual([])
		expect(gapsIn([...two, ...one], 0, 14 * 60_000)).toEqual([])
	})
})
