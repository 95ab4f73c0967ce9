import { error } from '@sveltejs/kit'
import { RELATIONS, waitingStep } from '#lib/server/draft.ts'
import { findEntry } from '#lib/server/find-entry.ts'
import { needScope } from '#lib/server/guard.ts'
import type { PageServerLoad } from './$types'

/** What the case, closed meanwhile, no longer took. */
const UNDONE = ['spis', 'rozhodnuti'] as const

export const load: PageServerLoad = async (event) => {
	needScope(event, 'documents:write')
	const { locals, params, url } = event
	const search = await findEntry(locals.api, url.searchParams.get('zapis') ?? params.id)
	if (!('found' in search)) error(404, 'entry-not-found')
	const { index, time, cid } = search.found
	const relation = RELATIONS.find((one) => one === url.searchParams.get('co')) ?? null
	const undone = UNDONE.filter((one) => url.searchParams.getAll('bez').includes(one))
	return {
		id: params.id,
		index,
		time,
		entry: cid,
		relation,
		undone,
		step: waitingStep(url.searchParams.get('podani')),
	}
}
