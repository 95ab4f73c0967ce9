/**
 * Keeps the pages that check documents for use without a network. Pages are asked for anew each time and kept only for
 * when nobody answers; files whose name holds their hash are kept until a build without them comes. No other address
 * is touched: nothing of the clerk's, nothing of the service.
 * @module
 */
import { immutable } from '$app/manifest'
import { self as worker } from '$app/service-worker'

const build = immutable.map(({ path }) => (path.startsWith('/') ? path : `/${path}`))
const PAGES = ['/overit', '/en/overit', '/soud', '/en/soud']
const FILES = ['/mark.svg', '/overit.cs.webmanifest', '/overit.en.webmanifest']
/** Threads that the pages start when they are needed; the pages do not name them. */
const WORKERS = build.filter((file) => /\/workers\/worker-/.test(file))

/** What pages share, and their styles. */
const PARTS = build.filter((file) => /\/(chunks|assets)\/[^/]+\.(js|css)$/.test(file))

/** Another build has other names, so another cache. */
const CACHE = `letopis-verify-${digest(build.join('\n'))}`

/** FNV-1a: names a cache, protects nothing. */
function digest(text: string): string {
	let hash = 0x811c9dc5
	for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
	return (hash >>> 0).toString(16)
}

/** The page, every file of the build that it names, and what those load later. */
async function keepPage(cache: Cache, path: string): Promise<void> {
	const response = await fetch(path, { credentials: 'omit' })
	if (!response.ok) return
	const html = await response.clone().text()
	await cache.put(path, response)
	await keepFiles(
		cache,
		build.filter((file) => html.includes(file)),
	)
}

/** Keeps files and the chunks that they name, but not what other pages are made of. */
async function keepFiles(cache: Cache, files: readonly string[]): Promise<void> {
	const seen = new Set<string>()
	const keep = async (file: string): Promise<void> => {
		if (seen.has(file)) return
		seen.add(file)
		await keepFile(cache, file)
		// The entry names every page.
		if (!file.endsWith('.js') || file.includes('/entry/')) return
		const text = (await (await cache.match(file))?.text()) ?? ''
		await Promise.all(PARTS.filter((part) => text.includes(nameOf(part))).map(keep))
	}
	await Promise.all(files.map(keep))
}

const nameOf = (file: string) => file.slice(file.lastIndexOf('/') + 1)

async function keepFile(cache: Cache, file: string): Promise<void> {
	if ((await cache.match(file)) === undefined) await cache.add(file)
}

async function install(): Promise<void> {
	const cache = await caches.open(CACHE)
	await Promise.all([
		...PAGES.map((path) => keepPage(cache, path)),
		...[...FILES, ...WORKERS].map((file) => keepFile(cache, file)),
	])
	await worker.skipWaiting()
}

async function activate(): Promise<void> {
	for (const name of await caches.keys()) {
		if (name.startsWith('letopis-verify-') && name !== CACHE) await caches.delete(name)
	}
	await worker.clients.claim()
}

/** A signed-in person's page must not be shown to whoever opens the browser next. */
function isEverybodys(response: Response): boolean {
	return response.ok && response.headers.get('Cache-Control') !== 'no-store'
}

async function page(request: Request, path: string): Promise<Response> {
	const cache = await caches.open(CACHE)
	try {
		const response = await fetch(request)
		if (isEverybodys(response)) await cache.put(path, response.clone())
		return response
	} catch (error) {
		const kept = await cache.match(path)
		if (kept === undefined) throw error
		return kept
	}
}

async function file(request: Request, path: string): Promise<Response> {
	const cache = await caches.open(CACHE)
	const kept = await cache.match(path)
	return kept ?? fetch(request)
}

worker.addEventListener('install', (event) => event.waitUntil(install()))
worker.addEventListener('activate', (event) => event.waitUntil(activate()))
worker.addEventListener('fetch', (event) => {
	const { request } = event
	const url = new URL(request.url)
	if (request.method !== 'GET' || url.origin !== location.origin) return
	if (request.mode === 'navigate' && PAGES.includes(url.pathname))
		event.respondWith(page(request, url.pathname))
	else if (build.includes(url.pathname) || FILES.includes(url.pathname))
		event.respondWith(file(request, url.pathname))
})
