import { fail, redirect } from '@sveltejs/kit'
import { inLocale } from '#lib/locale/locale.ts'
import { dayIn } from '#lib/server/day.ts'
import { codeOf, giveUp, problemAt, reasonOr } from '#lib/server/failure.ts'
import { isOneLine, textIn } from '#lib/server/form.ts'
import { needScope } from '#lib/server/guard.ts'
import { purposeHeader } from '#lib/server/purpose.ts'
import { cs } from '#lib/words/cs/board.ts'
import { en } from '#lib/words/en/board.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const { locals, params, request } = event
	// Whose session ended while they wrote gets back what they wrote.
	if (locals.session === null && request.method === 'POST') return { notice: null }
	needScope(event, 'cases:write')
	const { data, error, response } = await locals.api.GET('/api/v1/board/{posting}', {
		params: { path: { posting: params.id } },
	})
	if (data === undefined) giveUp(response, error)
	if (data.withdrawn) redirect(303, inLocale(locals.locale, `/deska/${params.id}`))
	const { id, title, until, withdraws, state } = data
	return { notice: { id, title: title ?? '', until, withdraws, state } }
}

export const actions: Actions = {
	sejmout: async (event) => {
		const { locals, params, request } = event
		const say = { cs, en }[locals.locale]
		const form = await request.formData()
		const [paper, purpose, withdraw] = [
			dayIn(form, 'budova'),
			textIn(form, 'duvod'),
			textIn(form, 'stahnout'),
		]
		const values = { paper: paper.typed, purpose, withdraw }
		const again = (status: number, ended: boolean, problems?: { field: string; message: string }[]) =>
			fail(status, { ended, values, problems })
		if (locals.session === null) return again(401, true)
		needScope(event, 'cases:write')
		if (paper.wrong) return again(400, false, [{ field: 'budova', message: say.dayWrong }])
		if (withdraw !== 'ano' && withdraw !== 'ne')
			return again(400, false, [{ field: 'stahnout', message: say.withdrawWrong }])
		if (!isOneLine(purpose)) return again(400, false)
		const { data, error } = await locals.api.POST('/api/v1/board/{posting}/take-down', {
			params: { path: { posting: params.id }, header: purposeHeader(purpose === '' ? null : purpose) },
			body: { withdraw: withdraw === 'ano', ...(paper.iso === null ? {} : { paper: paper.iso }) },
		})
		if (data === undefined) {
			const field = codeOf(error) === 'posting-days' ? 'budova' : 'stahnout'
			return again(400, false, problemAt(reasonOr(error, field), locals.locale, error))
		}
		// A step of a filing: it is taken there next.
		const { data: notice } = await locals.api.GET('/api/v1/board/{posting}', {
			params: { path: { posting: params.id } },
		})
		const filing = notice?.filing ?? null
		const next = filing === null ? '/urad/deska?hotovo=sejmuto' : `/urad/podani/${filing}/sejmuto`
		redirect(303, inLocale(locals.locale, next))
	},

	/** Takes from view what stayed there when it was taken down. */
	odstranit: async (event) => {
		const { locals, params, request } = event
		const purpose = textIn(await request.formData(), 'duvod')
		const again = (status: number, ended: boolean, problems?: { field: string; message: string }[]) =>
			fail(status, { ended, values: { paper: {}, purpose, withdraw: '' }, problems })
		if (locals.session === null) return again(401, true)
		needScope(event, 'cases:write')
		if (!isOneLine(purpose)) return again(400, false)
		const { error, response } = await locals.api.POST('/api/v1/board/{posting}/withdraw', {
			params: { path: { posting: params.id }, header: purposeHeader(purpose === '' ? null : purpose) },
		})
		if (!response.ok) return again(400, false, problemAt(reasonOr(error, 'content'), locals.locale, error))
		redirect(303, inLocale(locals.locale, `/deska/${params.id}`))
	},
}
