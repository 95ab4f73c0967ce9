/**
 * Room for a site beside the service on the same port: every address that is not the service's own goes to it, with
 * the same journal, deadlines and path rules in front. The service knows nothing of what the site shows.
 * @module
 */
import type { MiddlewareHandler } from 'hono'
import type { ApiSettings } from '../deps.ts'
import type { AppEnv } from './env.ts'
import { clientAddress } from './limits.ts'

/** What a site is handed beside the request. */
export interface SiteContext {
	/** The service itself, without a network between: any request to one of its own addresses. */
	api(request: Request): Promise<Response>
	/** Address of whoever asks, the one that limits count. */
	readonly client: string
}

export interface Site {
	respond(request: Request, context: SiteContext): Promise<Response>
	/** Whether bodies at this path may be large; the site then watches their pace and size itself. */
	takesUploads(path: string): boolean
}

/** First steps of the paths that are the service's own. `/` is the service's only where there is no site. */
const OWN = ['api', 'log', 'docs', 'openapi.json', 'healthz', 'readyz', 'metrics', 'verifier']

export function isServicePath(path: string): boolean {
	return OWN.includes(path.split('/', 2)[1] ?? '')
}

export interface SiteOptions {
	readonly settings: Pick<ApiSettings, 'behindProxy'>
	/** Cuts off bodies that trickle. */
	readonly prompt: MiddlewareHandler<AppEnv>
	readonly service: (request: Request, env: AppEnv['Bindings']) => Response | Promise<Response>
}

/** Hands every request for another address than the service's own to the site. */
export function handToSite(
	site: Site,
	{ settings, prompt, service }: SiteOptions,
): MiddlewareHandler<AppEnv> {
	return async (c, next) => {
		const { path } = c.req
		if (isServicePath(path)) return next()
		const client = clientAddress(c.env, c.req.header('X-Forwarded-For'), settings.behindProxy)
		const api = async (request: Request) => {
			// Otherwise a site that asks for a page of its own would ask without end.
			if (!isServicePath(new URL(request.url).pathname)) throw new RangeError('not an address of the service')
			return service(request, withoutBody(c.env))
		}
		const answer = async () => {
			c.res = await site.respond(c.req.raw, { api, client })
		}
		if (site.takesUploads(path)) await answer()
		else await prompt(c, answer)
	}
}

/** Whose connection it is, without their body: a request of the site has one of its own. */
function withoutBody(env: AppEnv['Bindings'] | undefined): AppEnv['Bindings'] {
	// Handed to the application without a server, as tests do, a request comes from nowhere.
	const incoming = env?.incoming
	if (incoming === undefined) return env ?? {}
	const { socket, url } = incoming
	return { ...env, incoming: { socket, url, headers: {}, complete: true } as unknown as typeof incoming }
}
