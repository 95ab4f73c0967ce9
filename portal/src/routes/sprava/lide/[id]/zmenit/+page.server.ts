import { fail, redirect } from '@sveltejs/kit'
import { inLocale } from '#lib/locale/locale.ts'
import { accountIn, accountMark, accountOf, departmentsFor, refusal } from '#lib/server/accounts.ts'
import { act, administrator, doneAddress, hindrance } from '#lib/server/administrator.ts'
import { textIn } from '#lib/server/form.ts'
import { formKey } from '#lib/server/once.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const session = administrator(event, { proven: true })
	const { api } = event.locals
	const key = formKey()
	if (session === null) return { account: null, mark: '', departments: [], key }
	const account = await accountOf(api, event.params.id)
	return {
		account,
		mark: accountMark(account),
		departments: await departmentsFor(api, account.department),
		key,
	}
}

export const actions: Actions = {
	default: async (event) => {
		const { locals, request, params } = event
		const form = await request.formData()
		const { values: sent, problems } = accountIn(form, locals.locale)
		const mark = textIn(form, 'stav')
		const hindered = hindrance(event)
		if (hindered !== null) return fail(409, { sent, mark, hindered })
		const { name, role } = sent
		if (problems.length > 0 || role === null) return fail(400, { sent, mark, problems })
		const department = sent.department || null
		const done = await act(event, form, async () => {
			if (accountMark(await accountOf(locals.api, params.id)) !== mark) return 'changed'
			return locals.api.PATCH('/api/v1/accounts/{account}', {
				params: { path: { account: params.id } },
				body: { name, role, department },
			})
		})
		// What somebody else changed meanwhile is shown as it is now.
		if ('hindered' in done)
			return fail(409, { hindered: done.hindered, ...(done.hindered === 'stale' ? { sent, mark } : {}) })
		if ('error' in done)
			return fail(400, { sent, mark, problems: refusal(done.error, locals.locale, 'jmeno') })
		redirect(303, doneAddress(inLocale(locals.locale, `/sprava/lide/${params.id}`), 'zmeneno', done.entries))
	},
}
