/**
 * What a citizen has begun: where in it the reader is, and what comes next. The key in the address is all that leads to it.
 * @module
 */
import { error, type RequestEvent, redirect } from '@sveltejs/kit'
import type { components } from '../api/schema.d.ts'
import type { Agenda } from '../filing/agenda.ts'
import { inLocale, type Locale } from '../locale/locale.ts'
import { giveUp } from './failure.ts'

export type FilingDraft = components['schemas']['FilingDraft']
type Asking = Pick<RequestEvent, 'locals' | 'params' | 'url'>

/** Steps of a filing: numbers of pages from 1 on, then these. */
export type Step = number | 'prilohy' | 'souhrn'

export function filingAddress(locale: Locale, key: string, step: string): string {
	return inLocale(locale, `/podat/${encodeURIComponent(key)}/${step}`)
}

/** @throws a redirect to what says that there is none */
export async function readDraft({ locals, params }: Asking): Promise<FilingDraft & { key: string }> {
	const key = params.navrh ?? ''
	const path = { draft: key }
	const asked = await locals.api.GET('/api/v1/filing-drafts/{draft}', { params: { path } })
	if (asked.data !== undefined) return { ...asked.data, key }
	if (asked.response.status === 404 || asked.response.status === 400) {
		redirect(303, `${inLocale(locals.locale, '/podat')}?neni=1`)
	}
	return giveUp(asked.response, asked.error)
}

export interface Filing {
	readonly draft: FilingDraft & { key: string }
	readonly agenda: Agenda
	/** CID of the text in force */
	readonly entry: string
	readonly steps: readonly Step[]
}

/** A filing that is not filed yet, under the form in force; elsewhere the reader is led to where they belong. */
export async function readFiling(event: Asking): Promise<Filing> {
	const { locals } = event
	const draft = await readDraft(event)
	if (draft.filed !== null) redirect(303, filingAddress(locals.locale, draft.key, 'hotovo'))
	if (draft.agenda === null) redirect(303, filingAddress(locals.locale, draft.key, 'odpoved'))
	if (draft.agenda.inForce !== draft.agenda.entry)
		redirect(303, filingAddress(locals.locale, draft.key, 'zmena'))
	const path = { code: draft.agenda.code }
	const {
		data,
		error: problem,
		response,
	} = await locals.api.GET('/api/v1/agendas/{code}', { params: { path } })
	if (data === undefined) return giveUp(response, problem)
	const shown = new Set(draft.shown.fields)
	const pages = data.agenda.pages.flatMap(({ fields }, i) =>
		fields.some(({ id }) => shown.has(id)) ? [i + 1] : [],
	)
	const steps: Step[] = [
		...pages,
		...(draft.shown.attachments.length > 0 ? (['prilohy'] as const) : []),
		'souhrn',
	]
	return { draft, agenda: data.agenda, entry: data.entry, steps }
}

/** A reply that is not sent yet. */
export async function readReply(event: Asking): Promise<FilingDraft & { key: string }> {
	const draft = await readDraft(event)
	if (draft.filed !== null) redirect(303, filingAddress(event.locals.locale, draft.key, 'hotovo'))
	if (draft.kind !== 'reply') redirect(303, filingAddress(event.locals.locale, draft.key, 'souhrn'))
	return draft
}

/** The step after one, or the check if the reader came from there. */
export function nextStep({ steps }: Filing, now: Step, url: URL): Step {
	if (url.searchParams.get('zpet') === 'souhrn') return 'souhrn'
	return steps[steps.indexOf(now) + 1] ?? 'souhrn'
}

/** What the attachment of an address is called by the service: a reply has one without a name. */
export function attachmentOf(params: { priloha?: string }): string {
	return params.priloha === '-' ? '' : (params.priloha ?? '')
}

/** What every step tells of coming back. */
export function keeping({ locals, url }: Asking, { key, expires }: { key: string; expires: string }) {
	return {
		key,
		expires: Date.parse(expires),
		address: new URL(filingAddress(locals.locale, key, 'souhrn'), url).href,
	}
}

/** The title of an attachment; @throws 404 for one that is not asked for */
export function attachmentTitle({ draft, agenda }: Pick<Filing, 'draft' | 'agenda'>, id: string) {
	const attachment = agenda.attachments.find((one) => one.id === id)
	if (attachment === undefined || !draft.shown.attachments.includes(id)) error(404, 'not-found')
	return attachment
}
