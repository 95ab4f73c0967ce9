import { fail, redirect } from '@sveltejs/kit'
import { inLocale } from '#lib/locale/locale.ts'
import { departmentName } from '#lib/server/departments.ts'
import { giveUp, problemAt } from '#lib/server/failure.ts'
import { textIn } from '#lib/server/form.ts'
import { needSession } from '#lib/server/guard.ts'
import type { Actions, PageServerLoad } from './$types'

const DONE = ['nazev', 'pridan', 'zrusen', 'ukonceno'] as const
/** Of those that ended, shown at most. */
const ENDED_SHOWN = 10

export const load: PageServerLoad = async (event) => {
	const { role, department } = needSession(event)
	const { api } = event.locals
	const [keys, sessions] = await Promise.all([api.GET('/api/v1/passkeys'), api.GET('/api/v1/sessions')])
	if (keys.data === undefined) return giveUp(keys.response, keys.error)
	if (sessions.data === undefined) return giveUp(sessions.response, sessions.error)
	const live = sessions.data.sessions.filter(({ ended }) => ended === null)
	const over = sessions.data.sessions.filter(({ ended }) => ended !== null).slice(0, ENDED_SHOWN)
	const done = event.url.searchParams.get('hotovo')
	return {
		role,
		department: await departmentName(api, department),
		keys: keys.data.passkeys,
		sessions: [...live, ...over],
		done: DONE.find((one) => one === done) ?? null,
	}
}

export const actions: Actions = {
	/** Ends one session; ending this one signs out. */
	ukoncit: async (event) => {
		needSession(event)
		const { request, locals } = event
		const session = textIn(await request.formData(), 'prihlaseni')
		const { error } = await locals.api.DELETE('/api/v1/sessions/{session}', { params: { path: { session } } })
		if (error !== undefined) return fail(400, { problems: problemAt('content', locals.locale, error) })
		redirect(303, inLocale(locals.locale, '/ucet?hotovo=ukonceno'))
	},
}
