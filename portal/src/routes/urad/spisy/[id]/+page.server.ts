import { fail } from '@sveltejs/kit'
import { lookAtCase } from '#lib/server/case.ts'
import { departmentName } from '#lib/server/departments.ts'
import { needScope } from '#lib/server/guard.ts'
import { purposeIn } from '#lib/server/purpose.ts'
import { cs } from '#lib/words/cs/desk.ts'
import { en } from '#lib/words/en/desk.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

const DONE = ['zalozen', 'uz-zalozen', 'vlozeno', 'uzavren'] as const

async function look(
	{ locals, params, url }: Pick<RequestEvent, 'locals' | 'params' | 'url'>,
	purpose: string | null,
) {
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
