import { fail, redirect } from '@sveltejs/kit'
import { inLocale } from '#lib/locale/locale.ts'
import { answerIn } from '#lib/server/ceremony.ts'
import { codeOf, problemAt } from '#lib/server/failure.ts'
import { isOneLine, textIn } from '#lib/server/form.ts'
import { rememberSession } from '#lib/server/session.ts'
import { cs } from '#lib/words/cs/account.ts'
import { en } from '#lib/words/en/account.ts'
import type { Actions } from './$types'

const NAME_MAX = 128
const LABEL_MAX = 64

export const actions: Actions = {
	/** The code is shown to the service; whose it is comes back, with what the browser is to make. */
	kod: async ({ request, locals }) => {
		const say = { cs, en }[locals.locale]
		const form = await request.formData()
		const [code, name] = [textIn(form, 'kod').slice(0, 64), textIn(form, 'jmeno')]
		const values = { code, name }
		const wrong = (field: string, message: string) => fail(400, { values, problems: [{ field, message }] })
		if (code === '') return wrong('kod', say.codeNeeded)
		if (name.length > NAME_MAX || !isOneLine(name)) return wrong('jmeno', say.nameWrong)
		const { data, error } = await locals.api.POST('/api/v1/registrations/options', {
			body: { code, ...(name === '' ? {} : { name }) },
		})
		if (data !== undefined) return { asked: data }
		if (codeOf(error) === 'name-needed') return wrong('jmeno', say.nameNeeded)
		return fail(400, { values, problems: problemAt('kod', locals.locale, error) })
	},
	klic: async ({ request, locals, cookies, url }) => {
		const say = { cs, en }[locals.locale]
		const form = await request.formData()
		const answer = answerIn(form)
		const label = textIn(form, 'nazev')
		const wrong = (message: string) => fail(400, { problems: [{ field: 'kod', message }] })
		if (answer === null) return wrong(say.wantsScripts)
		if (label.length > LABEL_MAX || !isOneLine(label)) return wrong(say.keyNameWrong)
		const { data, error } = await locals.api.POST('/api/v1/registrations', {
			body: { ...answer, ...(label === '' ? {} : { label }) },
		})
		if (data === undefined) return fail(400, { problems: problemAt('kod', locals.locale, error) })
		rememberSession(cookies, url, data.token)
		redirect(303, inLocale(locals.locale, '/urad'))
	},
}
