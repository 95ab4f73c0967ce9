/**
 * Answers and what is wrong with them, in words.
 * @module
 */
import type { Formats } from '#lib/locale/format.ts'
import type { Locale } from '#lib/locale/locale.ts'
import type { cs } from '#lib/words/cs/form.ts'
import { type Answer, type AnswerProblem, type FormField, targetOf, textIn } from './agenda.ts'

interface Speaking {
	readonly locale: Locale
	readonly formats: Formats
	readonly say: typeof cs
}

/** Lines of a problem for the error summary and the fields. A problem of a field that is not there is left out. */
export function sayProblems(
	problems: readonly AnswerProblem[],
	fields: readonly FormField[],
	speaking: Speaking,
): { field: string; of: string; part: AnswerProblem['part']; message: string }[] {
	return problems.flatMap((problem) => {
		const field = fields.find(({ id }) => id === problem.field)
		if (field === undefined) return []
		const message = sayProblem(problem, field, speaking)
		return [{ field: targetOf(problem, field.kind), of: field.id, part: problem.part, message }]
	})
}

function sayProblem(
	{ code, part, limit }: AnswerProblem,
	field: FormField,
	{ say, locale, formats }: Speaking,
): string {
	const label = part === null ? textIn(field.label, locale) : say[part]
	const line = Object.hasOwn(say.problems, code)
		? say.problems[code as keyof typeof say.problems]
		: say.problems.malformed
	const bound =
		typeof limit === 'number' ? formats.number(limit) : limit === null ? '' : dayText(limit, formats)
	return line(label, bound)
}

/** Lines of what was answered; none when nothing was. */
export function sayAnswer(
	field: FormField,
	answer: Answer | undefined,
	{ say, locale, formats }: Speaking,
): string[] {
	if (answer === undefined) return []
	const option = (value: string) => {
		const found = field.options.find((one) => one.value === value)
		return found === undefined ? value : textIn(found.label, locale)
	}
	if (Array.isArray(answer)) return answer.map(option)
	if (typeof answer !== 'string') {
		const { street, town, postcode } = answer as Exclude<Answer, string | readonly string[]>
		const code = postcode.replace(/^(\d{3})(\d{2})$/, '$1 $2')
		return [street, `${code} ${town}`.trim()].filter((line) => line !== '')
	}
	if (answer === '') return []
	switch (field.kind) {
		case 'yes-no':
			return [answer === 'yes' ? say.yes : answer === 'no' ? say.no : answer]
		case 'choice':
			return [option(answer)]
		case 'date':
			return [dayText(answer, formats)]
		case 'number':
			return [/^-?\d+(\.\d+)?$/.test(answer) ? formats.number(Number(answer)) : answer]
		default:
			return answer.split('\n')
	}
}

/** A day in words, also as it was typed, without zeros; what is none as it is. */
function dayText(day: string, formats: Formats): string {
	const [, year = '', month = '', date = ''] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(day) ?? []
	const at = Date.parse(`${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}T12:00:00Z`)
	return Number.isNaN(at) ? day : formats.date(at)
}
