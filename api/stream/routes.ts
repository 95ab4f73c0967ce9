/**
 * `GET /api/v1/stream`: published heads and anchors as they come. Both are public.
 * @module
 */
import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { bodyOf, cidText } from '@letopis/format'
import type { Chronicle } from '../chronicle.ts'
import type { FoldedEntry } from '../documents/folded.ts'
import { headers, isoTime, problems, text } from '../http/describe.ts'
import type { AppEnv } from '../http/env.ts'
import type { ApiDeps } from '../services.ts'
import { type StreamEvent, StreamHub } from './hub.ts'

const MAX_READERS = 256

const route = createRoute({
	method: 'get',
	path: '/api/v1/stream',
	tags: ['log'],
	summary: 'Published heads and anchors, as server-sent events',
	description:
		'`head`: {origin, size, note}; the newest one is sent at once. `anchor`: {index, entry, authority, size, time}. ' +
		'A reader that does not keep up is disconnected and connects again.',
	responses: {
		200: {
			description: 'Events without end',
			headers: headers({ 'Cache-Control': 'no-store' }),
			content: { 'text/event-stream': text('server-sent events') },
		},
		...problems(503),
	},
})

/** The hub of a service: follows log and projection until the service stops. */
export function startStream({ ledger, projection, stopping }: ApiDeps): StreamHub {
	const hub = new StreamHub(MAX_READERS)
	const stops = [
		ledger.log.subscribe((event) => {
			const head = event.type === 'published' ? headEvent(ledger.log) : null
			if (head !== null) hub.send(head)
		}),
		projection.subscribe((folded) => {
			const anchor = anchorEvent(folded, projection.chronicle)
			if (anchor !== null) hub.send(anchor)
		}),
	]
	stopping?.addEventListener('abort', () => {
		for (const stop of stops) stop()
		hub.close()
	})
	return hub
}

export function streamRoutes({ ledger }: ApiDeps, hub: StreamHub) {
	return new OpenAPIHono<AppEnv>().openapi(route, (c) => {
		const head = headEvent(ledger.log)
		c.header('Content-Type', 'text/event-stream; charset=utf-8')
		c.header('Cache-Control', 'no-store')
		if (c.req.raw.method === 'HEAD') return c.body(null, 200)
		return c.body(hub.open(head === null ? [] : [head]), 200)
	})
}

function headEvent(log: ApiDeps['ledger']['log']): StreamEvent | null {
	const { published, origin } = log
	if (published === null) return null
	return {
		event: 'head',
		id: published.size,
		data: { origin, size: published.size, note: published.note },
	}
}

function anchorEvent({ index: position, cid, entry }: FoldedEntry, chronicle: Chronicle): StreamEvent | null {
	const anchor = bodyOf(entry, 'anchor')
	// Those of closed logs, met when rows are built anew, are no news.
	if (anchor === undefined || !chronicle.isPresent(position)) return null
	const { authority, size, time } = anchor
	const { index } = chronicle.place(position)
	return {
		event: 'anchor',
		id: index,
		data: { index, entry: cidText(cid), authority, size, time: isoTime(time) },
	}
}
