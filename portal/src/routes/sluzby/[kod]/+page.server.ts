import { error } from '@sveltejs/kit'
import { giveUp } from '#lib/server/failure.ts'
import { formAddress } from '#lib/server/services.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
	const path = { code: params.kod }
	const {
		data,
		error: problem,
		response,
	} = await locals.api.GET('/api/v1/agendas/{code}', { params: { path } })
	// What cannot be the code of a service is none that there is.
	if (response.status === 400) error(404, 'agenda-not-found')
	if (data === undefined) return giveUp(response, problem)
	const { agenda, department, entry, published } = data
	return {
		agenda,
		department: department.name,
		entry,
		published: Date.parse(published),
		form: formAddress(agenda.code),
	}
}
