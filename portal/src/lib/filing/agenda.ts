/**
 * Agendas as the portal shows them: their texts in the reader's language, and which fields of a form are asked.
 * @module
 */
import type { components } from '#lib/api/schema.d.ts'
import type { Locale } from '#lib/locale/locale.ts'

type Schemas = components['schemas']
export type Agenda = Schemas['Agenda']
export type AgendaSummary = Schemas['AgendaSummary']
export type FormPage = Schemas['AgendaPage']
export type FormField = Schemas['AgendaField']
export type Text = Schemas['AgendaText']

export interface Address {
	readonly street: string
	readonly town: string
	readonly postcode: string
}
/** As it was typed; see api/agendas/answers.ts. */
export type Answer = string | readonly string[] | Address
export type Answers = Readonly<Record<string, Answer>>

/** What is wrong with an answer, as the service tells it. */
export interface AnswerProblem {
	readonly field: string
	readonly part: keyof Address | null
	readonly code: string
	readonly limit: number | string | null
}

export const ADDRESS_PARTS = ['street', 'town', 'postcode'] as const

/** A text in the reader's language, or in Czech where it was written in no other. */
export function textIn({ cs, en }: Text, locale: Locale): string {
	return locale === 'en' && en !== null ? en : typeset(cs)
}

/** Czech text in which nothing that belongs together is torn apart at the end of a line. */
export function typeset(czech: string): string {
	return czech
		.replaceAll(/(?<=^|[\s(„])([KkSsVvZzOoUuAaIi]|§|č\.|odst\.|písm\.) /g, '$1\u00a0')
		.replaceAll(/(?<=\d) (?=Kč|m²|cm|dn|let|min|\d{3})/g, '\u00a0')
}

/** Language of what `textIn` gives, where it is not that of the page. */
export function langOf({ en }: Text, locale: Locale): 'cs' | undefined {
	return locale === 'en' && en === null ? 'cs' : undefined
}

/** Paragraphs of a longer text. */
export function paragraphsOf(text: string): string[] {
	return text
		.split(/\n\s*\n/)
		.map((one) => one.trim())
		.filter((one) => one !== '')
}

/** Name of the input of a field, also its id; the parts of a date or an address follow with `-`. */
export function inputOf({ id }: Pick<FormField, 'id'>): string {
	return `f-${id}`
}

/** Where the error summary leads to. */
export function targetOf(
	{ field, part }: Pick<AnswerProblem, 'field' | 'part'>,
	kind: FormField['kind'],
): string {
	return kind === 'address' ? `f-${field}-${part ?? 'street'}` : `f-${field}`
}

/**
 * Whether a field is asked, given the answers. What it depends on is looked up among `fields`, the fields of the form
 * that come before it on the page, and otherwise in the answers alone: whoever renders a page has the service say which
 * of its fields are asked at all.
 */
export function isAsked(field: FormField, fields: readonly FormField[], answers: Answers): boolean {
	const { when } = field
	if (when === null) return true
	const on = fields.find(({ id }) => id === when.field)
	if (on !== undefined && !isAsked(on, fields, answers)) return false
	const answer = Object.hasOwn(answers, when.field) ? answers[when.field] : undefined
	const values = typeof answer === 'string' ? [answer] : Array.isArray(answer) ? answer : []
	return values.some((value) => when.is.includes(value))
}

/** The answers in a form that shows a page. */
export function answersIn(page: Pick<FormPage, 'fields'>, form: FormData): Record<string, Answer> {
	return Object.fromEntries(page.fields.map((field) => [field.id, answerIn(field, form)]))
}

const MOST = 12_000

function answerIn(field: FormField, form: FormData): Answer {
	const name = inputOf(field)
	const text = (part = '') => {
		const value = form.get(name + part)
		return typeof value === 'string'
			? value.replaceAll('\r\n', '\n').normalize('NFC').trim().slice(0, MOST)
			: ''
	}
	switch (field.kind) {
		case 'choices':
			return form.getAll(name).filter((value) => typeof value === 'string')
		case 'date': {
			const parts = ['-year', '-month', '-day'].map((part) => text(part).replaceAll('-', ' ').slice(0, 8))
			return parts.every((part) => part === '') ? '' : parts.join('-')
		}
		case 'address':
			return { street: text('-street'), town: text('-town'), postcode: text('-postcode') }
		default:
			return text()
	}
}
