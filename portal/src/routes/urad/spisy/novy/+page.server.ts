import { fail, redirect } from '@sveltejs/kit'
import { inLocale } from '#lib/locale/locale.ts'
import { codeOf, isReplay, problemAt } from '#lib/server/failure.ts'
import { isOneLine, keyIn, keyInAddress, textIn } from '#lib/server/form.ts'
import { needScope } from '#lib/server/guard.ts'
import { cs } from '#lib/words/cs/cases.ts'
import { en } from '#lib/words/en/cases.ts'
import type { Actions, PageServerLoad } from './$types'

const TITLE_MAX = 300
const NUMBER_MAX = 64

export const load: PageServerLoad = (event) => {
	// Whose session ended while they wrote gets back what they wrote.
	if (event.locals.session !== null || event.request.method === 'GET') needScope(event, 'cases:write')
	return { key: keyInAddress(event) }
}

export const actions: Actions = {
	default: async (event) => {
		const { locals, request } = event
		const say = { cs, en }[locals.locale]
		const form = await request.formData()
		const [title, number, key] = [textIn(form, 'nazev'), textIn(form, 'znacka'), keyIn(form)]
		// Sent before with other values: only sending it once more opens another case.
		let newKey: string | null = null
		const again = (status: number, ended: boolean, problems?: { field: string; message: string }[]) =>
			fail(status, { ended, values: { title, number }, key: newKey ?? key, problems })
		if (locals.session === null) return again(401, true)
		needScope(event, 'cases:write')
		const problems = []
		if (title === '') problems.push({ field: 'nazev', message: say.nameNeeded })
		else if (title.length > TITLE_MAX || !isOneLine(title))
			problems.push({ field: 'nazev', message: say.nameLong })
		if (number.length > NUMBER_MAX || !isOneLine(number))
			problems.push({ field: 'znacka', message: say.numberLong })
		if (problems.length > 0) return again(400, false, problems)
		const { data, error, response } = await locals.api.POST('/api/v1/cases', {
			params: { header: key === null ? {} : { 'Idempotency-Key': key } },
			body: { title, ...(number === '' ? {} : { number }) },
		})
		if (data === undefined) {
			if (codeOf(error) === 'idempotency-conflict') newKey = crypto.randomUUID()
			const field = codeOf(error) === 'case-exists' ? 'znacka' : 'nazev'
			return again(409, false, problemAt(field, locals.locale, error))
		}
		const done = isReplay(response) ? 'uz-zalozen' : 'zalozen'
		redirect(303, inLocale(locals.locale, `/urad/spisy/${data.id}?hotovo=${done}`))
	},
}
