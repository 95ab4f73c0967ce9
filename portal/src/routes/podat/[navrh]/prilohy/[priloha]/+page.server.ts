import {
	attachmentOf,
	attachmentTitle,
	keeping,
	readDraft,
	readFiling,
	readReply,
} from '#lib/server/filing.ts'
import { cs } from '#lib/words/cs/upload.ts'
import type { PageServerLoad } from './$types'

/** Bytes of one file, as the service takes them of citizens. */
const FILE_MAX = 50 * 1024 * 1024

export const load: PageServerLoad = async (event) => {
	const problem = event.url.searchParams.get('chyba') ?? ''
	const id = attachmentOf(event.params)
	const { kind } = await readDraft(event)
	const [draft, attachment] =
		kind === 'reply'
			? [await readReply(event), null]
			: await readFiling(event).then((filing) => [filing.draft, attachmentTitle(filing, id)] as const)
	return {
		...keeping(event, draft),
		...{ attachment, id: event.params.priloha, reply: kind === 'reply' },
		maxUpload: Math.min(FILE_MAX, event.platform?.maxUpload ?? 0),
		problem: Object.hasOwn(cs.fileProblems, problem) ? (problem as keyof typeof cs.fileProblems) : null,
	}
}
