/** The newest statement about an entry, for whoever asked for it on the page; the office learns the entry alone. */
import { findStatus } from '#lib/server/find-status.ts'
import type { RequestHandler } from './$types'

const CID = /^bafy[a-z2-7]{55}$/

export const GET: RequestHandler = async ({ locals, platform, url }) => {
	const entry = url.searchParams.get('entry') ?? ''
	if (platform === undefined || !CID.test(entry)) return plain('', 404)
	const ask = (path: string, headers: Record<string, string> = {}) =>
		platform.api(new Request(new URL(path, url), { headers }))
	const note = await findStatus(locals.api, ask, entry)
	return note === null ? plain('', 404) : plain(note, 200)
}

function plain(text: string, status: number): Response {
	return new Response(text, {
		status,
		headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
	})
}
