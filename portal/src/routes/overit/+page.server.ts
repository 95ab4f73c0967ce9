import { askService } from '#lib/server/ask.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const verifier = await askService(event)('/verifier')
	await verifier.body?.cancel()
	return { verifier: verifier.ok }
}
