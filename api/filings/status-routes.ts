/**
 * `/api/v1/filing-status`: a filing for whoever knows its number and PIN, which stand in the body and in no address.
 * @module
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { cidText } from '@letopis/format'
import type { Context } from 'hono'
import { Downloads, recordAccess } from '../documents/access.ts'
import { disposition, sendable, sendContent } from '../documents/content.ts'
import { locateDocument, locateVersion } from '../documents/reading.ts'
import { base64Schema, binary, cidSchema, isoTime, problems, timeSchema } from '../http/describe.ts'
import type { AppEnv } from '../http/env.ts'
import { clientAddress, smallBody, strictJson } from '../http/limits.ts'
import { Problem } from '../http/problems.ts'
import type { ApiDeps } from '../services.ts'
import type { Filings, LocatedFiling } from './filings.ts'
import type { Papers } from './papers.ts'
import {
	agendaRef,
	agendaRefSchema,
	clockSchema,
	clockView,
	daySchema,
	documentSchema,
	documentView,
	postingSchema,
	stateSchema,
	stepSchema,
	stepView,
} from './shapes.ts'
import { READER, type Status, type Statuses } from './status.ts'
import { standing } from './voiding.ts'

const credentials = z.strictObject({
	number: z.string().max(100).openapi({ example: '12/2026' }),
	pin: z.string().max(64).openapi({ example: '7H3K-9QZM' }),
})
const small = [smallBody(4096), strictJson] as const
const json = <S>(description: string, schema: S) => ({
	description,
	content: { 'application/json': { schema } },
})
const body = <S>(schema: S) => ({ body: { required: true, content: { 'application/json': { schema } } } })

const readSchema = z
	.object({
		entry: cidSchema,
		time: timeSchema.nullable().openapi({ description: 'null where it cannot be read any more' }),
		action: z.string().nullable(),
		document: cidSchema.nullable().openapi({ description: 'null for the filing as a whole' }),
		purpose: z.string().nullable(),
		department: z.string().nullable(),
		role: z.string().nullable(),
		own: z.boolean().openapi({ description: 'by number and PIN' }),
		machine: z.boolean(),
	})
	.openapi('FilingRead')

const statusSchema = z
	.object({
		filing: cidSchema,
		case: cidSchema,
		number: z.string(),
		local: z.boolean(),
		reference: z.string().nullable().openapi({
			description: 'what the records system gave to a filing with a local number; it is found by both',
		}),
		agenda: agendaRefSchema,
		department: z.object({ code: z.string(), name: z.string() }),
		applicant: z.string(),
		received: timeSchema,
		state: stateSchema,
		confirmBy: daySchema.nullable(),
		clock: clockSchema.nullable().openapi({ description: 'null where the agenda cannot be read any more' }),
		steps: z.array(stepSchema),
		documents: z.array(documentSchema),
		postings: z.array(postingSchema).openapi({ description: 'notices that steps name' }),
		reads: z.array(readSchema).openapi({ description: 'newest first' }),
		moreReads: z.boolean(),
		accessKey: base64Schema.nullable().openapi({ description: 'of the reads of the filing as a whole' }),
		possible: z.array(z.string()).openapi({ description: 'what the applicant may do now' }),
	})
	.openapi('FilingStatus')

const failures = { ...problems(400, 404, 413, 415, 503), 429: problems(429)[429] }

const statusRoute = createRoute({
	method: 'post',
	path: '/api/v1/filing-status',
	tags: ['filings'],
	summary: 'Follow a filing by its number and PIN',
	description: 'Each look is recorded as a read, once for each ten minutes from one place.',
	middleware: [...small] as const,
	request: body(credentials),
	responses: { 200: json('The filing', statusSchema), ...failures },
})
const acknowledgementRoute = createRoute({
	method: 'post',
	path: '/api/v1/filing-status/acknowledgement.pdf',
	tags: ['filings'],
	summary: 'The acknowledgement of a filing, to be printed',
	middleware: [...small] as const,
	request: body(credentials),
	responses: {
		200: { description: 'PDF/A-3a with the receipt inside', content: { 'application/pdf': binary('PDF') } },
		...failures,
	},
})
const documentRoute = createRoute({
	method: 'post',
	path: '/api/v1/filing-status/document',
	tags: ['filings'],
	summary: 'A document of the filing',
	middleware: [...small] as const,
	request: body(credentials.extend({ document: cidSchema })),
	responses: {
		200: { description: 'Its bytes', content: { 'application/octet-stream': binary('as filed') } },
		...failures,
		...problems(410, 416),
	},
})

export function filingStatusRoutes(deps: ApiDeps, filings: Filings, statuses: Statuses, papers: Papers) {
	const { settings } = deps
	const downloads = new Downloads(() => deps.clock.now())
	const addressOf = (c: Context<AppEnv>) =>
		clientAddress(c.env, c.req.header('X-Forwarded-For'), settings.behindProxy)

	return new OpenAPIHono<AppEnv>()
		.openapi(statusRoute, async (c) => {
			const { number, pin } = c.req.valid('json')
			const found = await statuses.open(addressOf(c), number, pin)
			const status = await statuses.look(found, addressOf(c))
			const postings = await filings.postings.ofSteps(standing(status.steps))
			c.header('Cache-Control', 'no-store')
			return c.json({ ...view(found, status), postings }, 200)
		})
		.openapi(acknowledgementRoute, async (c) => {
			const { number, pin } = c.req.valid('json')
			const found = await statuses.open(addressOf(c), number, pin)
			const paper = await papers.acknowledgement(found)
			const { case: first } = found.row
			await recordAccess(deps, {
				...{ first, document: found.filing.case, action: 'status', principal: READER, purpose: null },
			})
			const name = disposition(`potvrzeni-${number.replace(/[^0-9A-Za-z-]+/g, '-')}.pdf`, 'potvrzeni.pdf')
			return c.body(paper, 200, {
				...{
					'Content-Type': 'application/pdf',
					'Content-Disposition': name.replace(/^attachment/, 'inline'),
				},
				'Cache-Control': 'no-store',
			})
		})
		.openapi(documentRoute, async (c) => {
			const { number, pin, document } = c.req.valid('json')
			const found = await statuses.open(addressOf(c), number, pin)
			if (!(await statuses.has(found, document))) {
				throw new Problem('document-not-found', 'The filing has no such document.')
			}
			const located = await locateDocument(deps, document)
			const version = await locateVersion(deps, located, undefined)
			return (await sendContent(deps, c, await sendable(deps, version, READER), downloads)) as never
		})

	function view(found: LocatedFiling, status: Status): Omit<z.infer<typeof statusSchema>, 'postings'> {
		const { filing, row, agenda, id, received } = found
		const { people } = deps.projection
		const named = (one: string | null) => (one === null ? null : (people.department(one)?.name ?? one))
		const code = status.steps.findLast(({ step }) => step === 'handed-over')?.department ?? filing.department
		return {
			...{ filing: cidText(id), case: cidText(filing.case), number: status.number, local: status.local },
			reference: status.reference,
			agenda: agendaRef(cidText(filing.agenda), filing.code, agenda),
			department: { code, name: named(code) ?? code },
			...{ applicant: filing.contact.name, received: isoTime(received), state: row.state },
			confirmBy: row.state === 'awaiting' ? filing.deadline : null,
			clock: clockView(status.clock),
			steps: status.steps.map((step) => {
				const view = stepView(step)
				return { ...view, department: named(view.department), toDepartment: named(view.toDepartment) }
			}),
			documents: status.documents.map(documentView),
			reads: status.reads.map((read) => ({
				...read,
				...{ department: named(read.department), time: read.time === null ? null : isoTime(read.time) },
			})),
			...{ moreReads: status.moreReads, possible: filings.open(found, 'filer') },
			accessKey: status.caseKey === null ? null : Buffer.from(status.caseKey).toString('base64'),
		}
	}
}
