/**
 * Cursors: where a page ended. Opaque to clients, so that what orders a list may change.
 * @module
 */
import { Problem } from '../http/problems.ts'

/** @param list a letter for the list that the cursor belongs to */
export function writeCursor(list: string, index: number): string {
	return Buffer.from(`${list}${index}`, 'latin1').toString('base64url')
}

/** @throws Problem 'cursor-malformed', also for a cursor of another list */
export function readCursor(list: string, cursor: string | undefined): number | null {
	if (cursor === undefined) return null
	const text = Buffer.from(cursor, 'base64url').toString('latin1')
	const digits = text.slice(list.length)
	if (
		!text.startsWith(list) ||
		!Number.isSafeInteger(Number(digits)) ||
		!/^(0|[1-9]\d{0,15})$/.test(digits) ||
		writeCursor(list, Number(digits)) !== cursor
	) {
		throw new Problem('cursor-malformed', 'Use the "next" of the page before, unchanged.')
	}
	return Number(digits)
}
