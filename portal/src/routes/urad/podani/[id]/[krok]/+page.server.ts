import { fail, error as giveError, redirect } from '@sveltejs/kit'
import { isCalled, isSlug, partiesOf, STEP_FORMS, stepsNow } from '#lib/inbox/step-forms.ts'
import type { FilingDetail } from '#lib/inbox/views.ts'
import { inLocale } from '#lib/locale/locale.ts'
import { today } from '#lib/server/day.ts'
import { departments } from '#lib/server/departments.ts'
import { codeOf, problemAt, reasonOr } from '#lib/server/failure.ts'
import { refusedFields, type TypedStep, takeStep } from '#lib/server/filing-step.ts'
import { keyIn, keyInAddress, textIn } from '#lib/server/form.ts'
import { needScope } from '#lib/server/guard.ts'
import { lookAtFiling } from '#lib/server/inbox.ts'
import { purposeHeader, purposeIn } from '#lib/server/purpose.ts'
import { keepReason, reasonFor } from '#lib/server/reasons.ts'
import { cs } from '#lib/words/cs/filing-work.ts'
import { en } from '#lib/words/en/filing-work.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async (event) => {
	const { locals, params, request, url } = event
	const slug = slugIn(params.krok)
	const empty = {
		id: params.id,
		slug,
		filing: null,
		people: [],
		me: null,
		departments: [],
		parties: [],
		purpose: '',
		notice: '',
	}
	// Whose session ended while they wrote gets back what they wrote.
	if (locals.session === null && request.method === 'POST')
		return { ...empty, key: '', open: true, today: '', chosen: '' }
	needScope(event, 'cases:write')
	const key = keyInAddress(event)
	const purpose = reasonFor(event, `podani/${params.id}`)
	const filing = await lookAtFiling(locals.api, params.id, purpose)
	const page = inLocale(locals.locale, `/urad/podani/${params.id}`)
	// The page of the filing asks for the reason, and tells what can be done now.
	if (request.method === 'GET' && (filing === null || !stepsNow(filing, today()).includes(slug)))
		redirect(303, page)
	const fields: readonly string[] = STEP_FORMS[slug].fields
	const [people, known, session] = await Promise.all([
		fields.includes('komu') ? locals.api.GET('/api/v1/accounts') : null,
		fields.includes('odbor') ? departments(locals.api) : [],
		fields.includes('komu') ? locals.api.GET('/api/v1/sessions/current') : null,
	])
	const department = filing?.department ?? null
	return {
		...{ ...empty, key, filing, purpose: purpose ?? '' },
		open: filing === null || stepsNow(filing, today()).includes(slug),
		people: (people?.data?.accounts ?? [])
			.filter((one) => one.active && one.department === department)
			.map(({ id, name }) => ({ id, name })),
		me: session?.data?.account.id ?? null,
		departments: known
			.filter(({ code, active }) => active && code !== department)
			.map(({ code, name }) => ({ code, name })),
		parties: filing === null ? [] : partiesOf(filing),
		today: today(),
		chosen: url.searchParams.get('dokument')?.slice(0, 100) ?? '',
		notice: url.searchParams.get('vyveseni')?.slice(0, 100) ?? '',
	}
}

export const actions: Actions = {
	default: async (event) => {
		const { locals, params, request } = event
		const say = { cs, en }[locals.locale]
		const slug = slugIn(params.krok)
		const form = await request.formData()
		const key = keyIn(form)
		const { values, day, body, problems } = takeStep(form, slug, say)
		const typed: TypedStep = { values, day }
		const given = form.has('duvod') ? purposeIn(form) : null
		const purpose =
			given !== null && 'purpose' in given ? given.purpose : reasonFor(event, `podani/${params.id}`)
		const reply = {
			...typed,
			key,
			purpose: textIn(form, 'duvod'),
			moved: false,
			ended: false,
			problems: undefined,
			pin: null,
			seen: textIn(form, 'videno'),
		}
		if (locals.session === null) return fail(401, { ...reply, ended: true })
		needScope(event, 'cases:write')
		if (problems.length > 0) return fail(400, { ...reply, problems: [...problems] })
		// What is served before the decision is the call to complete the filing.
		const sent =
			slug === 'doruceno' && (await isCorrection(event, purpose)) ? { ...body, code: 'correction' } : body
		const { data, error } = await locals.api.POST('/api/v1/filings/{filing}/steps', {
			params: {
				path: { filing: params.id },
				header: {
					...purposeHeader(purpose),
					'If-Match': `"${reply.seen}"`,
					...(key === null ? {} : { 'Idempotency-Key': key }),
				},
			},
			body: sent,
		})
		if (data === undefined) {
			const code = codeOf(error)
			if (code === 'filing-moved' || code === 'filing-step-refused')
				return fail(409, { ...reply, moved: true })
			// Sent before with other values: only sending it once more takes another step.
			if (code === 'idempotency-conflict') reply.key = crypto.randomUUID()
			const said =
				code === 'filing-step-malformed'
					? refusedFields(error, slug, say)
					: problemAt(reasonOr(error, 'content'), locals.locale, error)
			return fail(400, { ...reply, problems: said })
		}
		if (purpose !== null) keepReason(event, `podani/${params.id}`, purpose)
		if (slug === 'pin') {
			const path = { filing: params.id }
			const made = await locals.api.POST('/api/v1/filings/{filing}/pin', {
				params: { path, header: purposeHeader(purpose) },
			})
			// Somebody took a step in between: the PIN is given out by taking the step once more.
			if (made.data === undefined) return fail(409, { ...reply, key: crypto.randomUUID(), moved: true })
			return { ...reply, pin: made.data }
		}
		redirect(303, inLocale(locals.locale, `/urad/podani/${params.id}?hotovo=${slug}`))
	},
}

function slugIn(name: string) {
	return isSlug(name) ? name : giveError(404, 'page-not-found')
}

async function isCorrection({ locals, params }: RequestEvent, purpose: string | null): Promise<boolean> {
	const found: FilingDetail | null = await lookAtFiling(locals.api, params.id, purpose)
	return found !== null && isCalled(found.state)
}
