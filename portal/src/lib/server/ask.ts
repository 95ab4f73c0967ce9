/**
 * Asking the service for what its typed client does not give: text and files of the log.
 * @module
 */
import type { RequestEvent } from '@sveltejs/kit'
import type { Ask } from './town.ts'

export function askService({ platform, url }: Pick<RequestEvent, 'platform' | 'url'>): Ask {
	return async (path) => {
		if (platform === undefined) throw new Error('the portal runs within the town’s server only')
		return platform.api(new Request(new URL(path, url)))
	}
}
