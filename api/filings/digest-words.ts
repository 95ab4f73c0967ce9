/**
 * What the daily digest says: numbers, days and links, and nothing of any applicant. Pure.
 * @module
 */
import type { MailLanguage } from '../people/records.ts'
import type { Counts } from './inbox.ts'

/** Weeks that are compared with as many before them. */
const WEEKS = 4

export interface Digested {
	/** name of the department */
	readonly department: string
	/** `unrecorded`: notices that came down while their filing does not say so */
	readonly counts: Counts & { readonly unrecorded: number }
	/** for heads: how many came and were resolved, by weeks */
	readonly trend: boolean
	/** of the portal, in the reader's language, without a slash at the end */
	readonly portal: string
}

export function digestWords(
	language: MailLanguage,
	{ department, counts, trend, portal }: Digested,
): { subject: string; text: string } {
	const say = language === 'cs' ? cs : en
	const { unresolved, overdue, soon, nearest, weeks, unrecorded } = counts
	const lines = [
		...[say.title(department), ''],
		...[`${say.unresolved}: ${unresolved}`, `${say.overdue}: ${overdue}`, `${say.soon}: ${soon}`],
		`${say.nearest}: ${nearest === null ? say.none : say.day(nearest)}`,
		...(trend ? ['', say.trend(sum(weeks.slice(-WEEKS)), sum(weeks.slice(-2 * WEEKS, -WEEKS)))] : []),
		...(overdue === 0 ? [] : ['', `${say.overdue}:`, `${portal}/urad/podani?pohled=po`]),
		...(unrecorded === 0 ? [] : ['', say.unrecorded(unrecorded), `${portal}/urad/deska`]),
		...['', `${say.all}:`, `${portal}/urad/podani`],
		...['', '-- ', say.end, `${portal}/ucet`, ''],
	]
	return { subject: say.subject(unresolved, overdue), text: lines.join('\n') }
}

interface Sum {
	readonly came: number
	readonly resolved: number
}

function sum(weeks: Counts['weeks']): Sum {
	return weeks.reduce(
		(all, { came, resolved }) => ({ came: all.came + came, resolved: all.resolved + resolved }),
		{ came: 0, resolved: 0 },
	)
}

const cs = {
	subject: (unresolved: number, overdue: number) =>
		`Podání: nevyřízená ${unresolved}${overdue === 0 ? '' : `, po lhůtě ${overdue}`}`,
	title: (department: string) => `Podání, která čekají: ${department}`,
	unresolved: 'Nevyřízená',
	overdue: 'Po lhůtě',
	soon: 'Lhůta dnes nebo do sedmi dnů',
	nearest: 'Nejbližší lhůta',
	none: 'žádná neběží',
	day: (day: string) => {
		const [year, month, date] = day.split('-').map(Number)
		return `${date}. ${month}. ${year}`
	},
	trend: (now: Sum, before: Sum) =>
		`Za poslední ${WEEKS} týdny přišlo ${now.came} a vyřízeno bylo ${now.resolved}; v předchozích ${WEEKS} týdnech ${before.came} a ${before.resolved}.`,
	unrecorded: (count: number) => `Sejmuto z úřední desky, v podání ještě nezapsáno (${count}):`,
	all: 'Všechna nevyřízená',
	end: 'Souhrn chodí jednou denně. Vypnete jej ve svém účtu:',
}
const en: typeof cs = {
	subject: (unresolved, overdue) =>
		`Filings: ${unresolved} unresolved${overdue === 0 ? '' : `, ${overdue} overdue`}`,
	title: (department) => `Filings that wait: ${department}`,
	unresolved: 'Unresolved',
	overdue: 'Overdue',
	soon: 'Due today or within seven days',
	nearest: 'Nearest deadline',
	none: 'none runs',
	day: (day) => day,
	trend: (now, before) =>
		`In the last ${WEEKS} weeks ${now.came} came and ${now.resolved} were resolved; in the ${WEEKS} weeks before ${before.came} and ${before.resolved}.`,
	unrecorded: (count) => `Taken down from the notice board, not yet recorded in the filing (${count}):`,
	all: 'All unresolved',
	end: 'This digest comes once a day. Turn it off in your account:',
}
