import { fail } from '@sveltejs/kit'
import { accountOf, refusal } from '#lib/server/accounts.ts'
import { act, administrator, hindrance } from '#lib/server/administrator.ts'
import { choiceIn } from '#lib/server/form.ts'
import { slipFor } from '#lib/server/invitation.ts'
import { formKey } from '#lib/server/once.ts'
import { cs } from '#lib/words/cs/people.ts'
import { en } from '#lib/words/en/people.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const session = administrator(event, { proven: true })
	const account = session === null ? null : await accountOf(event.locals.api, event.params.id)
	return { name: account?.name ?? null, key: formKey() }
}

export const actions: Actions = {
	default: async (event) => {
		const { locals, request, params } = event
		const form = await request.formData()
		const lost = choiceIn(form, 'ztrata', ['no', 'yes'])
		const hindered = hindrance(event)
		if (hindered !== null) return fail(409, { lost, hindered })
		const wrong = { cs, en }[locals.locale].lostNeeded
		if (lost === null) return fail(400, { lost, problems: [{ field: 'ztrata', message: wrong }] })
		const done = await act(event, form, () =>
			locals.api.POST('/api/v1/accounts/{account}/invitation', {
				params: { path: { account: params.id } },
				body: { revoke: lost === 'yes' },
			}),
		)
		if ('hindered' in done) return fail(409, { lost, hindered: done.hindered })
		if ('error' in done) return fail(400, { lost, problems: refusal(done.error, locals.locale, 'content') })
		return { slip: slipFor(event, done.data, done.entries) }
	},
}
