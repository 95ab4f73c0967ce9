/**
 * One delivery over HTTP, signed as Standard Webhooks 1.0.0 says: `webhook-id`, `webhook-timestamp` (seconds since 1970)
 * and `webhook-signature`, which is `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`.
 * @module
 */
import { createHmac } from 'node:crypto'

const ANSWER_MS = 15_000
/** Bytes of an answer that are taken before the connection is given up. */
const ANSWER_MAX = 64 * 1024
/** Where machines of a cloud tell what is nobody else's: no records system answers there. */
const LINK_LOCAL = /^(?:169\.254\.\d{1,3}\.\d{1,3}|\[fe[89ab][0-9a-f]:.*\]|\[::ffff:a9fe:.*\])$/
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

export interface Message {
	/** the same however often it is sent */
	readonly id: string
	/** JSON */
	readonly body: string
}

export const NO_ANSWER = ['timeout', 'unreachable', 'internal'] as const
/** How an attempt ended: the status of the answer, or why there is none; `internal` for failures of ours. */
export type Outcome = number | (typeof NO_ANSWER)[number]

export type Send = (
	to: { readonly url: string; readonly secret: Uint8Array },
	message: Message,
	now: number,
	stopped: AbortSignal | undefined,
) => Promise<Outcome>

/**
 * What is wrong with an address to deliver to; null if nothing is. A name may lead anywhere: behind https only to who has a
 * certificate for it.
 */
export function addressProblem(text: string): string | null {
	if (text.length > 2048 || !URL.canParse(text)) return 'an address of at most 2,048 characters'
	const url = new URL(text)
	if (url.username !== '' || url.password !== '') return 'no name and password in the address'
	if (LINK_LOCAL.test(url.hostname)) return 'no link-local address'
	if (url.protocol === 'https:') return null
	return url.protocol === 'http:' && LOOPBACK.test(url.hostname)
		? null
		: 'https, or http on this very machine'
}

/** The value of `webhook-signature`. @param timestamp seconds since 1970 */
export function signature(secret: Uint8Array, { id, body }: Message, timestamp: number): string {
	return `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')}`
}

/** Sends once. Redirects are not followed: who moves has the webhook made anew. @param now ms since 1970 */
export const send: Send = async ({ url, secret }, message, now, stopped) => {
	const timestamp = Math.floor(now / 1000)
	const limit = AbortSignal.timeout(ANSWER_MS)
	try {
		const answer = await fetch(url, {
			method: 'POST',
			redirect: 'manual',
			body: message.body,
			headers: {
				'Content-Type': 'application/json; charset=utf-8',
				'User-Agent': 'Letopis',
				'webhook-id': message.id,
				'webhook-timestamp': String(timestamp),
				'webhook-signature': signature(secret, message, timestamp),
			},
			signal: stopped === undefined ? limit : AbortSignal.any([limit, stopped]),
		})
		await drop(answer)
		return answer.status
	} catch {
		return limit.aborted ? 'timeout' : 'unreachable'
	}
}

/** Reads a short answer to its end, so that the connection can be used again; gives a long one up. */
async function drop({ body }: Response): Promise<void> {
	let taken = 0
	for await (const piece of body ?? []) {
		taken += piece.length
		if (taken > ANSWER_MAX) break
	}
}
