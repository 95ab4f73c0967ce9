import { error, redirect } from '@sveltejs/kit'
import { inLocale } from '#lib/locale/locale.ts'
import { forwarded } from '#lib/server/ask.ts'
import { fetchFile, headersOf } from '#lib/server/service-stream.ts'
import type { RequestHandler } from './$types'

/** Taken as nobody, whoever is signed in: what hangs is everyone's and leaves no trace. */
export const GET: RequestHandler = async (event) => {
	const { locals, params, request } = event
	const id = encodeURIComponent(params.id)
	const range = request.method === 'GET' ? headersOf(event, ['Range', 'If-Range']) : {}
	const taken = await fetchFile(event, `/api/v1/board/${id}/content`, { ...forwarded(request), ...range })
	if ('file' in taken) return taken.file
	const { status } = taken.failed
	// What was taken down says so on its page; a program gets the status.
	if (status === 410 && /\btext\/html\b/.test(request.headers.get('Accept') ?? ''))
		redirect(303, inLocale(locals.locale, `/deska/${id}`))
	error(status === 410 || status === 404 ? status : 503)
}
