import { redirect } from '@sveltejs/kit'
import { stepAddress } from '#lib/server/draft.ts'
import { codeOf } from '#lib/server/failure.ts'
import { needScope } from '#lib/server/guard.ts'
import { headersOf, sendOn } from '#lib/server/service-stream.ts'
import type { RequestHandler } from './$types'

export const config = { uploads: true }

const WORDS: Readonly<Record<string, string>> = {
	'upload-too-large': 'velky',
	'body-too-large': 'velky',
	'upload-stalled': 'zastaven',
	'part-missing': 'chybi',
}

/** Bytes of a form around its file, at most; the service counts the file itself. */
const AROUND_FILE = 65_536

/** The whole file as one form, from a browser without scripts. */
export const POST: RequestHandler = async (event) => {
	const { locals, params, url } = event
	const step = stepAddress(locals.locale, params.draft, 'soubor')
	needScope({ ...event, url: new URL(step, url) }, 'documents:write')
	const largest = (event.platform?.maxUpload ?? 0) + AROUND_FILE
	if (Number(event.request.headers.get('Content-Length') ?? 0) > largest) redirect(303, `${step}?chyba=velky`)
	const headers = headersOf(event, ['Content-Type', 'Content-Length'])
	const path = `/api/v1/drafts/${encodeURIComponent(params.draft)}/file`
	const answer = await sendOn(event, 'POST', path, headers)
	const told: unknown = await answer.json().catch(() => null)
	if (!answer.ok) redirect(303, `${step}?chyba=${WORDS[codeOf(told)] ?? 'jine'}`)
	const { file } = told as { file: { size: number } | null }
	if (file === null || file.size === 0) redirect(303, `${step}?chyba=prazdny`)
	redirect(303, stepAddress(locals.locale, params.draft, 'rozpoznano'))
}
