import { townFacts } from '#lib/server/town.ts'
import { ways } from '#lib/server/ways.ts'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = async ({ locals, platform, url }) => ({
	locale: locals.locale,
	town: await townFacts(async (path) => {
		if (platform === undefined) throw new Error('no service')
		return platform.api(new Request(new URL(path, url)))
	}),
	ways,
	user: locals.session === null ? null : { name: locals.session.name, department: locals.session.department },
})
