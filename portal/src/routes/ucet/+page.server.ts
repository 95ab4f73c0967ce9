import { fail, redirect } from '@sveltejs/kit'
import { inLocale } from '#lib/locale/locale.ts'
import { departmentName } from '#lib/server/departments.ts'
import { giveUp, problemAt } from '#lib/server/failure.ts'
import { mailIn, textIn } from '#lib/server/form.ts'
import { needSession } from '#lib/server/guard.ts'
import { cs } from '#lib/words/cs/account.ts'
import { en } from '#lib/words/en/account.ts'
import type { Actions, PageServerLoad } from './$types'

const DONE = ['nazev', 'pridan', 'zrusen', 'ukonceno', 'posta'] as const
const WORDS = { cs, en }
/** Of those that ended, shown at most. */
const ENDED_SHOWN = 10

export const load: PageServerLoad = async (event) => {
	const { role, department } = needSession(event)
	const { api } = event.locals
	const [keys, sessions, mail] = await Promise.all([
		api.GET('/api/v1/passkeys'),
		api.GET('/api/v1/sessions'),
		ownMail(api),
	])
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
		mail: mail?.sends === true ? { email: mail.email, digest: mail.digest } : null,
		done: DONE.find((one) => one === done) ?? null,
	}
}

export const actions: Actions = {
	/** Says where to send the daily digest, or that none is wanted. */
	posta: async (event) => {
		needSession(event)
		const { request, locals } = event
		const form = await request.formData()
		const sent = mailIn(form)
		const { email, digest } = sent
		const id = await ownId(locals.api)
		if (id === null) return fail(503, { sent, problems: problemAt('email', locals.locale, undefined) })
		const { error, response } = await locals.api.PUT('/api/v1/accounts/{account}/mail', {
			params: { path: { account: id } },
			body: { email: email === '' ? null : email, digest, language: locals.locale },
		})
		if (response.status === 400)
			return fail(400, { sent, problems: [{ field: 'email', message: WORDS[locals.locale].mailWrong }] })
		if (error !== undefined)
			return fail(response.status, { sent, problems: problemAt('email', locals.locale, error) })
		redirect(303, inLocale(locals.locale, '/ucet?hotovo=posta'))
	},

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

async function ownId(api: App.Locals['api']): Promise<string | null> {
	const { data } = await api.GET('/api/v1/sessions/current')
	return data?.account.id ?? null
}

/** Null where it cannot be had: the page shows all else. */
async function ownMail(api: App.Locals['api']) {
	const account = await ownId(api)
	if (account === null) return null
	const { data } = await api.GET('/api/v1/accounts/{account}/mail', { params: { path: { account } } })
	return data ?? null
}
