/**
 * From rows and openings to how cases and decisions are shown.
 * @module
 */
import type { z } from '@hono/zod-openapi'
import { type Cid, cidText, decodeEntry, entryCid, isCid } from '@letopis/format'
import { cidField, numberField, textField } from '../documents/fields.ts'
import { type FoundVersion, findDocument, listHistory } from '../documents/queries.ts'
import { entryBytes, keptOf, publicOf } from '../documents/reading.ts'
import { isoTime } from '../http/describe.ts'
import { actorView } from '../people/actor.ts'
import type { ApiDeps } from '../services.ts'
import { type Cases, cidAt, type LocatedCase } from './cases.ts'
import type { caseSchema, decisionViewSchema, inCaseSchema, summarySchema } from './describe.ts'
import { asCaseClose, asCaseOpen, asDecision, dataOf } from './records.ts'

const MAX_EVENTS = 1000
const MINUTE = 60_000

type Opened = NonNullable<LocatedCase['opening']>

export interface InCase {
	readonly cid: Cid
	/** whether private values are shown: then the look has to name the document */
	readonly titled: boolean
	/** position of the newest version, which is shown */
	readonly newest: number
	readonly shape: z.infer<typeof inCaseSchema>
}

export class CaseViews {
	readonly #deps: ApiDeps
	readonly #cases: Cases

	constructor(deps: ApiDeps, cases: Cases) {
		this.#deps = deps
		this.#cases = cases
	}

	async summary({ position, id, row, opening }: LocatedCase): Promise<z.infer<typeof summarySchema>> {
		const opened = opening === null ? null : asCaseOpen(dataOf(opening))
		return {
			id: cidText(id),
			number: opened?.number ?? null,
			local: opened?.local ?? false,
			reference: await this.#cases.reference(position),
			title: opened?.title ?? null,
			department: opened?.department ?? null,
			state: row.state,
			...this.#whenAndWho('opened', 'openedBy', opening, position),
		}
	}

	/** All of a case but its documents, and the position of the newest act that it tells of. */
	async detail(
		found: LocatedCase,
	): Promise<{ newest: number; shape: Omit<z.infer<typeof caseSchema>, 'documents' | 'next'> }> {
		const { position, row } = found
		const closing = row.closed === null ? null : await this.#cases.opening(row.closed)
		const closed = closing === null ? null : asCaseClose(dataOf(closing))
		const { store } = this.#deps.projection
		const events = await listHistory(store, position, position, MAX_EVENTS, false)
		const shape = {
			...(await this.summary(found)),
			...this.#whenAndWho('closed', 'closedBy', closing, row.closed ?? 0),
			settled: closed?.settled ?? null,
			events: await Promise.all(events.map((at) => this.#event(at, position))),
		}
		return { newest: events.at(-1) ?? position, shape }
	}

	/**
	 * A document as its case shows it: what the newest version is called. Whoever put it there opened its title to
	 * whoever reads the case.
	 */
	async document({ document, entry }: { document: number; entry: number }): Promise<InCase> {
		const deps = this.#deps
		const row = await findDocument(deps.projection.store, document)
		if (row === undefined) throw new Error('a case names what is no document')
		const cid = entryCid(await entryBytes(deps, document))
		const kept = await keptOf(deps, row.latest)
		const first = document === row.latest ? kept : await keptOf(deps, document)
		const said = [kept, first].map((one) => (typeof one === 'string' ? {} : dataOf(one.opening)))
		const open = publicOf(decodeEntry(await entryBytes(deps, row.latest)))
		const text = (name: string) => [said[0]?.[name], open[name], said[1]?.[name]].find(isText) ?? null
		const recorded = typeof first === 'string' ? null : numberField(first.opening, 'time')
		return {
			cid,
			titled: typeof kept !== 'string' || typeof first !== 'string',
			newest: row.latest,
			shape: {
				id: cidText(cid),
				title: text('title'),
				number: text('number'),
				kind: text('kind'),
				state: row.current,
				versions: row.versions,
				erased: kept === 'erased',
				lost: kept === 'lost',
				recorded: recorded === null ? null : isoTime(recorded),
				...this.#whenAndWho('added', 'addedBy', await this.#cases.opening(entry), entry),
			},
		}
	}

	/** @returns null if it cannot be read any more @param versions of the document, oldest first */
	async decision(
		position: number,
		versions: readonly FoundVersion[],
	): Promise<z.infer<typeof decisionViewSchema> | null> {
		const opening = await this.#cases.opening(position)
		const decision = opening === null ? null : asDecision(dataOf(opening))
		if (decision === null) return null
		const { ruling, reasoning, instruction, case: of } = decision
		return {
			entry: await cidAt(this.#deps, position),
			version: versions.findLast(({ index }) => index < position)?.number ?? null,
			...this.#whenAndWho('time', 'by', opening, position),
			...{ ruling, reasoning, instruction, case: isCid(of) ? cidText(of) : null },
		}
	}

	async #event(position: number, opened: number): Promise<z.infer<typeof caseSchema>['events'][number]> {
		const opening = await this.#cases.opening(position)
		const document = opening === null ? null : cidField(opening, 'object')
		const kind = opening === null ? '' : (textField(opening, 'kind') ?? '')
		const bytes = await entryBytes(this.#deps, position)
		const known = this.#whenAndWho('time', 'by', opening, position)
		return {
			entry: cidText(entryCid(bytes)),
			type: TYPES[kind] ?? (position === opened ? 'opened' : 'unreadable'),
			...known,
			document: document === null ? null : cidText(document),
			// The entry itself tells the minute, whatever became of its private half.
			time: known.time ?? isoTime(decodeEntry(bytes).time * MINUTE),
		}
	}

	#whenAndWho<T extends string, B extends string>(
		time: T,
		by: B,
		opening: Opened | null,
		position: number,
	): Record<T | B, string | null> {
		const moment = opening === null ? null : numberField(opening, 'time')
		const { people } = this.#deps.projection
		return {
			[time]: moment === null ? null : isoTime(moment),
			[by]: opening === null ? null : (actorView(opening, position, people)?.name ?? null),
		} as Record<T | B, string | null>
	}
}

const TYPES: Readonly<Record<string, 'opened' | 'numbered' | 'document' | 'decision' | 'closed'>> = {
	'case-open': 'opened',
	'case-number': 'numbered',
	'case-document': 'document',
	decision: 'decision',
	'case-close': 'closed',
}

function isText(value: unknown): value is string {
	return typeof value === 'string'
}
