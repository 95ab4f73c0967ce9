import { fail, error as failPage, redirect } from '@sveltejs/kit'
import { takeReason } from '#lib/server/ask-reason.ts'
import { lookAtDocument, titleOf } from '#lib/server/document.ts'
import { type Answers, RELATIONS, stepAddress } from '#lib/server/draft.ts'
import { problemAt } from '#lib/server/failure.ts'
import { choiceIn, isLines, textIn } from '#lib/server/form.ts'
import { needScope } from '#lib/server/guard.ts'
import { reasonFor } from '#lib/server/reasons.ts'
import { startDraft } from '#lib/server/start-draft.ts'
import { cs } from '#lib/words/cs/document.ts'
import { en } from '#lib/words/en/document.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

const REASON_MAX = 2000
const WITH = ['soubor', 'duvod'] as const

function relationIn({ url }: Pick<RequestEvent, 'url'>) {
	const relation = RELATIONS.find((one) => one === url.searchParams.get('jak'))
	if (relation === undefined) failPage(404, 'not-found')
	return relation
}

/** What the document is called now; null where a reason is needed first. */
async function present({ locals, params }: Pick<RequestEvent, 'locals' | 'params'>, purpose: string | null) {
	const found = await lookAtDocument(locals.api, params.id, purpose, null)
	if (found === null) return null
	const { version, private: own } = found.document
	return { metadata: own?.metadata ?? {}, visibility: version.visibility, title: titleOf(found) }
}

export const load: PageServerLoad = async (event) => {
	const relation = relationIn(event)
	// Whose session ended while they wrote gets back what they wrote.
	if (event.locals.session === null && event.request.method === 'POST')
		return { id: event.params.id, relation, found: null }
	needScope(event, 'documents:write')
	const purpose = reasonFor(event, `dokument/${event.params.id}`)
	const found = event.request.method === 'GET' ? await present(event, purpose) : null
	const shown = found === null ? null : { title: found.title, purpose: purpose ?? '' }
	return { id: event.params.id, relation, found: shown }
}

export const actions: Actions = {
	/** The reason of whoever acts outside their department. */
	nahled: async (event) => {
		needScope(event, 'documents:write')
		return takeReason(event, `dokument/${event.params.id}`)
	},
	zacit: async (event) => {
		const { locals, params, request } = event
		const relation = relationIn(event)
		const say = { cs, en }[locals.locale]
		const form = await request.formData()
		const [reason, title, purpose] = [textIn(form, 'duvod'), textIn(form, 'nazev'), textIn(form, 'ucel')]
		const how = relation === 'version' ? 'soubor' : choiceIn(form, 'cim', WITH)
		const typed = { reason, how }
		const shown = { title, purpose }
		const again = (status: number, ended: boolean, problems?: { field: string; message: string }[]) =>
			fail(status, { ended, typed, found: shown, problems })
		if (locals.session === null) return again(401, true)
		needScope(event, 'documents:write')
		const problems = []
		if (how === null) problems.push({ field: 'cim', message: say.howNeeded })
		if (reason === '' && relation !== 'version') problems.push({ field: 'duvod', message: say.reasonNeeded })
		if (reason.length > REASON_MAX || !isLines(reason))
			problems.push({ field: 'duvod', message: say.reasonLong })
		if (problems.length > 0) return again(400, false, problems)
		const now = await present(event, purpose === '' ? null : purpose)
		if (now === null) redirect(303, event.url.pathname + event.url.search.replace(/&\/.*/s, ''))
		const answers: Answers = {
			document: params.id,
			relation,
			...(reason === '' ? {} : { reason }),
			...(how === 'soubor' ? { metadata: now.metadata, visibility: now.visibility } : {}),
			form: {
				document: now.title,
				bare: how === 'duvod',
				...(purpose === '' ? {} : { purpose }),
			},
		}
		const begun = await startDraft(locals.api, answers)
		if ('error' in begun) return again(409, false, problemAt('content', locals.locale, begun.error))
		redirect(303, stepAddress(locals.locale, begun.id, how === 'soubor' ? 'soubor' : 'souhrn'))
	},
}
