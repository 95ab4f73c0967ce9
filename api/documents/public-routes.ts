/**
 * `/api/v1/public-documents`: public documents found by the hash of their content or by the number that they carry in
 * public. What is not public is not found, whoever asks: that somebody has a file must not tell that the town has it.
 * @module
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { decodeEntry, fromHex } from '@letopis/format'
import { plainNumber, search } from '../cases/register.ts'
import { problems } from '../http/describe.ts'
import type { AppEnv } from '../http/env.ts'
import { Problem } from '../http/problems.ts'
import type { ApiDeps } from '../services.ts'
import { documentOf, findDocument, findVersion } from './queries.ts'
import { entryBytes, publicOf } from './reading.ts'
import { indexIn, ranges } from './rows.ts'
import { summarySchema } from './schemas.ts'
import { summaryView } from './views.ts'

/** Documents in one answer; one number or content has a few at most. */
const LIMIT = 20
/** Rows looked at: as many may have the same content without being public. */
const EXAMINED = 200

const route = createRoute({
	method: 'get',
	path: '/api/v1/public-documents',
	tags: ['documents'],
	summary: 'Find public documents by hash or number',
	description:
		'By `sha256` of the content of any public version, or by the exact `number` among the public metadata.',
	request: {
		query: z.object({
			sha256: z
				.string()
				.regex(/^[0-9a-f]{64}$/)
				.optional()
				.openapi({ description: 'hexadecimal, lower case' }),
			number: z
				.string()
				.min(1)
				.max(100)
				.optional()
				.openapi({ description: 'for example a reference number' }),
		}),
	},
	responses: {
		200: {
			description: 'What was found, at most twenty; empty if nothing',
			content: { 'application/json': { schema: z.object({ documents: z.array(summarySchema) }) } },
		},
		...problems(400, 503),
	},
})

export function publicRoutes(deps: ApiDeps) {
	return new OpenAPIHono<AppEnv>().openapi(route, async (c) => {
		const { sha256, number } = c.req.valid('query')
		if ((sha256 === undefined) === (number === undefined)) {
			throw new Problem('bad-request', 'Ask by sha256 or by number.')
		}
		await deps.projection.current()
		const firsts = sha256 === undefined ? await byNumber(deps, number ?? '') : await byContent(deps, sha256)
		const documents = await Promise.all(
			firsts.slice(0, LIMIT).map(async (first) => {
				const row = await findDocument(deps.projection.store, first)
				if (row === undefined) throw new Error('the projection lacks a document')
				return summaryView(deps, { first, row })
			}),
		)
		c.header('Cache-Control', 'no-store')
		return c.json({ documents }, 200)
	})
}

/** Documents of which a public version has this content. */
async function byContent({ projection }: ApiDeps, sha256: string): Promise<number[]> {
	const { store, owners } = projection
	const tag = owners.tag('content', fromHex(sha256))
	const firsts = new Set<number>()
	for await (const [key] of store.range({ ...ranges.contents(tag), limit: EXAMINED })) {
		const at = indexIn(key)
		const first = await documentOf(store, at)
		const version = first === undefined ? undefined : await findVersion(store, first, at)
		if (first !== undefined && version?.public) firsts.add(first)
	}
	return [...firsts]
}

/** Documents whose first version is public and says this number there. */
async function byNumber(deps: ApiDeps, number: string): Promise<number[]> {
	const { store, owners, chronicle } = deps.projection
	const { positions } = await search(store, owners, {
		...{ space: 'document', publicNumber: number, from: 0, to: chronicle.size, limit: LIMIT },
	})
	const found: number[] = []
	for (const first of positions) {
		const row = await findDocument(store, first)
		if (row?.public && sameNumber(publicOf(decodeEntry(await entryBytes(deps, first))).number, number)) {
			found.push(first)
		}
	}
	return found
}

function sameNumber(recorded: unknown, asked: string): boolean {
	return typeof recorded === 'string' && plainNumber(recorded) === plainNumber(asked)
}
