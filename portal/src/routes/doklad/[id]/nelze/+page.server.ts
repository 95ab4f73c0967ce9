import { noFile } from '#lib/server/no-file.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
	return noFile(event, `/doklad/${event.params.id}`)
}
