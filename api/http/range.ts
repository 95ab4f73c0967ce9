/**
 * Range requests over one representation, RFC 9110 §14, and its validators, §13.
 * One range is served. Several in one request are refused with 416: their parts would have to be put together
 * here, and each of them recorded, for a form that no client of documents uses.
 * @module
 */

export type Range =
	| { readonly kind: 'whole' }
	/** `[start, end)`, not empty */
	| { readonly kind: 'part'; readonly start: number; readonly end: number }
	| { readonly kind: 'unsatisfiable' }
	| { readonly kind: 'several' }

const WHOLE: Range = { kind: 'whole' }

/**
 * @param header value of Range; other units and malformed values count as absent, as §14.2 has it
 * @param size bytes of the representation, ≥ 0
 */
export function parseRange(header: string | undefined, size: number): Range {
	if (header === undefined) return WHOLE
	const [, list = ''] = /^bytes=(.*)$/i.exec(header.trim()) ?? []
	const specs = list.split(',').map((spec) => spec.trim())
	if (specs.some((spec) => !/^(\d{1,16}-\d{0,16}|-\d{1,16})$/.test(spec))) return WHOLE
	if (specs.length > 1) return { kind: 'several' }
	const [from = '', to = ''] = (specs[0] ?? '').split('-')
	if (from === '') {
		const length = Math.min(Number(to), size)
		return length === 0 ? { kind: 'unsatisfiable' } : { kind: 'part', start: size - length, end: size }
	}
	const start = Number(from)
	if (to !== '' && Number(to) < start) return WHOLE
	if (start >= size) return { kind: 'unsatisfiable' }
	return { kind: 'part', start, end: to === '' ? size : Math.min(Number(to) + 1, size) }
}

/** If-None-Match: weak comparison (§13.1.2). */
export function noneMatch(header: string | undefined, etag: string): boolean {
	return header !== undefined && listed(header, etag, true)
}

/** If-Match: strong comparison (§13.1.1); an absent header matches. */
export function matches(header: string | undefined, etag: string): boolean {
	return header === undefined || listed(header, etag, false)
}

function listed(header: string, etag: string, weak: boolean): boolean {
	if (header.trim() === '*') return true
	const tags = header.match(/(?:W\/)?"[^"]*"/g) ?? []
	return tags.some((tag) => tag === etag || (weak && tag === `W/${etag}`))
}
