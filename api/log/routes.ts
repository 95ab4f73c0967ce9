/**
 * The log as C2SP tlog-tiles, under `/log/` for the newest log of the town and `/log/<n>/` for each: checkpoint,
 * tiles, entry bundles, blobs, keys, trust file. All of it is public and meant to be copied and cached.
 * @module
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import {
	base64,
	formatVkey,
	parseCid,
	parseTilePath,
	parseTrust,
	RefusalError,
	sha256,
} from '@letopis/format'
import type { Context } from 'hono'
import type { LogReader } from '../deps.ts'
import { binary, cidSchema, headers, problems, text, verbatimJson } from '../http/describe.ts'
import type { AppEnv } from '../http/env.ts'
import { Problem } from '../http/problems.ts'
import type { ApiDeps } from '../services.ts'

const IMMUTABLE = 'public, max-age=31536000, immutable'
/** Seconds for which a head may be served from a cache; it is replaced every few seconds. */
const HEAD_CACHE = 'public, max-age=2'
const PLAIN = 'text/plain; charset=utf-8'

const cached = headers({ 'Cache-Control': 'immutable', 'Content-Length': 'bytes' })
const numbered = z.object({ n: z.string().openapi({ description: 'number of the log', example: '1' }) })
const tileParam = z.object({
	tile: z.string().max(64).openapi({
		description: 'level, then the index in groups of three digits; holds slashes',
		example: '0/x001/234.p/5',
	}),
})

const about = {
	checkpoint: {
		tags: ['log'],
		responses: {
			200: {
				description: 'C2SP signed note',
				headers: headers({ 'Cache-Control': 'a few seconds' }),
				content: { 'text/plain': text('the newest published head') },
			},
			...problems(404),
		},
	},
	tile: {
		tags: ['log'],
		responses: {
			200: {
				description: 'Hashes of a tile, or an entry bundle (`tile/entries/…`)',
				headers: cached,
				content: { 'application/octet-stream': binary('tile or entry bundle') },
			},
			...problems(404),
		},
	},
	blob: {
		tags: ['log'],
		responses: {
			200: {
				description: 'A time-stamp token or a stamped note',
				headers: cached,
				content: { 'application/octet-stream': binary('the blob') },
			},
			...problems(404),
		},
	},
}

const checkpoint = createRoute({
	method: 'get',
	path: '/log/checkpoint',
	summary: 'The newest published head',
	...about.checkpoint,
})
const checkpointOf = createRoute({
	method: 'get',
	path: '/log/{n}/checkpoint',
	summary: 'The newest published head of one log',
	request: { params: numbered },
	...about.checkpoint,
})
// `{path}{.+}` is how a parameter that holds slashes is written for the router; the description leaves `{.+}` out.
const tile = createRoute({
	method: 'get',
	path: '/log/tile/{tile}{.+}',
	summary: 'A tile or entry bundle',
	request: { params: tileParam },
	...about.tile,
})
const tileOf = createRoute({
	method: 'get',
	path: '/log/{n}/tile/{tile}{.+}',
	summary: 'A tile or entry bundle of one log',
	request: { params: numbered.extend(tileParam.shape) },
	...about.tile,
})
const blob = createRoute({
	method: 'get',
	path: '/log/blob/{cid}',
	summary: 'A blob that an anchor entry names',
	request: { params: z.object({ cid: cidSchema }) },
	...about.blob,
})
const blobOf = createRoute({
	method: 'get',
	path: '/log/{n}/blob/{cid}',
	summary: 'A blob of one log',
	request: { params: numbered.extend({ cid: cidSchema }) },
	...about.blob,
})
const vkey = createRoute({
	method: 'get',
	path: '/log/vkey',
	tags: ['log'],
	summary: 'Verifier keys of the newest log, one per line',
	description:
		'A convenience. Whom to trust is told by the trust file, whose fingerprint comes by another way.',
	responses: {
		200: { description: 'C2SP vkeys', content: { 'text/plain': text('one vkey per line, Ed25519 first') } },
		...problems(),
	},
})
const trust = createRoute({
	method: 'get',
	path: '/log/trust.json',
	tags: ['log'],
	summary: 'The trust file of the town',
	description: 'Compare its SHA-256 with the fingerprint that the town prints and posts.',
	responses: {
		200: {
			description: 'letopis-trust/v1',
			headers: headers({ 'Repr-Digest': 'RFC 9530, sha-256: the fingerprint of the file' }),
			content: {
				'application/json': { schema: z.looseObject({}).openapi({ description: 'letopis-trust/v1' }) },
			},
		},
		...problems(),
	},
})

export function logRoutes({ ledger }: ApiDeps) {
	const numbered = async (n: string): Promise<LogReader> => {
		if (n === logNumber(ledger.log.origin)) return ledger.log
		const closed = /^[1-9]\d{0,5}$/.test(n) ? ledger.closedLogs?.get(Number(n)) : undefined
		if (!closed?.held) throw new Problem('log-not-found', 'The town has no log of this number.')
		return (await closed.open()).log
	}
	return new OpenAPIHono<AppEnv>()
		.openapi(checkpoint, (c) => sendCheckpoint(c, ledger.log))
		.openapi(checkpointOf, async (c) => sendCheckpoint(c, await numbered(c.req.valid('param').n)))
		.openapi(tile, (c) => sendTile(c, ledger.log, afterPrefix(c, '/log/tile/')))
		.openapi(tileOf, async (c) => {
			const n = c.req.valid('param').n
			return sendTile(c, await numbered(n), afterPrefix(c, `/log/${n}/tile/`))
		})
		.openapi(blob, (c) => sendBlob(c, ledger.log, c.req.valid('param').cid))
		.openapi(blobOf, async (c) =>
			sendBlob(c, await numbered(c.req.valid('param').n), c.req.valid('param').cid),
		)
		.openapi(vkey, (c) => {
			const { keys } = parseTrust(ledger.trustFile())
			const current = keys.filter(({ toSize }) => toSize === null)
			return c.text(current.map((key) => `${formatVkey(key.vkey)}\n`).join(''), 200, {
				'Content-Type': PLAIN,
			})
		})
		.openapi(trust, (c) => {
			const bytes = ledger.trustFile()
			// Byte for byte, not as JSON parsed and written again: the fingerprint is over these bytes.
			const answer = c.body(bytes as Uint8Array<ArrayBuffer>, 200, {
				'Content-Type': 'application/json',
				'Cache-Control': 'public, no-cache',
				'Repr-Digest': `sha-256=:${base64(sha256(bytes))}:`,
			})
			return verbatimJson(answer)
		})
}

function sendCheckpoint(c: Context<AppEnv>, log: LogReader) {
	const { published } = log
	if (published === null) throw new Problem('not-published', 'The first head is published within seconds.')
	return c.text(published.note, 200, { 'Content-Type': PLAIN, 'Cache-Control': HEAD_CACHE })
}

async function sendTile(c: Context<AppEnv>, log: LogReader, path: string): Promise<Response> {
	const parsed = parsePath(`tile/${path}`)
	const bytes = 'level' in parsed ? await log.tile(parsed) : await log.bundle(parsed)
	if (bytes === undefined) throw new Problem('tile-not-found', 'The tree does not reach so far.')
	return sendBytes(c, bytes)
}

function parsePath(path: string): ReturnType<typeof parseTilePath> {
	try {
		return parseTilePath(path)
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		// Nothing lies under such a path, whoever asks and why: traversal, leading zeros, other spellings.
		throw new Problem('tile-not-found', 'A tile has one path, as C2SP tlog-tiles writes it.')
	}
}

async function sendBlob(c: Context<AppEnv>, log: LogReader, text: string): Promise<Response> {
	let bytes: Uint8Array | undefined
	try {
		bytes = await log.blob(parseCid(text))
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
	}
	if (bytes === undefined) throw new Problem('blob-not-found', 'The log names no such blob.')
	return sendBytes(c, bytes)
}

function sendBytes(c: Context<AppEnv>, bytes: Uint8Array): Response {
	return c.body(bytes as Uint8Array<ArrayBuffer>, 200, {
		'Content-Type': 'application/octet-stream',
		'Cache-Control': IMMUTABLE,
	})
}

/** The rest of the path as it was sent: an escaped slash or dot is not a slash or dot. */
function afterPrefix(c: Context<AppEnv>, prefix: string): string {
	const { pathname } = new URL(c.req.url)
	return pathname.startsWith(prefix) ? pathname.slice(prefix.length) : ''
}

/** `<n>` of an origin `<host>/log/<n>`. */
function logNumber(origin: string): string {
	return /\/log\/([1-9]\d*)$/.exec(origin)?.[1] ?? ''
}
