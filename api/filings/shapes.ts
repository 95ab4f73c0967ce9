/**
 * Shapes of filings as the service shows them, and how they come about.
 * @module
 */
import { z } from '@hono/zod-openapi'
import { cidText, hex } from '@letopis/format'
import type { Agenda } from '../agendas/agenda.ts'
import { ADDRESS_PARTS, ANSWER_PROBLEMS } from '../agendas/answers.ts'
import type { ClockState } from '../clock/events.ts'
import { base64Schema, cidSchema, isoTime, timeSchema } from '../http/describe.ts'
import { FILER_NAME } from './filer.ts'
import type { RecordedStep } from './filings.ts'
import { FILING_STATES, type FilingState, STEPS } from './rules.ts'
import type { StatusDocument } from './status.ts'
import { resting, unvoidable } from './voiding.ts'

export const daySchema = z.string().openapi({ description: 'calendar day in Europe/Prague', format: 'date' })
export const stateSchema = z.enum(FILING_STATES)
export const stepNameSchema = z.enum(STEPS)
const textSchema = z.object({ cs: z.string(), en: z.string().nullable() })

export const answerProblemSchema = z
	.object({
		field: z.string(),
		part: z.enum(ADDRESS_PARTS).nullable(),
		code: z.enum(ANSWER_PROBLEMS),
		limit: z.union([z.number(), z.string()]).nullable(),
	})
	.openapi('AnswerProblem')

const clockStepSchema = z
	.object({
		code: z.string(),
		law: z.string(),
		from: daySchema,
		to: daySchema,
		days: z.int(),
		values: z.record(z.string(), z.union([z.string(), z.number()])),
	})
	.openapi('ClockStep')

export const clockSchema = z
	.object({
		phase: z.string(),
		turn: z.enum(['office', 'applicant', 'nobody']),
		deadline: daySchema.nullable(),
		overdue: z.boolean(),
		decideBy: daySchema.nullable(),
		steps: z.array(clockStepSchema),
		applicantSteps: z.array(clockStepSchema),
		finality: z.array(
			z.object({
				party: z.string(),
				served: daySchema.nullable(),
				appealUntil: daySchema.nullable(),
				earliest: daySchema.nullable(),
				confirmed: daySchema.nullable(),
				steps: z.array(clockStepSchema),
			}),
		),
		jointFinality: daySchema.nullable(),
	})
	.openapi('FilingClock', { description: 'what the law’s periods say today, and how each came about' })

export const stepSchema = z
	.object({
		entry: cidSchema,
		step: stepNameSchema,
		time: timeSchema,
		day: daySchema.nullable().openapi({ description: 'that counts, if it is not the day of the entry' }),
		state: stateSchema.openapi({ description: 'after it' }),
		text: z.string().nullable(),
		how: z.string().nullable(),
		code: z.string().nullable(),
		days: z.int().nullable(),
		party: z.string().nullable(),
		channel: z.string().nullable(),
		toDepartment: z.string().nullable(),
		document: cidSchema.nullable(),
		posting: cidSchema.nullable().openapi({ description: 'on the notice board' }),
		voids: cidSchema.nullable().openapi({ description: 'voided: the step that was recorded by mistake' }),
		voidedBy: cidSchema.nullable().openapi({ description: 'the step that voided it: it counts for nothing' }),
		documents: z.array(cidSchema),
		own: z.boolean().openapi({ description: 'of the applicant' }),
		department: z.string().nullable().openapi({ description: 'of whoever took it' }),
		role: z.string().nullable(),
	})
	.openapi('FilingStep')

export const clerkStepSchema = stepSchema
	.extend({
		by: z.string().nullable(),
		assignee: z.string().nullable().openapi({ description: 'account' }),
		voidable: z.boolean(),
		resting: z
			.array(cidSchema)
			.openapi({ description: 'steps that have to be voided before it, newest first' }),
	})
	.openapi('FilingStepForStaff')

export const documentSchema = z
	.object({
		id: cidSchema,
		role: z.enum([
			'answers',
			'attachment',
			'reply',
			'confirmation',
			'decision',
			'proof',
			'certificate',
			'other',
		]),
		title: z.string(),
		name: z.string(),
		size: z.int(),
		sha256: z.string().openapi({ description: 'hexadecimal' }),
		accessKey: base64Schema.openapi({
			description: 'under which the reads of it are tagged in the log (DESIGN §3)',
		}),
	})
	.openapi('FilingDocument')

export const postingSchema = z
	.object({
		id: cidSchema.openapi({ description: 'of the notice' }),
		document: cidSchema,
		state: z.enum(['planned', 'posted', 'taken-down']),
		counted: daySchema.openapi({ description: 'from which service counts: the later day of the two boards' }),
		takenDown: daySchema
			.nullable()
			.openapi({ description: 'the earlier day of the two boards; null while it hangs' }),
	})
	.openapi('FilingPosting')

export const agendaRefSchema = z.object({
	entry: cidSchema,
	code: z.string(),
	title: textSchema,
	procedure: z.enum(['decision', 'notice']).nullable(),
})

export function clockView(clock: ClockState | null): z.infer<typeof clockSchema> | null {
	if (clock === null) return null
	const { phase, turn, deadline, overdue, decideBy, jointFinality } = clock
	const steps = (all: ClockState['steps']) => all.map((one) => ({ ...one, values: { ...one.values } }))
	return {
		...{ phase, turn, deadline, overdue, decideBy, jointFinality },
		...{ steps: steps(clock.steps), applicantSteps: steps(clock.applicantSteps) },
		finality: clock.finality.map(({ party, served, appealUntil, earliest, confirmed, steps: own }) => ({
			...{ party, served, appealUntil, earliest, confirmed, steps: steps(own) },
		})),
	}
}

export function stepView(step: RecordedStep): z.infer<typeof stepSchema> {
	const { cid, time, day, state, text, how, code, days, party, channel, document, posting, documents, by } =
		step
	const { voids, voidedBy } = step
	return {
		...{
			entry: cidText(cid),
			step: step.step,
			time: isoTime(time),
			day,
			state,
			text,
			how,
			code,
			days,
			party,
			channel,
		},
		toDepartment: step.department,
		document: document === null ? null : cidText(document),
		posting: posting === null ? null : cidText(posting),
		voids: voids === null ? null : cidText(voids),
		voidedBy: voidedBy === null ? null : cidText(voidedBy),
		documents: documents.map(cidText),
		own: by?.name === FILER_NAME,
		department: by?.department ?? null,
		role: by?.role ?? null,
	}
}

/** @param first state in which the filing was recorded */
export function clerkStepViews(
	steps: readonly RecordedStep[],
	first: FilingState,
): z.infer<typeof clerkStepSchema>[] {
	const later = resting(first, steps)
	return steps.map((step) => ({
		...{ ...stepView(step), voidable: unvoidable(step) === null },
		resting: (later.get(step) ?? []).map(({ cid }) => cidText(cid)),
		by: step.by === null || step.by.name === FILER_NAME ? null : step.by.name,
		assignee: step.assignee,
	}))
}

export function documentView({
	document,
	role,
	file,
	accessKey,
}: StatusDocument): z.infer<typeof documentSchema> {
	const { title, name, size, sha256 } = file
	return {
		...{ id: document, role, title, name, size, sha256: hex(sha256) },
		accessKey: Buffer.from(accessKey).toString('base64'),
	}
}

export function agendaRef(
	entry: string,
	code: string,
	agenda: Agenda | null,
): z.infer<typeof agendaRefSchema> {
	const title = agenda === null ? { cs: code, en: null } : { ...agenda.title }
	return { entry, code, title, procedure: agenda?.procedure ?? null }
}
