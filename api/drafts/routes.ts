/**
 * `/api/v1/drafts`: what somebody has begun. A file comes in parts, each at any time and as often as needed, or as one
 * form; answers come as they are given. Nothing is recorded before the confirmation.
 * @module
 */
import { Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { cidOfDigest, cidText, entryCid, sha256 } from '@letopis/format'
import type { Context } from 'hono'
import type { ContentWriter } from '../deps.ts'
import { parsePurpose } from '../documents/access.ts'
import { cleanMediaType, sanitizeFileName } from '../documents/metadata.ts'
import { documentOf, findDocument } from '../documents/queries.ts'
import { entryBytes, mayRead, needsReason } from '../documents/reading.ts'
import { receiptSchema } from '../documents/receipt-routes.ts'
import { indexIn, ranges } from '../documents/rows.ts'
import { receiveUpload } from '../documents/upload.ts'
import { need, principalIn } from '../http/auth.ts'
import { cidSchema, header, headers, isoTime, problems, timeSchema, withScope } from '../http/describe.ts'
import type { AppEnv, Principal } from '../http/env.ts'
import { smallBody, strictJson } from '../http/limits.ts'
import { Problem } from '../http/problems.ts'
import type { ApiDeps } from '../services.ts'
import { answersSchema, keptAnswers } from './answers.ts'
import type { Confirmation } from './confirm.ts'
import { type Draft, type Drafts, isComplete, LIFE, PART_MAX } from './drafts.ts'
import { FORMATS, type Recognised } from './recognise.ts'

const BODY_MAX = 131_072
const PART_SIZE = 4 * 1024 * 1024
/** Documents with the same content that are named. */
const MAX_SAME = 10
/** ms that an answer waits for a large file to be looked through. */
const PATIENCE = 2000

const params = z.object({ draft: z.string().max(64) })
const json = <S>(description: string, schema: S) => ({
	description,
	content: { 'application/json': { schema } },
})
const body = <S>(schema: S) => ({ body: { required: true, content: { 'application/json': { schema } } } })
const writing = [need('documents:write'), smallBody(BODY_MAX), strictJson] as const

const fileSchema = z
	.strictObject({
		name: z.string().max(1024),
		type: z.string().max(255).optional().openapi({ description: 'media type, as the browser says' }),
		size: z.int().min(0).openapi({ description: 'bytes' }),
		partSize: z
			.int()
			.min(1)
			.max(PART_MAX)
			.optional()
			.openapi({ description: `bytes of each part but the last; ${PART_SIZE} if absent` }),
	})
	.openapi('DraftFilePlan')

const draftSchema = z
	.object({
		id: z.string(),
		created: timeSchema,
		updated: timeSchema,
		expires: timeSchema.openapi({ description: 'then it is swept, unless it is changed' }),
		answers: z.record(z.string(), z.unknown()),
		file: z
			.object({
				name: z.string(),
				type: z.string(),
				size: z.int(),
				partSize: z.int(),
				parts: z.int().openapi({ description: 'how many there are to be' }),
				missing: z.array(z.int()).openapi({ description: 'numbers of the parts that did not come yet' }),
			})
			.nullable(),
	})
	.openapi('Draft')

const recognisedSchema = z
	.object({
		sha256: z.string().openapi({ description: 'hexadecimal' }),
		format: z.enum(FORMATS).openapi({ description: 'by structure, not by name' }),
		pdfa: z
			.string()
			.nullable()
			.openapi({ description: 'what the file claims, for example `2b`; not checked' }),
		signatures: z
			.enum(['contained-unchecked', 'none-found', 'unknown'])
			.openapi({ description: 'contained-unchecked: contains signatures, not yet checked' }),
		fitsName: z.boolean().nullable().openapi({ description: 'whether the extension fits the format' }),
		same: z
			.array(z.object({ document: cidSchema, entry: cidSchema }))
			.openapi({ description: 'versions with the same content, among documents that the reader may read' }),
	})
	.openapi('Recognised')

const detailSchema = draftSchema
	.extend({
		recognised: recognisedSchema.nullable().openapi({ description: 'null until the whole file is there' }),
		looking: z.boolean().openapi({ description: 'the file is still being looked through; ask again' }),
	})
	.openapi('DraftDetail')

const confirmedSchema = z
	.object({ document: cidSchema, entry: cidSchema, receipt: receiptSchema, replayed: z.boolean() })
	.openapi('Confirmed')

const listRoute = createRoute({
	method: 'get',
	path: '/api/v1/drafts',
	tags: ['drafts'],
	summary: 'List one’s own drafts, newest change first',
	security: withScope('documents:write'),
	middleware: [need('documents:write')] as const,
	responses: { 200: json('All', z.object({ drafts: z.array(draftSchema) })), ...problems(403, 503) },
})
const createRoute_ = createRoute({
	method: 'post',
	path: '/api/v1/drafts',
	tags: ['drafts'],
	summary: 'Begin a draft',
	security: withScope('documents:write'),
	middleware: [...writing] as const,
	request: body(z.strictObject({ answers: answersSchema.optional(), file: fileSchema.optional() })),
	responses: { 201: json('Begun', draftSchema), ...problems(400, 403, 409, 413, 415, 422, 503, 507) },
})
const readRoute = createRoute({
	method: 'get',
	path: '/api/v1/drafts/{draft}',
	tags: ['drafts'],
	summary: 'Read a draft: what was received, and what the file is',
	security: withScope('documents:write'),
	middleware: [need('documents:write')] as const,
	request: { params },
	responses: { 200: json('The draft', detailSchema), ...problems(403, 404, 503) },
})
const answersRoute = createRoute({
	method: 'put',
	path: '/api/v1/drafts/{draft}/answers',
	tags: ['drafts'],
	summary: 'Replace the answers',
	security: withScope('documents:write'),
	middleware: [...writing] as const,
	request: { params, ...body(answersSchema) },
	responses: { 200: json('Kept', draftSchema), ...problems(400, 403, 404, 413, 415, 503, 507) },
})
const planRoute = createRoute({
	method: 'put',
	path: '/api/v1/drafts/{draft}/file',
	tags: ['drafts'],
	summary: 'Say what file is to come in parts',
	description: 'The same again changes nothing; another one drops the parts of before.',
	security: withScope('documents:write'),
	middleware: [...writing] as const,
	request: { params, ...body(fileSchema) },
	responses: { 200: json('Kept', draftSchema), ...problems(400, 403, 404, 409, 413, 415, 422, 503, 507) },
})
const partRoute = createRoute({
	method: 'put',
	path: '/api/v1/drafts/{draft}/parts/{part}',
	tags: ['drafts'],
	summary: 'Send one part of the file; in any order, again without harm',
	security: withScope('documents:write'),
	middleware: [need('documents:write'), smallBody(PART_MAX)] as const,
	request: {
		params: params.extend({
			part: z
				.string()
				.regex(/^(0|[1-9]\d{0,3})$/)
				.openapi({ description: 'number, from 0', type: 'integer' }),
		}),
		body: {
			required: true,
			content: { 'application/octet-stream': { schema: { type: 'string' as const, format: 'binary' } } },
		},
	},
	parameters: [header('Content-Digest', 'RFC 9530, sha-256 of the part; needed', 'sha-256=:…:')],
	responses: { 200: json('On the disk', draftSchema), ...problems(400, 403, 404, 413, 422, 503, 507) },
})
const uploadRoute = createRoute({
	method: 'post',
	path: '/api/v1/drafts/{draft}/file',
	tags: ['drafts'],
	summary: 'Send the whole file as one form',
	security: withScope('documents:write'),
	middleware: [need('documents:write')] as const,
	request: {
		params,
		body: {
			required: true,
			content: {
				'multipart/form-data': {
					schema: {
						type: 'object' as const,
						required: ['file'],
						properties: { file: { type: 'string' as const, format: 'binary' } },
					},
				},
			},
		},
	},
	responses: {
		200: json('On the disk', draftSchema),
		...problems(400, 403, 404, 408, 409, 413, 415, 422, 503, 507),
	},
})
const confirmRoute = createRoute({
	method: 'post',
	path: '/api/v1/drafts/{draft}/confirm',
	tags: ['drafts'],
	summary: 'Record what the draft holds',
	description:
		'The file becomes a document, or a version of one; then its case and decision follow, if the answers name them. ' +
		'Again, also after the draft is gone, gives the same document.',
	security: withScope('documents:write'),
	middleware: [need('documents:write'), smallBody(1024)] as const,
	request: { params },
	parameters: [
		header('Letopis-Purpose', 'why, where it acts outside one’s department; percent-encoded UTF-8'),
	],
	responses: {
		201: { ...json('Recorded', confirmedSchema), headers: headers({ Location: 'the document' }) },
		...problems(400, 403, 404, 409, 413, 422, 503, 507),
	},
})
const deleteRoute = createRoute({
	method: 'delete',
	path: '/api/v1/drafts/{draft}',
	tags: ['drafts'],
	summary: 'Throw a draft away',
	security: withScope('documents:write'),
	middleware: [need('documents:write')] as const,
	request: { params },
	responses: { 204: { description: 'Gone' }, ...problems(403, 404, 503) },
})

export function draftRoutes(
	deps: ApiDeps,
	drafts: Drafts,
	confirmation: Confirmation,
	hasRoom: () => Promise<boolean>,
) {
	const { projection, settings } = deps

	return new OpenAPIHono<AppEnv>()
		.openapi(listRoute, async (c) => {
			const own = await drafts.list(principalIn(c).name)
			c.header('Cache-Control', 'no-store')
			return c.json({ drafts: own.map(view) }, 200)
		})
		.openapi(createRoute_, async (c) => {
			const { answers = {}, file } = c.req.valid('json')
			await demandRoom()
			const planned = file === undefined ? null : plan(file)
			const draft = await drafts.create(principalIn(c).name, keptAnswers(answers), planned)
			c.header('Location', `/api/v1/drafts/${draft.id}`)
			return c.json(view(draft), 201)
		})
		.openapi(readRoute, async (c) => {
			const principal = principalIn(c)
			const draft = await drafts.get(principal.name, c.req.valid('param').draft)
			const waiting = new Promise<'looking'>((resolve) => setTimeout(resolve, PATIENCE, 'looking').unref())
			const found = await Promise.race([drafts.recognised(principal.name, draft.id), waiting])
			const recognised = found === null || found === 'looking' ? null : await recognisedView(found, principal)
			c.header('Cache-Control', 'no-store')
			return c.json({ ...view(draft), recognised, looking: found === 'looking' }, 200)
		})
		.openapi(answersRoute, async (c) => {
			const answers = keptAnswers(c.req.valid('json'))
			return c.json(view(await drafts.answer(principalIn(c).name, c.req.valid('param').draft, answers)), 200)
		})
		.openapi(planRoute, async (c) => {
			await demandRoom()
			const file = plan(c.req.valid('json'))
			return c.json(view(await drafts.plan(principalIn(c).name, c.req.valid('param').draft, file)), 200)
		})
		.openapi(partRoute, async (c) => {
			const { draft, part } = c.req.valid('param')
			const { name } = principalIn(c)
			// Before the body: a stranger's draft takes no memory of ours.
			await drafts.get(name, draft)
			const expected = digestIn(c.req.header('Content-Digest'))
			await demandRoom()
			const bytes = new Uint8Array(await c.req.arrayBuffer())
			if (Buffer.compare(sha256(bytes), expected) !== 0) {
				throw new Problem('digest-mismatch', 'The part was changed on the way; send it again.')
			}
			return c.json(view(await drafts.part(name, draft, Number(part), bytes)), 200)
		})
		.openapi(uploadRoute, async (c) => {
			const { draft: id } = c.req.valid('param')
			const { name } = principalIn(c)
			await drafts.get(name, id)
			await demandRoom()
			const spool = new Spool(drafts, name, id)
			const limits = { maxUpload: settings.maxUpload, idle: settings.uploadIdle, parts: {} }
			const type = c.req.header('Content-Type')
			const upload = await receiveUpload(bodyOf(c), type, c.req.header('Content-Length'), spool, limits)
			const file = { name: sanitizeFileName(upload.name), type: cleanMediaType(upload.type) }
			return c.json(view(await drafts.name(name, id, file)), 200)
		})
		.openapi(confirmRoute, async (c) => {
			const { draft } = c.req.valid('param')
			await demandRoom()
			const purpose = parsePurpose(c.req.header('Letopis-Purpose'))
			const { receipt, ...confirmed } = await confirmation.confirm(draft, principalIn(c), purpose)
			c.header('Location', `/api/v1/documents/${confirmed.document}`)
			c.header('Cache-Control', 'no-store')
			return c.json({ ...confirmed, receipt: JSON.parse(receipt) as z.infer<typeof receiptSchema> }, 201)
		})
		.openapi(deleteRoute, async (c) => {
			await drafts.remove(principalIn(c).name, c.req.valid('param').draft)
			return c.body(null, 204)
		})

	async function demandRoom(): Promise<void> {
		if (!(await hasRoom())) throw new Problem('disk-full', 'The operator must free space.')
	}

	async function recognisedView(
		found: Recognised,
		principal: Principal,
	): Promise<z.infer<typeof recognisedSchema>> {
		const { sha256: hash, ...rest } = found
		return { ...rest, sha256: Buffer.from(hash).toString('hex'), same: await sameContent(hash, principal) }
	}

	/** Versions with this content, of documents that the reader may read without giving a reason. */
	async function sameContent(
		hash: Uint8Array,
		principal: Principal,
	): Promise<{ document: string; entry: string }[]> {
		await projection.current()
		const found: { document: string; entry: string }[] = []
		const tag = projection.owners.tag('content', hash)
		for await (const [key] of projection.store.range({ ...ranges.contents(tag), limit: 100 })) {
			const entry = indexIn(key)
			const first = await documentOf(projection.store, entry)
			const row = first === undefined ? undefined : await findDocument(projection.store, first)
			if (first === undefined || row === undefined) continue
			const shown = row.public || (mayRead(deps, principal, row) && !needsReason(deps, principal, row))
			if (!shown) continue
			const [document, version] = await Promise.all([first, entry].map((at) => entryBytes(deps, at)))
			if (document === undefined || version === undefined) continue
			found.push({ document: cidText(entryCid(document)), entry: cidText(entryCid(version)) })
			if (found.length === MAX_SAME) break
		}
		return found
	}
}

/** A form's file, written into the draft part by part; so a form takes no more memory than a part. */
class Spool {
	readonly #drafts: Drafts
	readonly #owner: string
	readonly #id: string

	constructor(drafts: Drafts, owner: string, id: string) {
		this.#drafts = drafts
		this.#owner = owner
		this.#id = id
	}

	receive(): ContentWriter {
		const spooling = this.#drafts.spool(this.#owner, this.#id, PART_SIZE)
		return {
			write: (chunk) => spooling.write(chunk),
			async finish() {
				const size = await spooling.finish()
				const digest = new Uint8Array(32)
				// What follows names the file by size alone: nothing of it is a payload of the vault.
				return { sha256: digest, cid: cidOfDigest('blob', digest), size, header: new Uint8Array(0) }
			},
			abort: () => spooling.abort(),
		}
	}

	/** A form that was refused after its file had come. */
	async discard(): Promise<void> {
		await this.#drafts.dropFile(this.#owner, this.#id)
	}
}

function plan({ name, type, size, partSize = PART_SIZE }: z.infer<typeof fileSchema>) {
	return { name: sanitizeFileName(name), type: cleanMediaType(type), size, partSize }
}

function view(draft: Draft): z.infer<typeof draftSchema> {
	const { id, created, updated, answers, file } = draft
	return {
		id,
		created: isoTime(created),
		updated: isoTime(updated),
		expires: isoTime(updated + LIFE),
		answers,
		file:
			file === null
				? null
				: {
						...{ name: file.name, type: file.type, size: file.size, partSize: file.partSize },
						parts: file.parts.length,
						missing: isComplete(file) ? [] : file.parts.flatMap((part, i) => (part === null ? [i] : [])),
					},
	}
}

/** @throws Problem 'bad-request' */
function digestIn(text: string | undefined): Uint8Array {
	const [, base64 = ''] = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):/.exec(text ?? '') ?? []
	const digest = new Uint8Array(Buffer.from(base64, 'base64'))
	if (digest.length !== 32)
		throw new Problem('bad-request', 'Content-Digest with the sha-256 of the part is needed.')
	return digest
}

function bodyOf(c: Context<AppEnv>): Readable {
	const incoming = c.env?.incoming
	if (incoming !== undefined) return incoming
	const { body: stream } = c.req.raw
	return stream === null ? Readable.from([]) : Readable.fromWeb(stream as WebStream)
}
