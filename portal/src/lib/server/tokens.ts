/**
 * Tokens for programs, as the administrator's forms read and show them.
 * @module
 */
import { error as fail } from '@sveltejs/kit'
import type { Client } from 'openapi-fetch'
import type { components, paths } from '../api/schema.d.ts'
import type { Locale } from '../locale/locale.ts'
import { cs } from '../words/cs/access.ts'
import { en } from '../words/en/access.ts'
import type { Problem } from './accounts.ts'
import { codeOf, giveUp, sentenceFor } from './failure.ts'
import { choiceIn, textIn } from './form.ts'

export type Token = components['schemas']['Token']
export type Scope = Token['scopes'][number]

const WORDS = { cs, en }
const DAY = 86_400_000
export const LIVES = ['30', '90', '365'] as const
/** Rows of a page of the list, and the most pages looked through for one token. */
const PAGE = 50
const PAGES = 100

/** @param cursor as the page before gave it; null for the first page */
export async function tokenPage(api: Client<paths>, cursor: string | null) {
	const query = { limit: PAGE, ...(cursor === null ? {} : { cursor }) }
	const { data, error, response } = await api.GET('/api/v1/tokens', { params: { query } })
	return data ?? giveUp(response, error)
}

/** @throws the page of the error for what is no token */
export async function tokenOf(api: Client<paths>, id: string): Promise<Token> {
	let cursor: string | null = null
	for (let page = 0; page < PAGES; page++) {
		const { tokens, next }: { tokens: Token[]; next: string | null } = await tokenPage(api, cursor)
		const found = tokens.find((one) => one.id === id)
		if (found !== undefined) return found
		if (next === null) break
		cursor = next
	}
	fail(404, 'token-not-found')
}

export interface TokenValues {
	readonly name: string
	readonly scopes: readonly Scope[]
	/** days */
	readonly life: (typeof LIVES)[number]
}

export function tokenIn(form: FormData, locale: Locale): { sent: TokenValues; problems: Problem[] } {
	const said = WORDS[locale]
	const asked = form.getAll('smi')
	const sent = {
		name: textIn(form, 'jmeno').normalize('NFKC').replace(/\s+/g, ' '),
		scopes: cs.order.filter((scope) => asked.includes(scope)),
		life: choiceIn(form, 'platnost', LIVES) ?? '90',
	}
	const problems: Problem[] = []
	if (sent.name === '') problems.push({ field: 'jmeno', message: said.nameNeeded })
	else if (!isName(sent.name)) problems.push({ field: 'jmeno', message: said.nameWrong })
	if (sent.scopes.length === 0) problems.push({ field: 'smi', message: said.whatNeeded })
	return { sent, problems }
}

/** As the service takes it; what it refuses beyond that looks like the administrator. */
function isName(name: string): boolean {
	return name.length <= 128 && /^[a-z0-9][a-z0-9 ._@-]*$/i.test(name.normalize('NFD').replace(/\p{M}/gu, ''))
}

/** @param now ms. @returns ISO 8601 */
export function expiryAfter({ life }: TokenValues, now: number): string {
	return new Date(now + Number(life) * DAY).toISOString()
}

export function tokenRefusal(problem: unknown, locale: Locale): Problem[] {
	const said = WORDS[locale]
	const code = codeOf(problem)
	// Everything else that makes a request bad was looked at before it was sent.
	if (code === 'bad-request') return [{ field: 'jmeno', message: said.nameReserved }]
	const field = code === 'scope-not-held' ? 'smi' : code === 'expiry-out-of-range' ? 'platnost' : 'jmeno'
	return [{ field, message: said.problems[code] ?? sentenceFor(locale, problem) }]
}
