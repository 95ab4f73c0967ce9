import { takeReason } from '#lib/server/ask-reason.ts'
import { codeOf, giveUp } from '#lib/server/failure.ts'
import { needScope } from '#lib/server/guard.ts'
import { purposeHeader } from '#lib/server/purpose.ts'
import { reasonFor } from '#lib/server/reasons.ts'
import { filterIn, registerQuery } from '#lib/server/register.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

const STATES = ['open', 'closed'] as const

async function look(event: Pick<RequestEvent, 'locals' | 'url'>) {
	const { locals, url } = event
	const filter = filterIn(url.searchParams, locals.session?.department ?? null)
	const purpose = filter.scope === 'vse' ? reasonFor(event, 'hledani') : null
	const state = STATES.find((one) => one === url.searchParams.get('stav')) ?? null
	const query = {
		...registerQuery(filter),
		...(state === null ? {} : { state }),
	}
	const common = { text: filter.text, scope: filter.scope, cursor: filter.cursor, state, purpose }
	const header = purposeHeader(purpose)
	const { data, error, response } = await locals.api.GET('/api/v1/cases', { params: { query, header } })
	if (data !== undefined) return { ...common, list: data, reason: false }
	if (codeOf(error) === 'reason-needed') return { ...common, list: null, reason: true }
	return giveUp(response, error)
}

export const load: PageServerLoad = async (event) => {
	const { scopes, department } = needScope(event, 'cases:read')
	return {
		department,
		mayWrite: scopes.includes('cases:write'),
		filtered: ['text', 'stav', 'dal'].some((name) => event.url.searchParams.get(name)),
		found: await look(event),
	}
}

export const actions: Actions = {
	default: async (event) => {
		needScope(event, 'cases:read')
		return takeReason(event, 'hledani')
	},
}
