import { takeReason } from '#lib/server/ask-reason.ts'
import { departments, nameOf } from '#lib/server/departments.ts'
import { needScope } from '#lib/server/guard.ts'
import { filingCounts, findFilings, inboxFilter } from '#lib/server/inbox.ts'
import { reasonFor } from '#lib/server/reasons.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const { scopes, department, role } = needScope(event, 'cases:read')
	const { locals, url } = event
	const filter = inboxFilter(url.searchParams, department)
	const purpose = filter.elsewhere ? reasonFor(event, 'hledani') : null
	const nowhere = filter.department === null
	const [list, counts, known] = await Promise.all([
		nowhere ? null : findFilings(locals.api, filter, purpose),
		filingCounts(locals.api, filter.department),
		departments(locals.api),
	])
	return {
		...{ filter, list, counts, purpose, nowhere },
		reason: !nowhere && list === null,
		mayWrite: scopes.includes('documents:write'),
		trend: role === 'head' || role === 'auditor',
		departments: known
			.filter(({ active, code }) => active || code === filter.department)
			.map(({ code, name }) => ({ code, name })),
		department: filter.department === null ? null : nameOf(known, filter.department),
	}
}

export const actions: Actions = {
	default: async (event) => {
		needScope(event, 'cases:read')
		return takeReason(event, 'hledani')
	},
}
