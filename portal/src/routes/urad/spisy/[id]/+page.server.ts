import { fail } from '@sveltejs/kit'
import { lookAtCase } from '#lib/server/case.ts'
import { departmentName } from '#lib/server/departments.ts'
import { needScope } from '#lib/server/guard.ts'
import { purposeIn } from '#lib/server/purpose.ts'
import { cs } from '#lib/words/cs/desk.ts'
import { en } from '#lib/words/en/desk.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

const DONE = ['zalozen', 'vlozeno', 'uzavren'] as const

async function look({ locals, params }: Pick<RequestEvent, 'locals' | 'params'>, purpose: string | null) {
	const found = await lookAtCase(locals.api, params.id, purpose)
	if (found === null) return null
	return { case: found, purpose, department: await departmentName(locals.api, found.department) }
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
