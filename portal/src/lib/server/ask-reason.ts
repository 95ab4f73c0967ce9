/**
 * The form that asks for the reason: what it takes is kept, and the page is shown anew with it.
 * @module
 */
import { fail, type RequestEvent, redirect } from '@sveltejs/kit'
import { addressAsking } from '../clerk/other-reason.ts'
import { cs } from '../words/cs/desk.ts'
import { en } from '../words/en/desk.ts'
import { purposeIn } from './purpose.ts'
import { type About, keepReason } from './reasons.ts'

/** @returns what is wrong with the reason; does not return where nothing is */
export async function takeReason(event: RequestEvent, about: About) {
	const asked = purposeIn(await event.request.formData())
	if ('wrong' in asked) {
		const message = { cs, en }[event.locals.locale][asked.wrong]
		return fail(400, { problems: [{ field: 'duvod', message }] })
	}
	keepReason(event, about, asked.purpose)
	redirect(303, addressAsking(event.url, false))
}
