import { fail } from '@sveltejs/kit'
import { departments, nameOf } from '#lib/server/departments.ts'
import { lookAtDocument } from '#lib/server/document.ts'
import { needScope } from '#lib/server/guard.ts'
import { purposeIn } from '#lib/server/purpose.ts'
import { cs } from '#lib/words/cs/desk.ts'
import { en } from '#lib/words/en/desk.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

async function look(event: Pick<RequestEvent, 'locals' | 'url' | 'params'>, purpose: string | null) {
	const { locals, params, url } = event
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
		// After the form with the reason the action has looked already.
		found: event.request.method === 'GET' ? await look(event, null) : null,
	}
}

export const actions: Actions = {
	default: async (event) => {
		needScope(event, 'documents:read')
		const asked = purposeIn(await event.request.formData())
		if ('wrong' in asked) {
			const message = { cs, en }[event.locals.locale][asked.wrong]
			// What of the document needs no reason stays on the page.
			return fail(400, { found: await look(event, null), problems: [{ field: 'duvod', message }] })
		}
		return { found: await look(event, asked.purpose), problems: undefined }
	},
}
