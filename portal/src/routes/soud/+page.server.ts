import { askService } from '#lib/server/ask.ts'
import { version } from '../../../../verifier/package.json'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const verifier = await askService(event)('/verifier')
	await verifier.body?.cancel()
	return { verifier: verifier.ok, program: version }
}
