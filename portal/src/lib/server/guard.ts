/**
 * Who may see a page: whoever is not signed in is led to sign in and comes back.
 * @module
 */
import { error, type RequestEvent, redirect } from '@sveltejs/kit'
import { inLocale } from '../locale/locale.ts'
import type { Session } from './session.ts'

type Asking = Pick<RequestEvent, 'locals' | 'url' | 'request'>

/** Longest address to come back to. */
const BACK_MAX = 1000

/** The session, or the way to sign-in and back here. */
export function needSession({ locals, url, request }: Asking): Session {
	if (locals.session !== null) return locals.session
	const back = request.method === 'GET' ? url.pathname + url.search : url.pathname
	redirect(303, signInAddress(locals, back))
}

/** As {@link needSession}; whoever may not do this is told so. */
export function needScope(event: Asking, scope: string): Session {
	const session = needSession(event)
	if (!session.scopes.includes(scope)) error(403, 'scope-missing')
	return session
}

/** As {@link needSession}; whoever did not show the passkey just now is led to do so, and comes back. */
export function needFresh(event: Asking): Session {
	const session = needSession(event)
	if (!session.fresh) redirect(303, stepUpAddress(event.locals, event.url.pathname))
	return session
}

export function stepUpAddress({ locale }: App.Locals, back: string): string {
	return `${inLocale(locale, '/prihlaseni/potvrzeni')}?${new URLSearchParams({ zpet: back })}`
}

export function signInAddress({ locale, ended }: App.Locals, back: string): string {
	const query = new URLSearchParams({ zpet: back, ...(ended ? { konec: '1' } : {}) })
	return `${inLocale(locale, '/prihlaseni')}?${query}`
}

/**
 * An address of ours to come back to; nothing else leads away from here.
 * @param fallback without language
 */
export function backAddress(
	asked: FormDataEntryValue | null,
	{ locals, url }: Asking,
	fallback: string,
): string {
	const own = inLocale(locals.locale, fallback)
	if (typeof asked !== 'string' || asked.length > BACK_MAX || !/^\/(?![/\\])/.test(asked)) return own
	const target = URL.canParse(asked, url) ? new URL(asked, url) : null
	return target?.origin === url.origin ? target.pathname + target.search : own
}
