import { redirect } from '@sveltejs/kit'
import { giveUp } from '#lib/server/failure.ts'
import { filingAddress, keeping, readDraft, readFiling } from '#lib/server/filing.ts'
import { textIn } from '#lib/server/form.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const draft = await readDraft(event)
	if (draft.kind === 'reply') redirect(303, filingAddress(event.locals.locale, draft.key, 'odpoved'))
	const filing = await readFiling(event)
	const { agenda, steps } = filing
	const attachments = filing.draft.shown.attachments.flatMap((id) => {
		const found = agenda.attachments.find((one) => one.id === id)
		return found === undefined
			? []
			: [{ ...found, files: filing.draft.files.filter(({ attachment }) => attachment === id) }]
	})
	return {
		...keeping(event, filing.draft),
		...{ title: agenda.title, attachments, at: steps.indexOf('prilohy') + 1, of: steps.length },
	}
}

export const actions: Actions = {
	odebrat: async (event) => {
		const { locals, params, request } = event
		const form = await request.formData()
		const path = { draft: params.navrh, file: textIn(form, 'soubor') }
		const { response, error } = await locals.api.DELETE('/api/v1/filing-drafts/{draft}/files/{file}', {
			params: { path },
		})
		if (!response.ok) return giveUp(response, error)
		redirect(
			303,
			filingAddress(locals.locale, params.navrh, textIn(form, 'zpet') === 'odpoved' ? 'odpoved' : 'prilohy'),
		)
	},
}
