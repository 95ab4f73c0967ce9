/**
 * Who is signed in. The service keeps sessions; the portal holds the session's token in a cookie that scripts cannot
 * read, and hands it on as a bearer token. No cookie exists before somebody signs in.
 * @module
 */
import type { Cookies } from '@sveltejs/kit'
import type { Client } from 'openapi-fetch'
import type { paths } from '../api/schema.d.ts'

/** What `GET /api/v1/sessions/current` tells of the session. */
export interface Session {
	/** name under which acts are recorded */
	readonly name: string
	readonly roles: readonly string[]
	readonly department: string | null
	readonly scopes: readonly string[]
	/** ms since 1970 */
	readonly expires: number | null
}

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

/** @returns null where nobody is signed in, the session has ended, or the service knows no sessions */
export async function currentSession(api: Client<paths>): Promise<Session | null> {
	// The description may not name this address yet; what comes back is read with care all the same.
	const get = api.GET as unknown as (path: string) => Promise<{ data?: unknown }>
	const { data } = await get('/api/v1/sessions/current')
	return data === undefined ? null : readSession(data)
}

function readSession(value: unknown): Session | null {
	if (typeof value !== 'object' || value === null) return null
	const { name, principal, roles, role, department, scopes, expires } = value as Record<string, unknown>
	const who = typeof name === 'string' ? name : principal
	if (typeof who !== 'string') return null
	const until = typeof expires === 'string' ? Date.parse(expires) : Number.NaN
	return {
		name: who,
		roles: texts(roles ?? (role === undefined ? [] : [role])),
		department: typeof department === 'string' ? department : null,
		scopes: texts(scopes),
		expires: Number.isNaN(until) ? null : until,
	}
}

function texts(value: unknown): string[] {
	return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : []
}
