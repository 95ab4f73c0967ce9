import { administrator, entriesIn } from '#lib/server/administrator.ts'
import { tokenPage } from '#lib/server/tokens.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	administrator(event)
	const { searchParams } = event.url
	const cursor = searchParams.get('dal')?.slice(0, 64) || null
	const { tokens, next } = await tokenPage(event.locals.api, cursor)
	return {
		tokens,
		next,
		later: cursor !== null,
		revoked: searchParams.get('hotovo') === 'zruseno',
		entries: entriesIn(event.url),
	}
}
