import { json } from '@sveltejs/kit'
import type { RequestHandler } from './$types'

/** What file is to come, and which of its parts are missing. */
export const PUT: RequestHandler = async ({ locals, params, request }) => {
	const body = await request.json().catch(() => ({}))
	const { data, error, response } = await locals.api.PUT('/api/v1/drafts/{draft}/file', {
		params: { path: { draft: params.draft } },
		body,
	})
	return json(data?.file ?? error, { status: response.status })
}
