import { giveUp } from '#lib/server/failure.ts'
import { needScope } from '#lib/server/guard.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const { locals, url } = event
	const { scopes } = needScope(event, 'cases:read')
	const cursor = url.searchParams.get('od')
	const [{ data, error, response }, due] = await Promise.all([
		locals.api.GET('/api/v1/board', {
			params: {
				query: { limit: 50, planned: 'true', ...(cursor === null ? {} : { cursor: cursor.slice(0, 64) }) },
			},
		}),
		locals.api.GET('/api/v1/board/unrecorded'),
	])
	if (data === undefined) giveUp(response, error)
	return {
		first: cursor === null,
		mayWrite: scopes.includes('cases:write'),
		taken: url.searchParams.get('hotovo') === 'sejmuto',
		posted: url.searchParams.get('vyveseno'),
		unrecorded: due.data?.postings ?? [],
		...data,
	}
}
