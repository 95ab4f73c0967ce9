/**
 * Phrases for what other parts name by a code: refusals of the format, kinds of entries, states of revocation.
 * @module
 */
import type { FieldName, RefusalError } from '@letopis/format'
import type { MessageKey, Phrase } from './message.ts'
import { isMessageKey } from './say.ts'

/** Why the format refused something; the exact place, in English, stays in the error for whoever writes programs. */
export function refusalPhrase({ code }: RefusalError): Phrase {
	return { key: `refused-${code}` }
}

/** A kind of entry in words; one that is not known here as it is written. */
export function kindPhrase(kind: string): Phrase | string {
	const key = `kind-${kind}`
	return isMessageKey(key) ? { key } : kind
}

/** Name of a disclosed field. */
export function fieldKey(name: FieldName): MessageKey {
	return `field-${name}`
}
