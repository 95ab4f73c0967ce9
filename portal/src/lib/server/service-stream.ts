/**
 * Files between the browser and the service, handed on as streams: neither is held in memory.
 * @module
 */
import type { RequestEvent } from '@sveltejs/kit'

type Asking = Pick<RequestEvent, 'locals' | 'url' | 'request' | 'platform'>

/** Headers of an answer with a file that a browser needs. */
const HANDED_ON = [
	...['Content-Type', 'Content-Disposition', 'Content-Length', 'Repr-Digest'],
	// So that a download that was cut off can go on.
	...['Accept-Ranges', 'Content-Range', 'ETag'],
]

/** Hands the body of this request on. @param headers beside who asks */
export async function sendOn(
	{ locals, url, request, platform }: Asking,
	method: 'POST' | 'PUT',
	path: string,
	headers: Record<string, string>,
): Promise<Response> {
	if (platform === undefined) throw new Error('the portal runs within the town’s server only')
	const init = {
		method,
		headers: { ...locals.credentials, ...headers },
		body: request.body,
		duplex: 'half' as const,
	}
	return platform.api(new Request(new URL(path, url), init))
}

/** Some headers of this request. */
export function headersOf({ request }: Asking, names: readonly string[]): Record<string, string> {
	return Object.fromEntries(
		names.flatMap((name) => {
			const value = request.headers.get(name)
			return value === null ? [] : [[name, value]]
		}),
	)
}

/**
 * A file of the service, to be kept and never shown in place: whoever made it must not act on this site.
 * @param headers who asks, why, and which part
 */
export async function fetchFile(
	{ url, request, platform }: Pick<Asking, 'url' | 'request' | 'platform'>,
	path: string,
	headers: Record<string, string>,
): Promise<{ file: Response } | { failed: Response }> {
	if (platform === undefined) throw new Error('the portal runs within the town’s server only')
	// Whoever asks for the head alone must leave no file open.
	const method = request.method === 'HEAD' ? 'HEAD' : 'GET'
	return kept(await platform.api(new Request(new URL(path, url), { method, headers })))
}

/** The same of a file that is asked for by what stands in no address: a number and a PIN. */
export async function postForFile(
	{ locals, url, platform }: Pick<Asking, 'locals' | 'url' | 'platform'>,
	path: string,
	body: Readonly<Record<string, string>>,
): Promise<{ file: Response } | { failed: Response }> {
	if (platform === undefined) throw new Error('the portal runs within the town’s server only')
	const headers = { ...locals.credentials, 'Content-Type': 'application/json' }
	const init = { method: 'POST', headers, body: JSON.stringify(body) }
	return kept(await platform.api(new Request(new URL(path, url), init)))
}

function kept(answer: Response): { file: Response } | { failed: Response } {
	if (!answer.ok) return { failed: answer }
	const headers = new Headers({
		'Cache-Control': 'no-store',
		'Content-Security-Policy': "default-src 'none'; sandbox",
	})
	for (const name of HANDED_ON) {
		const value = answer.headers.get(name)
		if (value !== null) headers.set(name, value)
	}
	const disposition = headers.get('Content-Disposition') ?? ''
	if (!disposition.startsWith('attachment'))
		headers.set(
			'Content-Disposition',
			disposition.startsWith('inline') ? disposition.replace('inline', 'attachment') : 'attachment',
		)
	return { file: new Response(answer.body, { status: answer.status, headers }) }
}
