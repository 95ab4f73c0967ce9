import { fail, redirect } from '@sveltejs/kit'
import { partiesOf } from '#lib/inbox/step-forms.ts'
import { inLocale } from '#lib/locale/locale.ts'
import { readMessage, stepsOf } from '#lib/server/data-box.ts'
import { codeOf, problemAt } from '#lib/server/failure.ts'
import { keyIn, keyInAddress, textIn } from '#lib/server/form.ts'
import { needScope } from '#lib/server/guard.ts'
import { lookAtFiling } from '#lib/server/inbox.ts'
import { purposeHeader } from '#lib/server/purpose.ts'
import { reasonFor } from '#lib/server/reasons.ts'
import { cs } from '#lib/words/cs/data-box.ts'
import { en } from '#lib/words/en/data-box.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async (event) => {
	const { scopes } = needScope(event, 'cases:read')
	const key = keyInAddress(event)
	const { filing, purpose } = await filingOf(event)
	const message = await readMessage(event.locals.api, event.params.id, event.params.dokument, purpose)
	const parties = partiesOf(filing)
	const [party = ''] = parties
	return {
		...{ key, message, purpose, parties },
		filing: { id: filing.id, number: filing.number, newest: filing.newest },
		steps: message === null || !scopes.includes('cases:write') ? [] : stepsOf(message, filing, party),
	}
}

export const actions: Actions = {
	default: async (event) => {
		needScope(event, 'cases:write')
		const { locals, params, request } = event
		const form = await request.formData()
		const [key, party] = [keyIn(form), textIn(form, 'ucastnik')]
		const { filing, purpose } = await filingOf(event)
		if (!partiesOf(filing).includes(party)) {
			const message = { cs, en }[locals.locale].partyWrong
			return fail(400, { moved: false, problems: [{ field: 'ucastnik', message }] })
		}
		// Read anew: what is recorded follows from the file, not from what a form says of it.
		const message = await readMessage(locals.api, params.id, params.dokument, purpose)
		let seen = textIn(form, 'videno')
		for (const { step, day } of message === null ? [] : stepsOf(message, filing, party)) {
			const { data, error } = await locals.api.POST('/api/v1/filings/{filing}/steps', {
				params: {
					path: { filing: params.id },
					header: {
						...purposeHeader(purpose),
						'If-Match': `"${seen}"`,
						...(key === null ? {} : { 'Idempotency-Key': `${key}-${step}` }),
					},
				},
				body: { step, day, party, channel: 'data-box', document: params.dokument },
			})
			if (data === undefined) {
				if (codeOf(error) === 'filing-moved' || codeOf(error) === 'filing-step-refused') {
					return fail(409, { moved: true, problems: undefined })
				}
				return fail(400, { moved: false, problems: problemAt('ucastnik', locals.locale, error) })
			}
			seen = data.entry
		}
		redirect(303, inLocale(locals.locale, `/urad/podani/${params.id}?hotovo=doruceno`))
	},
}

/** Its page asks for the reason where one is needed first. */
async function filingOf(event: RequestEvent) {
	const { locals, params } = event
	const purpose = reasonFor(event, `podani/${params.id}`)
	const filing = await lookAtFiling(locals.api, params.id, purpose)
	if (filing === null) redirect(303, inLocale(locals.locale, `/urad/podani/${params.id}`))
	return { filing, purpose }
}
