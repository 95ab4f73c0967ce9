/**
 * The description of the service, OpenAPI 3.1, made from the routes themselves.
 * @module
 */
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnv } from './http/env.ts'
import { SCOPES } from './http/env.ts'

const TAGS = [
	{ name: 'documents', description: 'Recording, reading and proving documents' },
	{ name: 'drafts', description: 'What people have begun and not yet confirmed' },
	{ name: 'filings', description: 'What citizens file, its steps, status and inbox' },
	{ name: 'cases', description: 'Cases, decisions and acts on documents' },
	{ name: 'agendas', description: 'What the town settles on request: guides, forms, clocks' },
	{ name: 'log', description: 'The public log: C2SP tlog-tiles, entries, proofs' },
	{ name: 'board', description: 'The official notice board, its probes, its open data' },
	{ name: 'anchors', description: 'Time-stamps over published heads' },
	{ name: 'tokens', description: 'Access tokens of machines' },
	{ name: 'people', description: 'Accounts, departments, passkeys' },
	{ name: 'sessions', description: 'Signing in, with a passkey' },
	{ name: 'operation', description: 'Health and metrics' },
	{ name: 'pages', description: 'Pages for people' },
]

type Document = ReturnType<OpenAPIHono<AppEnv>['getOpenAPI31Document']>

export function describeApi(app: OpenAPIHono<AppEnv>, version: string): Document {
	const document = app.getOpenAPI31Document({
		openapi: '3.1.0',
		info: {
			title: 'Letopis',
			version,
			description:
				'The trustworthy memory of a town hall: documents, reads and decisions in an append-only Merkle log whose ' +
				`heads are signed, witnessed and time-stamped. Scopes of tokens: ${SCOPES.join(', ')}.`,
			license: { name: 'EUPL-1.2' },
		},
		servers: [{ url: '/' }],
		tags: TAGS,
	})
	const paths = Object.entries(document.paths ?? {}).map(([path, item]) => [publicPath(path), item])
	return {
		...document,
		paths: Object.fromEntries(paths),
		components: {
			...document.components,
			securitySchemes: {
				token: {
					type: 'http',
					scheme: 'bearer',
					bearerFormat: 'letopis_…',
					description:
						'granted at /api/v1/tokens, the administrator token among the keys, or the token of a session',
				},
				session: {
					type: 'http',
					scheme: 'bearer',
					bearerFormat: 'letopis-session_…',
					description: 'given at /api/v1/sessions; only people have one',
				},
			},
		},
	}
}

/** A path as clients know it: without the router's mark for a parameter that holds slashes. */
function publicPath(path: string): string {
	return path.replace('{.+}', '')
}
