import { fail, redirect } from '@sveltejs/kit'
import { answerIn } from '#lib/server/ceremony.ts'
import { problemAt } from '#lib/server/failure.ts'
import { backAddress, needSession } from '#lib/server/guard.ts'
import { cs } from '#lib/words/cs/account.ts'
import { en } from '#lib/words/en/account.ts'
import type { Actions, PageServerLoad } from './$types'

const HOME = '/ucet'

export const load: PageServerLoad = (event) => {
	needSession(event)
	return { back: backAddress(event.url.searchParams.get('zpet'), event, HOME) }
}

export const actions: Actions = {
	default: async (event) => {
		needSession(event)
		const { request, locals } = event
		const form = await request.formData()
		const answer = answerIn(form)
		if (answer === null) {
			const message = { cs, en }[locals.locale].wantsScripts
			return fail(400, { problems: [{ field: 'content', message }] })
		}
		const { error } = await locals.api.POST('/api/v1/sessions/current/confirmation', { body: answer })
		if (error !== undefined) return fail(400, { problems: problemAt('content', locals.locale, error) })
		redirect(303, backAddress(form.get('zpet'), event, HOME))
	},
}
