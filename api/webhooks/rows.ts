/**
 * Rows about webhooks, beside those of documents; all are positions.
 *
 * | Key | Value |
 * | --- | --- |
 * | `He` entry | number of the type of event that the entry is |
 * | `Hw` webhook | (empty) it has not ended |
 * | `Hd` webhook | the newest event that it was delivered |
 * @module
 */
import { type Cid, concat, type Entry, type Opening, uint64be, utf8 } from '@letopis/format'
import type { Store } from '@letopis/ledger'
import type { Rows } from '../cases/register.ts'
import { cidField, textField } from '../documents/fields.ts'
import type { FoldedEntry } from '../documents/folded.ts'
import { indexIn } from '../documents/rows.ts'
import { EVENT_TYPES, type EventType, eventOf } from './events.ts'
import { DELIVERY_KIND, deliveredEvent, END_KIND, readWebhook, WEBHOOK_KIND } from './records.ts'

const E = utf8('He')
const W = utf8('Hw')
const D = utf8('Hd')
const NO_BOUND = uint64be(Number.MAX_SAFE_INTEGER)

const keys = {
	event: (entry: number) => concat(E, uint64be(entry)),
	webhook: (webhook: number) => concat(W, uint64be(webhook)),
	delivered: (webhook: number) => concat(D, uint64be(webhook)),
}

/** Folds an entry: what it is an event of, and what it does to a webhook. */
export async function foldWebhooks(
	rows: Rows,
	{ index, entry, opening }: FoldedEntry,
	position: (cid: Cid) => Promise<number | undefined>,
): Promise<void> {
	foldEvent(rows, index, entry, opening)
	if (opening === null || entry.kind !== 'sealed') return
	const kind = textField(opening, 'kind')
	if (kind === WEBHOOK_KIND && readWebhook(opening) !== null) rows.put(keys.webhook(index))
	if (kind !== END_KIND && kind !== DELIVERY_KIND) return
	const of = cidField(opening, 'object')
	const webhook = of === null ? undefined : await position(of)
	if (webhook === undefined) return
	if (kind === END_KIND) return rows.delete(keys.webhook(webhook))
	const told = deliveredEvent(opening)
	const event = told === null ? undefined : await position(told)
	if (event === undefined) return
	const before = await rows.get(keys.delivered(webhook))
	if (before === undefined || indexIn(before) < event) rows.put(keys.delivered(webhook), uint64be(event))
}

function foldEvent(rows: Rows, index: number, entry: Entry, opening: Opening | null): void {
	const type = eventOf(entry, opening)
	if (type !== null) rows.put(keys.event(index), Uint8Array.of(EVENT_TYPES.indexOf(type)))
}

/** The entry was disposed of: nobody is told of it any more. */
export function forgetEvent(rows: Rows, entry: number): void {
	rows.delete(keys.event(entry))
}

/** Webhooks that have not ended, oldest first. */
export async function activeWebhooks(store: Store, limit: number): Promise<number[]> {
	const found: number[] = []
	const range = { gte: keys.webhook(0), lt: concat(W, NO_BOUND), limit }
	for await (const [key] of store.range(range)) found.push(indexIn(key))
	return found
}

export async function isActive(store: Store, webhook: number): Promise<boolean> {
	return (await store.get(keys.webhook(webhook))) !== undefined
}

/** Position from which events wait for a webhook: behind the last that it was delivered, or behind itself. */
export async function waitsFrom(store: Store, webhook: number): Promise<number> {
	const bytes = await store.get(keys.delivered(webhook))
	return (bytes === undefined ? webhook : indexIn(bytes)) + 1
}

export interface Event {
	readonly position: number
	readonly type: EventType
}

/** The first event from a position on that is of one of the types. */
export async function nextEvent(
	store: Store,
	from: number,
	types: readonly EventType[],
): Promise<Event | undefined> {
	for await (const [key, value] of store.range({ gte: keys.event(from), lt: concat(E, NO_BOUND) })) {
		const type = EVENT_TYPES[value[0] ?? -1]
		if (type !== undefined && types.includes(type)) return { position: indexIn(key), type }
	}
	return undefined
}
