/**
 * Whole numbers as the C2SP text formats write them: ASCII decimal, no sign, no leading zero, at most 2^53 − 1.
 * `Number('')`, `Number(' 7')` and `Number('0x10')` are numbers to JavaScript; here they are refused.
 * @module
 */
import { RefusalError } from './refusal.ts'

const DECIMAL = /^(?:0|[1-9][0-9]{0,15})$/

/**
 * @param what names the field in the refusal
 * @returns 0..2^53 − 1
 * @throws RefusalError 'malformed' if it is no such number, 'out-of-range' above 2^53 − 1
 */
export function parseDecimal(text: string, what: string): number {
	if (/^[1-9][0-9]{16,}$/.test(text)) throw new RefusalError('out-of-range', `${what} exceeds 2^53 − 1`)
	if (!DECIMAL.test(text)) throw new RefusalError('malformed', `${what} is not a decimal number`)
	const value = Number(text)
	if (!Number.isSafeInteger(value)) throw new RefusalError('out-of-range', `${what} exceeds 2^53 − 1`)
	return value
}

/** @throws RangeError if the value is not an integer of 0..2^53 − 1 (a bug in the caller) */
export function formatDecimal(value: number, what: string): string {
	if (!Number.isSafeInteger(value) || value < 0) {
		throw new RangeError(`${what}: expected an integer of 0..2^53 − 1, got ${value}`)
	}
	return String(value)
}
