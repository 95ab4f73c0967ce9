/**
 * Asking the service for what its typed client does not give: text and files of the log.
 * @module
 */
import type { RequestEvent } from '@sveltejs/kit'
import type { Ask } from './town.ts'

/** Asks as nobody, from the reader's address. */
export function askService({
	platform,
	url,
	request,
}: Pick<RequestEvent, 'platform' | 'url' | 'request'>): Ask {
	return async (path, headers = {}, method = 'GET') => {
		if (platform === undefined) throw new Error('the portal runs within the town’s server only')
		const asked = { method, headers: { ...forwarded(request), ...headers } }
		return platform.api(new Request(new URL(path, url), asked))
	}
}

/** Told on by a page that renews itself while nobody is there: such a request keeps no session alive. */
export function unattended({ headers }: Pick<Request, 'headers'>): Record<string, string> {
	return headers.has('Letopis-Unattended') ? { 'Letopis-Unattended': '1' } : {}
}

/** Behind a proxy the service counts by the address that the proxy saw; elsewhere it does not look at this. */
export function forwarded({ headers }: Pick<Request, 'headers'>): Record<string, string> {
	const address = headers.get('X-Forwarded-For')
	return address === null ? {} : { 'X-Forwarded-For': address }
}
