import { giveUp } from '#lib/server/failure.ts'
import { byTitle, found } from '#lib/server/services.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	const { api, locale, session } = locals
	const { data, error, response } = await api.GET('/api/v1/agendas')
	if (data === undefined) return giveUp(response, error)
	const asked = (url.searchParams.get('q') ?? '').trim()
	const all = byTitle(data.agendas, locale)
	return {
		asked,
		any: all.length > 0,
		services: asked === '' ? all : found(all, asked),
		mayPublish: session?.scopes.includes('agendas:write') === true,
	}
}
