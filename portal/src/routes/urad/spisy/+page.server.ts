import { fail } from '@sveltejs/kit'
import { codeOf, giveUp } from '#lib/server/failure.ts'
import { needScope } from '#lib/server/guard.ts'
import { purposeHeader, purposeIn } from '#lib/server/purpose.ts'
import { filterIn, registerQuery } from '#lib/server/register.ts'
import { cs } from '#lib/words/cs/desk.ts'
import { en } from '#lib/words/en/desk.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

const STATES = ['open', 'closed'] as const

async function look({ locals, url }: Pick<RequestEvent, 'locals' | 'url'>, purpose: string | null) {
	const filter = filterIn(url.searchParams, locals.session?.department ?? null)
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
		found: event.request.method === 'GET' ? await look(event, null) : null,
	}
}

export const actions: Actions = {
	default: async (event) => {
		needScope(event, 'cases:read')
		const asked = purposeIn(await event.request.formData())
		if ('wrong' in asked) {
			const message = { cs, en }[event.locals.locale][asked.wrong]
			return fail(400, { found: null, problems: [{ field: 'duvod', message }] })
		}
		return { found: await look(event, asked.purpose), problems: undefined }
	},
}
