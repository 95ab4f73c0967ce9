import { error } from '@sveltejs/kit'
import { credentialsIn } from '#lib/server/filing-status.ts'
import { textIn } from '#lib/server/form.ts'
import { postForFile } from '#lib/server/service-stream.ts'
import type { RequestHandler } from './$types'

/** A document of the filing, as a file to keep. */
export const POST: RequestHandler = async (event) => {
	const form = await event.request.formData()
	const body = { ...credentialsIn(form), document: textIn(form, 'dokument') }
	const taken = await postForFile(event, '/api/v1/filing-status/document', body)
	return 'file' in taken ? taken.file : error(taken.failed.status)
}
