/**
 * `/api/v1/documents/{id}/evidence-records`: a document's RFC 4998 record of each authority that has stamped it. They hold
 * the digest of its content, so of what is not public they are given, and recorded, as the receipt is.
 * @module
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { base64, cidText } from '@letopis/format'
import type { Context } from 'hono'
import {
	base64Schema,
	binary,
	cidSchema,
	header,
	headers,
	indexSchema,
	isoTime,
	optionallyWith,
	problems,
	timeSchema,
} from '../http/describe.ts'
import type { AppEnv } from '../http/env.ts'
import { clientAddress, RateLimiter } from '../http/limits.ts'
import { Problem } from '../http/problems.ts'
import type { ApiDeps } from '../services.ts'
import { recordRead } from './content.ts'
import { intact, keptOf, locateDocument, locateVersion, needRead } from './reading.ts'
import { entryQuery, idParams } from './schemas.ts'

const purpose = header('Letopis-Purpose', 'Why, percent-encoded UTF-8; kept privately with the access')

const recordsSchema = z
	.object({
		entry: cidSchema.openapi({ description: 'the version that the records are about' }),
		log: z.int().openapi({ description: 'number of the log that holds it' }),
		index: indexSchema,
		records: z.array(
			z.object({
				authority: z.string(),
				time: timeSchema.openapi({ description: 'as stamped' }),
				size: z.int().openapi({ description: 'of the head that was stamped with the document' }),
				record: base64Schema.openapi({ description: 'DER EvidenceRecord, RFC 4998' }),
			}),
		),
		damaged: z.array(z.string()).openapi({
			description: 'authorities whose tree is damaged; `letopis fsck` builds it again',
		}),
	})
	.openapi('EvidenceRecords')

const listRoute = createRoute({
	method: 'get',
	path: '/api/v1/documents/{id}/evidence-records',
	tags: ['documents'],
	summary: 'The evidence records of a document, one of each time-stamp authority',
	description:
		'RFC 4998, to be verified with the document alone by any program that knows them. None until the authority has ' +
		'stamped the document, minutes after it was recorded. For a private document the read is recorded.',
	security: optionallyWith('documents:read'),
	request: { params: idParams, query: entryQuery },
	parameters: [purpose],
	responses: {
		200: { description: 'The records', content: { 'application/json': { schema: recordsSchema } } },
		...problems(400, 403, 404, 410, 503),
		429: { ...problems(429)[429], headers: headers({ 'Retry-After': 'seconds' }) },
	},
})

const recordRoute = createRoute({
	method: 'get',
	path: '/api/v1/documents/{id}/evidence-records/{authority}',
	tags: ['documents'],
	summary: 'One evidence record as a file',
	description: 'DER EvidenceRecord (RFC 4998). For a private document the read is recorded.',
	security: optionallyWith('documents:read'),
	request: {
		params: idParams.extend({
			authority: z
				.string()
				.regex(/^[a-z0-9-]{1,64}$/, 'the name of an authority')
				.openapi({
					description: 'name of the authority in the log',
				}),
		}),
		query: entryQuery,
	},
	parameters: [purpose],
	responses: {
		200: {
			description: 'The record',
			headers: headers({ 'Content-Disposition': 'a file name that ends in .ers' }),
			content: { 'application/octet-stream': binary('DER EvidenceRecord') },
		},
		...problems(400, 403, 404, 410, 503),
		429: { ...problems(429)[429], headers: headers({ 'Retry-After': 'seconds' }) },
	},
})

/** Of strangers, who get the records of public documents: each costs some dozens of small reads. */
const STRANGERS_AT_ONCE = 60
const STRANGERS_PER_SECOND = 1

export function evidenceRoutes(deps: ApiDeps) {
	const strangers = new RateLimiter(STRANGERS_AT_ONCE, STRANGERS_PER_SECOND, () => deps.clock.now())
	/** The records, once the read is recorded. */
	async function recordsFor(c: Context<AppEnv>, id: string, entry: string | undefined) {
		if (c.get('principal') === null) {
			const { behindProxy } = deps.settings
			strangers.take(clientAddress(c.env, c.req.header('X-Forwarded-For'), behindProxy))
		}
		const located = await locateVersion(deps, await locateDocument(deps, id), entry)
		const { version, row } = located
		// Declared is enough: its destruction may have been cut off.
		intact(version.state === 'disposed' ? 'erased' : await keptOf(deps, version.index))
		if (!version.public) {
			const reader = needRead(deps, c.get('principal'), row)
			await recordRead(deps, c, located, version, reader, 'evidence')
		}
		const { first, anchors } = await deps.projection.chronicle.part(version.index)
		const found = await (anchors ?? deps.ledger.anchorer).evidenceFor(version.index - first)
		c.header('Cache-Control', 'no-store')
		return { version, ...found }
	}

	return new OpenAPIHono<AppEnv>()
		.openapi(listRoute, async (c) => {
			const { id } = c.req.valid('param')
			const { version, records, damaged } = await recordsFor(c, id, c.req.valid('query').entry)
			const { log, index } = deps.projection.chronicle.place(version.index)
			return c.json(
				{
					entry: cidText(version.cid),
					log,
					index,
					records: records.map(({ authority, time, size, record }) => ({
						authority,
						time: isoTime(time),
						size,
						record: base64(record),
					})),
					damaged: [...damaged],
				},
				200,
			)
		})
		.openapi(recordRoute, async (c) => {
			const { id, authority } = c.req.valid('param')
			const { records } = await recordsFor(c, id, c.req.valid('query').entry)
			const found = records.find((one) => one.authority === authority)
			if (found === undefined) {
				throw new Problem('evidence-not-found', 'No time-stamp of this authority covers the document (yet).')
			}
			c.header('Content-Disposition', `attachment; filename="${authority}.ers"`)
			return c.body(new Uint8Array(found.record), 200, { 'Content-Type': 'application/octet-stream' })
		})
}
