import { redirect } from '@sveltejs/kit'
import { inLocale } from '#lib/locale/locale.ts'
import { filingAddress } from '#lib/server/filing.ts'
import { credentialsIn } from '#lib/server/filing-status.ts'
import type { RequestHandler } from './$types'

/** Begins a reply, or what completes a filing; where that is not possible any more, number and PIN show why. */
export const POST: RequestHandler = async ({ locals, request }) => {
	const form = await request.formData()
	const step = form.get('krok') === 'corrected' ? 'corrected' : 'reply'
	const { data } = await locals.api.POST('/api/v1/filing-drafts', { body: { ...credentialsIn(form), step } })
	redirect(
		303,
		data === undefined
			? inLocale(locals.locale, '/podani')
			: filingAddress(locals.locale, data.key, 'odpoved'),
	)
}
