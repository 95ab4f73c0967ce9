import { askService } from '#lib/server/ask.ts'
import { logSize, verifierOffered } from '#lib/server/town.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const ask = askService(event)
	const [size, verifier] = await Promise.all([logSize(ask), verifierOffered(ask)])
	return { size, verifier, publicUrl: event.url.origin }
}
