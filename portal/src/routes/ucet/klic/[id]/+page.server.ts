import { fail, error as fail404, redirect } from '@sveltejs/kit'
import { inLocale } from '#lib/locale/locale.ts'
import { giveUp, problemAt } from '#lib/server/failure.ts'
import { isOneLine, textIn } from '#lib/server/form.ts'
import { needFresh, needSession } from '#lib/server/guard.ts'
import { cs } from '#lib/words/cs/account.ts'
import { en } from '#lib/words/en/account.ts'
import type { Actions, PageServerLoad } from './$types'

const LABEL_MAX = 64

export const load: PageServerLoad = async (event) => {
	needSession(event)
	const { data, error, response } = await event.locals.api.GET('/api/v1/passkeys')
	if (data === undefined) return giveUp(response, error)
	const key = data.passkeys.find(({ id }) => id === event.params.id)
	if (key === undefined) fail404(404, 'passkey-not-found')
	return { key, only: data.passkeys.length === 1 }
}

export const actions: Actions = {
	nazev: async (event) => {
		needSession(event)
		const { request, locals, params } = event
		const label = textIn(await request.formData(), 'nazev')
		if (label === '' || label.length > LABEL_MAX || !isOneLine(label)) {
			const message = { cs, en }[locals.locale].keyNameWrong
			return fail(400, { label, problems: [{ field: 'nazev', message }] })
		}
		const { error } = await locals.api.PATCH('/api/v1/passkeys/{passkey}', {
			params: { path: { passkey: params.id } },
			body: { label },
		})
		if (error !== undefined) return fail(400, { label, problems: problemAt('nazev', locals.locale, error) })
		redirect(303, inLocale(locals.locale, '/ucet?hotovo=nazev'))
	},
	zrusit: async (event) => {
		needFresh(event)
		const { locals, params } = event
		const path = { params: { path: { passkey: params.id } } }
		const { error } = await locals.api.DELETE('/api/v1/passkeys/{passkey}', path)
		if (error !== undefined)
			return fail(400, { label: null, problems: problemAt('content', locals.locale, error) })
		redirect(303, inLocale(locals.locale, '/ucet?hotovo=zrusen'))
	},
}
