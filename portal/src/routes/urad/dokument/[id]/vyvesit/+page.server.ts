import { fail, redirect } from '@sveltejs/kit'
import { CATEGORIES } from '#lib/board/categories.ts'
import { inLocale } from '#lib/locale/locale.ts'
import { dayIn, today } from '#lib/server/day.ts'
import { lookAtDocument, titleOf } from '#lib/server/document.ts'
import { codeOf, isReplay, problemAt, reasonOr } from '#lib/server/failure.ts'
import { choiceIn, isOneLine, keyIn, keyInAddress, textIn } from '#lib/server/form.ts'
import { needScope } from '#lib/server/guard.ts'
import { purposeHeader } from '#lib/server/purpose.ts'
import { keepReason, reasonFor } from '#lib/server/reasons.ts'
import { cs } from '#lib/words/cs/board.ts'
import { en } from '#lib/words/en/board.ts'
import type { Actions, PageServerLoad } from './$types'

const TITLE_MAX = 300
const NUMBER_MAX = 64
const DAYS = ['od', 'do', 'budova'] as const

export const load: PageServerLoad = async (event) => {
	const { locals, params, request } = event
	if (locals.session === null && request.method === 'POST')
		return { id: params.id, key: keyInAddress(event), title: '', number: '', public: false, purpose: '' }
	needScope(event, 'cases:write')
	const key = keyInAddress(event)
	const purpose = reasonFor(event, `dokument/${params.id}`)
	// Outside the department it has no name without a reason: that is asked for with the form.
	const found = await lookAtDocument(locals.api, params.id, purpose, null)
	const number = found?.document.private?.metadata.number ?? found?.document.version.public.number
	return {
		...{ id: params.id, key, purpose: purpose ?? '' },
		title: found === null ? '' : titleOf(found),
		number: typeof number === 'string' ? number : '',
		public: found?.document.version.visibility === 'public',
	}
}

export const actions: Actions = {
	default: async (event) => {
		const { locals, params, request } = event
		const say = { cs, en }[locals.locale]
		const form = await request.formData()
		const [title, number, purpose] = [textIn(form, 'nazev'), textIn(form, 'cislo'), textIn(form, 'duvod')]
		const category = choiceIn(form, 'druh', CATEGORIES)
		const withdraw = choiceIn(form, 'stahnout', ['ano', 'ne'])
		const [from, until, paper] = DAYS.map((name) => dayIn(form, name)) as [Day, Day, Day]
		const values = {
			...{ title, number, purpose, category: category ?? '', withdraw: withdraw ?? '' },
			days: { od: from.typed, do: until.typed, budova: paper.typed },
		}
		const key = keyIn(form)
		// Sent before with other values: only sending it once more posts another notice.
		let newKey: string | null = null
		const again = (status: number, ended: boolean, problems?: { field: string; message: string }[]) =>
			fail(status, { ended, values, key: newKey ?? key, problems })
		if (locals.session === null) return again(401, true)
		needScope(event, 'cases:write')
		const problems = []
		if (title === '' || title.length > TITLE_MAX || !isOneLine(title))
			problems.push({ field: 'nazev', message: say.nameWrong })
		if (number.length > NUMBER_MAX || !isOneLine(number))
			problems.push({ field: 'cislo', message: say.numberWrong })
		if (category === null) problems.push({ field: 'druh', message: say.categoryWrong })
		for (const [name, day] of [
			['od', from],
			['do', until],
			['budova', paper],
		] as const)
			if (day.wrong) problems.push({ field: name, message: say.dayWrong })
		if (withdraw === null) problems.push({ field: 'stahnout', message: say.withdrawWrong })
		if (problems.length > 0 || category === null || !isOneLine(purpose)) return again(400, false, problems)
		const { data, error, response } = await locals.api.POST('/api/v1/board', {
			params: {
				header: {
					...(key === null ? {} : { 'Idempotency-Key': key }),
					...purposeHeader(purpose === '' ? null : purpose),
				},
			},
			body: {
				...{ document: params.id, title, category, withdraw: withdraw === 'ano' },
				...(number === '' ? {} : { number }),
				...(from.iso === null ? {} : { from: from.iso }),
				...(until.iso === null ? {} : { until: until.iso }),
				...(paper.iso === null ? {} : { paper: paper.iso }),
			},
		})
		if (data === undefined) {
			if (codeOf(error) === 'idempotency-conflict') newKey = crypto.randomUUID()
			const field = codeOf(error) === 'posting-days' ? 'od' : 'nazev'
			return again(400, false, problemAt(reasonOr(error, field), locals.locale, error))
		}
		if (purpose !== '') keepReason(event, `dokument/${params.id}`, purpose)
		// From a filing: what hangs now is its next step there.
		const filing = event.url.searchParams.get('podani') ?? ''
		const hangs = from.iso === null || from.iso <= today()
		if (/^[a-z0-9]{20,100}$/.test(filing) && hangs)
			redirect(303, inLocale(locals.locale, `/urad/podani/${filing}/vyveseno?vyveseni=${data.id}`))
		const done = isReplay(response) ? 'uz' : '1'
		redirect(303, inLocale(locals.locale, `/urad/deska?vyveseno=${done}`))
	},
}

type Day = ReturnType<typeof dayIn>
