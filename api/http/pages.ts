/**
 * The few pages of the service itself: where to begin, the interactive documentation (served from our own files,
 * under a policy that lets nothing of anyone else in), and the problems one by one.
 * @module
 */
import { readFile } from 'node:fs/promises'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { trustFingerprint } from '@letopis/format'
import type { Context } from 'hono'
import type { ApiDeps } from '../services.ts'
import { binary, problems, text } from './describe.ts'
import type { AppEnv } from './env.ts'
import { PROBLEMS, Problem } from './problems.ts'

const HTML = 'text/html; charset=utf-8'
const STRICT =
	"default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
/** Swagger UI sets styles of elements and shows pictures from data: addresses; it connects only to us. */
const DOCS =
	"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
	"font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const STYLE = `body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}
code{overflow-wrap:anywhere}dt{margin-top:1rem;font-weight:600}
@media(prefers-color-scheme:dark){body{background:#111;color:#eee}a{color:#9cf}}`

const INIT = `window.onload = () => {
	window.ui = SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null })
}`

/** What `/docs/assets/` serves: a file of swagger-ui-dist, or a text of our own. */
const ASSETS: Record<string, { type: string; own?: string }> = {
	'swagger-ui.css': { type: 'text/css; charset=utf-8' },
	'swagger-ui-bundle.js': { type: 'text/javascript; charset=utf-8' },
	'favicon-32x32.png': { type: 'image/png' },
	'init.js': { type: 'text/javascript; charset=utf-8', own: INIT },
	'style.css': { type: 'text/css; charset=utf-8', own: STYLE },
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
	const files = new Map<string, Promise<Uint8Array>>()
	let description: string | null = null
	return new OpenAPIHono<AppEnv>()
		.openapi(page('/', 'Where to begin'), async (c) => {
			const { demo } = await ledger.status()
			return html(
				c,
				'Letopis',
				startPage(ledger.log.origin, trustFingerprint(ledger.trustFile()), demo, settings),
			)
		})
		.openapi(page('/docs', 'The interface, to try out'), (c) => {
			c.header('Content-Security-Policy', DOCS)
			c.header('Content-Type', HTML)
			return c.body(docsPage(), 200)
		})
		.openapi(page('/docs/problems', 'The problems, one by one'), (c) => html(c, 'Problems', problemsPage()))
		.openapi(assetRoute, async (c) => {
			const { file } = c.req.valid('param')
			const asset = Object.hasOwn(ASSETS, file) ? ASSETS[file] : undefined
			if (asset === undefined) throw new Problem('not-found', 'The documentation has no such file.')
			c.header('Content-Type', asset.type)
			c.header('Cache-Control', 'public, max-age=3600')
			if (asset.own !== undefined) return c.body(asset.own, 200)
			const bytes = files.get(file) ?? readFile(new URL(import.meta.resolve(`swagger-ui-dist/${file}`)))
			files.set(file, bytes)
			return c.body((await bytes) as Uint8Array<ArrayBuffer>, 200)
		})
		.openapi(verifierRoute, async (c) => {
			if (settings.verifierPage === undefined)
				throw new Problem('not-found', 'The verifier was not built here.')
			c.header('Content-Type', HTML)
			c.header('Content-Disposition', 'attachment; filename="letopis-verify.html"')
			return c.body((await readFile(settings.verifierPage)) as Uint8Array<ArrayBuffer>, 200)
		})
		.openapi(openApiRoute, (c) => {
			description ??= JSON.stringify(describe())
			c.header('Content-Type', 'application/json')
			c.header('Access-Control-Allow-Origin', '*')
			return c.body(description, 200) as never
		})
}

function html(c: Context<AppEnv>, title: string, body: string): Response {
	c.header('Content-Type', HTML)
	c.header('Content-Security-Policy', STRICT)
	return c.body(
		`<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><link rel="stylesheet" href="/docs/assets/style.css">
<link rel="icon" href="/docs/assets/favicon-32x32.png">${body}</html>\n`,
		200,
	)
}

function startPage(
	origin: string,
	fingerprint: string,
	demo: boolean,
	settings: ApiDeps['settings'],
): string {
	const warning = demo
		? '<p><strong>This is a demonstration log.</strong> Nothing in it may be relied on, ever.</p>'
		: ''
	const verifier =
		settings.verifierPage === undefined
			? '<p>The verifier is built with <code>npm run build:verifier</code>.</p>'
			: '<p><a href="/verifier">Verifier</a>, one file that works without a network. Got from here, it is only as trustworthy as this server.</p>'
	return `<h1>Letopis</h1>${warning}<p>Log <code>${escapeHtml(origin)}</code></p>
<p><a href="/docs">Interface</a> · <a href="/openapi.json">OpenAPI</a> · <a href="/docs/problems">Problems</a> ·
<a href="/log/checkpoint">Newest head</a> · <a href="/readyz">Readiness</a></p>
<p><a href="/log/trust.json">Trust file</a>. Its fingerprint, to be compared with the one that the town prints and
posts:<br><code>${escapeHtml(fingerprint)}</code></p>${verifier}`
}

function problemsPage(): string {
	const items = Object.entries(PROBLEMS).map(
		([code, [status, title]]) =>
			`<dt id="${code}"><code>${code}</code></dt><dd>${status}: ${escapeHtml(title)}.</dd>`,
	)
	return `<h1>Problems</h1><p>Answers of this service that tell of a failure are problem documents (RFC 9457). Their
member <code>code</code> is stable; titles and details are not.</p><dl>${items.join('\n')}</dl>`
}

function docsPage(): string {
	return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Letopis: interface</title>
<link rel="stylesheet" href="/docs/assets/swagger-ui.css"><link rel="icon" href="/docs/assets/favicon-32x32.png">
<div id="swagger-ui"></div><script src="/docs/assets/swagger-ui-bundle.js"></script>
<script src="/docs/assets/init.js"></script></html>\n`
}

function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
