/**
 * What one event tells a receiver: what happened, to what, and the receipt of the entry. Only what the receiver's
 * token may read at this moment; of anything private an entry of access stands in the log before the body is made.
 * @module
 */
import {
	type Cid,
	cidText,
	decodeEntry,
	type Entry,
	entryCid,
	formatReceipt,
	isCid,
	isDagMap,
} from '@letopis/format'
import { POSTING_KIND } from '../board/records.ts'
import { findCase } from '../cases/rows.ts'
import { recordAccess } from '../documents/access.ts'
import { cidField, metadata, numberField, textField } from '../documents/fields.ts'
import { findDocument } from '../documents/queries.ts'
import { documentOfEntry, entryBytes, keptOf, type LocatedDocument, mayRead } from '../documents/reading.ts'
import type { Receipts } from '../documents/receipts.ts'
import { isoTime } from '../http/describe.ts'
import type { Principal } from '../http/env.ts'
import { Problem } from '../http/problems.ts'
import type { ApiDeps } from '../services.ts'
import type { Event } from './rows.ts'
import type { Message } from './send.ts'

const MINUTE = 60_000

type Opening = Exclude<Awaited<ReturnType<typeof keptOf>>, string>['opening']

/** What an event is about; the ids are those of the addresses under `/api/v1`. */
interface About {
	readonly document?: string
	readonly case?: string
	readonly filing?: string
	/** a notice on the board */
	readonly posting?: string
	/** of a filing */
	readonly step?: string
	/** the entry of the step that was recorded by mistake: what was told of it does not hold */
	readonly voids?: string
}

/**
 * The message of an event, with the entry of access that it needs.
 * @returns null if the receiver may not know of it, or nothing is left of it
 * @throws what the log throws: nothing was told then
 */
export async function messageOf(
	deps: ApiDeps,
	receipts: Receipts,
	{ position, type }: Event,
	reader: Principal,
): Promise<Message | null> {
	const bytes = await entryBytes(deps, position)
	const cid = entryCid(bytes)
	const entry = decodeEntry(bytes)
	const kept = await keptOf(deps, position)
	const opening = typeof kept === 'string' ? null : kept.opening
	// What was destroyed meanwhile is told of by the entry that says so.
	if (opening === null && entry.kind === 'sealed') return null
	const about = type.startsWith('board.')
		? aboutNotice(entry, cid)
		: type.startsWith('document.')
			? await aboutDocument(deps, opening, position, reader)
			: await aboutCase(deps, opening, cid, reader)
	if (about === null) return null
	const { log, origin, index } = { ...deps.projection.chronicle.place(position) }
	const time = opening === null ? null : numberField(opening, 'time')
	const receipt = JSON.parse(formatReceipt(await receipts.grown(position, bytes, opening, cid)))
	const data = { entry: cidText(cid), log, origin, index, ...about, receipt }
	const timestamp = isoTime(time ?? entry.time * MINUTE)
	return { id: cidText(cid), body: JSON.stringify({ type, timestamp, data }) }
}

/** Whether what a message tells of is still there: what is destroyed is told to nobody from then on. */
export async function isLeft(deps: ApiDeps, { position }: Event): Promise<boolean> {
	await deps.projection.current()
	const kept = await keptOf(deps, position)
	return typeof kept !== 'string' || decodeEntry(await entryBytes(deps, position)).kind !== 'sealed'
}

async function aboutDocument(
	deps: ApiDeps,
	opening: Opening | null,
	position: number,
	reader: Principal,
): Promise<About | null> {
	const located = await documentAt(deps, opening, position)
	if (located === null) return null
	const { first, id, row } = located
	const about = { document: cidText(id) }
	// That a document is no more is public, and so is all about one that was public from the start.
	if (row.state === 'disposed') return row.public || mayRead(deps, reader, row) ? about : null
	const isRead = opening === null || textField(opening, 'kind') !== 'document' || !row.public
	if (!mayRead(deps, reader, row)) return isRead ? null : about
	if (isRead && !(await accessed(deps, first, id, reader))) return null
	return about
}

/** The document that an entry names, or is a version of. */
async function documentAt(
	deps: ApiDeps,
	opening: Opening | null,
	position: number,
): Promise<LocatedDocument | null> {
	const { store, chronicle } = deps.projection
	const object = opening === null ? null : cidField(opening, 'object')
	const named = object === null ? undefined : await chronicle.indexOf(object)
	const row = named === undefined ? undefined : await findDocument(store, named)
	if (object !== null && named !== undefined && row !== undefined) return { first: named, id: object, row }
	return documentOfEntry(deps, position).catch((error: unknown) => {
		if (error instanceof Problem) return null
		throw error
	})
}

/** The board is public, and so is which document is on it. */
function aboutNotice({ kind, body }: Entry, cid: Cid): About | null {
	const [posting, document] = kind === POSTING_KIND ? [cid, body.document] : [body.posting, null]
	if (!isCid(posting)) return null
	return { posting: cidText(posting), ...(isCid(document) ? { document: cidText(document) } : {}) }
}

async function aboutCase(
	deps: ApiDeps,
	opening: Opening | null,
	cid: Cid,
	reader: Principal,
): Promise<About | null> {
	if (opening === null || !reader.scopes.has('cases:read')) return null
	const { chronicle, store } = deps.projection
	const kind = textField(opening, 'kind')
	const { data } = metadata(opening)
	if (!isDagMap(data)) return null
	let filing: Cid | null = kind === 'filing' ? cid : null
	let case_ = isCid(data.case) ? data.case : kind === 'case-open' ? cid : null
	if (kind === 'filing-step' && isCid(data.filing)) {
		filing = data.filing
		const at = await chronicle.indexOf(filing)
		const of = at === undefined ? 'lost' : await keptOf(deps, at)
		const told = typeof of === 'string' ? null : metadata(of.opening).data
		case_ = isDagMap(told) && isCid(told.case) ? told.case : null
	}
	const first = case_ === null ? undefined : await chronicle.indexOf(case_)
	if (case_ === null || first === undefined || (await findCase(store, first)) === undefined) return null
	if (!(await accessed(deps, first, case_, reader))) return null
	const object = cidField(opening, 'object')
	return {
		case: cidText(case_),
		...(kind === 'case-document' && object !== null ? { document: cidText(object) } : {}),
		...(filing === null ? {} : { filing: cidText(filing) }),
		...(kind === 'filing-step' && typeof data.step === 'string' ? { step: data.step } : {}),
		...(kind === 'filing-step' && isCid(data.voids) ? { voids: cidText(data.voids) } : {}),
	}
}

/** @returns whether the read was recorded; not, where all that is private has been destroyed */
async function accessed(deps: ApiDeps, first: number, id: Cid, principal: Principal): Promise<boolean> {
	try {
		await recordAccess(deps, { first, document: id, action: 'webhook', principal, purpose: null })
		return true
	} catch (error) {
		if (error instanceof Problem && error.code === 'erased') return false
		throw error
	}
}
