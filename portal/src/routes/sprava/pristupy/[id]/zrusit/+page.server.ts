import { fail, redirect } from '@sveltejs/kit'
import { inLocale } from '#lib/locale/locale.ts'
import { act, administrator, doneAddress, hindrance } from '#lib/server/administrator.ts'
import { formKey } from '#lib/server/once.ts'
import { tokenOf, tokenRefusal } from '#lib/server/tokens.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const session = administrator(event, { proven: true })
	return { token: session === null ? null : await tokenOf(event.locals.api, event.params.id), key: formKey() }
}

export const actions: Actions = {
	default: async (event) => {
		const { locals, request, params } = event
		const form = await request.formData()
		const hindered = hindrance(event)
		if (hindered !== null) return fail(409, { hindered })
		const done = await act(event, form, () =>
			locals.api.DELETE('/api/v1/tokens/{id}', { params: { path: { id: params.id } } }),
		)
		if ('hindered' in done) return fail(409, { hindered: done.hindered })
		if ('error' in done) {
			const problems = tokenRefusal(done.error, locals.locale).map(({ message }) => ({
				field: 'content',
				message,
			}))
			return fail(400, { problems })
		}
		redirect(303, doneAddress(inLocale(locals.locale, '/sprava/pristupy'), 'zruseno', done.entries))
	},
}
