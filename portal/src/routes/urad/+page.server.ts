import { redirect } from '@sveltejs/kit'
import { inLocale } from '#lib/locale/locale.ts'
import { takeReason } from '#lib/server/ask-reason.ts'
import { codeOf, giveUp } from '#lib/server/failure.ts'
import { needScope, needSession } from '#lib/server/guard.ts'
import { filingCounts } from '#lib/server/inbox.ts'
import { reasonFor } from '#lib/server/reasons.ts'
import { filterIn, findDocuments } from '#lib/server/register.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

/** One page of the list; `list` is null where a reason is needed first. */
async function look(event: Pick<RequestEvent, 'locals' | 'url'>) {
	const { locals, url } = event
	const filter = filterIn(url.searchParams, locals.session?.department ?? null)
	const purpose = filter.scope === 'vse' ? reasonFor(event, 'hledani') : null
	const wrong = [filter.from.wrong ? 'od' : null, filter.to.wrong ? 'do' : null].filter((one) => one !== null)
	const common = { filter, wrong, purpose }
	if (wrong.length > 0) return { ...common, list: null, reason: false }
	const { data, error, response } = await findDocuments(locals.api, filter, purpose)
	if (data !== undefined) return { ...common, list: data, reason: false }
	if (codeOf(error) === 'reason-needed') return { ...common, list: null, reason: true }
	return giveUp(response, error)
}

export const load: PageServerLoad = async (event) => {
	const { scopes, department } = needSession(event)
	const { searchParams } = event.url
	const common = { department, mayWrite: scopes.includes('documents:write') }
	// An administrator comes here from sign-in only: theirs is another desk.
	if (!scopes.includes('documents:read') && scopes.includes('people:admin'))
		redirect(303, inLocale(event.locals.locale, '/sprava'))
	if (!scopes.includes('documents:read'))
		return { ...common, found: null, drafts: 0, filtered: false, counts: null }
	const { api } = event.locals
	const [found, drafts, counts] = await Promise.all([
		look(event),
		common.mayWrite ? api.GET('/api/v1/drafts') : null,
		filingCounts(api, department),
	])
	const filtered = ['text', 'stav', 'od-day', 'do-day', 'dal'].some((name) => searchParams.get(name))
	return {
		...{ ...common, found, drafts: drafts?.data?.drafts.length ?? 0, filtered },
		counts,
	}
}

export const actions: Actions = {
	default: async (event) => {
		needScope(event, 'documents:read')
		return takeReason(event, 'hledani')
	},
}
