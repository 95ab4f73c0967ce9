/**
 * What an agenda is: one thing that the town settles on request, with its guide, form, attachments, fee, law and
 * clock. Officials write it as a TOML file (README.md here says how), `parse.ts` reads that into these shapes, and
 * nothing else in the service knows any agenda by name.
 * @module
 */

import type { ClockRules } from '../clock/rules.ts'

/** Bytes of an agenda's file. */
export const AGENDA_MAX_BYTES = 48 * 1024

/** How many of each there may be, and how long texts may be (characters). */
export const LIMITS = {
	pages: 40,
	fields: 200,
	options: 100,
	attachments: 20,
	laws: 20,
	bring: 30,
	steps: 20,
	title: 120,
	summary: 400,
	label: 200,
	hint: 500,
	guide: 2000,
	template: 6000,
	/** what may be typed into one field */
	answer: 10_000,
} as const

/** A text for the public; `en` is null where only the Czech one was written. */
export interface Text {
	readonly cs: string
	readonly en: string | null
}

export const FIELD_KINDS = [
	'text',
	'long-text',
	'number',
	'date',
	'choice',
	'choices',
	'yes-no',
	'email',
	'phone',
	'address',
] as const
export type FieldKind = (typeof FIELD_KINDS)[number]

/** What browsers may fill in, tokens of HTML's `autocomplete` for what people say of themselves. */
export const AUTOFILLS = [
	'name',
	'given-name',
	'family-name',
	'bday',
	'email',
	'tel',
	'address',
	'organization',
] as const
export type Autofill = (typeof AUTOFILLS)[number]

/** Shown only if an earlier field was answered with one of these; of a yes-no field `yes` or `no`. */
export interface When {
	readonly field: string
	readonly is: readonly string[]
}

export interface Option {
	readonly value: string
	readonly label: Text
	readonly hint: Text | null
}

export interface Field {
	/** unique in the agenda: a-z, 0-9 and _, from a letter on, at most 40 */
	readonly id: string
	readonly kind: FieldKind
	readonly label: Text
	readonly hint: Text | null
	readonly required: boolean
	/** whether the answer says something of a person */
	readonly personal: boolean
	/** number: the least value; choices: the fewest chosen; otherwise null */
	readonly min: number | null
	/** text, long-text, email: characters, always set; number: the greatest value; choices: the most chosen */
	readonly max: number | null
	/** number: places after the decimal point, 0 to 4 */
	readonly decimals: number
	/** date: `YYYY-MM-DD`, `today`, `today+14`, `today-3`: the first day that is taken; otherwise null */
	readonly from: string | null
	/** date: the last day that is taken */
	readonly to: string | null
	/** choice, choices: at least two; otherwise empty */
	readonly options: readonly Option[]
	readonly when: When | null
	readonly autofill: Autofill | null
}

export interface Page {
	/** unique among the pages; part of an address */
	readonly id: string
	readonly title: Text
	readonly hint: Text | null
	/** 1 or more */
	readonly fields: readonly Field[]
}

export interface Attachment {
	/** unique among fields and attachments */
	readonly id: string
	readonly title: Text
	readonly hint: Text | null
	readonly required: boolean
	readonly when: When | null
}

export interface Step {
	readonly title: Text
	readonly text: Text
}

export interface Guide {
	/** who may ask, or has to */
	readonly who: Text
	readonly where: Text
	/** how long it takes */
	readonly time: Text
	/** what to bring or have at hand; may be empty */
	readonly bring: readonly Text[]
	readonly steps: readonly Step[]
}

export interface Fee {
	/** whole CZK; 0 where nothing is paid */
	readonly amount: number
	readonly text: Text | null
	/** what the fee is set by */
	readonly law: string | null
	/** the amount is made up, not one that a town has set */
	readonly example: boolean
}

/** Retention by decree: A goes to the archive, S is destroyed. */
export interface Retention {
	readonly class: 'A' | 'S'
	/** 1..100 */
	readonly years: number
	/** of the classification scheme */
	readonly code: string
}

/** Beginnings of what clerks write; Czech, for a decision has legal force in Czech only. */
export interface Templates {
	readonly correction: string | null
	readonly message: Text | null
	readonly decision: {
		readonly ruling: string
		readonly reasoning: string
		readonly instruction: string
	} | null
}

/** `decision`: ends by a decision with an appeal; `notice`: the office takes note, or answers otherwise. */
export const PROCEDURES = ['decision', 'notice'] as const
export type Procedure = (typeof PROCEDURES)[number]

/** Something that the register of rights and duties (RPP) has a code for, with its Czech name there. */
export interface Registered {
	readonly code: string
	readonly title: string
}

/** What the filing is in the catalogue of services: without it no certificate of a digital act can be issued. */
export interface DigitalAct {
	/** `U` and up to eight digits */
	readonly act: Registered
	/** `S` and up to six digits */
	readonly service: Registered
	/** `A` and up to six digits */
	readonly agenda: Registered
}

export interface Agenda {
	/** part of addresses: a-z, 0-9 and -, at most 40 */
	readonly code: string
	readonly title: Text
	readonly summary: Text
	/** code of the department in charge */
	readonly department: string
	/** Czech, as one quotes it: `§ 8 zákona č. 114/1992 Sb.`; 1 or more */
	readonly law: readonly string[]
	readonly procedure: Procedure
	/** null where nobody wrote it */
	readonly register: DigitalAct | null
	readonly fee: Fee
	readonly retention: Retention
	readonly guide: Guide
	/** 1 or more */
	readonly pages: readonly Page[]
	readonly attachments: readonly Attachment[]
	readonly templates: Templates
	readonly clock: ClockRules
}

/** The fields of all pages, in their order. */
export function fieldsOf(agenda: Pick<Agenda, 'pages'>): readonly Field[] {
	return agenda.pages.flatMap(({ fields }) => fields)
}
