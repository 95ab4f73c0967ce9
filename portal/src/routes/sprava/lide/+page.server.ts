import { administrator } from '#lib/server/administrator.ts'
import { departments, nameOf } from '#lib/server/departments.ts'
import { giveUp } from '#lib/server/failure.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	administrator(event)
	const { api, locale } = event.locals
	const [known, { data, error, response }] = await Promise.all([
		departments(api),
		api.GET('/api/v1/accounts'),
	])
	if (data === undefined) return giveUp(response, error)
	const compare = new Intl.Collator(locale).compare
	const accounts = data.accounts
		.map(({ department, ...account }) => ({
			...account,
			department: department === null ? null : nameOf(known, department),
		}))
		.toSorted((a, b) => compare(a.name, b.name))
	return {
		accounts: accounts.filter(({ active }) => active),
		former: accounts.filter(({ active }) => !active),
	}
}
