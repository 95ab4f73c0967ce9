/**
 * The steps that clerks take in a filing as small forms: what each asks, under which address.
 * @module
 */
import type { FilingDetail, FilingStep } from './views.ts'

/**
 * Fields by their name in the form. `ucastnik` is one of the parties, `novy-ucastnik` may be anybody; `dokument` is
 * needed, `doklad` not; `organ` is asked after an appeal only; the text of `vzor` begins with the template of the agenda.
 */
export type Field =
	| 'den'
	| 'text'
	| 'vzor'
	| 'poznamka'
	| 'jak'
	| 'potvrzeno'
	| 'komu'
	| 'odbor'
	| 'dny'
	| 'prodlouzeni'
	| 'dokument'
	| 'organ'
	| 'doklad'
	| 'ucastnik'
	| 'vsichni'
	| 'zpusob'
	| 'vyveseni'

export interface StepForm {
	readonly step: FilingStep
	readonly fields: readonly Field[]
	/** it ends the filing, or a right of somebody */
	readonly final?: true
}

/** By the last part of the address, in the order in which they are offered. */
export const STEP_FORMS = {
	potvrdit: { step: 'confirmed', fields: ['potvrzeno', 'den'] },
	rozhodnout: { step: 'decided', fields: ['organ', 'dokument', 'den'] },
	vyrizeno: { step: 'settled', fields: ['jak'], final: true },
	odeslat: { step: 'dispatched', fields: ['ucastnik', 'zpusob', 'den', 'doklad'] },
	doruceno: { step: 'served', fields: ['ucastnik', 'zpusob', 'den', 'doklad'] },
	ulozeno: { step: 'deposited', fields: ['ucastnik', 'zpusob', 'den', 'doklad'] },
	'pravni-moc': { step: 'finality-confirmed', fields: ['vsichni', 'den'], final: true },
	doplneno: { step: 'corrected', fields: ['den', 'poznamka'] },
	pokracovat: { step: 'resumed', fields: ['den'] },
	vyzva: { step: 'correction-requested', fields: ['vzor', 'dny'] },
	zprava: { step: 'message', fields: ['vzor'] },
	pridelit: { step: 'assigned', fields: ['komu'] },
	predat: { step: 'handed-over', fields: ['odbor', 'text'] },
	prodlouzit: { step: 'extended', fields: ['prodlouzeni', 'dny', 'text'] },
	prerusit: { step: 'suspended', fields: ['jak', 'den'] },
	vyveseno: { step: 'posted', fields: ['vyveseni', 'den'] },
	sejmuto: { step: 'taken-down', fields: ['den'] },
	odvolani: { step: 'appealed', fields: ['ucastnik', 'den'] },
	vzdani: { step: 'waived', fields: ['ucastnik', 'den'] },
	pin: { step: 'pin-renewed', fields: ['jak'] },
	zpetvzeti: { step: 'withdrawn', fields: ['den', 'poznamka'], final: true },
	zaniklo: { step: 'lapsed', fields: [], final: true },
} as const satisfies Record<string, StepForm>

export type Slug = keyof typeof STEP_FORMS

export function isSlug(name: string): name is Slug {
	return Object.hasOwn(STEP_FORMS, name)
}

/** Steps that were not recorded by mistake, and record none. */
export function standing<S extends Pick<FilingDetail['steps'][number], 'step' | 'voidedBy'>>(
	steps: readonly S[],
): S[] {
	return steps.filter(({ step, voidedBy }) => step !== 'voided' && voidedBy === null)
}

/** A call to complete the filing is open: what is served is the call. */
export function isCalled(state: FilingDetail['state']): boolean {
	return state === 'correction' || state === 'suspended-correction'
}

/**
 * Steps that make sense now, the likeliest first: of those that the rules allow, some need what has not happened.
 * @param today YYYY-MM-DD in Prague
 */
export function stepsNow(
	{ possible, state, steps: all, clock, agenda, postings }: FilingDetail,
	today: string,
): Slug[] {
	const steps = standing(all)
	const hangs = postings.some(({ id, takenDown }) => takenDown === null && id === postedIn(steps))
	const had = (step: FilingStep) => steps.some((one) => one.step === step)
	// What was made after an appeal is sent anew.
	const since = steps.slice(steps.findLastIndex((one) => one.step === 'decided') + 1)
	const sent = since.some((one) => one.step === 'dispatched')
	const posted = since.some((one) => one.step === 'posted')
	const senseless: Partial<Record<Slug, boolean>> = {
		zaniklo: clock?.overdue !== true,
		sejmuto: !had('posted') || hangs,
		doruceno: !isCalled(state) && !sent,
		ulozeno: !sent,
		odvolani: !sent && !posted,
		vzdani: !sent && !posted,
		'pravni-moc': !clock?.finality.some(
			({ earliest, confirmed }) => earliest !== null && earliest <= today && confirmed === null,
		),
		vyrizeno: agenda.procedure === 'decision',
		rozhodnout: agenda.procedure === 'notice' && state === 'open',
	}
	const open = (Object.keys(STEP_FORMS) as Slug[]).filter(
		(slug) => possible.includes(STEP_FORMS[slug].step) && senseless[slug] !== true,
	)
	const [likely] = LIKELY[state]?.(open, sent) ?? []
	return likely === undefined || !open.includes(likely)
		? open
		: [likely, ...open.filter((one) => one !== likely)]
}

const LIKELY: Partial<Record<FilingDetail['state'], (open: readonly Slug[], sent: boolean) => Slug[]>> = {
	decided: (open, sent) => [open.includes('pravni-moc') ? 'pravni-moc' : sent ? 'doruceno' : 'odeslat'],
	correction: () => ['doplneno'],
	'suspended-correction': () => ['doplneno'],
}

/** The notice that the newest posting names. @returns its CID; null if there is none */
export function postedIn(steps: FilingDetail['steps']): string | null {
	return standing(steps).findLast(({ step }) => step === 'posted')?.posting ?? null
}

/** Whom a decision concerns: the applicant and whoever it was sent to. */
export function partiesOf({ applicant, steps }: FilingDetail): string[] {
	const named = standing(steps).flatMap(({ party }) => (party === null ? [] : [party]))
	return [...new Set([applicant, ...named])]
}
