import { findEntry } from '#lib/server/find-entry.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	const asked = url.searchParams.get('q')
	return {
		asked: asked ?? '',
		search: asked === null ? null : await findEntry(locals.api, asked.slice(0, 200)),
	}
}
