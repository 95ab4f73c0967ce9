/**
 * `/api/v1/documents/{id}/receipt` and `/status`.
 * @module
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import {
	formatReceipt,
	formatReceiptAsTlogProof,
	parseNote,
	parseStatus,
	type Receipt,
} from '@letopis/format'
import type { Context } from 'hono'
import { accepts } from 'hono/accepts'
import { logNumber } from '../chronicle.ts'
import {
	base64Schema,
	cidSchema,
	header,
	headers,
	indexSchema,
	optionallyWith,
	problems,
	TLOG_PROOF_TYPE,
	text,
} from '../http/describe.ts'
import type { AppEnv } from '../http/env.ts'
import type { ApiDeps } from '../services.ts'
import { recordRead } from './content.ts'
import { keptOf, locateDocument, locateVersion, needRead } from './reading.ts'
import { type Receipts, statusNote } from './receipts.ts'
import { RELATIONS, STATES } from './rows.ts'
import { entryQuery, idParams } from './schemas.ts'

const note = z.string().openapi({ description: 'C2SP signed note' })

export const receiptSchema = z
	.object({
		type: z.literal('letopis-receipt/v1'),
		entry: base64Schema,
		fields: z.array(z.object({ leaf: base64Schema, path: z.array(base64Schema) })),
		proof: z.string().openapi({ description: 'C2SP tlog-proof' }),
		anchors: z.array(
			z.object({
				authority: z.string(),
				note,
				token: base64Schema,
				documents: base64Schema.nullable(),
				proof: z.array(base64Schema),
			}),
		),
		linked: z.array(z.object({ entry: base64Schema, note: note.nullable(), token: base64Schema.nullable() })),
		status: note.nullable(),
	})
	.openapi('Receipt', { description: 'proof of one entry; see the format specification' })

const statusSchema = z
	.object({
		note: note.openapi({ description: 'the signed statement' }),
		origin: z.string().openapi({ description: 'of the log that the head is of, the present one' }),
		size: z.int().openapi({ description: 'of the head that the statement refers to' }),
		entry: cidSchema,
		log: z.int().openapi({ description: 'number of the log that holds the entry' }),
		index: indexSchema,
		time: z.int().openapi({ description: 'seconds since 1970' }),
		state: z.enum(STATES),
		acts: z.array(
			z.object({ relation: z.enum(RELATIONS), log: z.int(), index: indexSchema, entry: cidSchema }),
		),
	})
	.openapi('Status')

const receiptRoute = createRoute({
	method: 'get',
	path: '/api/v1/documents/{id}/receipt',
	tags: ['documents'],
	summary: 'Fetch the receipt, grown by what has happened since',
	description:
		'Signed by the log at first, later published and witnessed, then anchored. For a private document the read ' +
		'is recorded. `Accept: text/x.tlog-proof` gives the C2SP tlog-proof form.',
	security: optionallyWith('documents:read'),
	request: { params: idParams, query: entryQuery },
	parameters: [header('Letopis-Purpose', 'Why, percent-encoded UTF-8; kept privately with the access')],
	responses: {
		200: {
			description: 'The receipt',
			headers: headers({ 'Content-Disposition': 'a file name for the receipt' }),
			content: {
				'application/json': { schema: receiptSchema },
				[TLOG_PROOF_TYPE]: text('the receipt as C2SP tlog-proof'),
			},
		},
		...problems(400, 403, 404, 503),
	},
})

const statusRoute = createRoute({
	method: 'get',
	path: '/api/v1/documents/{id}/status',
	tags: ['documents'],
	summary: 'A signed statement of what came after',
	description:
		'Made from public links at the newest head and signed by the status key; anyone with the log can show it ' +
		'false. `Accept: text/plain` gives the bare note.',
	request: { params: idParams, query: entryQuery },
	responses: {
		200: {
			description: 'The statement',
			content: { 'application/json': { schema: statusSchema }, 'text/plain': { schema: note } },
		},
		...problems(400, 404, 503),
	},
})

export function receiptRoutes(deps: ApiDeps, receipts: Receipts) {
	return new OpenAPIHono<AppEnv>()
		.openapi(receiptRoute, async (c) => {
			const document = await locateDocument(deps, c.req.valid('param').id)
			const located = await locateVersion(deps, document, c.req.valid('query').entry)
			const { version, bytes } = located
			const kept = await keptOf(deps, version.index)
			// What is left of a destroyed or lost document is public: entry, proof and stamps.
			if (typeof kept !== 'string' && !version.public) {
				const reader = needRead(deps, c.get('principal'), located.row)
				await recordRead(deps, c, located, version, reader, 'receipt')
			}
			const opening = typeof kept === 'string' ? null : kept.opening
			return receiptResponse(c, await receipts.grown(version.index, bytes, opening, version.cid), 200)
		})
		.openapi(statusRoute, async (c) => {
			const document = await locateDocument(deps, c.req.valid('param').id)
			const { version } = await locateVersion(deps, document, c.req.valid('query').entry)
			const signed = await statusNote(deps, version.index, version.cid)
			c.header('Cache-Control', 'no-store')
			c.header('Vary', 'Accept')
			if (preferred(c, ['application/json', 'text/plain']) === 'text/plain') return c.text(signed, 200)
			const { acts, cid, ...status } = parseStatus(parseNote(signed).text)
			return c.json(
				{
					note: signed,
					origin: status.origin,
					size: status.size,
					entry: cid,
					log: logNumber(status.log),
					index: status.index,
					time: status.time,
					state: status.state,
					acts: acts.map((act) => ({
						relation: act.relation,
						log: logNumber(act.log),
						index: act.index,
						entry: act.cid,
					})),
				},
				200,
			)
		})
}

/** The receipt in the form that the client prefers; JSON if it does not care. */
export function receiptResponse(c: Context<AppEnv>, receipt: Receipt, status: 200 | 201): Response {
	const proof = wantsTlogProof(c)
	return receiptText(c, proof, proof ? formatReceiptAsTlogProof(receipt) : formatReceipt(receipt), status)
}

export function wantsTlogProof(c: Context<AppEnv>): boolean {
	return preferred(c, ['application/json', TLOG_PROOF_TYPE]) === TLOG_PROOF_TYPE
}

/** Answers with the text of a receipt. @param proof whether it is in the tlog-proof form */
export function receiptText(c: Context<AppEnv>, proof: boolean, text: string, status: 200 | 201): Response {
	c.header('Vary', 'Accept')
	c.header('Cache-Control', 'no-store')
	c.header('Content-Type', proof ? `${TLOG_PROOF_TYPE}; charset=utf-8` : 'application/json')
	c.header('Content-Disposition', `inline; filename="receipt${proof ? '.tlog-proof' : '.json'}"`)
	return c.body(text, status)
}

function preferred(c: Context<AppEnv>, supports: [string, ...string[]]): string {
	return accepts(c, { header: 'Accept', supports, default: supports[0] })
}
