/**
 * What happens around every request: language, session, the client of the service, headers, and what is said of
 * failures.
 */
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks'
import createClient from 'openapi-fetch'
import type { paths } from '#lib/api/schema.d.ts'
import { localeOf } from '#lib/locale/locale.ts'
import { forwarded, unattended } from '#lib/server/ask.ts'
import { currentSession, forgetSession, sessionToken } from '#lib/server/session.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

export const handle: Handle = async ({ event, resolve }) => {
	const { locals, url, cookies, platform, request } = event
	// The framework asks this of forms alone; what scripts send must come from a page of ours, too.
	const from = request.headers.get('Origin')
	if (!SAFE.has(request.method) && from !== null && from !== url.origin)
		return new Response('Cross-site requests are forbidden', { status: 403 })
	if (platform === undefined) throw new Error('the portal runs within the town’s server only')
	locals.locale = localeOf(url.pathname)
	const token = sessionToken(cookies, url)
	// The service ends a session that another kind of browser shows.
	locals.credentials = {
		...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
		'User-Agent': request.headers.get('User-Agent') ?? '',
		...forwarded(request),
		...unattended(request),
	}
	locals.api = createClient<paths>({
		baseUrl: url.origin,
		fetch: (request) => platform.api(request),
		headers: locals.credentials,
	})
	const standing = token === undefined ? null : await currentSession(locals.api)
	locals.session = standing?.session ?? null
	locals.ended = standing !== null && standing.session === null && standing.ended
	if (locals.ended) forgetSession(cookies, url)
	const response = await resolve(event, {
		transformPageChunk: ({ html }) => html.replace('<html lang="cs">', `<html lang="${locals.locale}">`),
	})
	const { headers } = response
	headers.set('Content-Language', locals.locale)
	// Forms tell their origin only where the policy lets them: with no-referrer a browser sends "Origin: null".
	headers.set('Referrer-Policy', 'same-origin')
	headers.set('Permissions-Policy', 'camera=(self), microphone=(), geolocation=(), interest-cohort=()')
	headers.set('Cross-Origin-Opener-Policy', 'same-origin')
	if (!headers.has('Cache-Control'))
		headers.set('Cache-Control', token === undefined ? 'no-cache' : 'no-store')
	return response
}

/** Whoever sees the page gets a name that leads to the failure in the journal, and nothing of the failure itself. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
	if (kind !== 'unknown') return
	const id = crypto.randomUUID()
	event.platform?.report({ id, route: event.route.id ?? '/*', method: event.request.method, error })
	return { id }
}
