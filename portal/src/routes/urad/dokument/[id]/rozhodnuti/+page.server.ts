import { fail, redirect } from '@sveltejs/kit'
import { inLocale } from '#lib/locale/locale.ts'
import { lookAtDocument, titleOf } from '#lib/server/document.ts'
import { knownOf } from '#lib/server/draft.ts'
import { codeOf, isReplay, problemAt, reasonOr } from '#lib/server/failure.ts'
import { isOneLine, keyIn, keyInAddress, textIn } from '#lib/server/form.ts'
import { needScope } from '#lib/server/guard.ts'
import { NO_CASES, openCases } from '#lib/server/open-cases.ts'
import { purposeHeader } from '#lib/server/purpose.ts'
import { keepReason, reasonFor } from '#lib/server/reasons.ts'
import { takeDecision } from '#lib/server/steps.ts'
import { cs } from '#lib/words/cs/upload.ts'
import { en } from '#lib/words/en/upload.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const { locals, params, request, url } = event
	const asked = url.searchParams.get('spis')
	if (locals.session === null && request.method === 'POST')
		return {
			id: params.id,
			title: '',
			offered: NO_CASES,
			key: keyInAddress(event),
			chosen: asked,
			purpose: '',
		}
	const { department } = needScope(event, 'cases:write')
	const key = keyInAddress(event)
	const purpose = reasonFor(event, `dokument/${params.id}`)
	// Outside the department it has no name without a reason: that is asked for with the decision.
	const found = await lookAtDocument(locals.api, params.id, purpose, null)
	// In its case, as a rule.
	const chosen = asked ?? (found?.cases.length === 1 ? (found.cases[0]?.id ?? null) : null)
	// After the form the action has asked already.
	const asks = request.method === 'GET'
	const offered = asks ? await openCases(locals.api, department, '', chosen) : NO_CASES
	const title = found === null ? '' : titleOf(found)
	return { id: params.id, title, offered, key, chosen, purpose: purpose ?? '' }
}

export const actions: Actions = {
	default: async (event) => {
		const { locals, params, request } = event
		const form = await request.formData()
		const { problems, typed } = takeDecision(form, knownOf({ answers: {} }))
		const [case_, key, purpose] = [textIn(form, 'spis'), keyIn(form), textIn(form, 'duvod')]
		const values = { decision: typed.decision ?? null, case: case_, purpose }
		// Sent before with other values: only sending it once more records another decision.
		let newKey: string | null = null
		let offered = NO_CASES
		const again = (status: number, ended: boolean, said?: { field: string; message: string }[]) =>
			fail(status, { ended, values, offered, key: newKey ?? key, problems: said })
		if (locals.session === null) return again(401, true)
		const { department } = needScope(event, 'cases:write')
		offered = await openCases(locals.api, department, textIn(form, 'hledat'), case_ || null)
		// What is looked for is not chosen yet.
		if (form.get('krok') === 'hledat') return { ended: false, values, offered, key, problems: undefined }
		const say = { cs, en }[locals.locale]
		if (problems.length > 0)
			return again(
				400,
				false,
				problems.map(({ field, word }) => ({ field, message: say[word] })),
			)
		if (values.decision === null || !isOneLine(purpose)) return again(400, false)
		const { error, response } = await locals.api.POST('/api/v1/documents/{id}/decisions', {
			params: {
				path: { id: params.id },
				header: {
					...(key === null ? {} : { 'Idempotency-Key': key }),
					...purposeHeader(purpose === '' ? null : purpose),
				},
			},
			body: { ...values.decision, ...(case_ === '' ? {} : { case: case_ }) },
		})
		if (error !== undefined) {
			if (codeOf(error) === 'idempotency-conflict') newKey = crypto.randomUUID()
			const field = reasonOr(error, codeOf(error).startsWith('case-') ? 'spis' : 'vyrok')
			return again(400, false, problemAt(field, locals.locale, error))
		}
		if (purpose !== '') keepReason(event, `dokument/${params.id}`, purpose)
		const done = isReplay(response) ? 'uz' : '1'
		redirect(303, inLocale(locals.locale, `/urad/dokument/${params.id}?rozhodnuto=${done}`))
	},
}
