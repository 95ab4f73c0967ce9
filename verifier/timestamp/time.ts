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

function instant(
	fields: readonly (string | undefined)[],
	year: number,
	fraction: string,
	round: 'down' | 'up',
): number {
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
	return ms + Number(fraction.padEnd(3, '0').slice(0, 3)) + (round === 'up' && fraction.length > 3 ? 1 : 0)
}

/**
 * Milliseconds since 1970 of a UTCTime or GeneralizedTime. A bound from below rounds finer fractions down, one from
 * above up, so that neither claims more than was signed; the last digit of a fraction is never 0.
 * @throws RefusalError `malformed` for local times, missing seconds or trailing zeros in the fraction
 */
export function derTime(element: Element, round: 'down' | 'up' = 'down'): number {
	if (element.tag === TAG.utcTime) {
		const match = UTC_TIME.exec(text(element))
		if (match !== null) {
			const year = Number(match[1])
			return instant(match.slice(2), year < 50 ? 2000 + year : 1900 + year, '', round)
		}
	} else if (element.tag === TAG.generalizedTime) {
		const match = GENERALIZED_TIME.exec(text(element))
		if (match !== null) return instant(match.slice(2, 7), Number(match[1]), match[7] ?? '', round)
	}
	throw new RefusalError('malformed', 'DER: time')
}
