import { headersOf, sendOn } from '#lib/server/service-stream.ts'
import type { RequestHandler } from './$types'

export const config = { uploads: true }

/** One part of the file. */
export const PUT: RequestHandler = async (event) => {
	const { draft, cislo } = event.params
	const path = `/api/v1/drafts/${encodeURIComponent(draft)}/parts/${encodeURIComponent(cislo)}`
	const answer = await sendOn(
		event,
		'PUT',
		path,
		headersOf(event, ['Content-Type', 'Content-Length', 'Content-Digest']),
	)
	await answer.body?.cancel()
	return new Response(null, { status: answer.ok ? 204 : answer.status })
}
