import { takeFile } from '#lib/server/take-file.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = (event) => takeFile(event, 'evidence-package', null)

/** With the reason of whoever looks outside their department. */
export const POST: RequestHandler = async (event) =>
	takeFile(event, 'evidence-package', await event.request.formData())
