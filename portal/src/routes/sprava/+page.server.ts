import { administrator } from '#lib/server/administrator.ts'
import { giveUp } from '#lib/server/failure.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	administrator(event)
	const { api } = event.locals
	const [{ data, error, response }, signatures] = await Promise.all([
		api.GET('/api/v1/admin/overview'),
		api.GET('/api/v1/signatures/at-risk'),
	])
	if (data === undefined) return giveUp(response, error)
	// The state of the machine is shown also where this cannot be found out.
	return { overview: data, signatures: signatures.data ?? null }
}
