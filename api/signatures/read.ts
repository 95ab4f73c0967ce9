/**
 * What was found about the signatures of a version, out of the log.
 * @module
 */

import type { z } from '@hono/zod-openapi'
import { cidText, entryCid } from '@letopis/format'
import { metadata, numberField } from '../documents/fields.ts'
import { entryBytes, keptOf } from '../documents/reading.ts'
import { isoTime } from '../http/describe.ts'
import type { ApiDeps } from '../services.ts'
import type { Findings } from './checker.ts'
import { type checkSchema, findingsView } from './describe.ts'
import { findingsFromDag } from './record.ts'
import { checkOf, isWaiting } from './rows.ts'

/** The findings at a position; null where nobody can read them any more. */
export async function findingsAt(deps: ApiDeps, position: number): Promise<Findings | null> {
	const kept = await keptOf(deps, position)
	return typeof kept === 'string' ? null : findingsFromDag(metadata(kept.opening).data)
}

/** @param upTo position behind which nothing is told */
export async function checkView(
	deps: ApiDeps,
	first: number,
	version: number,
	upTo = Number.MAX_SAFE_INTEGER,
): Promise<z.infer<typeof checkSchema>> {
	const { store, chronicle } = deps.projection
	const position = await checkOf(store, first, version)
	if (position === undefined || position > upTo) {
		const waits = position !== undefined || (await isWaiting(store, version))
		return { state: waits ? 'waiting' : 'none-found', check: null }
	}
	const kept = await keptOf(deps, position)
	const findings = typeof kept === 'string' ? null : findingsFromDag(metadata(kept.opening).data)
	if (typeof kept === 'string' || findings === null) return { state: 'unreadable', check: null }
	const { log, index } = chronicle.place(position)
	const entry = cidText(entryCid(await entryBytes(deps, position)))
	const time = isoTime(numberField(kept.opening, 'time') ?? findings.at)
	return { state: 'checked', check: { entry, log, index, time, findings: findingsView(findings) } }
}
