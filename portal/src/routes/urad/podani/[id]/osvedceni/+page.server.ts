import { fail, redirect } from '@sveltejs/kit'
import { inLocale } from '#lib/locale/locale.ts'
import { dayIn } from '#lib/server/day.ts'
import { codeOf, giveUp, problemAt } from '#lib/server/failure.ts'
import { textIn } from '#lib/server/form.ts'
import { needScope } from '#lib/server/guard.ts'
import { lookAtFiling } from '#lib/server/inbox.ts'
import { purposeHeader } from '#lib/server/purpose.ts'
import { reasonFor } from '#lib/server/reasons.ts'
import { cs } from '#lib/words/cs/certificate.ts'
import { en } from '#lib/words/en/certificate.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async (event) => {
	const { locals, params, request } = event
	// Whose session ended while they wrote gets back what they wrote.
	if (locals.session === null && request.method === 'POST')
		return { filing: null, state: null, purpose: null }
	const { scopes } = needScope(event, 'cases:read')
	const purpose = reasonFor(event, `podani/${params.id}`)
	const found = await lookAtFiling(locals.api, params.id, purpose)
	// Its page asks for the reason where one is needed first.
	if (found === null) redirect(303, inLocale(locals.locale, `/urad/podani/${params.id}`))
	const { data, error, response } = await locals.api.GET('/api/v1/filings/{filing}/certificate', {
		params: { path: { filing: params.id }, header: purposeHeader(purpose) },
	})
	if (data === undefined) giveUp(response, error)
	const { number, contact } = found
	return {
		filing: { number, name: contact.name, born: contact.born },
		state: { ...data, mayIssue: scopes.includes('cases:write') },
		purpose,
	}
}

export const actions: Actions = {
	default: async (event) => {
		const { locals, params, request } = event
		const form = await request.formData()
		const values = {
			jmeno: textIn(form, 'jmeno'),
			prijmeni: textIn(form, 'prijmeni'),
			adresa: textIn(form, 'adresa').replace(/\s/g, ''),
			schranka: textIn(form, 'schranka'),
		}
		const born = dayIn(form, 'narozeni')
		const reply = { values, born: born.typed, ended: false, problems: undefined }
		if (locals.session === null) return fail(401, { ...reply, ended: true })
		needScope(event, 'cases:write')
		const problems = problemsOf(event, values, born.iso)
		if (problems.length > 0) return fail(400, { ...reply, problems })
		const { data, error } = await locals.api.POST('/api/v1/filings/{filing}/certificate', {
			params: {
				path: { filing: params.id },
				header: purposeHeader(reasonFor(event, `podani/${params.id}`)),
			},
			body: {
				...{ givenNames: values.jmeno, familyName: values.prijmeni, born: born.iso ?? '' },
				addressCode: Number(values.adresa),
				...(values.schranka === '' ? {} : { dataBox: values.schranka }),
			},
		})
		if (data === undefined) {
			// What is lacking the page itself tells.
			if (codeOf(error) === 'certificate-refused') return fail(409, reply)
			return fail(400, { ...reply, problems: problemAt('jmeno', locals.locale, error) })
		}
		redirect(303, inLocale(locals.locale, `/urad/podani/${params.id}/osvedceni`))
	},
}

type Values = Record<'jmeno' | 'prijmeni' | 'adresa' | 'schranka', string>

function problemsOf({ locals }: RequestEvent, values: Values, born: string | null) {
	const { wrong } = { cs, en }[locals.locale]
	const sound = {
		jmeno: values.jmeno !== '' && values.jmeno.length <= 100,
		prijmeni: values.prijmeni !== '' && values.prijmeni.length <= 100,
		narozeni: born !== null,
		adresa: /^[1-9]\d{0,8}$/.test(values.adresa),
		schranka: /^(?:[a-z0-9]{7})?$/.test(values.schranka),
	}
	return (Object.keys(sound) as (keyof typeof sound)[])
		.filter((field) => !sound[field])
		.map((field) => ({ field, message: wrong[field] }))
}
