/**
 * Entries and proofs for those who do not want to read tiles. Public, as the log is.
 * @module
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { base64, type Cid, cidText, decodeEntry, entryCid, leafHash } from '@letopis/format'
import { accepts } from 'hono/accepts'
import type { Part } from '../chronicle.ts'
import type { ReadableLog } from '../deps.ts'
import { entryNamed } from '../documents/reading.ts'
import {
	base64Schema,
	binary,
	cidSchema,
	countParameter,
	headers,
	indexSchema,
	isoTime,
	problems,
	timeSchema,
} from '../http/describe.ts'
import type { AppEnv } from '../http/env.ts'
import { Problem } from '../http/problems.ts'
import type { ApiDeps } from '../services.ts'

const DAG_CBOR = 'application/vnd.ipld.dag-cbor'
const IMMUTABLE = 'public, max-age=31536000, immutable'
const MINUTE = 60_000
const MAX = Number.MAX_SAFE_INTEGER

const size = (name: string) => countParameter(name, 0, MAX)

const logNumber = countParameter('log', 1, 999_999_999)
	.optional()
	.openapi({ description: 'number of the log; the newest one if absent, a CID is found in any' })

const entryRoute = createRoute({
	method: 'get',
	path: '/api/v1/entries/{entry}',
	tags: ['log'],
	summary: 'One entry of the log',
	description: `\`Accept: ${DAG_CBOR}\` gives the bare bytes.`,
	request: {
		params: z.object({ entry: z.string().max(64).openapi({ description: 'index or CID' }) }),
		query: z.object({ log: logNumber }),
	},
	responses: {
		200: {
			description: 'The entry',
			headers: headers({ 'Cache-Control': 'immutable' }),
			content: {
				'application/json': {
					schema: z
						.object({
							log: z.int().openapi({ description: 'number of the log that holds it' }),
							index: indexSchema,
							cid: cidSchema,
							kind: z.string(),
							time: timeSchema.openapi({ description: 'whole minutes' }),
							leaf: base64Schema.openapi({ description: 'leaf hash, RFC 6962' }),
							entry: base64Schema.openapi({ description: 'the bytes' }),
						})
						.openapi('Entry'),
				},
				[DAG_CBOR]: binary('the bytes of the entry'),
			},
		},
		...problems(400, 404),
	},
})

const inclusionRoute = createRoute({
	method: 'get',
	path: '/api/v1/proofs/inclusion',
	tags: ['log'],
	summary: 'Inclusion proof, RFC 6962 §2.1.1',
	request: {
		query: z.object({
			entry: z.string().max(64).openapi({ description: 'index or CID' }),
			size: size('size')
				.optional()
				.openapi({ description: 'of the tree; the newest published head if absent' }),
			log: logNumber,
		}),
	},
	responses: {
		200: {
			description: 'The proof',
			content: {
				'application/json': {
					schema: z
						.object({
							log: z.int().openapi({ description: 'number of the log that holds it' }),
							index: indexSchema,
							size: z.int(),
							leaf: base64Schema,
							root: base64Schema,
							proof: z.array(base64Schema).openapi({ description: 'from the leaf up' }),
						})
						.openapi('InclusionProof'),
				},
			},
		},
		...problems(400, 404, 422),
	},
})

const consistencyRoute = createRoute({
	method: 'get',
	path: '/api/v1/proofs/consistency',
	tags: ['log'],
	summary: 'Consistency proof, RFC 6962 §2.1.2',
	request: {
		query: z.object({
			from: size('from').openapi({ description: 'size of the older tree, at least 1' }),
			to: size('to')
				.optional()
				.openapi({ description: 'of the newer one; the newest published head if absent' }),
			log: logNumber,
		}),
	},
	responses: {
		200: {
			description: 'The proof',
			content: {
				'application/json': {
					schema: z
						.object({
							from: z.int(),
							to: z.int(),
							fromRoot: base64Schema,
							toRoot: base64Schema,
							proof: z.array(base64Schema),
						})
						.openapi('ConsistencyProof'),
				},
			},
		},
		...problems(400, 404, 422),
	},
})

export function proofRoutes({ projection: { chronicle } }: ApiDeps) {
	/** The log of a number; the present one if none is given. */
	async function logOf(number: number | undefined): Promise<Part> {
		const part =
			number === undefined ? await chronicle.part(chronicle.base) : await chronicle.numbered(number)
		if (part === undefined) throw new Problem('log-not-found', 'The town has no log of this number.')
		return part
	}

	/** An entry by its index or CID, with the log that holds it. */
	async function find(name: string, number: number | undefined) {
		const wanted = await logOf(number)
		const within = (index: number) => (index < wanted.log.size ? wanted.first + index : undefined)
		const position = await entryNamed(name, number === undefined ? chronicle : positionsIn(wanted), within)
		if (position === undefined) throw noEntry()
		const part = await chronicle.part(position)
		const index = position - part.first
		const bytes = await part.log.entry(index)
		if (bytes === undefined) throw noEntry()
		return { log: part.log, number: part.number, index, bytes }
	}

	return new OpenAPIHono<AppEnv>()
		.openapi(entryRoute, async (c) => {
			const { entry: name } = c.req.valid('param')
			const { log: wanted } = c.req.valid('query')
			const { number, index, bytes } = await find(name, wanted)
			// Only an index without a log means another entry after a succession.
			const isLasting = wanted !== undefined || !/^\d+$/.test(name)
			c.header('Cache-Control', isLasting ? IMMUTABLE : 'public, no-cache')
			c.header('Vary', 'Accept')
			const supports = ['application/json', DAG_CBOR]
			if (accepts(c, { header: 'Accept', supports, default: 'application/json' }) === DAG_CBOR) {
				return c.body(bytes as Uint8Array<ArrayBuffer>, 200, { 'Content-Type': DAG_CBOR })
			}
			const { kind, time } = decodeEntry(bytes)
			return c.json(
				{
					log: number,
					index,
					cid: cidText(entryCid(bytes)),
					kind,
					time: isoTime(time * MINUTE),
					leaf: base64(leafHash(bytes)),
					entry: base64(bytes),
				},
				200,
			)
		})
		.openapi(inclusionRoute, async (c) => {
			const { entry, log: wanted, size: asked } = c.req.valid('query')
			const { log, number, index, bytes } = await find(entry, wanted)
			const size = asked ?? headSize(log)
			if (size > log.size || index >= size) {
				throw new Problem(
					'size-out-of-range',
					`A tree of ${index + 1} to ${log.size} entries proves entry ${index}.`,
				)
			}
			const [proof, root] = await Promise.all([log.inclusionProof(index, size), log.rootAt(size)])
			return c.json(
				{
					log: number,
					index,
					size,
					leaf: base64(leafHash(bytes)),
					root: base64(root),
					proof: proof.map(base64),
				},
				200,
			)
		})
		.openapi(consistencyRoute, async (c) => {
			const { from, log: wanted, to: asked } = c.req.valid('query')
			const { log } = await logOf(wanted)
			const to = asked ?? headSize(log)
			if (from < 1 || from > to || to > log.size) {
				throw new Problem('size-out-of-range', `Sizes go up from 1 to ${log.size}.`)
			}
			const [proof, fromRoot, toRoot] = await Promise.all([
				log.consistencyProof(from, to),
				log.rootAt(from),
				log.rootAt(to),
			])
			return c.json(
				{ from, to, fromRoot: base64(fromRoot), toRoot: base64(toRoot), proof: proof.map(base64) },
				200,
			)
		})
}

function headSize({ published, size }: ReadableLog): number {
	return published?.size ?? size
}

/** Finds entries of one log by CID, by their positions. */
function positionsIn({ log, first }: Part) {
	return {
		async indexOf(cid: Cid) {
			const index = await log.indexOf(cid)
			return index === undefined ? undefined : first + index
		},
	}
}

function noEntry(): Problem {
	return new Problem('entry-not-found', 'The log has no such entry.')
}
