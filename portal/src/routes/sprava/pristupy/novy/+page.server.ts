import { fail } from '@sveltejs/kit'
import { act, administrator, hindrance } from '#lib/server/administrator.ts'
import { formKey } from '#lib/server/once.ts'
import { expiryAfter, tokenIn, tokenRefusal } from '#lib/server/tokens.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
	administrator(event, { proven: true })
	return { key: formKey() }
}

export const actions: Actions = {
	default: async (event) => {
		const { locals, request } = event
		const form = await request.formData()
		const { sent, problems } = tokenIn(form, locals.locale)
		const hindered = hindrance(event)
		if (hindered !== null) return fail(409, { sent, hindered })
		if (problems.length > 0) return fail(400, { sent, problems })
		const done = await act(event, form, () =>
			locals.api.POST('/api/v1/tokens', {
				body: { principal: sent.name, scopes: [...sent.scopes], expires: expiryAfter(sent, Date.now()) },
			}),
		)
		if ('hindered' in done) return fail(409, { sent, hindered: done.hindered })
		if ('error' in done) return fail(400, { sent, problems: tokenRefusal(done.error, locals.locale) })
		return { made: { ...done.data, entries: done.entries } }
	},
}
