import { CATEGORIES } from '#lib/board/categories.ts'
import { giveUp } from '#lib/server/failure.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	const q = (url.searchParams.get('q') ?? '').slice(0, 200)
	const category = CATEGORIES.find((one) => one === url.searchParams.get('druh'))
	const cursor = url.searchParams.get('od')
	const { data, error, response } = await locals.api.GET('/api/v1/board', {
		params: {
			query: {
				limit: 30,
				...(q === '' ? {} : { q }),
				...(category === undefined ? {} : { category }),
				...(cursor === null ? {} : { cursor: cursor.slice(0, 64) }),
			},
		},
	})
	if (data === undefined) giveUp(response, error)
	return { q, category: category ?? '', first: cursor === null, ...data }
}
