import { fail, redirect } from '@sveltejs/kit'
import type { Answers } from '#lib/filing/agenda.ts'
import { codeOf, problemAt } from '#lib/server/failure.ts'
import { filingAddress, keeping, readFiling } from '#lib/server/filing.ts'
import { textIn } from '#lib/server/form.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const filing = await readFiling(event)
	const { draft, agenda, steps, entry } = filing
	const shown = new Set(draft.shown.fields)
	return {
		...keeping(event, draft),
		...{ title: agenda.title, entry, answers: draft.answers as Answers, at: steps.length, of: steps.length },
		pages: agenda.pages.flatMap(({ title, fields }, i) => {
			const asked = fields.filter(({ id }) => shown.has(id))
			return asked.length === 0 ? [] : [{ step: i + 1, title, fields: asked }]
		}),
		attachments: agenda.attachments.filter(({ id }) => draft.shown.attachments.includes(id)),
		...{ files: draft.files, missing: draft.problems },
	}
}

export const actions: Actions = {
	default: async (event) => {
		const { locals, params, request } = event
		const agenda = textIn(await request.formData(), 'formular')
		const { data, error } = await locals.api.POST('/api/v1/filing-drafts/{draft}/filing', {
			params: { path: { draft: params.navrh } },
			body: agenda === '' ? {} : { agenda },
		})
		if (data !== undefined) redirect(303, filingAddress(locals.locale, params.navrh, 'hotovo'))
		const code = codeOf(error)
		if (code === 'filing-form-changed') redirect(303, filingAddress(locals.locale, params.navrh, 'zmena'))
		if (code === 'draft-not-found') redirect(303, filingAddress(locals.locale, params.navrh, 'hotovo'))
		return fail(409, {
			problems: code === 'filing-incomplete' ? [] : problemAt('odeslat', locals.locale, error),
		})
	},
}
