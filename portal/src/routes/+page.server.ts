import { askService } from '#lib/server/ask.ts'
import { logSize } from '#lib/server/town.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const ask = askService(event)
	const verifier = await ask('/verifier')
	await verifier.body?.cancel()
	return { size: await logSize(ask), verifier: verifier.ok, publicUrl: event.url.origin }
}
