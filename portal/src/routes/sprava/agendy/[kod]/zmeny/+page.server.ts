import { error } from '@sveltejs/kit'
import { diffLines } from '#lib/agendas/diff.ts'
import { editing, versionsOf } from '#lib/server/agenda-forms.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const session = editing(event)
	const versions = await versionsOf(event, event.params.kod)
	const named = (name: string) => versions.find(({ entry }) => entry === event.url.searchParams.get(name))
	const [from, to] = [named('od'), named('do')]
	if (from?.text === undefined || to?.text === undefined) error(404, 'agenda-not-found')
	return {
		administrator: session?.scopes.includes('people:admin') === true,
		from: Date.parse(from.published),
		to: Date.parse(to.published),
		lines: diffLines(from.text, to.text),
	}
}
