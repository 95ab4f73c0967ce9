/**
 * What webhooks tell of: one type for each kind of entry that changes what a town records, and whose it is. Reads make no
 * events, and neither does anything about people, sessions and tokens.
 * @module
 */
import type { Entry, Opening } from '@letopis/format'
import { POSTING_KIND, TAKE_DOWN_KIND, WITHDRAWAL_KIND } from '../board/records.ts'
import { textField } from '../documents/fields.ts'

export const EVENT_TYPES = [
	'document.recorded',
	'document.version',
	'document.act',
	'document.decision',
	'document.disposed',
	'case.opened',
	'case.document',
	'case.closed',
	'filing.received',
	'filing.step',
	'board.posted',
	'board.taken-down',
	'board.withdrawn',
] as const
export type EventType = (typeof EVENT_TYPES)[number]

export function isEventType(value: unknown): value is EventType {
	return EVENT_TYPES.some((type) => type === value)
}

/** Public kinds, and the type of event that each is. */
const OF_PUBLIC: Readonly<Record<string, EventType>> = {
	disposal: 'document.disposed',
	[POSTING_KIND]: 'board.posted',
	[TAKE_DOWN_KIND]: 'board.taken-down',
	[WITHDRAWAL_KIND]: 'board.withdrawn',
}
/** The same of private ones. */
const OF_KIND: Readonly<Record<string, EventType>> = {
	act: 'document.act',
	decision: 'document.decision',
	'case-open': 'case.opened',
	'case-document': 'case.document',
	'case-close': 'case.closed',
	filing: 'filing.received',
	'filing-step': 'filing.step',
}

/** The event that an entry is; null for what nobody is told of. @param opening null: its private fields are gone */
export function eventOf(entry: Entry, opening: Opening | null): EventType | null {
	const document = entry.links.previous === undefined ? 'document.recorded' : 'document.version'
	if (entry.kind === 'document') return document
	if (entry.kind !== 'sealed') return named(OF_PUBLIC, entry.kind)
	if (opening === null) return null
	const kind = textField(opening, 'kind')
	if (kind === null) return null
	return kind === 'document' ? document : named(OF_KIND, kind)
}

function named(types: Readonly<Record<string, EventType>>, kind: string): EventType | null {
	return Object.hasOwn(types, kind) ? (types[kind] ?? null) : null
}
