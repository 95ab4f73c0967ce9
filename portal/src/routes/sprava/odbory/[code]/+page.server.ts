import { fail, error as fail404, redirect } from '@sveltejs/kit'
import { inLocale } from '#lib/locale/locale.ts'
import { refusal } from '#lib/server/accounts.ts'
import { act, administrator, doneAddress, hindrance } from '#lib/server/administrator.ts'
import { departmentNameIn } from '#lib/server/department-forms.ts'
import { departments } from '#lib/server/departments.ts'
import { giveUp } from '#lib/server/failure.ts'
import { formKey } from '#lib/server/once.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async (event) => {
	const session = administrator(event, { proven: true })
	const key = formKey()
	const { api } = event.locals
	if (session === null) return { department: null, people: 0, key }
	const [known, { data, error, response }] = await Promise.all([
		departments(api),
		api.GET('/api/v1/accounts'),
	])
	if (data === undefined) return giveUp(response, error)
	const department = known.find(({ code }) => code === event.params.code)
	if (department === undefined) fail404(404, 'department-not-found')
	const people = data.accounts.filter((one) => one.active && one.department === department.code).length
	return { department, people, key }
}

type Change = { done: string; body: { name?: string; active?: boolean }; name: string | null }

async function change(event: RequestEvent, form: FormData, { done: what, body, name }: Change) {
	const { locals, params } = event
	const done = await act(event, form, () =>
		locals.api.PATCH('/api/v1/departments/{code}', { params: { path: { code: params.code } }, body }),
	)
	if ('hindered' in done) return fail(409, { name, hindered: done.hindered })
	if ('error' in done) return fail(400, { name, problems: refusal(done.error, locals.locale, 'content') })
	redirect(303, doneAddress(inLocale(locals.locale, '/sprava/odbory'), what, done.entries))
}

async function switchTo(event: RequestEvent, active: boolean) {
	const form = await event.request.formData()
	const hindered = hindrance(event)
	if (hindered !== null) return fail(409, { name: null, hindered })
	return change(event, form, { done: active ? 'otevreno' : 'uzavreno', body: { active }, name: null })
}

export const actions: Actions = {
	nazev: async (event) => {
		const form = await event.request.formData()
		const { name, problems } = departmentNameIn(form, event.locals.locale)
		const hindered = hindrance(event)
		if (hindered !== null) return fail(409, { name, hindered })
		if (problems.length > 0) return fail(400, { name, problems })
		return change(event, form, { done: 'prejmenovano', body: { name }, name })
	},
	uzavrit: (event) => switchTo(event, false),
	otevrit: (event) => switchTo(event, true),
}
