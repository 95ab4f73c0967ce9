/**
 * How far a moment is from now, in the largest whole unit: "před 2 dny", "za 3 měsíce".
 * @module
 */
import type { Locale } from '../locale/locale.ts'

const UNITS = [
	['year', 31_557_600_000],
	['month', 2_629_800_000],
	['day', 86_400_000],
	['hour', 3_600_000],
	['minute', 60_000],
] as const

/** @param at, now ms since 1970 */
export function fromNow(at: number, now: number, locale: Locale): string {
	const words = new Intl.RelativeTimeFormat(locale === 'cs' ? 'cs-CZ' : 'en-GB')
	const [unit, length] =
		UNITS.find(([, length]) => Math.abs(at - now) >= length) ?? (['minute', 60_000] as const)
	// Towards now: what ends in 29.9 days does not end in 30.
	return words.format(Math.trunc((at - now) / length), unit)
}
