/**
 * The inbox of a department: filings by the day that the law sets, what is overdue first. Counts are rows of their own, so
 * that they cost the same whether there are ten filings or a hundred thousand.
 * @module
 */
import type { Store } from '@letopis/ledger'
import { accountPrincipal } from '../people/actor.ts'
import type { Tags } from '../people/fold.ts'
import { dayText, decodeCounts, decodeWeek, NO_DAY, placeIn, ranges, weekOf } from './rows.ts'
import { FILING_STATES, type FilingState, isUnresolved } from './rules.ts'

/** Rows looked at for one page; a page may be short and have a next one. */
const EXAMINED = 4000
/** Days of which counts are read. */
const MAX_DAYS = 20_000
const TAG = 16

export interface InboxQuery {
	/** code */
	readonly department: string
	/** account: only what is assigned to it */
	readonly assignee: string | null
	/** nobody's yet */
	readonly unassigned: boolean
	readonly state: FilingState | null
	/** day number: only what should have been done before it */
	readonly dueBefore: number | null
	readonly from: { readonly day: number; readonly position: number }
	readonly limit: number
}

export interface InboxPage {
	readonly positions: readonly number[]
	readonly next: { readonly day: number; readonly position: number } | null
}

type TagsOf = Tags & { of(principal: string): Uint8Array }

/** Filings that are not resolved, by deadline; those of which none runs come last. */
export async function inbox(store: Store, tags: TagsOf, query: InboxQuery): Promise<InboxPage> {
	const { from, limit, state, dueBefore } = query
	const department = tags.tag('department', query.department)
	const assignee = query.assignee === null ? null : tags.of(accountPrincipal(query.assignee))
	const range =
		assignee === null
			? ranges.queued(department, from, dueBefore ?? NO_DAY)
			: ranges.assigned(assignee, from, dueBefore ?? NO_DAY)
	// Without a bound, those without a day are asked for, too.
	const { gte, lt } = range
	const positions: number[] = []
	let examined = 0
	for await (const [key, value] of store.range({ gte, lt, limit: EXAMINED + 1 })) {
		const place = placeIn(key)
		if (positions.length === limit || examined++ === EXAMINED) return { positions, next: place }
		if (dueBefore !== null && place.day >= dueBefore) break
		if (state !== null && FILING_STATES[value[0] ?? -1] !== state) continue
		if (query.unassigned && value.subarray(1, 1 + TAG).some((byte) => byte !== 0)) continue
		positions.push(place.position)
	}
	return { positions, next: null }
}

/** Filings that are resolved, newest first. @param before position below which to look */
export async function resolved(
	store: Store,
	tags: TagsOf,
	{
		department,
		state,
		before,
		limit,
	}: { department: string; state: FilingState | null; before: number; limit: number },
): Promise<InboxPage> {
	const positions: number[] = []
	const range = ranges.resolved(tags.tag('department', department), before)
	let examined = 0
	for await (const [key, value] of store.range({ ...range, reverse: true, limit: EXAMINED + 1 })) {
		const { position } = placeIn(key)
		if (positions.length === limit || examined++ === EXAMINED)
			return { positions, next: { day: 0, position: position + 1 } }
		if (state !== null && FILING_STATES[value[0] ?? -1] !== state) continue
		positions.push(position)
	}
	return { positions, next: null }
}

export interface Counts {
	/** unresolved filings by state */
	readonly states: Readonly<Record<string, number>>
	readonly unresolved: number
	readonly overdue: number
	/** with a deadline of today or within the next seven days */
	readonly soon: number
	/** earliest deadline, YYYY-MM-DD */
	readonly nearest: string | null
	/** the last twelve weeks, oldest first: Monday, how many came, how many were resolved */
	readonly weeks: readonly { readonly monday: string; readonly came: number; readonly resolved: number }[]
}

const WEEKS = 12
const SOON = 7

/** @param today day number */
export async function counts(store: Store, tags: Tags, code: string, today: number): Promise<Counts> {
	const department = tags.tag('department', code)
	const states: Record<string, number> = {}
	let [unresolved, overdue, soon] = [0, 0, 0]
	let nearest: number | null = null
	for await (const [key, value] of store.range({ ...ranges.counts(department), limit: MAX_DAYS })) {
		const day = new DataView(key.buffer, key.byteOffset, key.byteLength).getUint32(key.length - 4)
		let of = 0
		for (const [i, count] of decodeCounts(value).entries()) {
			const state = FILING_STATES[i]
			if (state === undefined || count === 0 || !isUnresolved(state)) continue
			states[state] = (states[state] ?? 0) + count
			of += count
		}
		unresolved += of
		if (day === NO_DAY) continue
		if (of > 0) nearest ??= day
		if (day < today) overdue += of
		else if (day <= today + SOON) soon += of
	}
	const last = weekOf(today)
	const known = new Map<number, { came: number; resolved: number }>()
	for await (const [key, value] of store.range(ranges.weeks(department, last - WEEKS + 1, last))) {
		known.set(
			new DataView(key.buffer, key.byteOffset, key.byteLength).getUint32(key.length - 4),
			decodeWeek(value),
		)
	}
	const weeks = Array.from({ length: WEEKS }, (_, i) => {
		const week = last - WEEKS + 1 + i
		return { monday: dayText(week * 7 - 3) ?? '', ...(known.get(week) ?? { came: 0, resolved: 0 }) }
	})
	return { states, unresolved, overdue, soon, nearest: nearest === null ? null : dayText(nearest), weeks }
}
