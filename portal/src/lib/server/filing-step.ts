/**
 * A small form of a step as somebody filled it in: what was typed, what is wrong with it, and the request it makes.
 * @module
 */
import type { paths } from '../api/schema.d.ts'
import { type Field, type Slug, STEP_FORMS } from '../inbox/step-forms.ts'
import type { cs } from '../words/cs/filing-work.ts'
import { dayIn, type TypedDay } from './day.ts'
import { isLines, isOneLine, textIn } from './form.ts'

type Body = NonNullable<
	paths['/api/v1/filings/{filing}/steps']['post']['requestBody']
>['content']['application/json']
type Words = typeof cs
export type Problem = { field: string; message: string }

const TEXT_MAX = 8000
const LINE_MAX = 400
const PARTY_MAX = 200
const MAX_DAYS = 3650

/** Fields of one line by their name in the form. */
const LINES = [
	...['text', 'jak', 'potvrzeno', 'komu', 'odbor', 'dny', 'prodlouzeni', 'dokument', 'doklad'],
	...['organ', 'ucastnik', 'jiny', 'zpusob', 'vyveseni'],
] as const

export interface TypedStep {
	readonly values: Readonly<Record<string, string>>
	readonly day: TypedDay
}

export interface TakenStep extends TypedStep {
	readonly problems: readonly Problem[]
	readonly body: Body
}

/** Not on the board of this office, so the day is the clerk's. */
export const ELSEWHERE = '-'
/** Who decided about an appeal, other than the office itself: codes of the step. */
const OF_APPEAL = ['appellate', 'late-or-inadmissible']
/** Nobody: back into the queue. */
export const NOBODY = '-'

export function takeStep(form: FormData, slug: Slug, say: Words): TakenStep {
	const values = Object.fromEntries(LINES.map((name) => [name, textIn(form, name)]))
	const day = dayIn(form, 'den')
	const problems: Problem[] = []
	const body: Record<string, unknown> = { step: STEP_FORMS[slug].step }
	const need = (name: keyof Words['needed'], field: string, value: string, member: string) => {
		if (value === '') problems.push({ field, message: say.needed[name] })
		else body[member] = value
	}
	const check = (field: string, value: string, max: number, lines = false) => {
		const sound = value.length <= max && (lines ? isLines(value) : isOneLine(value))
		if (!sound) problems.push({ field, message: say.tooLong })
	}
	const value = (name: (typeof LINES)[number]) => values[name] ?? ''
	const take: Record<Field, () => void> = {
		den: () => {
			// The board knows since when it hangs.
			if (body.posting !== undefined) return
			if (day.wrong) problems.push({ field: 'den', message: say.needed.den })
			else if (day.iso !== null) body.day = day.iso
		},
		text: () => takeText(true),
		vzor: () => takeText(true),
		poznamka: () => takeText(false),
		jak: () => {
			need('jak', 'jak', value('jak'), 'how')
			check('jak', value('jak'), LINE_MAX)
		},
		potvrzeno: () => need('potvrzeno', 'potvrzeno', value('potvrzeno'), 'how'),
		komu: () => {
			body.assignee = value('komu') === NOBODY ? null : value('komu')
		},
		odbor: () => need('odbor', 'odbor', value('odbor'), 'department'),
		dny: () => {
			if (value('dny') === '' && slug === 'prodlouzit') return
			const days = Number(value('dny'))
			if (/^\d{1,4}$/.test(value('dny')) && days >= 1 && days <= MAX_DAYS) body.days = days
			else problems.push({ field: 'dny', message: say.needed.dny })
		},
		prodlouzeni: () => need('prodlouzeni', 'prodlouzeni', value('prodlouzeni'), 'code'),
		organ: () => {
			const [organ] = OF_APPEAL.filter((one) => one === value('organ'))
			if (organ !== undefined) body.code = organ
		},
		dokument: () => need('dokument', 'dokument', value('dokument'), 'document'),
		doklad: () => {
			if (value('doklad') !== '') body.document = value('doklad')
		},
		ucastnik: () => {
			need('ucastnik', 'ucastnik', value('jiny') || value('ucastnik'), 'party')
			check('jiny', value('jiny'), PARTY_MAX)
		},
		vsichni: () => {
			if (value('ucastnik') !== '') body.party = value('ucastnik')
		},
		zpusob: () => need('zpusob', 'zpusob', value('zpusob'), 'channel'),
		vyveseni: () => {
			if (value('vyveseni') !== '' && value('vyveseni') !== ELSEWHERE) body.posting = value('vyveseni')
		},
	}
	function takeText(needed: boolean) {
		check('text', value('text'), TEXT_MAX, true)
		if (value('text') !== '') body.text = value('text')
		else if (needed) problems.push({ field: 'text', message: say.needed.text })
	}
	for (const field of STEP_FORMS[slug].fields) take[field]()
	return { values, day: day.typed, problems, body: body as Body }
}

/** Members of the request and the fields that they come from. */
const FIELD_OF: Readonly<Record<string, string>> = {
	...{ day: 'den', text: 'text', how: 'jak', assignee: 'komu', department: 'odbor', days: 'dny' },
	...{ code: 'prodlouzeni', document: 'doklad', party: 'ucastnik', channel: 'zpusob' },
	posting: 'vyveseni',
}

/** What the service finds wrong, at the fields of the form. */
export function refusedFields(error: unknown, slug: Slug, say: Words): Problem[] {
	const { errors } = error as { errors?: readonly { at: string }[] }
	const { step, fields } = STEP_FORMS[slug]
	const said = (errors ?? []).map(({ at }) => {
		const message = say.refused[`${at}:${step}`] ?? say.refused[at] ?? say.refused.step ?? ''
		const own = FIELD_OF[at] ?? ''
		const known: readonly string[] = fields
		const field =
			at === 'how' && known.includes('potvrzeno')
				? 'potvrzeno'
				: at === 'document' && known.includes('dokument')
					? 'dokument'
					: own
		return { field, message }
	})
	return said.length > 0 ? said : [{ field: 'content', message: say.refused.step ?? '' }]
}
