/**
 * Why somebody looks outside their department, kept for an hour so that they say it once: of a document, of a case, of a
 * search. It goes into every request to the service as before, so each access is recorded with it. Kept in memory, by
 * session and by what it is about; after a restart, or in another session, it is asked for again.
 * @module
 */
import { createHash } from 'node:crypto'
import { asksForOther } from '../clerk/other-reason.ts'

const KEEP = 3_600_000
/** Reasons kept of one session, and of all; the oldest make room. */
const MOST_OF_ONE = 100
const MOST = 20_000

/** Lists and searches share one: whoever narrows a search looks for the same thing. */
export type About = `dokument/${string}` | `spis/${string}` | `podani/${string}` | 'hledani'

/** What of a request says who asks, and for which page. */
interface Asking {
	readonly locals: {
		readonly session: object | null
		readonly credentials: Readonly<Record<string, string>>
	}
	readonly url: Pick<URL, 'searchParams'>
}

const reasons = new Map<string, { readonly purpose: string; readonly at: number; readonly session: string }>()

/** @param now ms */
export function keepReason({ locals }: Asking, about: About, purpose: string, now = Date.now()): void {
	const session = sessionOf(locals)
	if (session === null) return
	const name = `${session} ${about}`
	reasons.delete(name)
	reasons.set(name, { purpose, at: now, session })
	// In the order in which they were given.
	let own = 0
	for (const kept of reasons.values()) if (kept.session === session) own++
	for (const [old, kept] of reasons) {
		const isOver = kept.at <= now - KEEP || reasons.size > MOST
		const isTooMuch = kept.session === session && own > MOST_OF_ONE
		if (isTooMuch) own--
		if (isOver || isTooMuch) reasons.delete(old)
	}
}

/** @returns null where none was given, it is too long ago, or the page is asked for with another one */
export function reasonFor({ locals, url }: Asking, about: About, now = Date.now()): string | null {
	const session = sessionOf(locals)
	if (session === null || asksForOther(url)) return null
	const kept = reasons.get(`${session} ${about}`)
	return kept === undefined || kept.at <= now - KEEP ? null : kept.purpose
}

/** Of whoever signs out. */
export function forgetReasons(locals: Asking['locals']): void {
	const session = sessionOf(locals)
	for (const [name, kept] of reasons) if (kept.session === session) reasons.delete(name)
}

/** Nothing that could be used as the session's token is kept. */
function sessionOf({ session, credentials }: Asking['locals']): string | null {
	const token = credentials.Authorization
	if (session === null || token === undefined) return null
	return createHash('sha256').update(token).digest('base64url')
}
