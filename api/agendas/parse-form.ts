/**
 * Reads the form of an agenda: its pages, their fields, what is to be attached.
 * @module
 */
import {
	type Attachment,
	AUTOFILLS,
	FIELD_KINDS,
	type Field,
	type FieldKind,
	fieldsOf,
	LIMITS,
	type Option,
	type Page,
	type When,
} from './agenda.ts'
import { boundDay } from './answers.ts'
import type { Member } from './reader.ts'

const FIELD_ID = /^[a-z][a-z0-9_]{0,39}$/
const PAGE_ID = /^[a-z][a-z0-9-]{0,39}$/
const OPTION_VALUE = /^[a-z0-9][a-z0-9_-]{0,39}$/
/** Steps of the form that are not the agenda's own. */
const TAKEN_PAGES = ['all', 'prilohy', 'kontakt', 'kontrola', 'odeslano', 'hotovo']

const TEXT_MAX = 200
const LONG_TEXT_MAX = 4000
const EMAIL_MAX = 254
const NUMBER_MAX = 1_000_000_000

const COMMON = ['id', 'kind', 'label', 'hint', 'required', 'personal', 'when'] as const
const SPECIAL = ['min', 'max', 'decimals', 'from', 'to', 'options', 'autofill'] as const
type Special = (typeof SPECIAL)[number]

const SPECIAL_OF: Record<FieldKind, readonly Special[]> = {
	text: ['max', 'autofill'],
	'long-text': ['max'],
	number: ['min', 'max', 'decimals'],
	date: ['from', 'to', 'autofill'],
	choice: ['options'],
	choices: ['options', 'min', 'max'],
	'yes-no': [],
	email: ['autofill'],
	phone: ['autofill'],
	address: ['autofill'],
}

/** Ids that are taken, and fields that a later one may depend on. */
interface Seen {
	readonly ids: Set<string>
	readonly fields: Map<string, Field>
}

export function readPages(member: Member): Page[] {
	const seen: Seen = { ids: new Set(), fields: new Map() }
	const pageIds = new Set(TAKEN_PAGES)
	const pages = member.list(1, LIMITS.pages).map((item) => {
		const of = item.table(['id', 'title', 'hint', 'fields'], ['hint'])
		const id = of.id.id(PAGE_ID, '1 to 40 of a-z, 0-9 and -, from a letter on')
		take(of.id, id, pageIds)
		return {
			id,
			title: of.title.text(LIMITS.label),
			hint: of.hint.present ? of.hint.text(LIMITS.hint, true) : null,
			fields: of.fields.list(1, LIMITS.fields).map((field) => readField(field, seen)),
		}
	})
	const fields = pages.reduce((sum, page) => sum + page.fields.length, 0)
	if (fields > LIMITS.fields) member.wrong('too-many', LIMITS.fields)
	return pages
}

export function readAttachments(member: Member, pages: readonly Page[]): Attachment[] {
	const fields = new Map(fieldsOf({ pages }).map((field) => [field.id, field]))
	const ids = new Set(fields.keys())
	return member.list(0, LIMITS.attachments).map((item) => {
		const of = item.table(['id', 'title', 'hint', 'required', 'when'], ['hint', 'required', 'when'])
		const id = of.id.id(FIELD_ID, '1 to 40 of a-z, 0-9 and _, from a letter on')
		take(of.id, id, ids)
		return {
			id,
			title: of.title.text(LIMITS.label),
			hint: of.hint.present ? of.hint.text(LIMITS.hint, true) : null,
			required: of.required.flag(true),
			when: of.when.present ? readWhen(of.when, fields) : null,
		}
	})
}

function readField(member: Member, { ids, fields }: Seen): Field {
	const of = member.table([...COMMON, ...SPECIAL], ['hint', 'required', 'personal', 'when', ...SPECIAL])
	const kind = of.kind.oneOf(FIELD_KINDS)
	const allowed = SPECIAL_OF[kind]
	for (const name of SPECIAL)
		if (of[name].present && !allowed.includes(name)) of[name].wrong('not-for-kind', name)
	const chosen = allowed.includes('options')
	if (chosen && !of.options.present) member.wrong('missing', 'options')
	const id = of.id.id(FIELD_ID, '1 to 40 of a-z, 0-9 and _, from a letter on')
	take(of.id, id, ids)
	const options = chosen ? readOptions(of.options) : []
	const field: Field = {
		...{ id, kind, options },
		label: of.label.text(LIMITS.label),
		hint: of.hint.present ? of.hint.text(LIMITS.hint, true) : null,
		required: of.required.flag(true),
		personal: of.personal.flag(true),
		...readBounds(kind, of, options.length),
		from: readBound(of.from),
		to: readBound(of.to),
		when: of.when.present ? readWhen(of.when, fields) : null,
		autofill: of.autofill.present ? of.autofill.oneOf(AUTOFILLS) : null,
	}
	fields.set(id, field)
	return field
}

function readBounds(
	kind: FieldKind,
	of: Record<'min' | 'max' | 'decimals', Member>,
	options: number,
): Pick<Field, 'min' | 'max' | 'decimals'> {
	const number = (member: Member, min: number, max: number) =>
		member.present ? member.number(min, max) : null
	const none = { min: null, max: null, decimals: 0 }
	switch (kind) {
		case 'text':
			return { ...none, max: number(of.max, 1, 1000) ?? TEXT_MAX }
		case 'long-text':
			return { ...none, max: number(of.max, 1, LIMITS.answer) ?? LONG_TEXT_MAX }
		case 'email':
			return { ...none, max: EMAIL_MAX }
		case 'number': {
			const min = number(of.min, -NUMBER_MAX, NUMBER_MAX)
			const max = number(of.max, min ?? -NUMBER_MAX, NUMBER_MAX)
			return { min, max, decimals: number(of.decimals, 0, 4) ?? 0 }
		}
		case 'choices': {
			const most = Math.max(1, options)
			const min = number(of.min, 0, most)
			return { ...none, min, max: number(of.max, Math.max(1, min ?? 1), most) }
		}
		default:
			return none
	}
}

function readBound(member: Member): string | null {
	if (!member.present) return null
	const { plain } = member
	if (typeof plain === 'string' && boundDay(plain, '2000-01-01') !== null) return plain
	member.wrong('not-a-bound')
	return null
}

function readOptions(member: Member): Option[] {
	const values = new Set<string>()
	return member.list(2, LIMITS.options).map((item) => {
		const of = item.table(['value', 'label', 'hint'], ['hint'])
		const value = of.value.id(OPTION_VALUE, '1 to 40 of a-z, 0-9, _ and -')
		take(of.value, value, values)
		return {
			value,
			label: of.label.text(LIMITS.label),
			hint: of.hint.present ? of.hint.text(LIMITS.hint) : null,
		}
	})
}

/** @param fields those that come earlier */
function readWhen(member: Member, fields: ReadonlyMap<string, Field>): When {
	const of = member.table(['field', 'is'])
	const field = of.field.string(40)
	const of_ = fields.get(field)
	if (of.field.present && of_ === undefined) of.field.wrong('when-not-earlier', field)
	const is = (Array.isArray(of.is.value) ? of.is.list(1, LIMITS.options) : [of.is]).map((one) => {
		if (one.value === true || one.value === false) return { one, value: one.value ? 'yes' : 'no' }
		return { one, value: one.string(40) }
	})
	if (of_ !== undefined) {
		const values = of_.kind === 'yes-no' ? ['yes', 'no'] : of_.options.map(({ value }) => value)
		if (values.length === 0) of.field.wrong('when-not-a-choice', field)
		else for (const { one, value } of is) if (!values.includes(value)) one.wrong('when-not-an-option', value)
	}
	return { field, is: is.map(({ value }) => value) }
}

function take(member: Member, id: string, taken: Set<string>): void {
	if (id !== '' && taken.has(id)) member.wrong('duplicate', id)
	taken.add(id)
}
