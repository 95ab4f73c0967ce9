import { error as fail } from '@sveltejs/kit'
import { giveUp } from '#lib/server/failure.ts'
import type { PageServerLoad } from './$types'

const CID = /^bafy[a-z2-7]{55}$/

export const load: PageServerLoad = async ({ locals, params }) => {
	if (!CID.test(params.id)) fail(404)
	const { data, error, response } = await locals.api.GET('/api/v1/board/{posting}', {
		params: { path: { posting: params.id } },
	})
	if (data === undefined) giveUp(response, error)
	const mayWrite = locals.session?.scopes.includes('cases:write') === true
	return { notice: data, mayWithdraw: mayWrite && data.state === 'taken-down' && !data.withdrawn }
}
