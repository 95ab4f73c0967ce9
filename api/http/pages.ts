/**
 * The few pages of the service itself: where to begin, the interactive documentation (served from our own files,
 * under a policy that lets nothing of anyone else in), and the problems one by one.
 * @module
 */
import { access, readFile } from 'node:fs/promises'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { parseTrust, trustFingerprint } from '@letopis/format'
import type { ApiDeps } from '../services.ts'
import { binary, problems, text } from './describe.ts'
import type { AppEnv } from './env.ts'
import { FAVICON, HTML, htmlPage } from './html.ts'
import { Problem } from './problems.ts'
import { problemsPage } from './problems-page.ts'
import { startPage } from './start-page.ts'

/** Swagger UI sets styles of elements and shows pictures from data: addresses; it connects only to us. */
const DOCS =
	"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
	"font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const INIT = `const dark = matchMedia('(prefers-color-scheme: dark)')
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches)
dark.addEventListener('change', follow)
follow()
window.onload = () => {
	window.ui = SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null })
}`

/** What `/docs/assets/` serves: files of swagger-ui-dist, and our own. */
const ASSETS: Record<string, { type: string; read: () => Promise<Uint8Array> }> = {
	'swagger-ui.css': { type: 'text/css; charset=utf-8', read: () => swagger('swagger-ui.css') },
	'swagger-ui-bundle.js': {
		type: 'text/javascript; charset=utf-8',
		read: () => swagger('swagger-ui-bundle.js'),
	},
	'init.js': { type: 'text/javascript; charset=utf-8', read: async () => Buffer.from(INIT) },
	'style.css': {
		type: 'text/css; charset=utf-8',
		read: () => readFile(new URL('style.css', import.meta.url)),
	},
	'mark.svg': { type: 'image/svg+xml', read: async () => Buffer.from(FAVICON) },
}

function swagger(file: string): Promise<Uint8Array> {
	return readFile(new URL(import.meta.resolve(`swagger-ui-dist/${file}`)))
}

const page = <P extends string>(path: P, summary: string) =>
	createRoute({
		method: 'get',
		path,
		tags: ['pages'],
		summary,
		responses: { 200: { description: 'A page', content: { 'text/html': text('HTML') } }, ...problems() },
	})

const assetRoute = createRoute({
	method: 'get',
	path: '/docs/assets/{file}',
	tags: ['pages'],
	summary: 'A file of the documentation',
	request: { params: z.object({ file: z.string() }) },
	responses: { 200: { description: 'The file', content: { '*/*': binary('the file') } }, ...problems(404) },
})

const verifierRoute = createRoute({
	method: 'get',
	path: '/verifier',
	tags: ['pages'],
	summary: 'The verifier as one file, for download',
	description: 'A convenience: whoever distrusts this town gets the verifier, and the trust file, elsewhere.',
	responses: { 200: { description: 'HTML', content: { 'text/html': text('HTML') } }, ...problems(404) },
})

const openApiRoute = createRoute({
	method: 'get',
	path: '/openapi.json',
	tags: ['pages'],
	summary: 'This description',
	responses: {
		200: { description: 'OpenAPI 3.1', content: { 'application/json': { schema: z.looseObject({}) } } },
		...problems(),
	},
})

/** @param describe makes the description of the whole application, once it is complete */
export function pageRoutes(deps: ApiDeps, describe: () => object) {
	const { settings, ledger } = deps
	const files = new Map<string, Uint8Array>()
	let description: string | null = null
	/** Asked each time: it may be built, or built anew, while the service runs. */
	const hasVerifier = async () => {
		if (settings.verifierPage === undefined) return false
		return access(settings.verifierPage).then(
			() => true,
			() => false,
		)
	}
	return new OpenAPIHono<AppEnv>()
		.openapi(page('/', 'Where to begin'), async (c) => {
			const { log } = ledger
			const trust = ledger.trustFile()
			const { town, demo } = parseTrust(trust)
			const start = {
				town,
				demo,
				origin: log.origin,
				size: log.size,
				frozen: log.frozen !== null,
				fingerprint: trustFingerprint(trust),
				verifier: await hasVerifier(),
				publicUrl: settings.publicUrl,
			}
			c.header('Vary', 'Accept-Language')
			return htmlPage(c, startPage(start, c.req.header('Accept-Language')))
		})
		.openapi(page('/docs', 'The interface, to try out'), (c) => {
			c.header('Content-Security-Policy', DOCS)
			c.header('Content-Type', HTML)
			return c.body(docsPage(), 200)
		})
		.openapi(page('/docs/problems', 'The problems, one by one'), (c) => htmlPage(c, problemsPage()))
		.openapi(assetRoute, async (c) => {
			const { file } = c.req.valid('param')
			const asset = Object.hasOwn(ASSETS, file) ? ASSETS[file] : undefined
			if (asset === undefined) throw new Problem('not-found', 'The documentation has no such file.')
			c.header('Content-Type', asset.type)
			c.header('Cache-Control', 'public, max-age=3600')
			const bytes = files.get(file) ?? (await asset.read())
			files.set(file, bytes)
			return c.body(bytes as Uint8Array<ArrayBuffer>, 200)
		})
		.openapi(verifierRoute, async (c) => {
			if (settings.verifierPage === undefined || !(await hasVerifier()))
				throw new Problem('not-found', 'The verifier was not built here.')
			c.header('Content-Type', HTML)
			c.header('Content-Disposition', 'attachment; filename="letopis-verify.html"')
			// Whoever asks only whether it is there need not wait until all of it is read.
			if (c.req.method === 'HEAD') return c.body(null, 200)
			return c.body((await readFile(settings.verifierPage)) as Uint8Array<ArrayBuffer>, 200)
		})
		.openapi(openApiRoute, (c) => {
			description ??= JSON.stringify(describe())
			c.header('Content-Type', 'application/json')
			c.header('Access-Control-Allow-Origin', '*')
			return c.body(description, 200) as never
		})
}

function docsPage(): string {
	return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Interface – Letopis</title><link rel="stylesheet" href="/docs/assets/swagger-ui.css">
<link rel="icon" href="/docs/assets/mark.svg">
<div id="swagger-ui"></div><script src="/docs/assets/swagger-ui-bundle.js"></script>
<script src="/docs/assets/init.js"></script></html>\n`
}
