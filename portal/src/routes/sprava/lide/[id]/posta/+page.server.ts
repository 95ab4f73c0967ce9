import { fail, redirect } from '@sveltejs/kit'
import { inLocale } from '#lib/locale/locale.ts'
import { accountOf, mailMark, mailOf, refusal } from '#lib/server/accounts.ts'
import { act, administrator, doneAddress, hindrance } from '#lib/server/administrator.ts'
import { choiceIn, mailIn, textIn } from '#lib/server/form.ts'
import { formKey } from '#lib/server/once.ts'
import { cs } from '#lib/words/cs/account.ts'
import { en } from '#lib/words/en/account.ts'
import type { Actions, PageServerLoad } from './$types'

const LANGUAGES = ['cs', 'en'] as const

export const load: PageServerLoad = async (event) => {
	const session = administrator(event, { proven: true })
	const key = formKey()
	if (session === null) return { account: null, mail: null, mark: '', key }
	const { api } = event.locals
	const [account, mail] = await Promise.all([accountOf(api, event.params.id), mailOf(api, event.params.id)])
	return { account, mail, mark: mailMark(mail), key }
}

export const actions: Actions = {
	default: async (event) => {
		const { locals, request, params } = event
		const form = await request.formData()
		const language = choiceIn(form, 'jazyk', LANGUAGES) ?? 'cs'
		const sent = { ...mailIn(form), language }
		const mark = textIn(form, 'stav')
		const hindered = hindrance(event)
		if (hindered !== null) return fail(409, { sent, mark, hindered })
		const done = await act(event, form, async () => {
			if (mailMark(await mailOf(locals.api, params.id)) !== mark) return 'changed'
			return locals.api.PUT('/api/v1/accounts/{account}/mail', {
				params: { path: { account: params.id } },
				body: { ...sent, email: sent.email === '' ? null : sent.email },
			})
		})
		// What somebody else changed meanwhile is shown as it is now.
		if ('hindered' in done)
			return fail(409, { hindered: done.hindered, ...(done.hindered === 'stale' ? { sent, mark } : {}) })
		if ('error' in done) {
			const { mailWrong } = { cs, en }[locals.locale]
			const [refused] = refusal(done.error, locals.locale, 'email')
			const isAddress = (done.error as { code?: unknown }).code === 'bad-request'
			const message = isAddress ? mailWrong : (refused?.message ?? '')
			return fail(400, { sent, mark, problems: [{ field: 'email', message }] })
		}
		redirect(303, doneAddress(inLocale(locals.locale, `/sprava/lide/${params.id}`), 'posta', done.entries))
	},
}
