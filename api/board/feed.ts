/**
 * The board as an Atom feed (RFC 4287), newest first.
 * @module
 */
import { document, element } from '../packages/xml.ts'
import type { PostingView } from './schemas.ts'

/** @param postings those that hang, newest first @param now ms since 1970, for a board on which nothing hangs */
export function atomFeed(
	town: string,
	publicUrl: string,
	postings: readonly PostingView[],
	now: number,
): string {
	const page = `${publicUrl}/deska`
	const updated = postings[0]?.posted ?? new Date(now).toISOString()
	return document(
		element(
			'feed',
			[
				element('id', page),
				element('title', `Úřední deska – ${town}`),
				element('updated', updated),
				element('author', [element('name', town)]),
				element('link', '', { href: page }),
				element('link', '', { rel: 'self', href: `${page}/kanal.atom`, type: 'application/atom+xml' }),
				...postings.map(({ id, title, number, posted, from, until }) =>
					element('entry', [
						element('id', `${page}/${id}`),
						element('title', title ?? ''),
						element('updated', posted),
						element('link', '', { href: `${page}/${id}` }),
						element('summary', summary(number, from, until)),
					]),
				),
			],
			{ xmlns: 'http://www.w3.org/2005/Atom', 'xml:lang': 'cs' },
		),
	)
}

function summary(number: string | null, from: string, until: string | null): string {
	const parts = [
		number === null ? null : `č. j. ${number}`,
		`vyvěšeno ${from}`,
		until === null ? null : `do ${until}`,
	]
	return parts.filter((part) => part !== null).join(', ')
}
