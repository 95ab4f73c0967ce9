import { redirect } from '@sveltejs/kit'
import { inLocale } from '#lib/locale/locale.ts'
import { askService } from '#lib/server/ask.ts'
import { findPublic } from '#lib/server/find-public.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const search = await findPublic(askService(event), event.url.searchParams.get('q') ?? '')
	if (search.is === 'elsewhere') redirect(303, inLocale(event.locals.locale, search.path))
	return { search }
}
