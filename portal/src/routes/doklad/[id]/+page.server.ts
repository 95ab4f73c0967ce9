import { error } from '@sveltejs/kit'
import { askService } from '#lib/server/ask.ts'
import { publicRecord } from '#lib/server/public-record.ts'
import type { PageServerLoad } from './$types'

const CID = /^bafy[a-z2-7]{55}$/

export const load: PageServerLoad = async (event) => {
	const { id } = event.params
	const record = CID.test(id) ? await publicRecord(event.locals.api, askService(event), id) : null
	if (record === null) error(404)
	return { record }
}
