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

/** Documents that are offered. */
const OFFERED = 10
const TEXT_MAX = 200
/** Longer than any identifier. */
const ID_MAX = 100

export const load: PageServerLoad = async (event) => {
	const { locals, params, request, url } = event
	const text = (url.searchParams.get('text') ?? '').normalize('NFC').trim().slice(0, TEXT_MAX)
	if (locals.session === null && request.method === 'POST')
		return { id: params.id, case: '', text, documents: [], purpose: '' }
	const { department } = needScope(event, 'cases:write')
	const purpose = reasonFor(event, `spis/${params.id}`)
	const found = await namedCase(locals.api, params.id, purpose)
	if (found?.open === false && request.method === 'GET')
		redirect(303, inLocale(locals.locale, `/urad/spisy/${params.id}`))
	const whose = department === null ? { mine: 'true' as const } : { department }
	const { data } = await locals.api.GET('/api/v1/register', {
		params: { query: { ...whose, limit: OFFERED, ...(text === '' ? {} : { text }) } },
	})
	const documents = (data?.documents ?? []).map(({ id, title, number }) => ({
		id,
		name: [number, title].filter(Boolean).join(' – '),
	}))
	return { id: params.id, case: found?.name ?? '', text, documents, purpose: purpose ?? '' }
}

export const actions: Actions = {
	default: async (event) => {
		const { locals, params, request } = event
		const say = { cs, en }[locals.locale]
		const form = await request.formData()
		const [chosen, typed, purpose] = [
			textIn(form, 'dokument'),
			textIn(form, 'oznaceni'),
			textIn(form, 'duvod'),
		]
		const values = { chosen, typed, purpose }
		const again = (status: number, ended: boolean, problems?: { field: string; message: string }[]) =>
			fail(status, { ended, values, problems })
		if (locals.session === null) return again(401, true)
		needScope(event, 'cases:write')
		const document = typed.replaceAll(/\s/g, '') || chosen
		if (document === '') return again(400, false, [{ field: 'dokument', message: say.putNeeded }])
		if (document.length > ID_MAX || !isOneLine(purpose))
			return again(400, false, [{ field: 'oznaceni', message: say.putNeeded }])
		const { error } = await locals.api.PUT('/api/v1/cases/{case}/documents/{id}', {
			params: {
				path: { case: params.id, id: document },
				header: purposeHeader(purpose === '' ? null : purpose),
			},
		})
		if (error !== undefined) {
			const field = reasonOr(error, typed === '' ? 'dokument' : 'oznaceni')
			return again(400, false, problemAt(field, locals.locale, error))
		}
		if (purpose !== '') keepReason(event, `spis/${params.id}`, purpose)
		redirect(303, inLocale(locals.locale, `/urad/spisy/${params.id}?hotovo=vlozeno`))
	},
}
