import { json } from '@sveltejs/kit'
import type { RequestHandler } from './$types'

/** What the browser is to make. */
export const POST: RequestHandler = async ({ locals }) => {
	const { data, response } = await locals.api.POST('/api/v1/passkeys/options')
	return json(data ?? null, { status: response.status, headers: { 'Cache-Control': 'no-store' } })
}
