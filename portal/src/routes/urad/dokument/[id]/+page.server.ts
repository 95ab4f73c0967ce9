import { takeReason } from '#lib/server/ask-reason.ts'
import { departments, nameOf } from '#lib/server/departments.ts'
import { lookAtDocument } from '#lib/server/document.ts'
import { needScope } from '#lib/server/guard.ts'
import { reasonFor } from '#lib/server/reasons.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

async function look(event: Pick<RequestEvent, 'locals' | 'url'> & { params: { id: string } }) {
	const { locals, params, url } = event
	const purpose = reasonFor(event, `dokument/${params.id}`)
	const cursor = url.searchParams.get('dal')?.slice(0, 64) ?? null
	const found = await lookAtDocument(locals.api, params.id, purpose, cursor)
	if (found === null) return null
	const known = await departments(locals.api)
	const code = found.document.private?.department ?? null
	return { ...found, purpose, department: code === null ? null : nameOf(known, code) }
}

export const load: PageServerLoad = async (event) => {
	const { scopes } = needScope(event, 'documents:read')
	return {
		id: event.params.id,
		mayWrite: scopes.includes('documents:write'),
		mayDecide: scopes.includes('cases:write'),
		decided: event.url.searchParams.get('rozhodnuto'),
		found: await look(event),
		// Found by a search elsewhere, it is looked at for the same reason as a rule.
		likely: reasonFor(event, 'hledani') ?? '',
	}
}

export const actions: Actions = {
	default: async (event) => {
		needScope(event, 'documents:read')
		return takeReason(event, `dokument/${event.params.id}`)
	},
}
