import { fail, redirect } from '@sveltejs/kit'
import { codeOf, giveUp, problemAt } from '#lib/server/failure.ts'
import { filingAddress, keeping, readReply } from '#lib/server/filing.ts'
import { textIn } from '#lib/server/form.ts'
import { cs } from '#lib/words/cs/filing.ts'
import { en } from '#lib/words/en/filing.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async (event) => {
	const draft = await readReply(event)
	const { number, step, text, files } = draft
	return { ...keeping(event, draft), number, step, text, files }
}

export const actions: Actions = {
	/** Keeps the words and goes on to a file. */
	soubor: async (event) => {
		await keep(event)
		redirect(303, filingAddress(event.locals.locale, event.params.navrh, 'prilohy/-'))
	},
	odeslat: async (event) => {
		const { locals, params } = event
		const text = await keep(event)
		const { data, error } = await locals.api.POST('/api/v1/filing-drafts/{draft}/filing', {
			params: { path: { draft: params.navrh } },
			body: {},
		})
		if (data !== undefined) redirect(303, filingAddress(locals.locale, params.navrh, 'hotovo'))
		const code = codeOf(error)
		const say = locals.locale === 'en' ? en : cs
		const line = { 'filing-incomplete': say.replyMissing, 'filing-step-refused': say.stuck }[code]
		const problems =
			line === undefined ? problemAt('zprava', locals.locale, error) : [{ field: 'zprava', message: line }]
		return fail(409, { problems, text })
	},
}

async function keep({ locals, params, request }: RequestEvent): Promise<string> {
	const text = textIn(await request.formData(), 'zprava')
	const { response, error } = await locals.api.PUT('/api/v1/filing-drafts/{draft}/answers', {
		params: { path: { draft: params.navrh } },
		body: { text },
	})
	if (!response.ok && response.status !== 404) return giveUp(response, error)
	return text
}
