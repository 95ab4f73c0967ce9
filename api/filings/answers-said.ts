/**
 * What applicants answered, as people read it.
 * @module
 */
import type { Agenda, Field, Text } from '../agendas/agenda.ts'
import { type Answer, type Answers, fieldsShown } from '../agendas/answers.ts'
import type { Contact } from './records.ts'

/** Questions and answers as people read them, page by page; what was not answered is left out. */
export function answeredParts(agenda: Pick<Agenda, 'pages'>, answers: Answers, say: (text: Text) => string) {
	const shown = fieldsShown(agenda, answers)
	return agenda.pages.flatMap(({ title, fields }) => {
		const rows = fields
			.filter(({ id }) => shown.has(id) && Object.hasOwn(answers, id))
			.map((field): [string, string] => [
				say(field.label),
				answerText(field, answers[field.id] as Answer, say),
			])
		return rows.length === 0 ? [] : [{ heading: say(title), rows }]
	})
}

function answerText(field: Field, answer: Answer, say: (text: Text) => string): string {
	const label = (value: string) => {
		const option = field.options.find((one) => one.value === value)
		return option === undefined ? value : say(option.label)
	}
	if (typeof answer === 'string') {
		switch (field.kind) {
			case 'yes-no':
				return say(answer === 'yes' ? { cs: 'Ano', en: 'Yes' } : { cs: 'Ne', en: 'No' })
			case 'choice':
				return label(answer)
			case 'date':
				return answer.split('-').map(Number).toReversed().join('. ')
			case 'number':
				return answer.replace('.', ',')
			default:
				return answer
		}
	}
	if ('street' in answer) return `${answer.street}, ${answer.postcode} ${answer.town}`
	return answer.map(label).join(', ')
}

/** What browsers may fill in is what people say of themselves. */
export function contactOf(agenda: Pick<Agenda, 'pages'>, answers: Answers): Contact {
	const plain = (text: Text) => text.cs
	const fields = agenda.pages.flatMap((page) => page.fields)
	const of = (...names: string[]) =>
		fields
			.filter(
				({ autofill, id }) => autofill !== null && names.includes(autofill) && Object.hasOwn(answers, id),
			)
			.map((field) => answerText(field, answers[field.id] as Answer, plain))
	const whole = of('name', 'organization')
	return {
		name: (whole.length > 0 ? whole.slice(0, 1) : of('given-name', 'family-name')).join(' '),
		born: of('bday')[0] ?? '',
		address: of('address')[0] ?? '',
		email: of('email')[0] ?? '',
		phone: of('tel')[0] ?? '',
	}
}
