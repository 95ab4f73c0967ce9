import { fail, redirect } from '@sveltejs/kit'
import { inLocale } from '#lib/locale/locale.ts'
import { problemAt, reasonOr } from '#lib/server/failure.ts'
import { isOneLine, textIn } from '#lib/server/form.ts'
import { needScope } from '#lib/server/guard.ts'
import { namedCase } from '#lib/server/open-cases.ts'
import { purposeHeader } from '#lib/server/purpose.ts'
import { keepReason, reasonFor } from '#lib/server/reasons.ts'
import { cs } from '#lib/words/cs/cases.ts'
import { en } from '#lib/words/en/cases.ts'
import type { Actions, PageServerLoad } from './$types'

const SETTLED_MAX = 300

export const load: PageServerLoad = async (event) => {
	const { locals, params, request } = event
	if (locals.session === null && request.method === 'POST') return { id: params.id, name: '', purpose: '' }
	needScope(event, 'cases:write')
	const purpose = reasonFor(event, `spis/${params.id}`)
	const found = await namedCase(locals.api, params.id, purpose)
	if (found?.open === false && request.method === 'GET')
		redirect(303, inLocale(locals.locale, `/urad/spisy/${params.id}`))
	return { id: params.id, name: found?.name ?? '', purpose: purpose ?? '' }
}

export const actions: Actions = {
	default: async (event) => {
		const { locals, params, request } = event
		const say = { cs, en }[locals.locale]
		const form = await request.formData()
		const [settled, purpose] = [textIn(form, 'vyrizeni'), textIn(form, 'duvod')]
		const again = (status: number, ended: boolean, problems?: { field: string; message: string }[]) =>
			fail(status, { ended, values: { settled, purpose }, problems })
		if (locals.session === null) return again(401, true)
		needScope(event, 'cases:write')
		if (settled === '') return again(400, false, [{ field: 'vyrizeni', message: say.settledNeeded }])
		if (settled.length > SETTLED_MAX || !isOneLine(settled) || !isOneLine(purpose))
			return again(400, false, [{ field: 'vyrizeni', message: say.settledLong }])
		const { error } = await locals.api.POST('/api/v1/cases/{case}/closure', {
			params: { path: { case: params.id }, header: purposeHeader(purpose === '' ? null : purpose) },
			body: { settled },
		})
		if (error !== undefined) {
			return again(400, false, problemAt(reasonOr(error, 'vyrizeni'), locals.locale, error))
		}
		if (purpose !== '') keepReason(event, `spis/${params.id}`, purpose)
		redirect(303, inLocale(locals.locale, `/urad/spisy/${params.id}?hotovo=uzavren`))
	},
}
