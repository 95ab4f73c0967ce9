import { isSlug, stepsNow } from '#lib/inbox/step-forms.ts'
import { takeReason } from '#lib/server/ask-reason.ts'
import { today } from '#lib/server/day.ts'
import { departments, nameOf } from '#lib/server/departments.ts'
import { needScope } from '#lib/server/guard.ts'
import { lookAtFiling } from '#lib/server/inbox.ts'
import { reasonFor } from '#lib/server/reasons.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const { scopes } = needScope(event, 'cases:read')
	const { locals, params, url } = event
	const purpose = reasonFor(event, `podani/${params.id}`)
	const [filing, known] = await Promise.all([
		lookAtFiling(locals.api, params.id, purpose),
		departments(locals.api),
	])
	const done = url.searchParams.get('hotovo') ?? ''
	return {
		...{ id: params.id, filing, purpose },
		done: isSlug(done) ? done : null,
		mended: done === 'omyl',
		steps: filing === null || !scopes.includes('cases:write') ? [] : stepsNow(filing, today()),
		mayWrite: scopes.includes('cases:write'),
		key: crypto.randomUUID(),
		department: filing === null ? '' : nameOf(known, filing.department),
		departments: Object.fromEntries(known.map(({ code, name }) => [code, name])),
		likely: reasonFor(event, 'hledani') ?? '',
	}
}

export const actions: Actions = {
	default: async (event) => {
		needScope(event, 'cases:read')
		return takeReason(event, `podani/${event.params.id}`)
	},
}
