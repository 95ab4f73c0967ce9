import { redirect } from '@sveltejs/kit'
import { giveUp } from '#lib/server/failure.ts'
import { filingAddress, readDraft } from '#lib/server/filing.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const { locals, setHeaders } = event
	const draft = await readDraft(event)
	if (draft.filed === null) redirect(303, filingAddress(locals.locale, draft.key, 'souhrn'))
	const { number, pin } = draft.filed
	const { data, error, response } = await locals.api.POST('/api/v1/filing-status', { body: { number, pin } })
	if (data === undefined) return giveUp(response, error)
	setHeaders({ 'Cache-Control': 'no-store' })
	const { agenda, confirmBy } = data
	return {
		...{ key: draft.key, number, pin, title: agenda.title, reply: draft.kind === 'reply' },
		received: Date.parse(draft.filed.received),
		confirmBy: confirmBy === null ? null : Date.parse(`${confirmBy}T12:00:00Z`),
	}
}
