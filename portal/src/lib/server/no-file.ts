/**
 * Why a file could not be had, from the address that its download led to: only what we have words for.
 * @module
 */
import { error, type RequestEvent } from '@sveltejs/kit'
import { inLocale } from '../locale/locale.ts'
import { sentenceFor } from './failure.ts'
import { FILES, type File } from './take-file.ts'

/** What neither waiting nor trying again changes, with its status; all else is 503. */
const LASTING: Readonly<Record<string, number>> = {
	...{ 'document-not-found': 404, 'entry-not-found': 404, erased: 410, corrupt: 500 },
	...{ 'scope-missing': 403, 'not-yours': 403, 'seal-ended': 503 },
}

/**
 * Shows the page of the error.
 * @param page of the document, without language
 */
export function noFile({ locals, url }: Pick<RequestEvent, 'locals' | 'url'>, page: string): never {
	const file = (Object.keys(FILES) as File[]).find((one) => one === url.searchParams.get('co'))
	if (file === undefined) error(404, 'not-found')
	const code = url.searchParams.get('proc') ?? ''
	const entry = url.searchParams.get('zapis')
	const here = inLocale(locals.locale, page)
	const again = `${here}/${file}${entry === null ? '' : `?${new URLSearchParams({ zapis: entry })}`}`
	const isLasting = Object.hasOwn(LASTING, code)
	error((isLasting && LASTING[code]) || 503, {
		message: 'no-file',
		noFile: { file, page, why: sentenceFor(locals.locale, { code }), again: isLasting ? null : again },
	})
}
