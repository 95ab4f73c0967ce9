/**
 * A filing by its number and PIN, which come in a form and stand in no address.
 * @module
 */
import type { FilingStatus } from '../filing/filing-status.ts'
import { cs } from '../words/cs/filing-ask.ts'
import { en } from '../words/en/filing-ask.ts'
import { codeOf, sentenceFor } from './failure.ts'
import { textIn } from './form.ts'

export interface Credentials {
	readonly number: string
	readonly pin: string
}

export function credentialsIn(form: FormData): Credentials {
	return { number: textIn(form, 'cislo').slice(0, 100), pin: textIn(form, 'pin').slice(0, 64) }
}

interface Refused {
	readonly status: number
	readonly problems: { field: string; message: string }[]
}

/** The filing, or what is wrong with what was typed. */
export async function openFiling(
	{ locals }: { locals: App.Locals },
	{ number, pin }: Credentials,
): Promise<{ status: FilingStatus } | { refused: Refused }> {
	const say = locals.locale === 'en' ? en : cs
	const problems = [
		...(number === '' ? [{ field: 'cislo', message: say.numberMissing }] : []),
		...(pin === '' ? [{ field: 'pin', message: say.pinMissing }] : []),
	]
	if (problems.length > 0) return { refused: { status: 400, problems } }
	const { data, error, response } = await locals.api.POST('/api/v1/filing-status', { body: { number, pin } })
	if (data !== undefined) return { status: data }
	const known = { 'filing-unknown': say.unknown, 'rate-limited': say.limited }[codeOf(error)]
	const message = known ?? sentenceFor(locals.locale, error)
	return { refused: { status: response.status, problems: [{ field: 'cislo', message }] } }
}
