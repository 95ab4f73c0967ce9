/**
 * Files that belong to a document: its content, its receipt, its clause sheet.
 * @module
 */
import { error, type RequestEvent, redirect } from '@sveltejs/kit'
import { inLocale } from '../locale/locale.ts'
import { codeOf } from './failure.ts'
import { needScope } from './guard.ts'
import { purposeHeader, purposeIn } from './purpose.ts'
import { fetchFile } from './service-stream.ts'

/** @param form with the reason, if one was asked for */
export async function takeFile(
	event: RequestEvent & { params: { id: string } },
	what: 'content' | 'receipt' | 'clause.pdf',
	form: FormData | null,
): Promise<Response> {
	const { locals, params, url } = event
	const page = inLocale(locals.locale, `/urad/dokument/${encodeURIComponent(params.id)}`)
	needScope({ ...event, url: new URL(page, url) }, 'documents:read')
	const asked = form === null ? { purpose: null } : purposeIn(form)
	if ('wrong' in asked) redirect(303, page)
	const entry = url.searchParams.get('zapis') ?? 'latest'
	const path = `/api/v1/documents/${encodeURIComponent(params.id)}/${what}?${new URLSearchParams({ entry })}`
	const taken = await fetchFile(event, path, purposeHeader(asked.purpose) as Record<string, string>)
	if ('file' in taken) return taken.file
	const code = codeOf(await taken.failed.json().catch(() => null))
	// The page of the document asks for the reason.
	if (code === 'reason-needed') redirect(303, page)
	error(taken.failed.status, code)
}
