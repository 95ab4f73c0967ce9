import { json } from '@sveltejs/kit'
import { attachmentOf } from '#lib/server/filing.ts'
import type { RequestHandler } from './$types'

/** What file is to come, and which of its parts are missing. */
export const PUT: RequestHandler = async ({ locals, params, request }) => {
	const plan = (await request.json().catch(() => ({}))) as {
		name: string
		size: number
		partSize: number
		type?: string
	}
	const { data, error, response } = await locals.api.POST('/api/v1/filing-drafts/{draft}/files', {
		params: { path: { draft: params.navrh } },
		body: { ...plan, attachment: attachmentOf(params) },
	})
	if (data === undefined) return json(error, { status: response.status })
	const { partSize, missing } = data
	return json({ size: plan.size, partSize, missing, parts: Math.ceil(plan.size / partSize) })
}
