/**
 * What the administrator's pages share: who may see them, what stands in the way of an act, and doing an act once
 * with the numbers of its entries.
 * @module
 */
import { redirect } from '@sveltejs/kit'
import { needScope, type needSession, stepUpAddress } from './guard.ts'
import { once } from './once.ts'
import type { Session } from './session.ts'

type Asking = Parameters<typeof needSession>[0]

/** Held by administrators alone. */
const SCOPE = 'people:admin'

/**
 * The session of the administrator who opens a page; anybody else is led to sign in, or told that it is not for them.
 * A form that came back keeps what was typed, so there nobody is led away.
 * @param proven the page leads to an act that asks for the passkey: it is asked for before anything is typed
 * @returns null only after a form of a session that is over
 */
export function administrator(event: Asking, { proven = false } = {}): Session | null {
	const posted = event.request.method === 'POST'
	if (posted && event.locals.session === null) return null
	const session = needScope(event, SCOPE)
	if (proven && !posted && !session.fresh) redirect(303, stepUpAddress(event.locals, event.url.pathname))
	return session
}

/** Why an act cannot be done now, though nothing that was typed is wrong. */
export type Hindrance = 'ended' | 'unproven' | 'stale' | 'changed'

/** @returns null when the act may go on; @throws the page of the error for whoever is no administrator */
export function hindrance(event: Asking): Hindrance | null {
	if (event.locals.session === null) return 'ended'
	return needScope(event, SCOPE).fresh ? null : 'unproven'
}

export type Act<T> =
	| { readonly data: T; readonly entries: readonly number[] }
	| { readonly error: unknown }
	| { readonly hindered: Hindrance }

interface Answer<T> {
	readonly data?: T | undefined
	readonly error?: unknown
	readonly response: Response
}

/**
 * Does what a form asks for, once however often it is sent.
 * @param ask the service; `changed` when what the form is about is no longer as it was shown
 */
export async function act<T>(
	{ locals }: Asking,
	form: FormData,
	ask: () => Promise<Answer<T> | 'changed'>,
): Promise<Act<T>> {
	const task = async (): Promise<Act<T>> => {
		const answer = await ask()
		if (answer === 'changed') return { hindered: 'changed' }
		const { data, error, response } = answer
		if (!response.ok) return { error: error ?? {} }
		return { data: data as T, entries: entriesOf(response) }
	}
	const owner = locals.credentials.Authorization ?? ''
	return (await once(owner, form, task, (answer) => 'data' in answer)) ?? { hindered: 'stale' }
}

/** Numbers of the entries that the answer tells of. */
function entriesOf({ headers }: Response): number[] {
	return (headers.get('Letopis-Entry') ?? '').match(/\d+/g)?.map(Number) ?? []
}

/** Numbers of entries in an address, as a page that tells of an act gets them; what is none is left out. */
export function entriesIn({ searchParams }: URL): number[] {
	const text = searchParams.get('zapis') ?? ''
	return /^\d{1,15}(,\d{1,15}){0,3}$/.test(text) ? text.split(',').map(Number) : []
}

/** Address of a page that tells what was done. */
export function doneAddress(path: string, done: string, entries: readonly number[]): string {
	const query = new URLSearchParams({ hotovo: done })
	if (entries.length > 0) query.set('zapis', entries.join(','))
	return `${path}?${query}`
}
