import { fail } from '@sveltejs/kit'
import { problemAt } from '#lib/server/failure.ts'
import type { Actions } from './$types'

/** Only a form does it: programs that look at links in mail must not. */
export const actions: Actions = {
	default: async ({ locals, params }) => {
		const { error, response } = await locals.api.POST('/api/v1/board/subscriptions/confirm', {
			body: { token: params.token },
		})
		if (response.ok) return { done: true, problems: undefined }
		return fail(400, { done: false, problems: problemAt('potvrdit', locals.locale, error) })
	},
}
