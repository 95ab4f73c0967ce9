import { fail, redirect } from '@sveltejs/kit'
import { inLocale } from '#lib/locale/locale.ts'
import {
	type Known,
	knownOf,
	missingIn,
	readDraft,
	stepAddress,
	stepsOf,
	waitingStep,
} from '#lib/server/draft.ts'
import { codeOf, problemAt } from '#lib/server/failure.ts'
import { textIn } from '#lib/server/form.ts'
import { stepUpAddress } from '#lib/server/guard.ts'
import { purposeHeader } from '#lib/server/purpose.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

/** What passes, or is mended by others: the same draft can be confirmed then. */
const WAITING = new Set([
	...['internal', 'frozen', 'clock', 'disk-full', 'queue-full', 'not-ready', 'shutting-down'],
	'corrupt',
])

export const load: PageServerLoad = async (event) => {
	// Whose session ended finds the draft again after signing in; without it there is nothing to show.
	const draft = await readDraft(event)
	const known = knownOf(draft)
	return {
		id: draft.id,
		updated: draft.updated,
		file: draft.file,
		recognised: draft.recognised,
		known,
		steps: stepsOf(known),
		missing: missingIn(known, draft),
		similar: draft.similar,
	}
}

export const actions: Actions = {
	default: async (event) => {
		const { locals, params, request } = event
		const shown = textIn(await request.formData(), 'zmeneno')
		const { data: draft, error } = await locals.api.GET('/api/v1/drafts/{draft}', {
			params: { path: { draft: params.draft } },
		})
		if (draft === undefined) {
			if (locals.session === null) redirect(303, inLocale(locals.locale, `/prihlaseni?${back(event)}`))
			// Recorded by the click before: the service still knows as what.
			if (codeOf(error) === 'draft-not-found') return confirm(event, null)
			return fail(503, {
				changed: false,
				waits: true,
				recorded: null,
				problems: problemAt('content', locals.locale, error),
			})
		}
		if (draft.updated !== shown)
			return fail(409, { changed: true, waits: false, recorded: null, problems: undefined })
		const known = knownOf(draft)
		const [missing] = missingIn(known, draft)
		if (missing !== undefined) redirect(303, `${stepAddress(locals.locale, draft.id, missing)}?zpet=souhrn`)
		return known.memory.bare ? act(event, known) : confirm(event, known)
	},
}

function back({ url, locals }: RequestEvent): string {
	return String(new URLSearchParams({ zpet: url.pathname, ...(locals.ended ? { konec: '1' } : {}) }))
}

async function confirm(event: RequestEvent, known: Known | null) {
	const { locals, params } = event
	const { data, error } = await locals.api.POST('/api/v1/drafts/{draft}/confirm', {
		params: { path: { draft: params.draft }, header: purposeHeader(known?.memory.purpose ?? null) },
	})
	if (data === undefined) return refused(event, error)
	return done(event, data.document, data.entry, known, data.undone)
}

/** An act without a file of its own. */
async function act(event: RequestEvent, { document, relation, reason, memory }: Known) {
	const { locals, params } = event
	if (document === null || relation === 'version') throw new Error('an act on nothing')
	const { data, error } = await locals.api.POST('/api/v1/documents/{id}/acts', {
		params: {
			path: { id: document },
			header: { 'Idempotency-Key': params.draft, ...purposeHeader(memory.purpose ?? null) },
		},
		body: { relation, reason },
	})
	if (data === undefined) return refused(event, error)
	// If it crashes here, the draft is left; confirming it again gives the same entry.
	await locals.api.DELETE('/api/v1/drafts/{draft}', { params: { path: { draft: params.draft } } })
	return done(event, document, data.entry, { relation, document, memory })
}

function refused({ locals, url }: RequestEvent, error: unknown) {
	const code = codeOf(error)
	if (code === 'confirmation-needed') redirect(303, stepUpAddress(locals, url.pathname))
	if (code === 'draft-not-found') redirect(303, inLocale(locals.locale, '/urad/zapsat?pryc=1'))
	const said = problemAt('content', locals.locale, error)
	const recorded = code === 'draft-recorded' ? (error as { document: string }).document : null
	return fail(409, { changed: false, waits: WAITING.has(code), recorded, problems: said })
}

function done(
	{ locals }: RequestEvent,
	document: string,
	entry: string,
	known: Pick<Known, 'relation' | 'document' | 'memory'> | null,
	undone: readonly ('case' | 'decision-case')[] = [],
): never {
	const act = known === null || known.document === null ? '' : `&co=${known.relation}`
	const step = waitingStep(known?.memory.filing)
	const back = step === null ? '' : `&${new URLSearchParams({ podani: step })}`
	const without = undone.map((one) => `&bez=${one === 'case' ? 'spis' : 'rozhodnuti'}`).join('')
	redirect(
		303,
		inLocale(locals.locale, `/urad/dokument/${document}/zapsano?zapis=${entry}${act}${without}${back}`),
	)
}
