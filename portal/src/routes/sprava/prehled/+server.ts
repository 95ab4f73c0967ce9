/** The overview for the page that renews itself; nobody is led to sign in from here. */
import { error, json } from '@sveltejs/kit'
import { needScope } from '#lib/server/guard.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async (event) => {
	if (event.locals.session === null) error(401, 'session-over')
	needScope(event, 'people:admin')
	const { data, response } = await event.locals.api.GET('/api/v1/admin/overview')
	if (data === undefined) error(response.status >= 400 ? response.status : 500, 'overview')
	return json(data)
}
