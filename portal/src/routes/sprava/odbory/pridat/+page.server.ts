import { fail, redirect } from '@sveltejs/kit'
import { inLocale } from '#lib/locale/locale.ts'
import { refusal } from '#lib/server/accounts.ts'
import { act, administrator, doneAddress, hindrance } from '#lib/server/administrator.ts'
import { departmentIn } from '#lib/server/department-forms.ts'
import { formKey } from '#lib/server/once.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
	administrator(event, { proven: true })
	return { key: formKey() }
}

export const actions: Actions = {
	default: async (event) => {
		const { locals, request } = event
		const form = await request.formData()
		const { problems, ...sent } = departmentIn(form, locals.locale)
		const hindered = hindrance(event)
		if (hindered !== null) return fail(409, { sent, hindered })
		if (problems.length > 0) return fail(400, { sent, problems })
		const done = await act(event, form, () => locals.api.POST('/api/v1/departments', { body: sent }))
		if ('hindered' in done) return fail(409, { sent, hindered: done.hindered })
		if ('error' in done) return fail(400, { sent, problems: refusal(done.error, locals.locale, 'nazev') })
		redirect(303, doneAddress(inLocale(locals.locale, '/sprava/odbory'), 'pridano', done.entries))
	},
}
