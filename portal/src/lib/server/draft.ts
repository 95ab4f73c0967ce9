/**
 * Drafts as the pages of one task see them: what is there, what comes next, and answers put together step by step.
 * @module
 */
import { type RequestEvent, redirect } from '@sveltejs/kit'
import type { components } from '../api/schema.d.ts'
import { inLocale } from '../locale/locale.ts'
import { codeOf, giveUp } from './failure.ts'
import { needScope } from './guard.ts'

export type Draft = components['schemas']['DraftDetail']
export type Answers = components['schemas']['DraftAnswers']
export type Relation = NonNullable<Answers['relation']>

export const KINDS = ['decision', 'resolution', 'measure', 'contract', 'record', 'other'] as const
export type Kind = (typeof KINDS)[number]
export const RELATIONS = ['version', 'supersedes', 'corrects', 'annuls'] as const

/** What the pages remember of a task; never recorded. */
export interface Memory {
	/** why, where it acts outside the department */
	readonly purpose?: string
	/** the act needs no file */
	readonly bare?: boolean
	/** number and title of the case, to be shown */
	readonly case?: string
	/** step of a filing that waits for the document: CID of the filing, slash, name of the step */
	readonly filing?: string
	/** title of the document that is changed */
	readonly document?: string
	/** the decision was left out on purpose */
	readonly skipped?: boolean
}

/** Answers with the parts that the pages know. */
export interface Known {
	readonly title: string
	readonly number: string
	readonly kind: Kind | null
	readonly visibility: 'private' | 'public' | null
	readonly document: string | null
	readonly relation: Relation
	readonly reason: string
	readonly case: string | null
	readonly decision: { ruling: string; reasoning: string; instruction: string } | null
	readonly memory: Memory
}

type Asking = Pick<RequestEvent, 'locals' | 'url' | 'request'> & { params: { draft: string } }

/** The draft; whoever has none is told where documents are. */
export async function readDraft(event: Asking): Promise<Draft> {
	needScope(event, 'documents:write')
	const { locals, params } = event
	const { data, error, response } = await locals.api.GET('/api/v1/drafts/{draft}', {
		params: { path: { draft: params.draft } },
	})
	if (data !== undefined) return data
	if (codeOf(error) === 'draft-not-found') redirect(303, inLocale(locals.locale, '/urad/zapsat?pryc=1'))
	return giveUp(response, error)
}

/** Replaces some answers and leaves the others as they are. */
export async function keepAnswers(event: Asking, change: Partial<Answers>): Promise<{ error?: unknown }> {
	const draft = await readDraft(event)
	const merged = { ...(draft.answers as Answers), ...change }
	// A member that is undefined is dropped on the way.
	const { error } = await event.locals.api.PUT('/api/v1/drafts/{draft}/answers', {
		params: { path: { draft: event.params.draft } },
		body: merged,
	})
	return error === undefined ? {} : { error }
}

export function knownOf({ answers: kept }: Pick<Draft, 'answers'>): Known {
	const answers = kept as Answers
	const metadata = answers.metadata ?? {}
	const { ruling = '', reasoning = '', instruction = '' } = answers.decision ?? {}
	return {
		title: textOf(metadata.title),
		number: textOf(metadata.number),
		kind: KINDS.find((kind) => kind === metadata.kind) ?? null,
		visibility: answers.visibility ?? null,
		document: answers.document ?? null,
		relation: answers.relation ?? 'version',
		reason: answers.reason ?? '',
		case: answers.case ?? null,
		decision: answers.decision === undefined ? null : { ruling, reasoning, instruction },
		memory: (answers.form ?? {}) as Memory,
	}
}

export const STEPS = [
	'soubor',
	'rozpoznano',
	'udaje',
	'spis',
	'rozhodnuti',
	'verejnost',
	'duvod',
	'souhrn',
] as const
export type Step = (typeof STEPS)[number]

/** The steps of this task, in order. */
export function stepsOf(known: Known): Step[] {
	if (known.memory.bare) return ['duvod', 'souhrn']
	const changing = known.document !== null
	return STEPS.filter((step) => {
		if (step === 'spis') return !changing
		if (step === 'rozhodnuti') return known.kind === 'decision' && known.relation !== 'annuls'
		if (step === 'duvod') return changing && known.relation !== 'version'
		return true
	})
}

/** What is still to be answered, in order; nothing when it can be confirmed. */
export function missingIn(known: Known, { file, recognised }: Pick<Draft, 'file' | 'recognised'>): Step[] {
	const whole = file !== null && file.missing.length === 0 && recognised?.format !== 'empty'
	const answered: Record<Step, boolean> = {
		soubor: whole,
		rozpoznano: true,
		udaje: known.title !== '' && known.kind !== null,
		spis: true,
		rozhodnuti: known.decision !== null || known.memory.skipped === true,
		verejnost: known.visibility !== null,
		duvod: known.reason !== '',
		souhrn: true,
	}
	return stepsOf(known).filter((step) => !answered[step])
}

export function stepAddress(locale: App.Locals['locale'], draft: string, step: Step): string {
	return inLocale(locale, `/urad/zapsat/${draft}/${step}`)
}

/** The step after one; whoever came from the summary goes back there. */
export function stepAfter(known: Known, step: Step, fromSummary: boolean): Step {
	if (fromSummary && step !== 'soubor') return 'souhrn'
	const steps = stepsOf(known)
	return steps[steps.indexOf(step) + 1] ?? 'souhrn'
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : ''
}

/** The step of a filing that a document is recorded for, as an address or a form names it; null if it is none. */
export function waitingStep(value: FormDataEntryValue | null | undefined): string | null {
	const [, step] = (typeof value === 'string' && /^([a-z0-9]{20,100}\/[a-z-]{2,20})$/.exec(value)) || []
	return step ?? null
}
