/**
 * What the entries about webhooks hold in their private metadata, member `data`. All are sealed.
 *
 * | Private kind | Members |
 * | --- | --- |
 * | `webhook` | url, events, secret (32 B) |
 * | `webhook-end` | why; `object` is the webhook |
 * | `webhook-delivery` | event (CID of the entry it told of), attempts, status (of the answer); `object` is the webhook |
 * @module
 */
import { type Cid, isCid, isDagMap, type Opening } from '@letopis/format'
import { field, metadata, textField } from '../documents/fields.ts'
import { actorName } from '../people/actor.ts'
import { type EventType, isEventType } from './events.ts'

export const WEBHOOK_KIND = 'webhook'
export const END_KIND = 'webhook-end'
export const DELIVERY_KIND = 'webhook-delivery'

export interface Webhook {
	readonly url: string
	readonly events: readonly EventType[]
	/** 32 B, known to the receiver: keys the signatures */
	readonly secret: Uint8Array
	/** name of the token's principal who made it */
	readonly principal: string
	/** the entry that granted the token; null for the administrator token */
	readonly grant: Cid | null
}

/** Written by this service, so a wrong type means damage or a later version: such a webhook delivers nothing. */
export function readWebhook(opening: Opening): Webhook | null {
	const { data } = metadata(opening)
	const principal = actorName(opening)
	if (textField(opening, 'kind') !== WEBHOOK_KIND || !isDagMap(data) || principal === null) return null
	const { url, events, secret } = data
	if (typeof url !== 'string' || !Array.isArray(events) || !(secret instanceof Uint8Array)) return null
	const grant = field(opening, 'grant')
	return { url, events: events.filter(isEventType), secret, principal, grant: isCid(grant) ? grant : null }
}

/** The entry that a delivery told of. */
export function deliveredEvent(opening: Opening): Cid | null {
	const { data } = metadata(opening)
	return isDagMap(data) && isCid(data.event) ? data.event : null
}
