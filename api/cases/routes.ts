/**
 * `/api/v1/cases`, and what a case leads to on documents: decisions and acts.
 * @module
 */
import { OpenAPIHono } from '@hono/zod-openapi'
import { cidText } from '@letopis/format'
import type { Context } from 'hono'
import { parsePurpose, recordAccess } from '../documents/access.ts'
import { readCursor, writeCursor } from '../documents/cursor.ts'
import { idempotencyKey } from '../documents/idempotency.ts'
import { Looks } from '../documents/looks.ts'
import { listVersions } from '../documents/queries.ts'
import { demandReason, locateDocument, needRead } from '../documents/reading.ts'
import { demandFresh, principalIn } from '../http/auth.ts'
import type { AppEnv } from '../http/env.ts'
import type { ApiDeps } from '../services.ts'
import { Acts } from './acts.ts'
import { type Acting, type Cases, cidAt } from './cases.ts'
import {
	actRoute,
	addRoute,
	closeRoute,
	decideRoute,
	decisionsRoute,
	listRoute,
	numberRoute,
	openRoute,
	readRoute,
} from './describe.ts'
import { asCaseOpen, dataOf } from './records.ts'
import { findPage, recordPage } from './register-routes.ts'
import { CASE_STATES, casesOf, decisionsOn, documentsIn, findCase } from './rows.ts'
import { CaseViews } from './views.ts'

/** Documents of one page of a case. */
const MAX_DOCUMENTS = 100
const MAX_DECISIONS = 100
const MAX_VERSIONS = 200

export function caseRoutes(deps: ApiDeps, cases: Cases) {
	const acts = new Acts(deps)
	const { projection } = deps
	const view = new CaseViews(deps, cases)
	const looks = new Looks(() => deps.clock.now())

	return new OpenAPIHono<AppEnv>()
		.openapi(openRoute, async (c) => {
			const { number = null, title, department = null } = c.req.valid('json')
			const { position, replayed } = await cases.open({ number, title, department }, acting(c))
			await projection.current()
			const opening = await cases.opening(position)
			const opened = opening === null ? null : asCaseOpen(dataOf(opening))
			const id = await cidAt(deps, position)
			c.header('Location', `/api/v1/cases/${id}`)
			if (replayed) c.header('Idempotency-Replayed', 'true')
			return c.json({ id, number: opened?.number ?? number ?? '', local: opened?.local ?? false }, 201)
		})
		.openapi(listRoute, async (c) => {
			const query = c.req.valid('query')
			const state = query.state === undefined ? undefined : CASE_STATES.indexOf(query.state)
			const { positions, next, ids } = await findPage(deps, c, 'case', query, state)
			const found = await Promise.all(
				positions.map(async (position, i) => {
					const row = await findCase(projection.store, position)
					const id = ids[i]
					if (row === undefined || id === undefined) throw new Error('the register names what is no case')
					return view.summary({ position, id, row, opening: await cases.opening(position) })
				}),
			)
			await recordPage(deps, looks, c, ids)
			c.header('Cache-Control', 'no-store')
			return c.json({ cases: found, next }, 200)
		})
		.openapi(readRoute, async (c) => {
			const found = await cases.locate(c.req.valid('param').case)
			const { cursor, limit = MAX_DOCUMENTS } = c.req.valid('query')
			const from = readCursor('k', cursor) ?? 0
			const some = await documentsIn(projection.store, found.position, from, limit + 1)
			const rows = await Promise.all(some.slice(0, limit).map((one) => view.document(one)))
			const shown = rows.flatMap(({ cid, titled }) => (titled ? [cid] : []))
			const detail = await view.detail(found)
			const newest = [detail.newest, ...rows.map((one) => one.newest)]
			await cases.read(found, shown, newest, acting(c))
			const after = some[limit]
			c.header('Cache-Control', 'no-store')
			return c.json(
				{
					...detail.shape,
					documents: rows.map(({ shape }) => shape),
					next: after === undefined ? null : writeCursor('k', after.document),
				},
				200,
			)
		})
		.openapi(addRoute, async (c) => {
			const { case: name, id } = c.req.valid('param')
			await cases.addDocument(await cases.locate(name), id, acting(c))
			return c.body(null, 204)
		})
		.openapi(numberRoute, async (c) => {
			const found = await cases.locate(c.req.valid('param').case)
			await cases.number(found, c.req.valid('json').number, acting(c))
			return c.body(null, 204)
		})
		.openapi(closeRoute, async (c) => {
			const found = await cases.locate(c.req.valid('param').case)
			await cases.close(found, c.req.valid('json').settled, acting(c))
			return c.body(null, 204)
		})
		.openapi(decideRoute, async (c) => {
			const { case: name = null, ...decision } = c.req.valid('json')
			const { position, replayed } = await cases.decide(c.req.valid('param').id, decision, name, acting(c))
			if (replayed) c.header('Idempotency-Replayed', 'true')
			return c.json({ entry: await cidAt(deps, position) }, 201)
		})
		.openapi(decisionsRoute, async (c) => {
			const { id, first, row } = await locateDocument(deps, c.req.valid('param').id)
			const { principal, purpose } = acting(c)
			needRead(deps, principal, row)
			if (purpose === null) demandReason(deps, principal, row)
			await recordAccess(deps, { first, document: id, action: 'decision', principal, purpose })
			const positions = await decisionsOn(projection.store, first, MAX_DECISIONS)
			const versions = await listVersions(projection.store, first, 0, MAX_VERSIONS)
			const decisions = await Promise.all(positions.map((position) => view.decision(position, versions)))
			const in_ = await casesOf(projection.store, first, MAX_DECISIONS)
			c.header('Cache-Control', 'no-store')
			return c.json(
				{
					decisions: decisions.filter((one) => one !== null),
					cases: await Promise.all(in_.map((position) => cidAt(deps, position))),
				},
				200,
			)
		})
		.openapi(actRoute, async (c) => {
			const { relation, reason, by = null } = c.req.valid('json')
			if (relation === 'annuls') demandFresh(c.get('principal'))
			const recorded = await acts.record(c.req.valid('param').id, relation, reason, by, acting(c))
			const replayed = typeof recorded === 'number'
			if (replayed) c.header('Idempotency-Replayed', 'true')
			const entry = replayed ? await cidAt(deps, recorded) : cidText(recorded.cid)
			return c.json({ entry }, 201)
		})

	function acting(c: Context<AppEnv>): Acting {
		const principal = principalIn(c)
		const key = idempotencyKey(c.req.header('Idempotency-Key'), principal.name)
		return { principal, key, purpose: parsePurpose(c.req.header('Letopis-Purpose')) }
	}
}
