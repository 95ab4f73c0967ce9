import { fail, redirect } from '@sveltejs/kit'
import { inLocale } from '#lib/locale/locale.ts'
import { codeOf, giveUp } from '#lib/server/failure.ts'
import { needScope, needSession } from '#lib/server/guard.ts'
import { purposeIn } from '#lib/server/purpose.ts'
import { filterIn, findDocuments } from '#lib/server/register.ts'
import { cs } from '#lib/words/cs/desk.ts'
import { en } from '#lib/words/en/desk.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

/** One page of the list; `list` is null where a reason is needed first. */
async function look(event: Pick<RequestEvent, 'locals' | 'url'>, purpose: string | null) {
	const { locals, url } = event
	const filter = filterIn(url.searchParams, locals.session?.department ?? null)
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
	if (!scopes.includes('documents:read')) return { ...common, found: null, drafts: 0, filtered: false }
	// After the form with the reason the action has looked already.
	const found = event.request.method === 'GET' ? await look(event, null) : null
	const drafts = common.mayWrite ? await event.locals.api.GET('/api/v1/drafts') : null
	const filtered = ['text', 'stav', 'od-day', 'do-day', 'dal'].some((name) => searchParams.get(name))
	return { ...common, found, drafts: drafts?.data?.drafts.length ?? 0, filtered }
}

export const actions: Actions = {
	default: async (event) => {
		needScope(event, 'documents:read')
		const asked = purposeIn(await event.request.formData())
		if ('wrong' in asked) {
			const filter = filterIn(event.url.searchParams, null)
			const message = { cs, en }[event.locals.locale][asked.wrong]
			const found = { filter, wrong: [], purpose: null, list: null, reason: true }
			return fail(400, { found, problems: [{ field: 'duvod', message }] })
		}
		return { found: await look(event, asked.purpose), problems: undefined }
	},
}
