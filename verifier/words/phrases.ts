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
	return phraseOr(`kind-${kind}`, kind)
}

/** What a link of an entry says of the entry that it leads to. */
export function linkPhrase(name: string): Phrase | string {
	return phraseOr(`link-${name}`, name)
}

function phraseOr(key: string, name: string): Phrase | string {
	return isMessageKey(key) ? { key } : name
}

/** Under this name the stamps of genesis go, of which no entry names the authority. */
export const GENESIS_AUTHORITY = 'genesis'

/** An authority's name as the log has it; that of genesis in words. */
export function authorityPhrase(name: string): Phrase | string {
	return name === GENESIS_AUTHORITY ? { key: 'authority-genesis' } : name
}

/** Name of a disclosed field. */
export function fieldKey(name: FieldName): MessageKey {
	return `field-${name}`
}
