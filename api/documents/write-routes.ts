/**
 * `POST /api/v1/documents` and `POST /api/v1/documents/{id}/versions`: recording.
 * @module
 */
import { Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'
import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { type Cid, cidText, entryCid } from '@letopis/format'
import type { Context } from 'hono'
import { demandAppends } from '../health/readiness.ts'
import { demandFresh, need, principalIn } from '../http/auth.ts'
import { header, headers, problems, TLOG_PROOF_TYPE, text, withScope } from '../http/describe.ts'
import type { AppEnv } from '../http/env.ts'
import { Problem } from '../http/problems.ts'
import { matches } from '../http/range.ts'
import type { ApiDeps } from '../services.ts'
import { parsePurpose } from './access.ts'
import { idempotencyKey } from './idempotency.ts'
import {
	demandReason,
	documentEtag,
	documentOfEntry,
	entryBytes,
	keptOf,
	locateDocument,
	needRead,
} from './reading.ts'
import { receiptResponse, receiptSchema, receiptText, wantsTlogProof } from './receipt-routes.ts'
import type { Receipts } from './receipts.ts'
import { checkRecording, latestCid, nothingWritten, type Recorded, type Recorder } from './recording.ts'
import { DOCUMENT_PARTS, documentForm, idParams, VERSION_PARTS, versionForm } from './schemas.ts'
import { receiveUpload, type Upload } from './upload.ts'

const idempotency = header(
	'Idempotency-Key',
	'1 to 255 visible ASCII characters; the same request under the same key is recorded once',
	'2f1c7e7c-6a0c-4f3e-9d0a-6c9a6f6f2f7a',
)

const created = {
	description: 'Recorded: durable, in the log, under a head signed by it. The receipt.',
	headers: headers({
		Location: 'the document',
		'Content-Location': 'where this receipt can be fetched again, grown',
		ETag: 'changes with each version; for If-Match when adding one',
		'Idempotency-Replayed':
			'`true` when an earlier request with the same key made the entry; `unknown` when this one did, but the keys of some earlier entries are lost with their records: look whether the document is there already',
	}),
	content: {
		'application/json': { schema: receiptSchema },
		[TLOG_PROOF_TYPE]: text('the receipt as C2SP tlog-proof'),
	},
}

const createDocument = createRoute({
	method: 'post',
	path: '/api/v1/documents',
	tags: ['documents'],
	summary: 'Record a document',
	description: 'The parts of the form may come in any order. The file is streamed into the encrypted vault.',
	security: withScope('documents:write'),
	middleware: [need('documents:write')] as const,
	request: { body: { required: true, content: { 'multipart/form-data': { schema: documentForm } } } },
	parameters: [idempotency],
	responses: { 201: created, ...problems(400, 403, 408, 409, 413, 415, 503, 507) },
})

const createVersion = createRoute({
	method: 'post',
	path: '/api/v1/documents/{id}/versions',
	tags: ['documents'],
	summary: 'Record a version of a document',
	description: 'It follows the newest version; `relation` says what it does to that one.',
	security: withScope('documents:write'),
	middleware: [need('documents:write')] as const,
	request: {
		params: idParams,
		body: { required: true, content: { 'multipart/form-data': { schema: versionForm } } },
	},
	parameters: [
		idempotency,
		header('If-Match', 'ETag of the document; refused with 412 if it has changed'),
		header('Letopis-Purpose', 'why, percent-encoded UTF-8; needed outside one’s own department'),
	],
	responses: { 201: created, ...problems(400, 403, 404, 408, 409, 412, 413, 415, 503, 507) },
})

export function writeRoutes(
	deps: ApiDeps,
	receipts: Receipts,
	recorder: Recorder,
	hasRoom: () => Promise<boolean>,
) {
	const limits = { maxUpload: deps.settings.maxUpload, idle: deps.settings.uploadIdle }

	/** Receives the form, hands it to `record`, and keeps the payload only if an entry names it. */
	async function receive(
		c: Context<AppEnv>,
		parts: Readonly<Record<string, number>>,
		record: (upload: Upload) => Promise<Recorded>,
	): Promise<Recorded> {
		const { vault, log } = deps.ledger
		// Asked before the body is read: a large upload should not arrive only to be refused.
		demandAppends(log)
		if (!(await hasRoom())) throw new Problem('disk-full', 'The operator must free space.')
		const upload = await receiveUpload(
			bodyOf(c),
			c.req.header('Content-Type'),
			c.req.header('Content-Length'),
			vault,
			{ ...limits, parts },
		)
		try {
			const recorded = await record(upload)
			if (recorded.replayed) await vault.discard(upload.content.cid)
			return recorded
		} catch (error) {
			if (nothingWritten(error)) await vault.discard(upload.content.cid)
			throw error
		}
	}

	async function answer(c: Context<AppEnv>, recorded: Recorded, known: Cid | null): Promise<Response> {
		if (!recorded.replayed) {
			const { appended } = recorded
			if (appended.perhapsRepeated) c.header('Idempotency-Replayed', 'unknown')
			locate(c, known ?? appended.cid, appended.cid, appended.cid)
			if (wantsTlogProof(c)) return receiptResponse(c, await receipts.fresh(appended), 201)
			return receiptText(c, false, await receipts.freshJson(appended), 201)
		}
		const { index } = recorded
		const bytes = await entryBytes(deps, index)
		const { id } = await documentOfEntry(deps, index)
		const kept = await keptOf(deps, index)
		const cid = entryCid(bytes)
		locate(c, id, cid, cid)
		c.header('Idempotency-Replayed', 'true')
		const opening = typeof kept === 'string' ? null : kept.opening
		return receiptResponse(c, await receipts.grown(index, bytes, opening, cid), 201)
	}

	return new OpenAPIHono<AppEnv>()
		.openapi(createDocument, async (c) => {
			const principal = principalIn(c)
			const key = idempotencyKey(c.req.header('Idempotency-Key'), principal.name)
			const recorded = await receive(c, DOCUMENT_PARTS, async (upload) =>
				recorder.document(checkRecording(upload, false, null), principal, key),
			)
			return answer(c, recorded, null)
		})
		.openapi(createVersion, async (c) => {
			const principal = principalIn(c)
			const key = idempotencyKey(c.req.header('Idempotency-Key'), principal.name)
			const ifMatch = c.req.header('If-Match')
			const check = (latest: Cid) => {
				if (!matches(ifMatch, documentEtag(latest))) {
					throw new Problem('precondition-failed', 'A newer version exists.', {
						extra: { latest: cidText(latest) },
					})
				}
			}
			const document = await locateDocument(deps, c.req.valid('param').id)
			needRead(deps, principal, document.row)
			const purpose = parsePurpose(c.req.header('Letopis-Purpose'))
			if (purpose === null) demandReason(deps, principal, document.row)
			// A repeated request names the version before its own, which it has itself replaced: asked later.
			if (key === null) check(await latestCid(deps, document))
			const recorded = await receive(c, VERSION_PARTS, async (upload) => {
				const recording = checkRecording(upload, true, purpose)
				if (recording.version?.relation === 'annuls') demandFresh(principal)
				return recorder.version(document.id, recording, principal, key, check)
			})
			return answer(c, recorded, document.id)
		})
}

function locate(c: Context<AppEnv>, id: Cid, entry: Cid, latest: Cid): void {
	const address = `/api/v1/documents/${cidText(id)}`
	c.header('Location', address)
	c.header('Content-Location', `${address}/receipt?entry=${cidText(entry)}`)
	c.header('ETag', documentEtag(latest))
}

/** The body as a stream that nothing has read: of the server, or of a request made without one. */
function bodyOf(c: Context<AppEnv>): Readable {
	const incoming = c.env?.incoming
	if (incoming instanceof Readable) return incoming
	const { body } = c.req.raw
	return body === null ? Readable.from([]) : Readable.fromWeb(body as WebStream)
}
