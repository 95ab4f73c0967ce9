/** The statutory days of a notice: publication with both end days, service on the 15th day after posting. */
import { describe, expect, test } from 'vitest'
import { countDays, type Hanging } from '../../../api/board/days.ts'

const hanging = (members: Partial<Hanging>): Hanging => ({
	...{ from: '2026-03-02', takenDown: null, paper: null, paperTakenDown: null, today: '2026-03-02' },
	...members,
})

describe('publication', () => {
	const table: [
		comment: string,
		members: Partial<Hanging>,
		count: number,
		fifteenth: string,
		reached: boolean,
	][] = [
		['the day of posting is the first', { today: '2026-03-02' }, 1, '2026-03-16', false],
		['the day before is none', { today: '2026-03-01' }, 0, '2026-03-16', false],
		['fourteen', { today: '2026-03-15' }, 14, '2026-03-16', false],
		['the fifteenth', { today: '2026-03-16' }, 15, '2026-03-16', true],
		['taken down on the fifteenth', { takenDown: '2026-03-16', today: '2026-05-01' }, 15, '2026-03-16', true],
		['taken down a day early', { takenDown: '2026-03-15', today: '2026-05-01' }, 14, '2026-03-16', false],
		[
			'over a leap day',
			{ from: '2028-02-20', takenDown: '2028-03-05', today: '2028-04-01' },
			15,
			'2028-03-05',
			true,
		],
		[
			'over the end of February',
			{ from: '2027-02-20', takenDown: '2027-03-05', today: '2027-04-01' },
			14,
			'2027-03-06',
			false,
		],
		[
			'over new year',
			{ from: '2026-12-20', takenDown: '2027-01-03', today: '2027-02-01' },
			15,
			'2027-01-03',
			true,
		],
		[
			'over the change to summer time',
			{ from: '2026-03-20', takenDown: '2026-04-03', today: '2026-05-01' },
			15,
			'2026-04-03',
			true,
		],
		[
			'taken down before its first day',
			{ from: '2026-03-10', takenDown: '2026-03-05', today: '2026-05-01' },
			0,
			'2026-03-24',
			false,
		],
	]
	for (const [comment, members, count, fifteenth, reached] of table) {
		test(comment, () => {
			expect(countDays(hanging(members)).publication).toMatchObject({ count, fifteenth, reached })
		})
	}
})

describe('service', () => {
	const table: [comment: string, members: Partial<Hanging>, service: object][] = [
		[
			'the day of posting is not counted',
			{},
			{ counted: '2026-03-02', day: '2026-03-17', state: 'due', paper: false },
		],
		['on the fifteenth day after', { today: '2026-03-17' }, { day: '2026-03-17', state: 'held' }],
		[
			'a Sunday does not move it',
			{ from: '2026-03-07', today: '2026-03-22' },
			{ day: '2026-03-22', state: 'held' },
		],
		['nor does Christmas', { from: '2026-12-09', today: '2026-12-24' }, { day: '2026-12-24', state: 'held' }],
		[
			'the later board counts',
			{ paper: '2026-03-04', today: '2026-03-18' },
			{ counted: '2026-03-04', day: '2026-03-19', state: 'due', paper: true },
		],
		[
			'an earlier one in the building does not',
			{ paper: '2026-02-27' },
			{ counted: '2026-03-02', day: '2026-03-17' },
		],
		['taken down on the day', { takenDown: '2026-03-17', today: '2026-05-01' }, { state: 'held' }],
		['taken down the day before', { takenDown: '2026-03-16', today: '2026-05-01' }, { state: 'cut-short' }],
		[
			'taken down in the building the day before',
			{ paper: '2026-03-02', takenDown: '2026-04-01', paperTakenDown: '2026-03-16', today: '2026-05-01' },
			{ state: 'cut-short' },
		],
	]
	for (const [comment, members, service] of table) {
		test(comment, () => {
			expect(countDays(hanging(members)).service).toMatchObject(service)
		})
	}
})
