/**
 * Numbers, dates and sizes as the reader's language writes them. Legal days are those of Europe/Prague, whatever the
 * device or the server believes.
 * @module
 */
import type { Locale } from './locale.ts'

const TAGS = { cs: 'cs-CZ', en: 'en-GB' } as const
const ZONE = 'Europe/Prague'
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB']

export interface Formats {
	/** 12 345,6 */
	number(value: number): string
	/** 22. listopadu 2026. @param at ms since 1970 */
	date(at: number): string
	/** 22. listopadu 2026 v 14:05. @param at ms since 1970 */
	dateTime(at: number): string
	/** 22. 11. 2026 14:05, for tables. @param at ms since 1970 */
	shortTime(at: number): string
	/** 1,2 MB. @param bytes ≥ 0; steps of 1000 */
	size(bytes: number): string
	/** Picks the form that goes with the number, and puts the number in place of `#`. */
	count(value: number, forms: Plural): string
}

/** Forms for 1, 2 to 4, 5 and more; `#` stands for the number. English leaves `few` out. */
export interface Plural {
	readonly one: string
	readonly few?: string
	readonly other: string
}

const made = new Map<Locale, Formats>()

/** Made once for each language: formatters are slow to make and quick to use. */
export function formats(locale: Locale): Formats {
	const known = made.get(locale) ?? makeFormats(locale)
	made.set(locale, known)
	return known
}

/** A day and its month are never torn apart at the end of a line. */
function dayWhole(date: string): string {
	return date.replace(/^(\d+\.?) /, '$1\u00a0')
}

function makeFormats(locale: Locale): Formats {
	const tag = TAGS[locale]
	const number = new Intl.NumberFormat(tag)
	const short = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 })
	const date = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: ZONE })
	const dateTime = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeStyle: 'short', timeZone: ZONE })
	const digits = {
		day: 'numeric',
		month: 'numeric',
		year: 'numeric',
		hour: 'numeric',
		minute: '2-digit',
	} as const
	const shortTime = new Intl.DateTimeFormat(tag, { ...digits, timeZone: ZONE })
	const plural = new Intl.PluralRules(tag)
	return {
		number: (value) => number.format(value),
		date: (at) => dayWhole(date.format(at)),
		dateTime: (at) => dayWhole(dateTime.format(at)),
		shortTime: (at) => shortTime.format(at),
		size(bytes) {
			let value = bytes
			let unit = 0
			for (; value >= 1000 && unit < UNITS.length - 1; unit++) value /= 1000
			// A number and its unit are never torn apart at the end of a line.
			return `${short.format(value)}\u00a0${UNITS[unit]}`
		},
		count(value, forms) {
			const form = plural.select(value)
			const text = form === 'one' ? forms.one : form === 'few' ? (forms.few ?? forms.other) : forms.other
			return text.replace('#', number.format(value))
		},
	}
}
