/**
 * Days as three numbers in a form or an address.
 * @module
 */
export interface TypedDay {
	readonly day: string
	readonly month: string
	readonly year: string
}

export type Day = { iso: string | null; typed: TypedDay; wrong: boolean }

/** From `<name>-day`, `<name>-month`, `<name>-year`; nothing typed is no day and no mistake. */
export function dayIn(values: URLSearchParams | FormData, name: string): Day {
	const part = (which: string) =>
		String(values.get(`${name}-${which}`) ?? '')
			.trim()
			.slice(0, 8)
	const typed = { day: part('day'), month: part('month'), year: part('year') }
	const { day, month, year } = typed
	if (day === '' && month === '' && year === '') return { iso: null, typed, wrong: false }
	const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
	const sound = /^\d{4}-\d\d-\d\d$/.test(iso) && isInCalendar(iso)
	return { iso: sound ? iso : null, typed, wrong: !sound }
}

function isInCalendar(iso: string): boolean {
	const date = new Date(`${iso}T12:00:00Z`)
	return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === iso
}

/** The calendar day in Prague, as YYYY-MM-DD. */
export function today(): string {
	return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Prague' }).format(Date.now())
}
