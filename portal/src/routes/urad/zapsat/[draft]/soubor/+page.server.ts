import { knownOf, readDraft } from '#lib/server/draft.ts'
import { cs } from '#lib/words/cs/upload.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const { file, id, answers } = await readDraft(event)
	const known = knownOf({ answers })
	const problem = event.url.searchParams.get('chyba') ?? ''
	return {
		id,
		file,
		relation: known.document === null ? null : known.relation,
		document: known.memory.document ?? null,
		maxUpload: event.platform?.maxUpload ?? 0,
		problem: Object.hasOwn(cs.fileProblems, problem) ? (problem as keyof typeof cs.fileProblems) : null,
	}
}
