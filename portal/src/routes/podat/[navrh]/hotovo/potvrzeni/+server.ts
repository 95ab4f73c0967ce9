import { error, redirect } from '@sveltejs/kit'
import { filingAddress, readDraft } from '#lib/server/filing.ts'
import { postForFile } from '#lib/server/service-stream.ts'
import type { RequestHandler } from './$types'

/** The acknowledgement, for whoever has the key under which it was filed. */
export const GET: RequestHandler = async (event) => {
	const draft = await readDraft(event)
	if (draft.filed === null) redirect(303, filingAddress(event.locals.locale, draft.key, 'souhrn'))
	const { number, pin } = draft.filed
	const taken = await postForFile(event, '/api/v1/filing-status/acknowledgement.pdf', { number, pin })
	return 'file' in taken ? taken.file : error(taken.failed.status)
}
