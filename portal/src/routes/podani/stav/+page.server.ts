import { fail } from '@sveltejs/kit'
import { credentialsIn, openFiling } from '#lib/server/filing-status.ts'
import type { Actions } from './$types'

export const actions: Actions = {
	default: async (event) => {
		const { request, setHeaders } = event
		const credentials = credentialsIn(await request.formData())
		setHeaders({ 'Cache-Control': 'no-store' })
		const opened = await openFiling(event, credentials)
		if ('refused' in opened)
			return fail(opened.refused.status, { problems: opened.refused.problems, number: credentials.number })
		return { status: opened.status, credentials, at: Date.now() }
	},
}
