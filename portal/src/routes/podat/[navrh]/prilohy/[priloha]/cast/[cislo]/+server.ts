import { attachmentOf } from '#lib/server/filing.ts'
import { headersOf, sendOn } from '#lib/server/service-stream.ts'
import type { RequestHandler } from './$types'

export const config = { uploads: true }

/** One part of the file that is being sent: the newest of the attachment that is not all there. */
export const PUT: RequestHandler = async (event) => {
	const { navrh, cislo } = event.params
	const path = { draft: navrh }
	const { data, response } = await event.locals.api.GET('/api/v1/filing-drafts/{draft}', { params: { path } })
	const attachment = attachmentOf(event.params)
	const file = data?.files.findLast((one) => one.attachment === attachment && one.missing.length > 0)
	if (file === undefined) return new Response(null, { status: data === undefined ? response.status : 409 })
	const to = `/api/v1/filing-drafts/${encodeURIComponent(navrh)}/files/${encodeURIComponent(file.id)}/parts/${encodeURIComponent(cislo)}`
	const headers = headersOf(event, ['Content-Type', 'Content-Length', 'Content-Digest'])
	const answer = await sendOn(event, 'PUT', to, headers)
	await answer.body?.cancel()
	return new Response(null, { status: answer.ok ? 204 : answer.status })
}
