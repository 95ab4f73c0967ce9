/**
 * `/api/v1/documents/{id}/look`: what a page about one document shows, in one answer and with one entry of access.
 * Whoever asks part by part is recorded part by part; a person looks once.
 * @module
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { cidText } from '@letopis/format'
import { parsePurpose } from '../documents/access.ts'
import { recordRead } from '../documents/content.ts'
import { readCursor, writeCursor } from '../documents/cursor.ts'
import { Looks } from '../documents/looks.ts'
import { findVersion, listHistory, listVersions, newestIn } from '../documents/queries.ts'
import { demandReason, keepsBack, keptOf, locateDocument, locateVersion } from '../documents/reading.ts'
import { STATES } from '../documents/rows.ts'
import { documentSchema, historySchema, idParams, pageQuery, versionSchema } from '../documents/schemas.ts'
import { documentView, eventView, isOfCases, versionsView } from '../documents/views.ts'
import { need, principalIn } from '../http/auth.ts'
import { cidSchema, problems, withScope } from '../http/describe.ts'
import type { AppEnv } from '../http/env.ts'
import type { ApiDeps } from '../services.ts'
import { checkSchema } from '../signatures/describe.ts'
import { checkView } from '../signatures/read.ts'
import { type Cases, cidAt } from './cases.ts'
import { decisionViewSchema } from './describe.ts'
import { purposeHeader } from './register-routes.ts'
import { casesOf, decisionsOn } from './rows.ts'
import { CaseViews } from './views.ts'

const EVENTS = 200
const VERSIONS = 200
const DECISIONS = 100

const route = createRoute({
	method: 'get',
	path: '/api/v1/documents/{id}/look',
	tags: ['documents'],
	summary: 'Look at a document: its newest version, versions, decisions, cases and history at once',
	description:
		'For those who may see what is private. One entry of access says that all of it was shown; again within ten ' +
		'minutes, in the same session and for the same reason, it is the same look, until something is new.',
	security: withScope('documents:read'),
	middleware: [need('documents:read')] as const,
	request: { params: idParams, query: pageQuery },
	parameters: [purposeHeader],
	responses: {
		200: {
			description: 'The document',
			content: {
				'application/json': {
					schema: z
						.object({
							document: documentSchema,
							state: z.enum(STATES).openapi({
								description: 'of the document as a whole, as its newest version has it',
							}),
							signatures: checkSchema.openapi({ description: 'of the newest version' }),
							versions: z.array(versionSchema),
							decisions: z.array(decisionViewSchema).openapi({ description: 'with cases:read' }),
							cases: z
								.array(
									z.object({ id: cidSchema, number: z.string().nullable(), title: z.string().nullable() }),
								)
								.openapi({ description: 'with cases:read' }),
							withheld: z.boolean().openapi({
								description:
									'without a purpose, decisions and cases of a public document and their part of its history are not ' +
									'shown to whoever is outside the department; whether there are any is not told',
							}),
							history: historySchema,
						})
						.openapi('Look'),
				},
			},
		},
		...problems(400, 403, 404, 503),
	},
})

export function lookRoutes(deps: ApiDeps, cases: Cases) {
	const { projection } = deps
	const { store } = projection
	const looks = new Looks(() => deps.clock.now())
	const view = new CaseViews(deps, cases)

	return new OpenAPIHono<AppEnv>().openapi(route, async (c) => {
		const { cursor, limit = EVENTS } = c.req.valid('query')
		const from = readCursor('h', cursor) ?? 0
		const reader = principalIn(c)
		const document = await locateDocument(deps, c.req.valid('param').id)
		const { first, row } = document
		const purpose = parsePurpose(c.req.header('Letopis-Purpose'))
		if (purpose === null && !row.public) demandReason(deps, reader, row)
		const located = await locateVersion(deps, document, 'latest')
		const latest = await findVersion(store, first, row.latest)
		if (latest === undefined) throw new Error('the projection lacks the newest version')
		// Without the document's key no look can leave its trace: then only what is public is told.
		const [kept, key] = await Promise.all([keptOf(deps, row.latest), keptOf(deps, first)])
		const withPrivate = typeof key !== 'string'
		// Decisions on a public document are not public.
		const withheld = withPrivate && keepsBack(deps, reader, row, purpose)
		const inCases = withPrivate && !withheld && reader.scopes.has('cases:read')
		const decided = inCases ? await decisionsOn(store, first, DECISIONS) : []
		const within = inCases ? await casesOf(store, first, DECISIONS) : []
		const named = await Promise.all(within.map(async (position) => cases.locate(await cidAt(deps, position))))
		let told = Number.MAX_SAFE_INTEGER
		if (withPrivate) {
			const shown = named.map((one) => one.id)
			const seen = [cidText(document.id), cidText(latest.cid), purpose, ...shown.map(cidText)]
			const record = async () => {
				const cid = await recordRead(deps, c, document, located.version, reader, 'look', { shown })
				await projection.current()
				return (await projection.chronicle.indexOf(cid)) ?? 0
			}
			// What came behind the entry of the look is not told: the log would say that it was looked at before it was there.
			told = await looks.once(reader, seen, record, () => newestIn(store, first))
			await projection.current()
		}
		const versions = await listVersions(store, first, 0, VERSIONS)
		const decisions = await Promise.all(decided.map((position) => view.decision(position, versions)))
		const behind = await listHistory(store, first, from, limit + 1, withPrivate)
		const events = behind.filter((position) => position <= told)
		const after = events[limit]
		const views = await Promise.all(
			events.slice(0, limit).map(async (index) => {
				const version = await findVersion(store, first, index)
				return eventView(deps, index, version !== undefined, withPrivate)
			}),
		)
		c.header('Cache-Control', 'no-store')
		return c.json(
			{
				document: documentView(located, latest, kept, withPrivate, projection),
				state: row.current,
				signatures: await checkView(deps, first, latest.index, told),
				versions: await versionsView(deps, versions),
				decisions: decisions.filter((one) => one !== null),
				cases: await Promise.all(
					named.map(async (one) => {
						const { id, number, title } = await view.summary(one)
						return { id, number, title }
					}),
				),
				withheld: withheld && reader.scopes.has('cases:read'),
				history: {
					events: withheld ? views.filter((one) => !isOfCases(one)) : views,
					next: after === undefined ? null : writeCursor('h', after),
				},
			},
			200,
		)
	})
}
