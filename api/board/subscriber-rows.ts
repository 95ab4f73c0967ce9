/**
 * Rows about who follows the board by mail.
 *
 * | Key | Value |
 * | --- | --- |
 * | `Ks` subscription | keyed hash of the address |
 * | `Ke` hash | position of the subscription |
 * | `Km` posting | (empty) subscribers were told of it |
 *
 * No address stands in them; the hash is keyed with the town's secret, and goes with the subscription.
 * @module
 */
import { type Cid, concat, type DagMap, isDagMap, type Opening, uint64be, utf8 } from '@letopis/format'
import type { Store } from '@letopis/ledger'
import type { Rows } from '../cases/postings.ts'
import { cidField, metadata } from '../documents/fields.ts'
import { indexIn } from '../documents/rows.ts'
import type { Tags } from '../people/fold.ts'

export const SUBSCRIPTION_KIND = 'board-subscription'
export const MAILING_KIND = 'board-mailing'
export const LANGUAGES = ['cs', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

export interface Subscription {
	readonly email: string
	readonly language: Language
}

const S = utf8('Ks')
const E = utf8('Ke')
const M = utf8('Km')

const keys = {
	subscription: (position: number) => concat(S, uint64be(position)),
	address: (tag: Uint8Array) => concat(E, tag),
	told: (posting: number) => concat(M, uint64be(posting)),
}

export function addressTag(tags: Tags, email: string): Uint8Array {
	return tags.tag('board-subscriber', email.toLowerCase())
}

export function subscriptionIn(opening: Opening): Subscription | null {
	const { data } = metadata(opening)
	return isDagMap(data) ? asSubscription(data) : null
}

function asSubscription({ email, language }: DagMap): Subscription | null {
	const known = LANGUAGES.find((one) => one === language)
	return typeof email === 'string' && known !== undefined ? { email, language: known } : null
}

export function foldSubscription(rows: Rows, tags: Tags, index: number, opening: Opening): void {
	const subscription = subscriptionIn(opening)
	if (subscription === null) return
	const tag = addressTag(tags, subscription.email)
	rows.put(keys.subscription(index), tag)
	rows.put(keys.address(tag), uint64be(index))
}

/** Somebody was disposed of: a subscriber leaves no row. */
export async function forgetSubscription(rows: Rows, position: number): Promise<void> {
	const tag = await rows.get(keys.subscription(position))
	if (tag === undefined) return
	rows.delete(keys.subscription(position))
	rows.delete(keys.address(tag))
}

export async function foldMailing(
	rows: Rows,
	opening: Opening,
	indexOf: (cid: Cid) => Promise<number | undefined>,
): Promise<void> {
	const object = cidField(opening, 'object')
	const posting = object === null ? undefined : await indexOf(object)
	if (posting !== undefined) rows.put(keys.told(posting))
}

/** Position of the subscription of an address. */
export async function subscriptionOf(store: Store, tag: Uint8Array): Promise<number | undefined> {
	const bytes = await store.get(keys.address(tag))
	return bytes === undefined ? undefined : indexIn(bytes)
}

export async function isSubscribed(store: Store, position: number): Promise<boolean> {
	return (await store.get(keys.subscription(position))) !== undefined
}

/** Positions of all subscriptions, oldest first. */
export async function subscriptions(store: Store, limit: number): Promise<number[]> {
	const found: number[] = []
	const range = { gte: S, lt: concat(S, new Uint8Array(9).fill(255)), limit }
	for await (const [key] of store.range(range)) found.push(indexIn(key))
	return found
}

export async function isTold(store: Store, posting: number): Promise<boolean> {
	return (await store.get(keys.told(posting))) !== undefined
}
