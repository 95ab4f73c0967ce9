/**
 * Acts that nobody can read any more: their private half was erased, is lost in both copies of the vault, or they are
 * missing altogether with the log that held them. One of them may have revoked a token, closed an account or ended a
 * session, and that must not turn into nothing. So each voids every right that was granted before it: fewer rights
 * than the town gave can be given again, more could not be taken back.
 *
 * What is certainly no such act voids nothing: a document, an act on one, which the log shows to everybody, an access,
 * whose tag tells (`unread-accesses.ts`), and what the log declares as disposed of (`disposed-entries.ts`). Documents stay as they are, and so does the administrator's token, a file among the keys.
 * @module
 */
import { bodyOf, decodeDag, encodeDag, isDagMap } from '@letopis/format'
import type { Store } from '@letopis/ledger'
import type { Chronicle } from '../chronicle.ts'
import type { Clock } from '../deps.ts'
import { type JournalLine, journalNotice } from '../http/journal.ts'
import type { FoldedEntry } from './folded.ts'
import { indexIn, ranges } from './rows.ts'

export const DOUBT_REMEDY =
	'Grant new tokens with the administrator token; people come in again by the first-account code, which the next ' +
	'start writes among the keys. If a backup of the vault has the record, restore it and run "letopis reindex".'

export interface Doubt {
	/** position of the act, or of the last one of a row of missing ones */
	readonly index: number
	/** ms since 1970, as far as known */
	readonly time: number
	readonly why: 'erased' | 'lost' | 'missing'
}

const MINUTE = 60_000

/** The doubt that an entry leaves unless it is an access; null if it leaves none. */
export function doubtOf({ index, entry, opening, unread }: FoldedEntry): Doubt | null {
	const time = entry.time * MINUTE
	const lost = bodyOf(entry, 'genesis')?.predecessor?.lost
	if (lost !== undefined) return { index, time, why: 'missing' }
	if (opening !== null || entry.kind !== 'sealed') return null
	if (entry.body.content !== undefined || Object.keys(entry.links).length > 0) return null
	return { index, time, why: unread }
}

export function encodeDoubt({ time, why }: Doubt): Uint8Array {
	return encodeDag({ time, why })
}

/** All of them, in the order of the log. */
export async function loadDoubts(store: Store): Promise<Doubt[]> {
	const doubts: Doubt[] = []
	for await (const [key, value] of store.range(ranges.unread())) {
		const row = decodeDag(value)
		if (!isDagMap(row)) throw new Error('projection row is not a map')
		const { time, why } = row as unknown as Omit<Doubt, 'index'>
		doubts.push({ index: indexIn(key), time, why })
	}
	return doubts
}

/** Lines for a start of the service; a whole lost segment need not fill the journal. */
const TOLD = 16

/** Writes into the journal which acts cannot be read, newest first, and what to do. */
export function tellDoubts(deps: {
	readonly projection: { readonly doubts: readonly Doubt[]; readonly chronicle: Chronicle }
	readonly clock: Clock
	readonly journal?: (line: JournalLine) => void
}): void {
	const { doubts, chronicle } = deps.projection
	for (const doubt of doubts.slice(-TOLD).toReversed())
		journalNotice(deps, 'rights-in-doubt', { entry: describeDoubt(chronicle, doubt), remedy: DOUBT_REMEDY })
}

/** `<origin> <index> <why>` */
export function describeDoubt(chronicle: Chronicle, { index, why }: Doubt): string {
	const place = chronicle.place(index)
	return `${place.origin} ${place.index} ${why}`
}
