import { askService } from '#lib/server/ask.ts'
import { verifierOffered } from '#lib/server/town.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	return { verifier: await verifierOffered(askService(event)) }
}
