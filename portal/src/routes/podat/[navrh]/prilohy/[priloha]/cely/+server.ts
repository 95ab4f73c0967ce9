import { redirect } from '@sveltejs/kit'
import { codeOf } from '#lib/server/failure.ts'
import { attachmentOf, filingAddress } from '#lib/server/filing.ts'
import { headersOf, sendOn } from '#lib/server/service-stream.ts'
import type { RequestHandler } from './$types'

export const config = { uploads: true }

const WORDS: Readonly<Record<string, string>> = {
	'upload-too-large': 'velky',
	'body-too-large': 'velky',
	'upload-stalled': 'zastaven',
	'part-missing': 'chybi',
}

/** The whole file as one form, from a browser without scripts. */
export const POST: RequestHandler = async (event) => {
	const { locals, params } = event
	const attachment = attachmentOf(params)
	const step = filingAddress(locals.locale, params.navrh, `prilohy/${encodeURIComponent(params.priloha)}`)
	const path = `/api/v1/filing-drafts/${encodeURIComponent(params.navrh)}/upload?${new URLSearchParams({ attachment })}`
	const answer = await sendOn(event, 'POST', path, headersOf(event, ['Content-Type', 'Content-Length']))
	const told: unknown = await answer.json().catch(() => null)
	if (!answer.ok) redirect(303, `${step}?chyba=${WORDS[codeOf(told)] ?? 'jine'}`)
	redirect(303, filingAddress(locals.locale, params.navrh, params.priloha === '-' ? 'odpoved' : 'prilohy'))
}
