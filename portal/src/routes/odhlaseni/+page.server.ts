import { redirect } from '@sveltejs/kit'
import { inLocale } from '#lib/locale/locale.ts'
import { forgetReasons } from '#lib/server/reasons.ts'
import { forgetSession } from '#lib/server/session.ts'
import type { Actions } from './$types'

export const actions: Actions = {
	default: async ({ locals, cookies, url }) => {
		// The cookie goes also where the service does not answer: nobody stays signed in on this machine.
		if (locals.session !== null) await locals.api.DELETE('/api/v1/sessions/current')
		forgetReasons(locals)
		forgetSession(cookies, url)
		redirect(303, `${inLocale(locals.locale, '/prihlaseni')}?odhlaseno=1`)
	},
}
