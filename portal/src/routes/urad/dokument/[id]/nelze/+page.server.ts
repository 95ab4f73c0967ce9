import { needScope } from '#lib/server/guard.ts'
import { noFile } from '#lib/server/no-file.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
	needScope(event, 'documents:read')
	return noFile(event, `/urad/dokument/${event.params.id}`)
}
