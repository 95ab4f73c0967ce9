import { accountOf, mailOf } from '#lib/server/accounts.ts'
import { administrator, entriesIn } from '#lib/server/administrator.ts'
import { departments } from '#lib/server/departments.ts'
import type { PageServerLoad } from './$types'

const DONE = ['zmeneno', 'posta', 'deaktivovano', 'aktivovano'] as const

export const load: PageServerLoad = async (event) => {
	administrator(event)
	const { locals, params, url } = event
	const [account, mail, known] = await Promise.all([
		accountOf(locals.api, params.id),
		mailOf(locals.api, params.id),
		departments(locals.api),
	])
	const done = url.searchParams.get('hotovo')
	return {
		account,
		mail,
		departments: known,
		done: DONE.find((one) => one === done) ?? null,
		entries: entriesIn(url),
	}
}
