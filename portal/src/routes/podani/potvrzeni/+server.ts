import { error } from '@sveltejs/kit'
import { credentialsIn } from '#lib/server/filing-status.ts'
import { postForFile } from '#lib/server/service-stream.ts'
import type { RequestHandler } from './$types'

/** The acknowledgement, printed anew. */
export const POST: RequestHandler = async (event) => {
	const body = credentialsIn(await event.request.formData())
	const taken = await postForFile(event, '/api/v1/filing-status/acknowledgement.pdf', { ...body })
	return 'file' in taken ? taken.file : error(taken.failed.status)
}
