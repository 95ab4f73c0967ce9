import { error, fail, redirect } from '@sveltejs/kit'
import { type Answers, answersIn } from '#lib/filing/agenda.ts'
import { giveUp } from '#lib/server/failure.ts'
import { filingAddress, keeping, nextStep, readFiling } from '#lib/server/filing.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async (event) => {
	const { filing, page, at } = await here(event)
	const { draft, agenda, steps } = filing
	return {
		...keeping(event, draft),
		title: agenda.title,
		...{ page, answers: draft.answers as Answers, at: steps.indexOf(at) + 1, of: steps.length },
	}
}

export const actions: Actions = {
	default: async (event) => {
		const { locals, request, url } = event
		const { filing, page, at } = await here(event)
		const answers = answersIn(page, await request.formData())
		const params = { path: { draft: filing.draft.key } }
		const kept = await locals.api.PUT('/api/v1/filing-drafts/{draft}/answers', {
			params,
			body: { page: page.id, answers: answers as Record<string, string> },
		})
		if (kept.data === undefined) return giveUp(kept.response, kept.error)
		if (kept.data.problems.length > 0) return fail(400, { wrong: kept.data.problems, answers })
		// Answers may ask for more, or less, than before.
		const next = nextStep(await readFiling(event), at, url)
		redirect(303, filingAddress(locals.locale, filing.draft.key, String(next)))
	},
}

async function here(event: RequestEvent) {
	const filing = await readFiling(event)
	const at = Number(event.params.krok)
	const page = /^[1-9]\d?$/.test(event.params.krok) ? filing.agenda.pages[at - 1] : undefined
	if (page === undefined) error(404, 'not-found')
	if (filing.steps.includes(at)) return { filing, page, at }
	// Nothing of this page is asked any more.
	const next = filing.steps.find((step) => typeof step !== 'number' || step > at) ?? 'souhrn'
	redirect(303, filingAddress(event.locals.locale, filing.draft.key, String(next)))
}
