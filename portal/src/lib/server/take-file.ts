/**
 * Files that belong to a document: its content, its receipt, its clause sheet, its evidence package.
 * @module
 */
import { error, type RequestEvent, redirect } from '@sveltejs/kit'
import { inLocale } from '../locale/locale.ts'
import { forwarded } from './ask.ts'
import { codeOf } from './failure.ts'
import { needScope } from './guard.ts'
import { purposeHeader, purposeIn } from './purpose.ts'
import { fetchFile, headersOf } from './service-stream.ts'

/** @param form with the reason, if one was asked for */
export async function takeFile(
	event: RequestEvent & { params: { id: string } },
	what: 'content' | 'receipt' | 'clause.pdf' | 'evidence-package',
	form: FormData | null,
): Promise<Response> {
	const { locals, params, url } = event
	const page = inLocale(locals.locale, `/urad/dokument/${encodeURIComponent(params.id)}`)
	needScope({ ...event, url: new URL(page, url) }, 'documents:read')
	const asked = form === null ? { purpose: null } : purposeIn(form)
	if ('wrong' in asked) redirect(303, page)
	const entry = url.searchParams.get('zapis') ?? 'latest'
	const path = `/api/v1/documents/${encodeURIComponent(params.id)}/${what}?${new URLSearchParams({ entry })}`
	const taken = await fetchFile(event, path, {
		...locals.credentials,
		...rangeOf(event),
		...(purposeHeader(asked.purpose) as Record<string, string>),
	})
	if ('file' in taken) return taken.file
	const code = codeOf(await taken.failed.json().catch(() => null))
	// The page of the document asks for the reason.
	if (code === 'reason-needed') redirect(303, page)
	error(taken.failed.status, code)
}

/**
 * A file of a public document, taken as nobody, whoever is signed in: what is public leaves no trace. The answer says
 * itself that it is to be kept; one that is an error is a page.
 */
export async function takePublic(
	event: RequestEvent & { params: { id: string } },
	what: 'content' | 'receipt',
): Promise<Response> {
	const { params, request, url } = event
	const entry = url.searchParams.get('zapis')
	const query = entry === null ? '' : `?${new URLSearchParams({ entry })}`
	const path = `/api/v1/documents/${encodeURIComponent(params.id)}/${what}${query}`
	const taken = await fetchFile(event, path, { ...forwarded(request), ...rangeOf(event) })
	if ('file' in taken) return taken.file
	// To a stranger, a document that is not public and one that does not exist are the same.
	const { status } = taken.failed
	if (status === 401 || status === 403) error(404, 'document-not-found')
	error(status, codeOf(await taken.failed.json().catch(() => null)))
}

/** Which part of the file a download that goes on asks for. */
function rangeOf(event: RequestEvent): Record<string, string> {
	return event.request.method === 'GET' ? headersOf(event, ['Range', 'If-Range']) : {}
}
