import { error, fail, redirect } from '@sveltejs/kit'
import { keepAnswers, knownOf, readDraft, stepAddress, stepAfter } from '#lib/server/draft.ts'
import { problemAt } from '#lib/server/failure.ts'
import { textIn } from '#lib/server/form.ts'
import { NO_CASES, type OpenCase, openCases } from '#lib/server/open-cases.ts'
import {
	type Taken,
	takeCase,
	takeDecision,
	takeDetails,
	takeReason,
	takeVisibility,
} from '#lib/server/steps.ts'
import { cs } from '#lib/words/cs/upload.ts'
import { en } from '#lib/words/en/upload.ts'
import type { Actions, PageServerLoad } from './$types'

const ASKED = ['udaje', 'spis', 'rozhodnuti', 'verejnost', 'duvod'] as const
type Asked = (typeof ASKED)[number]

function stepIn(krok: string): Asked {
	const step = ASKED.find((one) => one === krok)
	if (step === undefined) error(404, 'not-found')
	return step
}

export const load: PageServerLoad = async (event) => {
	const { locals, params, request } = event
	const step = stepIn(params.krok)
	// Whose session ended while they wrote gets back what they wrote; the draft is not theirs to see now.
	if (locals.session === null && request.method === 'POST') return { step, known: null, offered: NO_CASES }
	const draft = await readDraft(event)
	const known = knownOf(draft)
	const asks = step === 'spis' && request.method === 'GET'
	const department = locals.session?.department ?? null
	const offered = asks ? await openCases(locals.api, department, '', known.case) : NO_CASES
	return { step, known, offered }
}

export const actions: Actions = {
	default: async (event) => {
		const { locals, params, request, url } = event
		const step = stepIn(params.krok)
		const form = await request.formData()
		const say = { cs, en }[locals.locale]
		if (locals.session === null) {
			const { typed } = take(step, form, knownOf({ answers: {} }), [])
			return fail(401, { ended: true, typed, offered: NO_CASES, problems: undefined })
		}
		const known = knownOf(await readDraft(event))
		const department = locals.session.department
		const chosen = textIn(form, 'spis')
		const offered =
			step === 'spis'
				? await openCases(locals.api, department, textIn(form, 'hledat'), chosen || null)
				: NO_CASES
		const { problems, change, typed } = take(step, form, known, offered.cases)
		// What is looked for is not chosen yet.
		if (step === 'spis' && form.get('krok') === 'hledat')
			return { ended: false, typed, offered, problems: undefined }
		if (problems.length > 0) {
			const said = problems.map(({ field, word }) => ({ field, message: say[word] }))
			return fail(400, { ended: false, typed, offered, problems: said })
		}
		const kept = await keepAnswers(event, change)
		if (kept.error !== undefined) {
			const said = problemAt('content', locals.locale, kept.error)
			return fail(400, { ended: false, typed, offered, problems: said })
		}
		const next = stepAfter({ ...known, ...typed }, step, url.searchParams.has('zpet'))
		redirect(303, stepAddress(locals.locale, params.draft, next))
	},
}

function take(
	step: Asked,
	form: FormData,
	known: ReturnType<typeof knownOf>,
	cases: readonly OpenCase[],
): Taken {
	switch (step) {
		case 'udaje':
			return takeDetails(form, known)
		case 'spis':
			return takeCase(form, known, cases)
		case 'rozhodnuti':
			return takeDecision(form, known)
		case 'verejnost':
			return takeVisibility(form, known)
		default:
			return takeReason(form)
	}
}
