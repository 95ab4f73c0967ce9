import { json } from '@sveltejs/kit'
import type { RequestHandler } from './$types'

/** What the browser asks a passkey for. */
export const POST: RequestHandler = async ({ locals }) => {
	const { data, response } = await locals.api.POST('/api/v1/sessions/options')
	return json(data ?? null, { status: response.status, headers: { 'Cache-Control': 'no-store' } })
}
