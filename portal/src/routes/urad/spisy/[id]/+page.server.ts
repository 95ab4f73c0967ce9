import { takeReason } from '#lib/server/ask-reason.ts'
import { lookAtCase } from '#lib/server/case.ts'
import { departmentName } from '#lib/server/departments.ts'
import { needScope } from '#lib/server/guard.ts'
import { reasonFor } from '#lib/server/reasons.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

const DONE = ['zalozen', 'uz-zalozen', 'vlozeno', 'uzavren'] as const

async function look(event: Pick<RequestEvent, 'locals' | 'url'> & { params: { id: string } }) {
	const { locals, params, url } = event
	const purpose = reasonFor(event, `spis/${params.id}`)
	const cursor = url.searchParams.get('dal')?.slice(0, 64) ?? null
	const found = await lookAtCase(locals.api, params.id, purpose, cursor)
	if (found === null) return null
	return { case: found, purpose, cursor, department: await departmentName(locals.api, found.department) }
}

export const load: PageServerLoad = async (event) => {
	const { scopes } = needScope(event, 'cases:read')
	const done = event.url.searchParams.get('hotovo')
	return {
		id: event.params.id,
		mayWrite: scopes.includes('cases:write'),
		done: DONE.find((one) => one === done) ?? null,
		found: await look(event),
		likely: reasonFor(event, 'hledani') ?? '',
	}
}

export const actions: Actions = {
	default: async (event) => {
		needScope(event, 'cases:read')
		return takeReason(event, `spis/${event.params.id}`)
	},
}
