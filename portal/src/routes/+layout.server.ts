import { askService } from '#lib/server/ask.ts'
import { townFacts } from '#lib/server/town.ts'
import { waysFor } from '#lib/server/ways.ts'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = async (event) => {
	const { locale, session } = event.locals
	return {
		locale,
		town: await townFacts(askService(event)),
		ways: waysFor(session?.scopes ?? null),
		user: session === null ? null : { name: session.name, department: session.department },
	}
}
