/**
 * UTCTime and GeneralizedTime of X.509 (RFC 5280 §4.1.2.5) and of TSTInfo (RFC 3161 §2.4.2), always in UTC ("Z").
 * @module
 */
import { RefusalError } from '@letopis/format'
import { type Element, TAG } from './der.ts'

const UTC_TIME = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/
const GENERALIZED_TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{0,17}[1-9]))?Z$/

function text(element: Element): string {
	return String.fromCharCode(...element.content.subarray(0, 40))
}

function instant(fields: readonly (string | undefined)[], year: number, fraction: string): number {
	const [month = 0, day = 0, hour = 0, minute = 0, second = 0] = fields.map(Number)
	const ms = Date.UTC(year, month - 1, day, hour, minute, second)
	const back = new Date(ms)
	// Date.UTC rolls over (31 February, 24:00); a date that does not survive the way back was never one.
	const same =
		back.getUTCFullYear() === year &&
		back.getUTCMonth() === month - 1 &&
		back.getUTCDate() === day &&
		back.getUTCHours() === hour &&
		back.getUTCMinutes() === minute &&
		back.getUTCSeconds() === second
	if (!same) throw new RefusalError('malformed', 'DER: no such date')
	return ms + Number(fraction.padEnd(3, '0').slice(0, 3))
}

/**
 * Milliseconds since 1970 of a UTCTime or GeneralizedTime; finer fractions are cut off.
 * @throws RefusalError `malformed` for local times, missing seconds or trailing zeros in the fraction
 */
export function derTime(element: Element): number {
	if (element.tag === TAG.utcTime) {
		const match = UTC_TIME.exec(text(element))
		if (match !== null) {
			const year = Number(match[1])
			return instant(match.slice(2), year < 50 ? 2000 + year : 1900 + year, '')
		}
	} else if (element.tag === TAG.generalizedTime) {
		const match = GENERALIZED_TIME.exec(text(element))
		if (match !== null) return instant(match.slice(2, 7), Number(match[1]), match[7] ?? '')
	}
	throw new RefusalError('malformed', 'DER: time')
}
