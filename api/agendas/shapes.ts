/**
 * Shapes of agendas as the service shows them, and how they come about.
 * @module
 */
import { z } from '@hono/zod-openapi'
import { cidText } from '@letopis/format'
import { cidSchema, isoTime, timeSchema } from '../http/describe.ts'
import { type Agenda, AUTOFILLS, FIELD_KINDS, PROCEDURES } from './agenda.ts'
import type { AgendaVersion } from './agendas.ts'
import { FILE_PROBLEMS, type FileProblemCode } from './reader.ts'

const text = z
	.object({ cs: z.string(), en: z.string().nullable().openapi({ description: 'null: only in Czech' }) })
	.openapi('AgendaText')
/** A union, for `nullable` of a named shape would make that one nullable everywhere. */
const orNull = z.union([text, z.null()])
const when = z
	.object({ field: z.string(), is: z.array(z.string()).readonly() })
	.nullable()
	.openapi({ description: 'asked only if that field was answered with one of these' })

const field = z
	.object({
		id: z.string(),
		kind: z.enum(FIELD_KINDS),
		label: text,
		hint: orNull,
		required: z.boolean(),
		personal: z.boolean(),
		min: z.int().nullable(),
		max: z.int().nullable(),
		decimals: z.int(),
		from: z.string().nullable().openapi({ description: 'a day, or `today`, `today+14`, `today-3`' }),
		to: z.string().nullable(),
		options: z.array(z.object({ value: z.string(), label: text, hint: orNull })).readonly(),
		when,
		autofill: z.enum(AUTOFILLS).nullable(),
	})
	.openapi('AgendaField')

const page = z
	.object({ id: z.string(), title: text, hint: orNull, fields: z.array(field).readonly() })
	.openapi('AgendaPage')

const attachment = z
	.object({ id: z.string(), title: text, hint: orNull, required: z.boolean(), when })
	.openapi('AgendaAttachment')

const registered = z.object({ code: z.string(), title: z.string() })

const ruleSet = z
	.object({
		from: z.string(),
		to: z.string().nullable(),
		basic: z.object({ count: z.int(), unit: z.enum(['days', 'months']), law: z.string().optional() }),
		additions: z.array(z.object({ code: z.string(), days: z.int().optional(), law: z.string() })).readonly(),
		correction: z.object({ days: z.int() }),
		confirmation: z.object({ days: z.int() }),
		appeal: z.object({ days: z.int(), withoutInstruction: z.int() }),
		deemed: z.object({ days: z.int() }),
	})
	.openapi('AgendaClock')

export const agendaSchema = z
	.object({
		code: z.string(),
		title: text,
		summary: text,
		department: z.string(),
		law: z.array(z.string()).readonly(),
		procedure: z.enum(PROCEDURES),
		register: z.object({ act: registered, service: registered, agenda: registered }).nullable().openapi({
			description: 'codes of the register of rights and duties; null: no certificate of a digital act',
		}),
		fee: z.object({
			amount: z.int().openapi({ description: 'CZK' }),
			text: orNull,
			law: z.string().nullable(),
			example: z.boolean(),
		}),
		retention: z.object({ class: z.enum(['A', 'S']), years: z.int(), code: z.string() }),
		guide: z.object({
			...{ who: text, where: text, time: text },
			bring: z.array(text).readonly(),
			steps: z.array(z.object({ title: text, text })).readonly(),
		}),
		pages: z.array(page).readonly(),
		attachments: z.array(attachment).readonly(),
		templates: z.object({
			correction: z.string().nullable(),
			message: orNull,
			decision: z.object({ ruling: z.string(), reasoning: z.string(), instruction: z.string() }).nullable(),
		}),
		clock: z.array(ruleSet).readonly(),
	})
	.openapi('Agenda')

export const summarySchema = z
	.object({
		code: z.string(),
		title: text,
		summary: text,
		department: z.object({ code: z.string(), name: z.string() }),
		procedure: z.enum(PROCEDURES),
		entry: cidSchema.openapi({ description: 'the entry that states it' }),
		published: timeSchema,
		active: z.boolean().openapi({ description: 'false: withdrawn' }),
	})
	.openapi('AgendaSummary')

export const detailSchema = summarySchema.extend({ agenda: agendaSchema }).openapi('AgendaDetail')

export const versionSchema = z
	.object({
		entry: cidSchema,
		published: timeSchema,
		active: z.boolean(),
		text: z.string().optional().openapi({ description: 'the file; with the scope agendas:write' }),
		by: z.string().optional().openapi({ description: 'who published it; with the scope agendas:write' }),
	})
	.openapi('AgendaVersion')

export const fileProblemSchema = z
	.object({
		line: z.int().min(1),
		at: z.string().openapi({ description: 'the member', example: 'pages[0].fields[2].label' }),
		code: z.enum(Object.keys(FILE_PROBLEMS) as [FileProblemCode, ...FileProblemCode[]]),
		value: z.string().nullable(),
		message: z.string().openapi({ description: 'English' }),
	})
	.openapi('AgendaFileProblem')

export function summaryView(
	{ agenda, cid, at, active }: AgendaVersion,
	nameOf: (department: string) => string | undefined,
): z.infer<typeof summarySchema> {
	const { code, title, summary, department, procedure } = agenda
	return {
		...{ code, title, summary, procedure, active },
		department: { code: department, name: nameOf(department) ?? department },
		entry: cidText(cid),
		published: isoTime(at),
	}
}

export function agendaView(agenda: Agenda): z.infer<typeof agendaSchema> {
	return { ...agenda, clock: agenda.clock.map((set) => ({ ...set })) }
}
