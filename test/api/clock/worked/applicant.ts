/** Worked cases: the applicant's own periods. @module */
import { type Case, RECEIVED } from './case.ts'

export const APPLICANT: readonly Case[] = [
	[
		'a call served on a Monday',
		'2026-03-12',
		`${RECEIVED}; 2026-03-05 correction-requested; 2026-03-09 served code=correction channel=post`,
		{
			phase: 'correction',
			turn: 'applicant',
			deadline: '2026-03-24',
			decideBy: '2026-04-01',
			applicant: 'correction-requested call-served correction',
		},
	],
	[
		'a call whose service is not recorded',
		'2026-03-12',
		`${RECEIVED}; 2026-03-05 correction-requested`,
		{ deadline: '2026-03-20', applicant: 'correction-requested service-not-recorded correction' },
	],
	[
		'ten days given',
		'2026-03-12',
		`${RECEIVED}; 2026-03-05 correction-requested days=10; 2026-03-09 served code=correction`,
		{ deadline: '2026-03-19' },
	],
	[
		'a call whose time ends on a Saturday',
		'2026-03-12',
		`${RECEIVED}; 2026-03-06 correction-requested; 2026-03-06 served code=correction`,
		{ deadline: '2026-03-23' },
	],
	[
		'corrected',
		'2026-03-16',
		`${RECEIVED}; 2026-03-05 correction-requested; 2026-03-15 corrected`,
		{ phase: 'running', turn: 'office', deadline: '2026-04-01' },
	],
	[
		'its time is over',
		'2026-03-25',
		`${RECEIVED}; 2026-03-05 correction-requested; 2026-03-09 served code=correction`,
		{ phase: 'running', turn: 'office', deadline: '2026-04-01' },
	],
	[
		'suspended with the call',
		'2026-03-12',
		`${RECEIVED}; 2026-03-05 correction-requested; 2026-03-09 suspended code=correction; 2026-03-09 served code=correction`,
		{ phase: 'suspended', turn: 'applicant', deadline: '2026-03-24', decideBy: null },
	],
	[
		'correcting ends the suspension',
		'2026-03-18',
		`${RECEIVED}; 2026-03-05 correction-requested; 2026-03-09 suspended code=correction; 2026-03-09 served code=correction; 2026-03-16 corrected`,
		{ phase: 'running', decideBy: '2026-04-09' },
	],
	[
		'the end of its time ends the suspension',
		'2026-03-30',
		`${RECEIVED}; 2026-03-05 correction-requested; 2026-03-09 suspended code=correction; 2026-03-09 served code=correction`,
		{ phase: 'running', turn: 'office', decideBy: '2026-04-17' },
	],
	[
		'suspended with a call that nobody served',
		'2026-04-30',
		`${RECEIVED}; 2026-03-05 correction-requested; 2026-03-09 suspended code=correction`,
		{ phase: 'suspended', turn: 'office', deadline: null, decideBy: null },
	],
	[
		'a second call',
		'2026-03-16',
		`${RECEIVED}; 2026-03-05 correction-requested; 2026-03-09 served code=correction; 2026-03-12 correction-requested; 2026-03-13 served code=correction`,
		{ deadline: '2026-03-30' },
	],
	[
		'a call served after the change of rules',
		'2026-04-06',
		'2026-03-20 received; 2026-03-30 correction-requested; 2026-04-02 served code=correction',
		{ deadline: '2026-05-04' },
		'changed',
	],
	[
		'unsigned, on a Monday',
		'2026-03-03',
		'2026-03-02 received code=unconfirmed',
		{
			phase: 'awaiting-confirmation',
			turn: 'applicant',
			deadline: '2026-03-09',
			decideBy: null,
			overdue: false,
		},
	],
	[
		'unsigned, on a Wednesday',
		'2026-03-05',
		'2026-03-04 received code=unconfirmed',
		{ deadline: '2026-03-09' },
	],
	[
		'unsigned, before Christmas',
		'2026-12-20',
		'2026-12-19 received code=unconfirmed',
		{ deadline: '2026-12-28' },
	],
	[
		'unsigned, before Easter',
		'2026-03-30',
		'2026-03-29 received code=unconfirmed',
		{ deadline: '2026-04-07' },
	],
	[
		'unsigned, before the change of rules',
		'2026-04-02',
		'2026-03-31 received code=unconfirmed',
		{ deadline: '2026-04-07' },
		'changed',
	],
	[
		'unsigned, the time is over',
		'2026-03-10',
		'2026-03-02 received code=unconfirmed',
		{ phase: 'awaiting-confirmation', turn: 'office', deadline: '2026-03-09', overdue: true },
	],
	[
		'confirmed on the last day: counts from the first',
		'2026-03-20',
		'2026-03-02 received code=unconfirmed; 2026-03-09 confirmed',
		{
			phase: 'running',
			decideBy: '2026-04-01',
			applicant: 'received confirmation next-working-day confirmed',
		},
	],
	[
		'confirmed a day late',
		'2026-03-20',
		'2026-03-02 received code=unconfirmed; 2026-03-10 confirmed',
		{
			phase: 'awaiting-confirmation',
			turn: 'office',
			decideBy: null,
			applicant: 'received confirmation next-working-day confirmed-late',
		},
	],
	[
		'found lapsed',
		'2026-03-20',
		'2026-03-02 received code=unconfirmed; 2026-03-16 lapsed',
		{ phase: 'lapsed', turn: 'nobody', deadline: null },
	],
]
