/**
 * Instants for people: civil time of the town (Europe/Prague), with its zone named, to the millisecond where there is one.
 * @module
 */
import type { Language } from '../report.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
/** Furthest instant of Date, ECMA-262 §21.4.1.1. */
const LAST = 8.64e15

/** Some locales drop the leading zero of an hour even where two digits are asked for. */
const PADDED: ReadonlySet<string> = new Set(['hour', 'minute', 'second'])

const clocks = {
	cs: clock('cs-CZ'),
	en: clock('en-GB'),
}

function clock(locale: string): Intl.DateTimeFormat {
	return new Intl.DateTimeFormat(locale, {
		timeZone: 'Europe/Prague',
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: '2-digit',
		minute: '2-digit',
		second: '2-digit',
		hourCycle: 'h23',
		timeZoneName: 'short',
	})
}

/** @param ms since 1970; beyond what a calendar of this kind reaches the bare number is written */
export function formatInstant(ms: number, language: Language): string {
	if (!(Math.abs(ms) <= LAST)) return `${ms} ms`
	const parts = new Map(clocks[language].formatToParts(ms).map(({ type, value }) => [type, value]))
	const [year, month, day, hour, minute, second, zone] = (
		['year', 'month', 'day', 'hour', 'minute', 'second', 'timeZoneName'] as const
	).map((type) => (parts.get(type) ?? '').padStart(PADDED.has(type) ? 2 : 0, '0'))
	const milliseconds = ((ms % 1000) + 1000) % 1000
	const separator = language === 'cs' ? ',' : '.'
	const fraction = milliseconds === 0 ? '' : `${separator}${String(milliseconds).padStart(3, '0')}`
	const time = `${hour}:${minute}:${second}${fraction} ${zone}`
	return language === 'cs'
		? `${Number(day)}. ${Number(month)}. ${year} ${time}`
		: `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}, ${time}`
}
