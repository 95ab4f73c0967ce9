/**
 * From rows, entries and openings to what a reader is shown.
 * @module
 */
import { cidText, type DagValue, decodeEntry, entryCid, hex, isCid, isDagMap } from '@letopis/format'
import { isoTime } from '../http/describe.ts'
import type { ApiDeps } from '../services.ts'
import { bytesField, fileFacts, metadata, numberField, textField } from './fields.ts'
import type { FoundDocument, FoundVersion } from './queries.ts'
import { type Kept, keptOf, type LocatedVersion, publicOf } from './reading.ts'
import { RELATIONS } from './rows.ts'
import type { DocumentView, EventView, SummaryView, VersionView } from './schemas.ts'

const MINUTE = 60_000

export function versionView({ entry, version }: Pick<LocatedVersion, 'entry' | 'version'>): VersionView {
	return {
		entry: cidText(version.cid),
		index: version.index,
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
): DocumentView {
	return {
		id: cidText(located.id),
		versions: located.row.versions,
		latest: cidText(latest.cid),
		version: versionView(located),
		erased: kept === 'erased',
		private: kept === 'erased' || !withPrivate ? null : privateView(kept),
	}
}

function privateView({ opening }: Exclude<Kept, 'erased'>): NonNullable<DocumentView['private']> {
	const time = numberField(opening, 'time')
	const sha256 = bytesField(opening, 'content')
	const { data, reason } = metadata(opening)
	return {
		recordedAt: time === null ? null : isoTime(time),
		recordedBy: textField(opening, 'actor'),
		sha256: sha256 === null ? null : hex(sha256),
		file: fileFacts(opening),
		metadata: isDagMap(data) ? jsonMap(data) : {},
		reason: typeof reason === 'string' ? reason : null,
	}
}

export async function summaryView({ ledger }: ApiDeps, { first, row }: FoundDocument): Promise<SummaryView> {
	const bytes = await entryBytes(ledger.log, first)
	const entry = decodeEntry(bytes)
	return {
		id: cidText(entryCid(bytes)),
		index: first,
		time: isoTime(entry.time * MINUTE),
		visibility: row.public ? 'public' : 'private',
		state: row.state,
		versions: row.versions,
		latestIndex: row.latest,
		public: jsonMap(publicOf(entry) as DagValue),
	}
}

export async function versionsView(
	{ ledger }: ApiDeps,
	versions: readonly FoundVersion[],
): Promise<VersionView[]> {
	return Promise.all(
		versions.map(async (version) =>
			versionView({ version, entry: decodeEntry(await entryBytes(ledger.log, version.index)) }),
		),
	)
}

/** One event of a document's history. @param isVersion whether the entry is a version of the document */
export async function eventView(deps: ApiDeps, index: number, isVersion: boolean): Promise<EventView> {
	const bytes = await entryBytes(deps.ledger.log, index)
	const entry = decodeEntry(bytes)
	const base = { entry: cidText(entryCid(bytes)), index, time: isoTime(entry.time * MINUTE) }
	const relations = RELATIONS.flatMap((relation) =>
		(entry.links[relation] ?? []).map((cid) => ({ relation, entry: cidText(cid) })),
	)
	const nobody = { by: null, action: null, purpose: null }
	if (isVersion) return { type: 'version', ...base, relations, ...nobody }
	if (relations.length > 0) return { type: 'act', ...base, relations, ...nobody }
	const kept = await keptOf(deps, index)
	if (kept === 'erased') return { type: 'access', ...base, relations, ...nobody }
	const { opening } = kept
	const { action } = metadata(opening)
	const time = numberField(opening, 'time')
	return {
		type: 'access',
		...base,
		time: time === null ? base.time : isoTime(time),
		relations,
		by: textField(opening, 'actor'),
		action: typeof action === 'string' ? action : null,
		purpose: textField(opening, 'purpose'),
	}
}

async function entryBytes(log: ApiDeps['ledger']['log'], index: number): Promise<Uint8Array> {
	const bytes = await log.entry(index)
	if (bytes === undefined) throw new Error(`the log has lost entry ${index}`)
	return bytes
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
