/**
 * The built portal as the site of the town: its files, its pages, and the way back to the service in this process.
 * @module
 */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Site, SiteContext } from '@letopis/api'
import type { Contact, Failure, PortalBuild } from '../../portal/adapter/build.ts'
import { BodyTooLarge, boundedBody, countedBody, FORM_LIMIT } from './body.ts'
import { portalFiles } from './files.ts'
import { siteOrigin } from './origin.ts'

export interface PortalOptions {
	/** Folder of the build. */
	readonly build: string
	/** Where readers reach the town. */
	readonly publicUrl: string
	/** Largest document in bytes. */
	readonly maxUpload: number
	readonly contact: Contact
	/** Takes failures, for the journal. */
	readonly report: (failure: Failure) => void
}

/** Of use while building only. */
const UNLOADED = new Set(['manifest.js', 'manifest-full.js', 'remote-entry.js'])
/** Room for the parts of a form around the file in it. */
const AROUND_FILE = 65_536

/** @returns null where no portal was built: the service's own pages are then all there is */
export async function openPortal(options: PortalOptions): Promise<Site | null> {
	const entry = join(options.build, 'portal.js')
	if (!existsSync(entry)) return null
	const build = (await import(pathToFileURL(entry).href)) as PortalBuild
	await loadAll(join(options.build, 'server'))
	await build.server.init({ env: {} })
	return portalSite(build, options)
}

/** Pages are modules that are loaded when they are asked for; by then a newer build may have taken their place. */
async function loadAll(folder: string): Promise<void> {
	const names = await readdir(folder, { recursive: true })
	const modules = names.filter((name) => name.endsWith('.js') && !UNLOADED.has(name))
	await Promise.all(modules.map((name) => import(pathToFileURL(join(folder, name)).href)))
}

/** The site of a loaded build. */
export function portalSite(build: PortalBuild, options: PortalOptions): Site {
	const files = portalFiles(join(options.build, 'client'), build.assets)
	const secure = options.publicUrl.startsWith('https://')
	const takesUploads = (path: string) => build.uploads.some((pattern) => pattern.test(withoutLocale(path)))
	const { contact, maxUpload, report } = options
	return {
		takesUploads,
		async respond(request, context) {
			const { pathname, search } = new URL(request.url)
			const response =
				files.serve(request, pathname) ??
				(pathname.startsWith('/_app/') ? missingFile() : await page(pathname + search, request, context))
			response.headers.set('X-Content-Type-Options', 'nosniff')
			if (secure) response.headers.set('Strict-Transport-Security', 'max-age=31536000')
			return response
		},
	}

	async function page(target: string, request: Request, { api, client }: SiteContext): Promise<Response> {
		const uploads = takesUploads(target.replace(/\?.*/s, ''))
		const bounded = (sent: Request) =>
			uploads ? countedBody(sent, options.maxUpload + AROUND_FILE) : boundedBody(sent, FORM_LIMIT)
		const url = siteOrigin(options.publicUrl, request.headers.get('Host')) + target
		try {
			return await build.server.respond(atAddress(url, request, bounded), {
				platform: { api, contact, maxUpload, report },
				getClientAddress: () => client,
			})
		} catch (error) {
			if (error instanceof BodyTooLarge) return plain(413, 'Tolik dat sem nelze poslat. / Too much data.')
			const id = randomUUID()
			report({ id, route: '/*', method: request.method, error })
			return plain(500, `Chyba serveru ${id}. / Server failure ${id}.`)
		}
	}
}

/** The request as it was meant: with the town's public address instead of that of the port. */
function atAddress(
	url: string,
	request: Request,
	bounded: (request: Request) => ReadableStream<Uint8Array> | null,
): Request {
	const { method, headers, signal } = request
	if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers, signal })
	return new Request(url, { method, headers, signal, body: bounded(request), duplex: 'half' })
}

/** The portal's own routes have no language; the same page in English has the same pattern behind `/en`. */
function withoutLocale(path: string): string {
	return path.replace(/^\/en(?=\/|$)/, '') || '/'
}

/** A page of an earlier build may ask for it; such an answer must not be kept. */
function missingFile(): Response {
	return plain(404, 'Not found')
}

function plain(status: number, text: string): Response {
	return new Response(`${text}\n`, {
		status,
		headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
	})
}
