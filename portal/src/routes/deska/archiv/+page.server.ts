import { giveUp } from '#lib/server/failure.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	const cursor = url.searchParams.get('od')
	const { data, error, response } = await locals.api.GET('/api/v1/board/archive', {
		params: { query: { limit: 50, ...(cursor === null ? {} : { cursor: cursor.slice(0, 64) }) } },
	})
	if (data === undefined) giveUp(response, error)
	return { first: cursor === null, ...data }
}
