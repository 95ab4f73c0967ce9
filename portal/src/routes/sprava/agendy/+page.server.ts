import { entriesIn } from '#lib/server/administrator.ts'
import { editing } from '#lib/server/agenda-forms.ts'
import { giveUp } from '#lib/server/failure.ts'
import { byTitle } from '#lib/server/services.ts'
import type { PageServerLoad } from './$types'

const DONE = ['zverejneno', 'stazeno', 'beze_zmeny'] as const

export const load: PageServerLoad = async (event) => {
	const session = editing(event)
	const { api, locale } = event.locals
	const query = { withdrawn: 'true' as const }
	const { data, error, response } = await api.GET('/api/v1/agendas', { params: { query } })
	if (data === undefined) return giveUp(response, error)
	const done = event.url.searchParams.get('hotovo')
	const named = event.url.searchParams.get('agenda')
	return {
		agendas: byTitle(data.agendas, locale),
		administrator: session?.scopes.includes('people:admin') === true,
		done: DONE.find((one) => one === done) ?? null,
		guide: data.agendas.find(({ code, active }) => active && code === named)?.code ?? null,
		entries: entriesIn(event.url),
	}
}
