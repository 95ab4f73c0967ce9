import { error, fail, redirect } from '@sveltejs/kit'
import { giveUp, problemAt } from '#lib/server/failure.ts'
import { filingAddress } from '#lib/server/filing.ts'
import { textIn } from '#lib/server/form.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	const code = url.searchParams.get('sluzba') ?? ''
	const gone = url.searchParams.get('neni') === '1'
	const discarded = url.searchParams.get('zahozeno') === '1'
	if (code === '') return { service: null, gone, discarded }
	const params = { path: { code } }
	const { data, error: problem, response } = await locals.api.GET('/api/v1/agendas/{code}', { params })
	if (response.status === 400 || response.status === 404) error(404, 'agenda-not-found')
	if (data === undefined) return giveUp(response, problem)
	const { title, attachments } = data.agenda
	return { service: { code, title, attachments, department: data.department.name }, gone, discarded }
}

export const actions: Actions = {
	default: async ({ locals, request }) => {
		const code = textIn(await request.formData(), 'sluzba')
		const { data, error: problem } = await locals.api.POST('/api/v1/filing-drafts', {
			body: { agenda: code },
		})
		if (data === undefined) return fail(409, { problems: problemAt('zacit', locals.locale, problem) })
		redirect(303, filingAddress(locals.locale, data.key, '1'))
	},
}
