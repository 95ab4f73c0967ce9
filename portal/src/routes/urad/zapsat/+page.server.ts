import { fail, redirect } from '@sveltejs/kit'
import { inLocale } from '#lib/locale/locale.ts'
import { knownOf, missingIn, stepAddress, waitingStep } from '#lib/server/draft.ts'
import { giveUp, problemAt } from '#lib/server/failure.ts'
import { textIn } from '#lib/server/form.ts'
import { needScope } from '#lib/server/guard.ts'
import { openCase } from '#lib/server/open-cases.ts'
import { startDraft } from '#lib/server/start-draft.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	needScope(event, 'documents:write')
	const { locals, url } = event
	const { data, error, response } = await locals.api.GET('/api/v1/drafts')
	if (data === undefined) return giveUp(response, error)
	const drafts = data.drafts.map((draft) => {
		const known = knownOf(draft)
		// Whether the file is empty is seen when it is looked at.
		const [next = 'souhrn'] = missingIn(known, { file: draft.file, recognised: null })
		const address = stepAddress(locals.locale, draft.id, next)
		const title = known.title || known.memory.document || draft.file?.name || ''
		return { id: draft.id, updated: draft.updated, title, file: draft.file?.name ?? null, address }
	})
	const asked = url.searchParams.get('spis')
	const into = asked === null ? null : await openCase(locals.api, asked)
	const step = into === null ? null : waitingStep(url.searchParams.get('podani'))
	return { drafts, into, step, gone: url.searchParams.has('pryc'), removed: url.searchParams.has('smazano') }
}

export const actions: Actions = {
	zacit: async (event) => {
		needScope(event, 'documents:write')
		const { locals, request } = event
		const form = await request.formData()
		const id = textIn(form, 'spis')
		const step = waitingStep(form.get('podani'))
		const into = id === '' ? null : await openCase(locals.api, id)
		const answers =
			into === null
				? {}
				: { case: into.id, form: { case: into.name, ...(step === null ? {} : { filing: step }) } }
		const begun = await startDraft(locals.api, answers)
		if ('error' in begun) return fail(409, { problems: problemAt('content', locals.locale, begun.error) })
		redirect(303, stepAddress(locals.locale, begun.id, 'soubor'))
	},
	smazat: async (event) => {
		needScope(event, 'documents:write')
		const { locals, request } = event
		const draft = textIn(await request.formData(), 'koncept')
		// One that is gone already is as it should be.
		await locals.api.DELETE('/api/v1/drafts/{draft}', { params: { path: { draft } } })
		redirect(303, inLocale(locals.locale, '/urad/zapsat?smazano=1'))
	},
}
