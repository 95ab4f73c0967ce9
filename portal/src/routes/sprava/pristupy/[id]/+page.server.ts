import { administrator } from '#lib/server/administrator.ts'
import { tokenOf } from '#lib/server/tokens.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	administrator(event)
	return { token: await tokenOf(event.locals.api, event.params.id) }
}
