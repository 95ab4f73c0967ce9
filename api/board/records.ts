/**
 * What the entries about the notice board hold.
 *
 * | Kind | Public body |
 * | --- | --- |
 * | `posting` | document, version (CIDs), category, from, until (days; until or null), paper (day or null), withdraw |
 * | `take-down` | posting (CID), day, paper (day or null), withdraw |
 * | `board-withdrawal` | posting (CID), day |
 * | `board-probe-key` | name, vkey, active |
 * | `board-probe` | probe (name), notes (signed statements, see README.md) |
 *
 * All are public, and none holds a personal datum: title, number and salt of a posting are private fields of its entry
 * (metadata, member `data`), which the board shows to everyone until it is taken down and withdrawn. So what a notice says of
 * people can go, and what remains proves which entry was posted when.
 * @module
 */
import { type Cid, type DagMap, type Entry, isCid, isDagMap, type Opening } from '@letopis/format'
import { type Day, isDay } from '../calendar/day.ts'
import { metadata } from '../documents/fields.ts'

export const POSTING_KIND = 'posting'
export const TAKE_DOWN_KIND = 'take-down'
export const WITHDRAWAL_KIND = 'board-withdrawal'
export const PROBE_KEY_KIND = 'board-probe-key'
export const PROBE_KIND = 'board-probe'

/** What is posted; which law asks for it stands beside its name on the pages. */
export const CATEGORIES = [
	'public-notice',
	'intent',
	'council',
	'bylaw',
	'budget',
	'proceeding',
	'auction',
	'election',
	'found',
	'job',
	'other',
] as const
export type Category = (typeof CATEGORIES)[number]

export interface Posting {
	readonly document: Cid
	readonly version: Cid
	readonly category: Category
	/** first day on the board */
	readonly from: Day
	/** last day on the board, as planned; null: until somebody takes it down */
	readonly until: Day | null
	/** since when it hangs on the board in the building too, as whoever posted it says; null if they do not */
	readonly paper: Day | null
	/** whether what it says goes from public view when it is taken down */
	readonly withdraw: boolean
}

export interface TakeDown {
	readonly posting: Cid
	readonly day: Day
	/** when it was taken from the board in the building; null if nobody says */
	readonly paper: Day | null
	readonly withdraw: boolean
}

/** What a posting shows until it is withdrawn. */
export interface Notice {
	readonly title: string
	readonly number: string | null
	/** 16 B that blind the hash in public statements of probes */
	readonly salt: Uint8Array
}

export function isCategory(value: unknown): value is Category {
	return CATEGORIES.some((category) => category === value)
}

const isDayOrNull = (value: unknown): value is Day | null => value === null || isDay(value)

export function postingIn({ kind, body }: Entry): Posting | null {
	if (kind !== POSTING_KIND) return null
	const { document, version, category, from, until, paper, withdraw } = body
	if (!isCid(document) || !isCid(version) || !isCategory(category) || !isDay(from)) return null
	if (!isDayOrNull(until) || !isDayOrNull(paper) || typeof withdraw !== 'boolean') return null
	return { document, version, category, from, until, paper, withdraw }
}

export function takeDownIn({ kind, body }: Entry): TakeDown | null {
	if (kind !== TAKE_DOWN_KIND) return null
	const { posting, day, paper, withdraw } = body
	if (!isCid(posting) || !isDay(day) || !isDayOrNull(paper) || typeof withdraw !== 'boolean') return null
	return { posting, day, paper, withdraw }
}

/** What was left in view when the notice was taken down goes from it. */
export interface Withdrawal {
	readonly posting: Cid
	readonly day: Day
}

export function withdrawalIn({ kind, body }: Entry): Withdrawal | null {
	if (kind !== WITHDRAWAL_KIND) return null
	const { posting, day } = body
	return isCid(posting) && isDay(day) ? { posting, day } : null
}

/** The notice whose words and content an entry takes from view; null if it takes none. */
export function withdrawnIn(entry: Entry): Cid | null {
	const down = takeDownIn(entry)
	if (down?.withdraw === true) return down.posting
	return withdrawalIn(entry)?.posting ?? null
}

export interface ProbeKey {
	readonly name: string
	readonly vkey: string
	readonly active: boolean
}

export function probeKeyIn({ kind, body }: Entry): ProbeKey | null {
	if (kind !== PROBE_KEY_KIND) return null
	const { name, vkey, active } = body
	if (typeof name !== 'string' || typeof vkey !== 'string' || typeof active !== 'boolean') return null
	return { name, vkey, active }
}

export function probesIn({ kind, body }: Entry): { readonly probe: string; readonly notes: string[] } | null {
	if (kind !== PROBE_KIND) return null
	const { probe, notes } = body
	if (typeof probe !== 'string' || !Array.isArray(notes)) return null
	return { probe, notes: notes.filter((note) => typeof note === 'string') }
}

export function noticeIn(opening: Opening): Notice | null {
	const { data } = metadata(opening)
	return isDagMap(data) ? asNotice(data) : null
}

function asNotice({ title, number, salt }: DagMap): Notice | null {
	if (typeof title !== 'string' || !(salt instanceof Uint8Array)) return null
	return { title, number: typeof number === 'string' ? number : null, salt }
}
