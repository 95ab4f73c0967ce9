import { takeFile } from '#lib/server/take-file.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = (event) => takeFile(event, 'clause.pdf', null)

/** With the reason of whoever looks outside their department. */
export const POST: RequestHandler = async (event) =>
	takeFile(event, 'clause.pdf', await event.request.formData())
