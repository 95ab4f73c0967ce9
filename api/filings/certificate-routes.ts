/**
 * `/api/v1/filings/{filing}/certificate`: the certificate of a digital act, for the official who issues it. The applicant finds it
 * among the documents of the filing.
 * @module
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { cidText } from '@letopis/format'
import type { Context } from 'hono'
import { dayOf } from '../calendar/day.ts'
import type { Acting } from '../cases/cases.ts'
import { words } from '../cases/describe.ts'
import { purposeHeader } from '../cases/register-routes.ts'
import { parsePurpose } from '../documents/access.ts'
import type { Looks } from '../documents/looks.ts'
import { need, needSession, principalIn } from '../http/auth.ts'
import { cidSchema, problems, withScope } from '../http/describe.ts'
import type { AppEnv } from '../http/env.ts'
import { smallBody, strictJson } from '../http/limits.ts'
import { Problem } from '../http/problems.ts'
import type { ApiDeps } from '../services.ts'
import { type Certificates, LACKS } from './certificates.ts'
import type { Filings } from './filings.ts'
import { recordLook } from './looking.ts'
import { daySchema } from './shapes.ts'

const path = '/api/v1/filings/{filing}/certificate'
const params = z.object({ filing: cidSchema })
const json = <S>(description: string, schema: S) => ({
	description,
	content: { 'application/json': { schema } },
})
const issuedSchema = z.object({ document: cidSchema })

const stateRoute = createRoute({
	method: 'get',
	path,
	tags: ['filings'],
	summary: 'Whether a certificate of a digital act was issued on a filing, and what it lacks for one',
	description: 'A look at the filing, recorded as one.',
	security: withScope('cases:read'),
	middleware: [need('cases:read')] as const,
	request: { params },
	parameters: [purposeHeader],
	responses: {
		200: json(
			'What there is',
			z.object({
				document: cidSchema.nullable().openapi({ description: 'null: none was issued' }),
				lacks: z.array(z.enum(LACKS)).openapi({ description: 'empty: it can be issued' }),
			}),
		),
		...problems(400, 403, 404, 503),
	},
})

const issueRoute = createRoute({
	method: 'post',
	path,
	tags: ['filings'],
	summary: 'Issue the certificate of a digital act (§ 5 of act 12/2020)',
	description:
		'The person is as the official has verified, in the register of inhabitants; so somebody has to be signed in, a token alone issues none. The certificate is made once: later calls answer with the one that was issued.',
	security: withScope('cases:write'),
	middleware: [need('cases:write'), needSession, smallBody(8192), strictJson] as const,
	request: {
		params,
		body: {
			required: true,
			content: {
				'application/json': {
					schema: z.strictObject({
						givenNames: words(1, 100),
						familyName: words(1, 100),
						born: daySchema.regex(/^\d{4}-\d\d-\d\d$/),
						addressCode: z
							.int()
							.min(1)
							.max(999_999_999)
							.openapi({ description: 'of the permanent address in the register of addresses (RÚIAN)' }),
						dataBox: z
							.string()
							.regex(/^[a-z0-9]{7}$/)
							.optional(),
					}),
				},
			},
		},
	},
	parameters: [purposeHeader],
	responses: {
		200: json('It was issued before', issuedSchema),
		201: json('Issued: a document of the case', issuedSchema),
		...problems(400, 403, 404, 409, 413, 415, 422, 502, 503, 507),
	},
})

/** @param looks of filings, shared by all that show one */
export function certificateRoutes(deps: ApiDeps, filings: Filings, certificates: Certificates, looks: Looks) {
	return new OpenAPIHono<AppEnv>()
		.openapi(stateRoute, async (c) => {
			const found = await filings.locate(c.req.valid('param').filing)
			const who = acting(c)
			await filings.demandReason(found, who)
			await recordLook(deps, looks, found, who)
			const { document, lacks } = await certificates.state(found, who.principal)
			c.header('Cache-Control', 'no-store')
			return c.json({ document: document === null ? null : cidText(document), lacks }, 200)
		})
		.openapi(issueRoute, async (c) => {
			const { givenNames, familyName, born, addressCode, dataBox = null } = c.req.valid('json')
			if (!isPast(born)) throw new Problem('bad-request', 'born: is no day in the past')
			const found = await filings.locate(c.req.valid('param').filing)
			const who = acting(c)
			await filings.demandReason(found, who)
			const person = {
				givenNames: plain(givenNames),
				familyName: plain(familyName),
				born,
				addressCode,
				dataBox,
			}
			const { document, fresh } = await certificates.issue(found, person, who)
			return c.json({ document: cidText(document) }, fresh ? 201 : 200)
		})

	function acting(c: Context<AppEnv>): Acting {
		return { principal: principalIn(c), key: null, purpose: parsePurpose(c.req.header('Letopis-Purpose')) }
	}

	function isPast(day: string): boolean {
		const time = Date.parse(`${day}T12:00:00Z`)
		return new Date(time || 0).toISOString().startsWith(day) && day < dayOf(deps.clock.now())
	}
}

/** One space between words, none around them. */
function plain(text: string): string {
	return text.normalize('NFC').trim().replace(/\s+/gu, ' ')
}
