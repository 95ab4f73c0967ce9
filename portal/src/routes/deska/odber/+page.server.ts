import { fail } from '@sveltejs/kit'
import { codeOf, problemAt } from '#lib/server/failure.ts'
import { textIn } from '#lib/server/form.ts'
import { cs } from '#lib/words/cs/board.ts'
import { en } from '#lib/words/en/board.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
	const { data } = await locals.api.GET('/api/v1/board', { params: { query: { limit: 1 } } })
	return { byMail: data?.byMail === true }
}

export const actions: Actions = {
	default: async ({ locals, request }) => {
		const email = textIn(await request.formData(), 'adresa')
		const { error, response } = await locals.api.POST('/api/v1/board/subscriptions', {
			body: { email, language: locals.locale },
		})
		if (response.ok) return { sent: true, email: '', problems: undefined }
		const say = { cs, en }[locals.locale].mail
		const problems =
			codeOf(error) === 'bad-request'
				? [{ field: 'adresa', message: say.wrong }]
				: problemAt('adresa', locals.locale, error)
		return fail(400, { sent: false, email, problems })
	},
}
