/**
 * Somebody outside who posts documents and keeps what the server acknowledged: only whole answers of status 201.
 * @module
 */
import { createHash, randomBytes, randomInt } from 'node:crypto'

export interface Posted {
	/** The Idempotency-Key under which it was sent. */
	key: string
	content: Buffer
	visibility: 'private' | 'public'
}

export interface Acknowledged extends Posted {
	/** CID of the document's first entry, from Location. */
	id: string
	/** The receipt, as it came. */
	receipt: string
	/** An earlier request under the same key had made the entry. */
	replayed: boolean
}

export interface Target {
	url: string
	token: string
}

let made = 0

/** A document that nobody has posted before. @param size bytes at least; default 1..2,000 */
export function newDocument(size = randomInt(1, 1990)): Posted {
	const content = Buffer.concat([Buffer.from(`${made}\n`), randomBytes(size)])
	const visibility = made++ % 4 === 0 ? 'public' : 'private'
	return { key: `outside-${made}-${digest(content).slice(0, 16)}`, content, visibility }
}

/** The answer to one post: acknowledged, refused with a status, or cut off. */
export type Answer =
	| { kind: 'acknowledged'; document: Acknowledged }
	| { kind: 'refused'; status: number; text: string }
	| { kind: 'cut-off'; reason: string }

/** Posts once; never throws. */
export async function post({ url, token }: Target, document: Posted, timeoutMs = 20_000): Promise<Answer> {
	const form = new FormData()
	form.set('visibility', document.visibility)
	form.set('file', new Blob([new Uint8Array(document.content)]), 'outside.bin')
	try {
		const response = await fetch(`${url}/api/v1/documents`, {
			method: 'POST',
			headers: { authorization: `Bearer ${token}`, 'idempotency-key': document.key },
			body: form,
			signal: AbortSignal.timeout(timeoutMs),
		})
		const text = await response.text()
		if (response.status !== 201)
			return { kind: 'refused', status: response.status, text: text.slice(0, 1000) }
		const id = response.headers.get('location')?.split('/').at(-1) ?? ''
		const replayed = response.headers.get('idempotency-replayed') === 'true'
		return { kind: 'acknowledged', document: { ...document, id, receipt: text, replayed } }
	} catch (error) {
		const { message, cause } = error as Error
		return { kind: 'cut-off', reason: `${message}${cause instanceof Error ? ` (${cause.message})` : ''}` }
	}
}

/** Reads the content of an acknowledged document back. */
export async function contentOf({ url, token }: Target, id: string): Promise<Buffer> {
	const response = await fetch(`${url}/api/v1/documents/${id}/content`, {
		headers: { authorization: `Bearer ${token}` },
	})
	if (!response.ok)
		throw new Error(`content of ${id}: ${response.status} ${(await response.text()).slice(0, 500)}`)
	return Buffer.from(await response.arrayBuffer())
}

function digest(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex')
}
