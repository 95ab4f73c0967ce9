import { fail, redirect } from '@sveltejs/kit'
import { inLocale } from '#lib/locale/locale.ts'
import { accountMark, accountOf, refusal } from '#lib/server/accounts.ts'
import { act, administrator, doneAddress, hindrance } from '#lib/server/administrator.ts'
import { textIn } from '#lib/server/form.ts'
import { formKey } from '#lib/server/once.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const session = administrator(event, { proven: true })
	const account = session === null ? null : await accountOf(event.locals.api, event.params.id)
	return { account, mark: account === null ? '' : accountMark(account), key: formKey() }
}

async function change(event: Parameters<Actions[string]>[0], active: boolean) {
	const { locals, request, params } = event
	const form = await request.formData()
	const hindered = hindrance(event)
	if (hindered !== null) return fail(409, { hindered })
	const done = await act(event, form, async () => {
		if (accountMark(await accountOf(locals.api, params.id)) !== textIn(form, 'stav')) return 'changed'
		const path = { account: params.id }
		return locals.api.PATCH('/api/v1/accounts/{account}', { params: { path }, body: { active } })
	})
	if ('hindered' in done) return fail(409, { hindered: done.hindered })
	if ('error' in done) return fail(400, { problems: refusal(done.error, locals.locale, 'content') })
	const page = inLocale(locals.locale, `/sprava/lide/${params.id}`)
	redirect(303, doneAddress(page, active ? 'aktivovano' : 'deaktivovano', done.entries))
}

export const actions: Actions = {
	deaktivovat: (event) => change(event, false),
	aktivovat: (event) => change(event, true),
}
