import { administrator } from '#lib/server/administrator.ts'
import { giveUp } from '#lib/server/failure.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	administrator(event)
	const { data, error, response } = await event.locals.api.GET('/api/v1/admin/overview')
	return data === undefined ? giveUp(response, error) : { overview: data }
}
