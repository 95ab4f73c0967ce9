/**
 * Why somebody looks outside their department, as the service takes it.
 * @module
 */
import { isOneLine, textIn } from './form.ts'

const PURPOSE_MAX = 256
/** Of the header, percent-encoded. */
const ENCODED_MAX = 1536

/** What would turn the direction of reading. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/

export type Purpose = { purpose: string } | { wrong: 'reasonNeeded' | 'reasonLong' }

/** From the field `duvod`. */
export function purposeIn(form: FormData): Purpose {
	const purpose = textIn(form, 'duvod')
	// A dash is no reason.
	if (!/[\p{L}\p{N}]/u.test(purpose)) return { wrong: 'reasonNeeded' }
	if (purpose.length > PURPOSE_MAX || !isOneLine(purpose) || TURNS.test(purpose))
		return { wrong: 'reasonLong' }
	return encodeURIComponent(purpose).length > ENCODED_MAX ? { wrong: 'reasonLong' } : { purpose }
}

/** Header parameters of a request; percent-encoded, for headers know no Czech. */
export function purposeHeader(purpose: string | null): { 'Letopis-Purpose'?: string } {
	return purpose === null ? {} : { 'Letopis-Purpose': encodeURIComponent(purpose) }
}
