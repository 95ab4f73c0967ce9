/**
 * From rows, entries and openings to what a reader is shown.
 * @module
 */
import { cidText, type DagValue, decodeEntry, entryCid, hex, isCid, isDagMap } from '@letopis/format'
import type { Chronicle } from '../chronicle.ts'
import { isoTime } from '../http/describe.ts'
import { actorView } from '../people/actor.ts'
import type { ApiDeps } from '../services.ts'
import { bytesField, fileFacts, metadata, numberField, textField } from './fields.ts'
import type { FoundDocument, FoundVersion } from './queries.ts'
import { entryBytes, type Intact, type Kept, keptOf, type LocatedVersion, publicOf } from './reading.ts'
import { RELATIONS } from './rows.ts'
import type { DocumentView, EventView, SummaryView, VersionView } from './schemas.ts'

const MINUTE = 60_000

/** The log that holds a position, and the index there. */
function placeView(chronicle: Chronicle, position: number): { log: number; index: number } {
	const { log, index } = chronicle.place(position)
	return { log, index }
}

export function versionView(
	chronicle: Chronicle,
	{ entry, version }: Pick<LocatedVersion, 'entry' | 'version'>,
): VersionView {
	return {
		entry: cidText(version.cid),
		...placeView(chronicle, version.index),
		number: version.number,
		time: isoTime(entry.time * MINUTE),
		visibility: version.public ? 'public' : 'private',
		state: version.state,
		public: jsonMap(publicOf(entry) as DagValue),
	}
}

/** @param withPrivate whether the reader may see what is private; then the read has been recorded */
export function documentView(
	located: LocatedVersion,
	latest: FoundVersion,
	kept: Kept,
	withPrivate: boolean,
	{ chronicle, people }: Pick<ApiDeps['projection'], 'chronicle' | 'people'>,
): DocumentView {
	return {
		id: cidText(located.id),
		versions: located.row.versions,
		latest: cidText(latest.cid),
		version: versionView(chronicle, located),
		erased: kept === 'erased',
		lost: kept === 'lost',
		private:
			typeof kept === 'string' || !withPrivate ? null : privateView(kept, located.version.index, people),
	}
}

function privateView(
	{ opening }: Intact,
	position: number,
	people: ApiDeps['projection']['people'],
): NonNullable<DocumentView['private']> {
	const time = numberField(opening, 'time')
	const sha256 = bytesField(opening, 'content')
	const { data, reason } = metadata(opening)
	const actor = actorView(opening, position, people)
	return {
		recordedAt: time === null ? null : isoTime(time),
		recordedBy: actor?.name ?? null,
		department: actor?.department ?? null,
		sha256: sha256 === null ? null : hex(sha256),
		file: fileFacts(opening),
		metadata: isDagMap(data) ? jsonMap(data) : {},
		reason: typeof reason === 'string' ? reason : null,
	}
}

export async function summaryView(deps: ApiDeps, { first, row }: FoundDocument): Promise<SummaryView> {
	const { chronicle } = deps.projection
	const bytes = await entryBytes(deps, first)
	const latest = chronicle.place(row.latest)
	const entry = decodeEntry(bytes)
	return {
		id: cidText(entryCid(bytes)),
		...placeView(chronicle, first),
		time: isoTime(entry.time * MINUTE),
		visibility: row.public ? 'public' : 'private',
		state: row.state,
		versions: row.versions,
		latestLog: latest.log,
		latestIndex: latest.index,
		public: jsonMap(publicOf(entry) as DagValue),
	}
}

export async function versionsView(deps: ApiDeps, versions: readonly FoundVersion[]): Promise<VersionView[]> {
	return Promise.all(
		versions.map(async (version) =>
			versionView(deps.projection.chronicle, {
				version,
				entry: decodeEntry(await entryBytes(deps, version.index)),
			}),
		),
	)
}

/** What other sealed entries about a document are, by their private kind. */
const TYPES: Readonly<Record<string, EventView['type']>> = {
	decision: 'decision',
	'case-document': 'case',
	'signature-check': 'signature-check',
}

/** What entries about a document are whose kind everyone sees. */
const OPEN_TYPES: Readonly<Record<string, EventView['type']>> = {
	posting: 'posting',
	'take-down': 'take-down',
	'board-withdrawal': 'board-withdrawal',
}

/**
 * One event of a document's history.
 * @param isVersion whether the entry is a version of the document
 * @param withPrivate whether the reader may see who and why
 */
export async function eventView(
	deps: ApiDeps,
	index: number,
	isVersion: boolean,
	withPrivate: boolean,
): Promise<EventView> {
	const bytes = await entryBytes(deps, index)
	const entry = decodeEntry(bytes)
	const place = placeView(deps.projection.chronicle, index)
	const base = { entry: cidText(entryCid(bytes)), ...place, time: isoTime(entry.time * MINUTE) }
	const relations = RELATIONS.flatMap((relation) =>
		(entry.links[relation] ?? []).map((cid) => ({ relation, entry: cidText(cid) })),
	)
	const open = OPEN_TYPES[entry.kind]
	const seen = isVersion ? 'version' : (open ?? (relations.length > 0 ? 'act' : 'access'))
	const kept = withPrivate ? await keptOf(deps, index) : 'erased'
	if (typeof kept === 'string') {
		return {
			type: seen,
			...base,
			relations,
			by: null,
			department: null,
			role: null,
			action: null,
			purpose: null,
			readable: !withPrivate,
		}
	}
	const { opening } = kept
	const { action, reason } = metadata(opening)
	const time = numberField(opening, 'time')
	const actor = actorView(opening, index, deps.projection.people)
	const purpose = textField(opening, 'purpose')
	const type = seen === 'access' ? (TYPES[textField(opening, 'kind') ?? ''] ?? 'access') : seen
	return {
		type,
		...base,
		time: time === null ? base.time : isoTime(time),
		relations,
		by: actor?.name ?? null,
		department: actor?.department ?? null,
		role: actor?.role ?? null,
		action: typeof action === 'string' ? action : null,
		purpose: purpose ?? (typeof reason === 'string' ? reason : null),
		readable: true,
	}
}

/** What a history tells of cases and decisions, which are never public. */
export function isOfCases({ type }: EventView): boolean {
	return type === 'decision' || type === 'case'
}

/** A map of the profile as JSON: bytes become base64, CIDs their text. */
export function jsonMap(value: DagValue): Record<string, unknown> {
	return isDagMap(value) ? (jsonValue(value) as Record<string, unknown>) : {}
}

function jsonValue(value: DagValue): unknown {
	if (typeof value !== 'object' || value === null) return value
	if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
	if (isCid(value)) return cidText(value)
	if (Array.isArray(value)) return value.map(jsonValue)
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, jsonValue(item)]))
}
