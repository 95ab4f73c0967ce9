import { redirect } from '@sveltejs/kit'
import { knownOf, readDraft, stepAddress, stepAfter } from '#lib/server/draft.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const { locals, url } = event
	const draft = await readDraft(event)
	const { id, file, recognised, looking, check } = draft
	const chooseFile = stepAddress(locals.locale, id, 'soubor')
	if (file === null || file.missing.length > 0) redirect(303, chooseFile)
	const known = knownOf(draft)
	const next = stepAddress(locals.locale, id, stepAfter(known, 'rozpoznano', url.searchParams.has('zpet')))
	return { id, file, recognised, looking, check, chooseFile, next, known }
}
