import { fail, error as giveError, redirect } from '@sveltejs/kit'
import { inLocale } from '#lib/locale/locale.ts'
import { departments } from '#lib/server/departments.ts'
import { codeOf, problemAt, reasonOr } from '#lib/server/failure.ts'
import { isLines, keyIn, keyInAddress, textIn } from '#lib/server/form.ts'
import { needScope } from '#lib/server/guard.ts'
import { lookAtFiling } from '#lib/server/inbox.ts'
import { purposeHeader, purposeIn } from '#lib/server/purpose.ts'
import { keepReason, reasonFor } from '#lib/server/reasons.ts'
import { cs } from '#lib/words/cs/filing-work.ts'
import { en } from '#lib/words/en/filing-work.ts'
import type { Actions, PageServerLoad } from './$types'

const TEXT_MAX = 8000
/** The step is not as the page showed it any more. */
const MOVED = ['filing-moved', 'filing-step-refused', 'filing-step-needed', 'filing-step-malformed']

export const load: PageServerLoad = async (event) => {
	const { locals, params, request } = event
	const empty = {
		id: params.id,
		key: '',
		filing: null,
		step: null,
		resting: [],
		purpose: '',
		departments: {},
	}
	// Whose session ended while they wrote gets back what they wrote.
	if (locals.session === null && request.method === 'POST') return empty
	needScope(event, 'cases:write')
	const key = keyInAddress(event)
	const purpose = reasonFor(event, `podani/${params.id}`)
	const filing = await lookAtFiling(locals.api, params.id, purpose)
	// The page of the filing asks for the reason.
	if (filing === null && request.method === 'GET')
		redirect(303, inLocale(locals.locale, `/urad/podani/${params.id}`))
	const step = filing?.steps.find(({ entry }) => entry === params.zapis) ?? null
	if (filing !== null && step === null) giveError(404, 'page-not-found')
	if (step?.voidable === false && request.method === 'GET')
		redirect(303, inLocale(locals.locale, `/urad/podani/${params.id}`))
	const known = await departments(locals.api)
	return {
		...{ ...empty, key, filing, step, purpose: purpose ?? '' },
		resting: (step?.resting ?? []).flatMap((entry) => filing?.steps.find((one) => one.entry === entry) ?? []),
		departments: Object.fromEntries(known.map(({ code, name }) => [code, name])),
	}
}

export const actions: Actions = {
	default: async (event) => {
		const { locals, params, request } = event
		const say = { cs, en }[locals.locale]
		const form = await request.formData()
		const [key, text, seen] = [keyIn(form), textIn(form, 'text'), textIn(form, 'videno')]
		const given = form.has('duvod') ? purposeIn(form) : null
		const purpose =
			given !== null && 'purpose' in given ? given.purpose : reasonFor(event, `podani/${params.id}`)
		const reply = {
			...{ key, text, seen, purpose: textIn(form, 'duvod') },
			...{ moved: false, ended: false, problems: undefined },
		}
		if (locals.session === null) return fail(401, { ...reply, ended: true })
		needScope(event, 'cases:write')
		const wrong =
			text === '' ? say.mistake.whyNeeded : text.length > TEXT_MAX || !isLines(text) ? say.tooLong : null
		if (wrong !== null) return fail(400, { ...reply, problems: [{ field: 'text', message: wrong }] })
		const { data, error } = await locals.api.POST('/api/v1/filings/{filing}/steps', {
			params: {
				path: { filing: params.id },
				header: {
					...purposeHeader(purpose),
					'If-Match': `"${seen}"`,
					...(key === null ? {} : { 'Idempotency-Key': key }),
				},
			},
			body: { step: 'voided', voids: params.zapis, text },
		})
		if (data === undefined) {
			const code = codeOf(error)
			if (MOVED.includes(code)) return fail(409, { ...reply, moved: true })
			// Sent before with other words: only sending it once more takes another step.
			if (code === 'idempotency-conflict') reply.key = crypto.randomUUID()
			return fail(400, { ...reply, problems: problemAt(reasonOr(error, 'text'), locals.locale, error) })
		}
		if (purpose !== null) keepReason(event, `podani/${params.id}`, purpose)
		redirect(303, inLocale(locals.locale, `/urad/podani/${params.id}?hotovo=omyl`))
	},
}
