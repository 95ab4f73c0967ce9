import { redirect } from '@sveltejs/kit'
import { inLocale } from '#lib/locale/locale.ts'
import { giveUp } from '#lib/server/failure.ts'
import { filingAddress, readDraft } from '#lib/server/filing.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const { key, filed, kind } = await readDraft(event)
	if (filed !== null) redirect(303, filingAddress(event.locals.locale, key, 'hotovo'))
	return { back: filingAddress(event.locals.locale, key, kind === 'reply' ? 'odpoved' : 'souhrn') }
}

export const actions: Actions = {
	default: async ({ locals, params }) => {
		const path = { draft: params.navrh }
		const { response, error } = await locals.api.DELETE('/api/v1/filing-drafts/{draft}', { params: { path } })
		if (!response.ok && response.status !== 404) return giveUp(response, error)
		redirect(303, `${inLocale(locals.locale, '/podat')}?zahozeno=1`)
	},
}
