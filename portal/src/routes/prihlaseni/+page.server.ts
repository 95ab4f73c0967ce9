import { fail, redirect } from '@sveltejs/kit'
import { answerIn } from '#lib/server/ceremony.ts'
import { problemAt } from '#lib/server/failure.ts'
import { backAddress } from '#lib/server/guard.ts'
import { rememberSession } from '#lib/server/session.ts'
import { cs } from '#lib/words/cs/account.ts'
import { en } from '#lib/words/en/account.ts'
import type { Actions, PageServerLoad } from './$types'

const HOME = '/urad'

export const load: PageServerLoad = (event) => {
	const { url } = event
	const back = backAddress(url.searchParams.get('zpet'), event, HOME)
	// A passkey belongs to a name; loopback has one.
	const numeric = /^[\d.]+$|^\[/.test(url.hostname)
	const named = `http://localhost${url.port === '' ? '' : `:${url.port}`}${url.pathname}${url.search}`
	return {
		back,
		asked: url.searchParams.has('zpet'),
		ended: url.searchParams.has('konec'),
		signedOut: url.searchParams.has('odhlaseno'),
		elsewhere: numeric ? named : null,
	}
}

export const actions: Actions = {
	default: async (event) => {
		const { request, locals, cookies, url } = event
		const form = await request.formData()
		const answer = answerIn(form)
		if (answer === null) {
			const message = { cs, en }[locals.locale].wantsScripts
			return fail(400, { problems: [{ field: 'content', message }] })
		}
		const { data, error } = await locals.api.POST('/api/v1/sessions', { body: answer })
		if (data === undefined) return fail(401, { problems: problemAt('content', locals.locale, error) })
		rememberSession(cookies, url, data.token)
		redirect(303, backAddress(form.get('zpet'), event, HOME))
	},
}
