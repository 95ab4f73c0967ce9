import { checkText, editing, publishText } from '#lib/server/agenda-forms.ts'
import { giveUp } from '#lib/server/failure.ts'
import { formKey } from '#lib/server/once.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const session = editing(event)
	const key = formKey()
	if (session === null) return { administrator: false, templates: [], chosen: null, key }
	const { data, error, response } = await event.locals.api.GET('/api/v1/agenda-templates')
	if (data === undefined) return giveUp(response, error)
	const asked = event.url.searchParams.get('vzor')
	return {
		administrator: session.scopes.includes('people:admin'),
		// Titles for the list; the file of the one that was chosen.
		templates: data.templates.map(({ name, text }) => ({ name, title: titleOf(text) })),
		chosen: data.templates.find(({ name }) => name === asked) ?? null,
		key,
	}
}

/** The Czech title of one of our own files. */
function titleOf(text: string): string {
	return /^title = \{ cs = "([^"]+)"/m.exec(text)?.[1] ?? ''
}

export const actions: Actions = {
	zkontrolovat: (event) => checkText(event, null),
	zverejnit: (event) => publishText(event, null),
}
