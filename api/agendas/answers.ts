/**
 * What somebody answered in the form of an agenda: which fields are asked at all, what is wrong with the answers, and
 * what they are when nothing is. Pure. Answers are kept as they were typed, so that a form can be shown again.
 *
 * | Kind | Answer |
 * | --- | --- |
 * | `text`, `long-text`, `email`, `phone` | the text |
 * | `number` | the digits, with a decimal comma or point |
 * | `date` | `YYYY-MM-DD`, or what was typed as year, month, day with `-` between |
 * | `choice`; `yes-no` | the value of an option; `yes` or `no` |
 * | `choices` | values of options |
 * | `address` | street, town, postcode |
 * @module
 */
import { type Agenda, type Attachment, type Field, fieldsOf, LIMITS, type When } from './agenda.ts'

export interface Address {
	/** with the house number */
	readonly street: string
	readonly town: string
	readonly postcode: string
}

export type Answer = string | readonly string[] | Address
/** By the id of the field. Fields that the agenda does not have are left alone. */
export type Answers = Readonly<Record<string, Answer>>

export const ANSWER_PROBLEMS = [
	'required',
	'malformed',
	'too-long',
	'not-a-number',
	'too-many-decimals',
	'too-small',
	'too-large',
	'not-a-date',
	'too-early',
	'too-late',
	'not-an-option',
	'too-few',
	'too-many',
	'not-an-email',
	'not-a-phone',
	'not-a-postcode',
] as const

export interface AnswerProblem {
	/** id of the field */
	readonly field: string
	/** of an address */
	readonly part: keyof Address | null
	readonly code: (typeof ANSWER_PROBLEMS)[number]
	/** the bound that was missed: a number, or a day */
	readonly limit: number | string | null
}

export const ADDRESS_PARTS = ['street', 'town', 'postcode'] as const
const ADDRESS_PART_MAX = 120

/**
 * Fields that are asked, given what was answered so far: a field whose `when` names one that is not asked is not
 * asked either.
 * @returns their ids
 */
export function fieldsShown(agenda: Pick<Agenda, 'pages'>, answers: Answers): ReadonlySet<string> {
	const shown = new Set<string>()
	for (const { id, when } of fieldsOf(agenda)) if (holds(when, answers, shown)) shown.add(id)
	return shown
}

/** Attachments that are asked for. */
export function attachmentsShown(agenda: Agenda, answers: Answers): readonly Attachment[] {
	const shown = fieldsShown(agenda, answers)
	return agenda.attachments.filter(({ when }) => holds(when, answers, shown))
}

function holds(when: When | null, answers: Answers, shown: ReadonlySet<string>): boolean {
	if (when === null) return true
	if (!shown.has(when.field)) return false
	const answer = own(answers, when.field)
	const values = typeof answer === 'string' ? [answer] : Array.isArray(answer) ? answer : []
	return values.some((value) => when.is.includes(value))
}

/**
 * What is wrong with the answers, in the order of the form; each field at most once, of an address each part.
 * @param page id of the page that is looked at, or `all`
 * @param today `YYYY-MM-DD`, for days that are bounded by today
 */
export function checkAnswers(
	agenda: Pick<Agenda, 'pages'>,
	page: string | 'all',
	answers: Answers,
	today: string,
): AnswerProblem[] {
	const shown = fieldsShown(agenda, answers)
	return agenda.pages
		.filter(({ id }) => page === 'all' || id === page)
		.flatMap(({ fields }) => fields)
		.filter(({ id }) => shown.has(id))
		.flatMap((field) => checkField(field, own(answers, field.id), today))
}

/**
 * The answers of the fields that are asked, each in one spelling: no space around, decimal point, days with two-digit
 * months, phones and postcodes without spaces. Only for answers in which `checkAnswers` finds nothing.
 */
export function settledAnswers(agenda: Pick<Agenda, 'pages'>, answers: Answers): Answers {
	const shown = fieldsShown(agenda, answers)
	const settled: [string, Answer][] = []
	for (const field of fieldsOf(agenda)) {
		const answer = own(answers, field.id)
		if (!shown.has(field.id) || answer === undefined || isEmpty(answer)) continue
		settled.push([field.id, settle(field, answer)])
	}
	return Object.fromEntries(settled)
}

function settle(field: Field, answer: Answer): Answer {
	if (Array.isArray(answer)) {
		return field.options.map(({ value }) => value).filter((value) => answer.includes(value))
	}
	if (typeof answer !== 'string') {
		const { street, town, postcode } = answer as Address
		return { street: street.trim(), town: town.trim(), postcode: postcode.replaceAll(/\s/g, '') }
	}
	const text = answer.trim()
	switch (field.kind) {
		case 'number':
			return text.replaceAll(/\s/g, '').replace(',', '.')
		case 'date':
			return typedDay(text) ?? text
		case 'phone':
			return text.replaceAll(/[\s().-]/g, '')
		default:
			return text
	}
}

function checkField(field: Field, answer: Answer | undefined, today: string): AnswerProblem[] {
	const wrong = (
		code: AnswerProblem['code'],
		limit: number | string | null = null,
		part: AnswerProblem['part'] = null,
	): AnswerProblem[] => [{ field: field.id, part, code, limit }]
	if (field.kind === 'address') return checkAddress(field, answer, wrong)
	if (answer === undefined || isEmpty(answer)) return field.required ? wrong('required') : []
	if (field.kind === 'choices') {
		if (!isList(answer)) return wrong('malformed')
		const known = new Set(field.options.map(({ value }) => value))
		const chosen = new Set(answer)
		if ([...chosen].some((value) => !known.has(value))) return wrong('not-an-option')
		if (field.min !== null && chosen.size < field.min) return wrong('too-few', field.min)
		if (field.max !== null && chosen.size > field.max) return wrong('too-many', field.max)
		return []
	}
	if (typeof answer !== 'string') return wrong('malformed')
	const text = answer.trim()
	if (!isSound(text, field.kind === 'long-text')) return wrong('malformed')
	const max = isText(field) ? (field.max ?? LIMITS.answer) : LIMITS.label
	if ([...text].length > max) return wrong('too-long', max)
	switch (field.kind) {
		case 'text':
		case 'long-text':
			return []
		case 'email':
			return EMAIL.test(text) ? [] : wrong('not-an-email')
		case 'phone':
			return PHONE.test(text.replaceAll(/[\s().-]/g, '')) ? [] : wrong('not-a-phone')
		case 'yes-no':
			return text === 'yes' || text === 'no' ? [] : wrong('not-an-option')
		case 'choice':
			return field.options.some(({ value }) => value === text) ? [] : wrong('not-an-option')
		case 'number': {
			const digits = text.replaceAll(/\s/g, '').replace(',', '.')
			if (!/^-?\d{1,12}(\.\d{1,8})?$/.test(digits)) return wrong('not-a-number')
			if ((digits.split('.')[1]?.length ?? 0) > field.decimals) {
				return wrong('too-many-decimals', field.decimals)
			}
			if (field.min !== null && Number(digits) < field.min) return wrong('too-small', field.min)
			if (field.max !== null && Number(digits) > field.max) return wrong('too-large', field.max)
			return []
		}
		case 'date': {
			const day = typedDay(text)
			if (day === null) return wrong('not-a-date')
			const from = field.from === null ? null : boundDay(field.from, today)
			const to = field.to === null ? null : boundDay(field.to, today)
			if (from !== null && day < from) return wrong('too-early', from)
			if (to !== null && day > to) return wrong('too-late', to)
			return []
		}
		default:
			return field.kind satisfies never
	}
}

function checkAddress(
	field: Field,
	answer: Answer | undefined,
	wrong: (
		code: AnswerProblem['code'],
		limit?: number | string | null,
		part?: AnswerProblem['part'],
	) => AnswerProblem[],
): AnswerProblem[] {
	if (answer === undefined || isEmpty(answer)) return field.required ? wrong('required') : []
	if (!isAddress(answer)) return wrong('malformed')
	return ADDRESS_PARTS.flatMap((part) => {
		const text = answer[part].trim()
		if (text === '') return wrong('required', null, part)
		if (!isSound(text, false)) return wrong('malformed', null, part)
		if ([...text].length > ADDRESS_PART_MAX) return wrong('too-long', ADDRESS_PART_MAX, part)
		return part === 'postcode' && !/^\d{3} ?\d{2}$/.test(text) ? wrong('not-a-postcode', null, part) : []
	})
}

/** What mail servers take, not all that RFC 5321 allows. */
const EMAIL =
	/^[^\s@"(),:;<>[\\\]]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}{2,63}$/u
const PHONE = /^(?:\+|00)?\d{9,15}$/

const isText = ({ kind }: Field) => kind === 'text' || kind === 'long-text' || kind === 'email'
const isList = (answer: Answer): answer is readonly string[] => Array.isArray(answer)

function isAddress(answer: Answer): answer is Address {
	if (typeof answer === 'string' || Array.isArray(answer)) return false
	return ADDRESS_PARTS.every((part) => typeof (answer as Address)[part] === 'string')
}

function isEmpty(answer: Answer): boolean {
	if (typeof answer === 'string') return answer.trim() === ''
	if (isList(answer)) return answer.length === 0
	return isAddress(answer) && ADDRESS_PARTS.every((part) => answer[part].trim() === '')
}

/** No character that hides, or breaks a line where none may be. */
function isSound(text: string, lines: boolean): boolean {
	if (!text.isWellFormed() || /[\ufeff\p{Zl}\p{Zp}]/u.test(text)) return false
	return lines ? !/[^\P{Cc}\n\t]/u.test(text) : !/\p{Cc}/u.test(text)
}

/** Value of a member that the object has itself. */
function own(answers: Answers, id: string): Answer | undefined {
	return Object.hasOwn(answers, id) ? answers[id] : undefined
}

/** A day of the calendar, months and days in one or two digits. @returns `YYYY-MM-DD`, or null */
export function typedDay(text: string): string | null {
	const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text) ?? []
	const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
	const date = new Date(`${iso}T00:00:00Z`)
	return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === iso ? iso : null
}

/** The day that a bound of a date field means. @param today `YYYY-MM-DD` */
export function boundDay(bound: string, today: string): string | null {
	const relative = /^today(?:([+-])(\d{1,4}))?$/.exec(bound)
	if (relative === null) return typedDay(bound)
	const [, sign = '+', days = '0'] = relative
	const date = new Date(`${today}T00:00:00Z`)
	date.setUTCDate(date.getUTCDate() + (sign === '-' ? -1 : 1) * Number(days))
	return date.toISOString().slice(0, 10)
}
