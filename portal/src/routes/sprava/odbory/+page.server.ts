import { administrator, entriesIn } from '#lib/server/administrator.ts'
import { giveUp } from '#lib/server/failure.ts'
import type { PageServerLoad } from './$types'

const DONE = ['pridano', 'prejmenovano', 'uzavreno', 'otevreno'] as const

export const load: PageServerLoad = async (event) => {
	administrator(event)
	const { api, locale } = event.locals
	const [departments, accounts] = await Promise.all([
		api.GET('/api/v1/departments'),
		api.GET('/api/v1/accounts'),
	])
	if (departments.data === undefined) return giveUp(departments.response, departments.error)
	if (accounts.data === undefined) return giveUp(accounts.response, accounts.error)
	const active = accounts.data.accounts.filter((one) => one.active)
	const compare = new Intl.Collator(locale).compare
	const done = event.url.searchParams.get('hotovo')
	return {
		departments: departments.data.departments
			.map((one) => ({ ...one, people: active.filter(({ department }) => department === one.code).length }))
			.toSorted((a, b) => Number(b.active) - Number(a.active) || compare(a.name, b.name)),
		done: DONE.find((one) => one === done) ?? null,
		entries: entriesIn(event.url),
	}
}
