/** The newest statement about an entry, for whoever asked for it on the page; the office learns the entry alone. */
import { askService } from '#lib/server/ask.ts'
import { findStatus } from '#lib/server/find-status.ts'
import type { RequestHandler } from './$types'

const CID = /^bafy[a-z2-7]{55}$/

export const GET: RequestHandler = async (event) => {
	const entry = event.url.searchParams.get('entry') ?? ''
	if (!CID.test(entry)) return plain('', 404)
	const note = await findStatus(event.locals.api, askService(event), entry)
	return note === null ? plain('', 404) : plain(note, 200)
}

function plain(text: string, status: number): Response {
	return new Response(text, {
		status,
		headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
	})
}
