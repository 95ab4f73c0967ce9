/**
 * Why somebody looks outside their department, as the service takes it.
 * @module
 */
import { isOneLine, textIn } from './form.ts'

const PURPOSE_MAX = 256

export type Purpose = { purpose: string } | { wrong: 'reasonNeeded' | 'reasonLong' }

/** From the field `duvod`. */
export function purposeIn(form: FormData): Purpose {
	const purpose = textIn(form, 'duvod')
	if (purpose === '') return { wrong: 'reasonNeeded' }
	return purpose.length > PURPOSE_MAX || !isOneLine(purpose) ? { wrong: 'reasonLong' } : { purpose }
}

/** Header parameters of a request; percent-encoded, for headers know no Czech. */
export function purposeHeader(purpose: string | null): { 'Letopis-Purpose'?: string } {
	return purpose === null ? {} : { 'Letopis-Purpose': encodeURIComponent(purpose) }
}
