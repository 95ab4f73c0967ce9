/**
 * Files that belong to a document: its content, its receipt, its clause sheet, its evidence package. Where one cannot be
 * had, a reader is shown why and what to do; a program gets the status.
 * @module
 */
import { error, type RequestEvent, redirect } from '@sveltejs/kit'
import { inLocale } from '../locale/locale.ts'
import { forwarded } from './ask.ts'
import { codeOf } from './failure.ts'
import { needScope } from './guard.ts'
import { purposeHeader } from './purpose.ts'
import { reasonFor } from './reasons.ts'
import { fetchFile, headersOf } from './service-stream.ts'

/** As the portal's addresses have them, and as those of the service. */
export const FILES = {
	obsah: 'content',
	potvrzeni: 'receipt',
	dolozka: 'clause.pdf',
	balicek: 'evidence-package',
} as const
export type File = keyof typeof FILES

type Asking = RequestEvent & { params: { id: string } }

/** For whoever is signed in; with the reason that they gave for the document, if they look outside their department. */
export async function takeFile(event: Asking, file: File): Promise<Response> {
	const { locals, params, url } = event
	const page = inLocale(locals.locale, `/urad/dokument/${encodeURIComponent(params.id)}`)
	needScope({ ...event, url: new URL(page, url) }, 'documents:read')
	const entry = url.searchParams.get('zapis') ?? 'latest'
	const path = `/api/v1/documents/${encodeURIComponent(params.id)}/${FILES[file]}?${new URLSearchParams({ entry })}`
	const taken = await fetchFile(event, path, {
		...locals.credentials,
		...rangeOf(event),
		...(purposeHeader(reasonFor(event, `dokument/${params.id}`)) as Record<string, string>),
	})
	if ('file' in taken) return taken.file
	const code = await codeIn(taken.failed)
	// The page of the document asks for the reason.
	if (code === 'reason-needed') redirect(303, page)
	return refuse(event, page, file, taken.failed.status, code)
}

/**
 * A file of a public document, taken as nobody, whoever is signed in: what is public leaves no trace. The answer says
 * itself that it is to be kept; one that is an error is a page.
 */
export async function takePublic(event: Asking, file: 'obsah' | 'potvrzeni'): Promise<Response> {
	const { locals, params, request, url } = event
	const entry = url.searchParams.get('zapis')
	const query = entry === null ? '' : `?${new URLSearchParams({ entry })}`
	const path = `/api/v1/documents/${encodeURIComponent(params.id)}/${FILES[file]}${query}`
	const taken = await fetchFile(event, path, { ...forwarded(request), ...rangeOf(event) })
	if ('file' in taken) return taken.file
	const page = inLocale(locals.locale, `/doklad/${encodeURIComponent(params.id)}`)
	const { status } = taken.failed
	// To a stranger, a document that is not public and one that does not exist are the same.
	if (status === 401 || status === 403) return refuse(event, page, file, 404, 'document-not-found')
	return refuse(event, page, file, status, await codeIn(taken.failed))
}

/** @param page of the document */
function refuse({ request, url }: Asking, page: string, file: File, status: number, code: string): never {
	if (!/\btext\/html\b/.test(request.headers.get('Accept') ?? '')) error(status, code)
	const entry = url.searchParams.get('zapis')
	const query = new URLSearchParams({ co: file, proc: code, ...(entry === null ? {} : { zapis: entry }) })
	redirect(303, `${page}/nelze?${query}`)
}

async function codeIn(failed: Response): Promise<string> {
	return codeOf(await failed.json().catch(() => null))
}

/** Which part of the file a download that goes on asks for. */
function rangeOf(event: RequestEvent): Record<string, string> {
	return event.request.method === 'GET' ? headersOf(event, ['Range', 'If-Range']) : {}
}
