/**
 * `/api/v1/cases`, and what a case leads to on documents: decisions and acts.
 * @module
 */
import { OpenAPIHono, type z } from '@hono/zod-openapi'
import { cidText, isCid, isDagMap } from '@letopis/format'
import type { Context } from 'hono'
import { parsePurpose, recordAccess } from '../documents/access.ts'
import { writeCursor } from '../documents/cursor.ts'
import { metadata, numberField } from '../documents/fields.ts'
import { idempotencyKey } from '../documents/idempotency.ts'
import { findDocument, listHistory } from '../documents/queries.ts'
import { demandReason, locateDocument, needRead } from '../documents/reading.ts'
import { demandFresh, principalIn } from '../http/auth.ts'
import { isoTime } from '../http/describe.ts'
import type { AppEnv } from '../http/env.ts'
import { actorView } from '../people/actor.ts'
import type { ApiDeps } from '../services.ts'
import { Acts } from './acts.ts'
import { type Acting, type Cases, cidAt, type LocatedCase } from './cases.ts'
import {
	actRoute,
	addRoute,
	type caseSchema,
	closeRoute,
	decideRoute,
	decisionsRoute,
	listRoute,
	openRoute,
	readRoute,
	type summarySchema,
} from './describe.ts'
import { asCaseClose, asCaseOpen, asDecision } from './records.ts'
import { findPage, recordPage } from './register-routes.ts'
import { CASE_STATES, casesOf, decisionsOn, documentsIn, findCase } from './rows.ts'

const MAX_DOCUMENTS = 1000
const MAX_DECISIONS = 100
const MAX_EVENTS = 1000

export function caseRoutes(deps: ApiDeps, cases: Cases) {
	const acts = new Acts(deps)
	const { projection } = deps

	return new OpenAPIHono<AppEnv>()
		.openapi(openRoute, async (c) => {
			const { number = null, title, department = null } = c.req.valid('json')
			const position = await cases.open({ number, title, department }, acting(c))
			await projection.current()
			const opening = await cases.opening(position)
			const opened = opening === null ? null : asCaseOpen(dataOf(opening))
			const id = await cidAt(deps, position)
			c.header('Location', `/api/v1/cases/${id}`)
			return c.json({ id, number: opened?.number ?? number ?? '', local: opened?.local ?? false }, 201)
		})
		.openapi(listRoute, async (c) => {
			const query = c.req.valid('query')
			const states = query.state === undefined ? [0, 1] : [CASE_STATES.indexOf(query.state)]
			const { page, ids } = await findPage(deps, c, 'case', query, states)
			const found = await Promise.all(
				page.positions.map(async (position, i) => {
					const row = await findCase(projection.store, position)
					const id = ids[i]
					if (row === undefined || id === undefined) throw new Error('the register names what is no case')
					return summary({ position, id, row, opening: await cases.opening(position) })
				}),
			)
			await recordPage(deps, c, ids)
			c.header('Cache-Control', 'no-store')
			return c.json({ cases: found, next: page.next === null ? null : writeCursor('r', page.next) }, 200)
		})
		.openapi(readRoute, async (c) => {
			const found = await cases.locate(c.req.valid('param').case)
			await cases.read(found, acting(c))
			c.header('Cache-Control', 'no-store')
			return c.json(await detail(found), 200)
		})
		.openapi(addRoute, async (c) => {
			const { case: name, id } = c.req.valid('param')
			await cases.addDocument(await cases.locate(name), id, acting(c))
			return c.body(null, 204)
		})
		.openapi(closeRoute, async (c) => {
			const found = await cases.locate(c.req.valid('param').case)
			await cases.close(found, c.req.valid('json').settled, acting(c))
			return c.body(null, 204)
		})
		.openapi(decideRoute, async (c) => {
			const { case: name = null, ...decision } = c.req.valid('json')
			const position = await cases.decide(c.req.valid('param').id, decision, name, acting(c))
			return c.json({ entry: await cidAt(deps, position) }, 201)
		})
		.openapi(decisionsRoute, async (c) => {
			const { id, first, row } = await locateDocument(deps, c.req.valid('param').id)
			const { principal, purpose } = acting(c)
			needRead(deps, principal, row)
			if (purpose === null) demandReason(deps, principal, row)
			await recordAccess(deps, { first, document: id, action: 'decision', principal, purpose })
			const positions = await decisionsOn(projection.store, first, MAX_DECISIONS)
			const decisions = (await Promise.all(positions.map(decisionView))).filter((one) => one !== null)
			const in_ = await casesOf(projection.store, first, MAX_DECISIONS)
			c.header('Cache-Control', 'no-store')
			return c.json(
				{ decisions, cases: await Promise.all(in_.map((position) => cidAt(deps, position))) },
				200,
			)
		})
		.openapi(actRoute, async (c) => {
			const { relation, reason, by = null } = c.req.valid('json')
			if (relation === 'annuls') demandFresh(c.get('principal'))
			const recorded = await acts.record(c.req.valid('param').id, relation, reason, by, acting(c))
			const entry = typeof recorded === 'number' ? await cidAt(deps, recorded) : cidText(recorded.cid)
			return c.json({ entry }, 201)
		})

	function acting(c: Context<AppEnv>): Acting {
		const principal = principalIn(c)
		const key = idempotencyKey(c.req.header('Idempotency-Key'), principal.name)
		return { principal, key, purpose: parsePurpose(c.req.header('Letopis-Purpose')) }
	}

	function summary({ id, row, opening }: LocatedCase): z.infer<typeof summarySchema> {
		const opened = opening === null ? null : asCaseOpen(dataOf(opening))
		return {
			id: cidText(id),
			number: opened?.number ?? null,
			local: opened?.local ?? false,
			title: opened?.title ?? null,
			department: opened?.department ?? null,
			state: row.state,
			...whenAndWho('opened', 'openedBy', opening),
		}
	}

	async function detail(found: LocatedCase): Promise<z.infer<typeof caseSchema>> {
		const { position, row } = found
		const closing = row.closed === null ? null : await cases.opening(row.closed)
		const closed = closing === null ? null : asCaseClose(dataOf(closing))
		const documents = await documentsIn(projection.store, position, MAX_DOCUMENTS)
		const events = await listHistory(projection.store, position, position, MAX_EVENTS, false)
		return {
			...summary(found),
			...whenAndWho('closed', 'closedBy', closing),
			settled: closed?.settled ?? null,
			documents: await Promise.all(
				documents.map(async ({ document, entry }) => ({
					id: await cidAt(deps, document),
					state: (await findDocument(projection.store, document))?.state ?? 'in-force',
					...whenAndWho('added', 'addedBy', await cases.opening(entry)),
				})),
			),
			events: await Promise.all(events.map(eventView)),
		}
	}

	async function eventView(position: number) {
		const opening = await cases.opening(position)
		const kind = opening?.fields.find(({ name }) => name === 'kind')?.value
		const type = typeof kind === 'string' ? TYPES[kind] : undefined
		return {
			entry: await cidAt(deps, position),
			type: type ?? 'document',
			...whenAndWho('time', 'by', opening),
		}
	}

	async function decisionView(position: number) {
		const opening = await cases.opening(position)
		const decision = opening === null ? null : asDecision(dataOf(opening))
		if (decision === null) return null
		const { ruling, reasoning, instruction, case: of } = decision
		return {
			entry: await cidAt(deps, position),
			...whenAndWho('time', 'by', opening),
			...{ ruling, reasoning, instruction, case: isCid(of) ? cidText(of) : null },
		}
	}

	function whenAndWho<T extends string, B extends string>(
		time: T,
		by: B,
		opening: LocatedCase['opening'],
	): Record<T | B, string | null> {
		const moment = opening === null ? null : numberField(opening, 'time')
		return {
			[time]: moment === null ? null : isoTime(moment),
			[by]: opening === null ? null : (actorView(opening, projection.people)?.name ?? null),
		} as Record<T | B, string | null>
	}
}

const TYPES: Readonly<Record<string, 'opened' | 'document' | 'decision' | 'closed'>> = {
	'case-open': 'opened',
	'case-document': 'document',
	decision: 'decision',
	'case-close': 'closed',
}

function dataOf(opening: NonNullable<LocatedCase['opening']>) {
	const { data } = metadata(opening)
	return isDagMap(data) ? data : {}
}
