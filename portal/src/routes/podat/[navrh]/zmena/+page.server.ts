import { redirect } from '@sveltejs/kit'
import { giveUp } from '#lib/server/failure.ts'
import { filingAddress, readDraft } from '#lib/server/filing.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const { key, agenda, filed } = await readDraft(event)
	if (filed !== null || agenda === null || agenda.inForce === agenda.entry) {
		redirect(303, filingAddress(event.locals.locale, key, 'souhrn'))
	}
	return { offered: agenda.inForce !== null }
}

export const actions: Actions = {
	default: async (event) => {
		const { locals, params } = event
		const { agenda } = await readDraft(event)
		if (agenda?.inForce == null) redirect(303, filingAddress(locals.locale, params.navrh, 'zmena'))
		const { response, error } = await locals.api.PUT('/api/v1/filing-drafts/{draft}/answers', {
			params: { path: { draft: params.navrh } },
			body: { agenda: agenda.inForce },
		})
		if (!response.ok && response.status !== 409) return giveUp(response, error)
		redirect(303, filingAddress(locals.locale, params.navrh, 'souhrn'))
	},
}
