import { fail, redirect } from '@sveltejs/kit'
import { inLocale } from '#lib/locale/locale.ts'
import { answerIn } from '#lib/server/ceremony.ts'
import { problemAt } from '#lib/server/failure.ts'
import { isOneLine, textIn } from '#lib/server/form.ts'
import { needFresh } from '#lib/server/guard.ts'
import { cs } from '#lib/words/cs/account.ts'
import { en } from '#lib/words/en/account.ts'
import type { Actions, PageServerLoad } from './$types'

const LABEL_MAX = 64

export const load: PageServerLoad = (event) => {
	needFresh(event)
}

export const actions: Actions = {
	default: async (event) => {
		needFresh(event)
		const { request, locals } = event
		const say = { cs, en }[locals.locale]
		const form = await request.formData()
		const [answer, label] = [answerIn(form), textIn(form, 'nazev')]
		const wrong = (message: string) => fail(400, { label, problems: [{ field: 'nazev', message }] })
		if (label === '' || label.length > LABEL_MAX || !isOneLine(label)) return wrong(say.keyNameWrong)
		if (answer === null) return wrong(say.wantsScripts)
		const { error } = await locals.api.POST('/api/v1/passkeys', { body: { ...answer, label } })
		if (error !== undefined) return fail(400, { label, problems: problemAt('nazev', locals.locale, error) })
		redirect(303, inLocale(locals.locale, '/ucet?hotovo=pridan'))
	},
}
