import { error } from '@sveltejs/kit'
import { checkText, editing, publishText, versionsOf, withdraw } from '#lib/server/agenda-forms.ts'
import { giveUp } from '#lib/server/failure.ts'
import { formKey } from '#lib/server/once.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const session = editing(event)
	const key = formKey()
	const { api } = event.locals
	const nothing = { administrator: false, foreign: false, title: null, versions: [], text: '', key }
	if (session === null) return nothing
	const versions = await versionsOf(event, event.params.kod)
	const [newest] = versions
	if (newest?.text === undefined) error(404, 'agenda-not-found')
	const query = { withdrawn: 'true' as const }
	const { data, error: problem, response } = await api.GET('/api/v1/agendas', { params: { query } })
	if (data === undefined) return giveUp(response, problem)
	const agenda = data.agendas.find(({ code }) => code === event.params.kod)
	return {
		administrator: session.scopes.includes('people:admin'),
		foreign: session.department !== null && agenda?.department.code !== session.department,
		title: agenda?.title ?? null,
		versions: versions.map(({ text: _, ...version }) => version),
		text: newest.text,
		key,
	}
}

export const actions: Actions = {
	zkontrolovat: (event) => checkText(event, event.params.kod),
	zverejnit: (event) => publishText(event, event.params.kod),
	stahnout: (event) => withdraw(event, event.params.kod),
}
