/**
 * Legal days as the service tells them, in words.
 * @module
 */
import type { Formats } from '../locale/format.ts'

/** @param day YYYY-MM-DD */
export function dayText(formats: Formats, day: string): string {
	// Noon, so that no time zone makes another day of it.
	return formats.date(Date.parse(`${day}T12:00:00Z`))
}
