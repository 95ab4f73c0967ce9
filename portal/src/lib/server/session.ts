/**
 * Who is signed in. The service keeps sessions; the portal holds the session's token in a cookie that scripts cannot
 * read, and hands it on as a bearer token. No cookie exists before somebody signs in.
 * @module
 */
import type { Cookies } from '@sveltejs/kit'
import type { Client } from 'openapi-fetch'
import type { components, paths } from '../api/schema.d.ts'

export interface Session {
	/** of the person, to be shown */
	readonly name: string
	readonly role: components['schemas']['Account']['role']
	/** code; null for whoever belongs to none */
	readonly department: string | null
	readonly scopes: readonly string[]
	/** the passkey was shown a moment ago: dangerous acts are open */
	readonly fresh: boolean
}

/** What a token is good for: a session, none any more, or not known because the service does not answer. */
export type Standing = { session: Session } | { session: null; ended: boolean }

/** The `__Host-` prefix pins the cookie to this host over TLS; plain HTTP, which only loopback has, cannot use it. */
function cookieName(url: URL): string {
	return url.protocol === 'https:' ? '__Host-letopis' : 'letopis'
}

export function sessionToken(cookies: Cookies, url: URL): string | undefined {
	const token = cookies.get(cookieName(url))
	// What is no token must not become a header.
	return token !== undefined && /^[A-Za-z0-9_-]{20,200}$/.test(token) ? token : undefined
}

/** Keeps the token until the browser is closed; the service ends the session earlier if it must. */
export function rememberSession(cookies: Cookies, url: URL, token: string): void {
	cookies.set(cookieName(url), token, options(url))
}

export function forgetSession(cookies: Cookies, url: URL): void {
	cookies.delete(cookieName(url), options(url))
}

function options(url: URL) {
	return { path: '/', httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:' } as const
}

export async function currentSession(api: Client<paths>): Promise<Standing> {
	const { data, response } = await api.GET('/api/v1/sessions/current')
	if (data === undefined) return { session: null, ended: response.status === 401 }
	const { account, scopes, fresh } = data
	return {
		session: { name: account.name, role: account.role, department: account.department, scopes, fresh },
	}
}
