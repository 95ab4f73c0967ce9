import { fail } from '@sveltejs/kit'
import { accountIn, departmentsFor, refusal } from '#lib/server/accounts.ts'
import { act, administrator, hindrance } from '#lib/server/administrator.ts'
import { choiceIn, textIn } from '#lib/server/form.ts'
import { slipFor } from '#lib/server/invitation.ts'
import { formKey } from '#lib/server/once.ts'
import type { Actions, PageServerLoad } from './$types'

const HOURS = ['24', '72', '336'] as const

export const load: PageServerLoad = async (event) => {
	administrator(event, { proven: true })
	return { departments: await departmentsFor(event.locals.api, null), key: formKey() }
}

export const actions: Actions = {
	default: async (event) => {
		const { locals, request } = event
		const form = await request.formData()
		const { values, problems } = accountIn(form, locals.locale)
		const hours = choiceIn(form, 'platnost', HOURS) ?? '72'
		const sent = { ...values, hours }
		const hindered = hindrance(event)
		if (hindered !== null) return fail(409, { sent, hindered })
		if (problems.length > 0 || values.role === null) return fail(400, { sent, problems })
		const { name, role } = values
		const department = textIn(form, 'odbor') || null
		const done = await act(event, form, () =>
			locals.api.POST('/api/v1/accounts', { body: { name, role, department, hours: Number(hours) } }),
		)
		if ('hindered' in done) return fail(409, { sent, hindered: done.hindered })
		if ('error' in done) return fail(400, { sent, problems: refusal(done.error, locals.locale, 'jmeno') })
		return { slip: slipFor(event, done.data, done.entries) }
	},
}
