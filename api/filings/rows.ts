/**
 * Rows about filings. Positions are those of entries; a day is a number of days since 1970, {@link NO_DAY} where no
 * deadline runs. Departments and people are keyed hashes.
 *
 * | Key | Value |
 * | --- | --- |
 * | `Ff` filing | the filing: case, state, department, assignee, deadline, newest step, how many steps, which PIN |
 * | `Fc` case | position of its filing |
 * | `Fs` filing step | (empty) |
 * | `Fq` department day filing | state, assignee: filings that are not resolved, by deadline |
 * | `Fa` assignee day filing | state: the same of one person |
 * | `Fr` department filing | state: resolved ones |
 * | `Fp` posting | position of the filing whose step it is |
 * | `Fn` department day | how many unresolved filings have this deadline, by state |
 * | `Fw` department week | how many came and were resolved in the week |
 * @module
 */
import { concat, decodeDag, encodeDag, isDagMap, type Opening, uint64be, utf8 } from '@letopis/format'
import { type Rows, rehome } from '../cases/register.ts'
import type { CaseFold } from '../cases/rows.ts'
import { rehomeCase } from '../cases/rows.ts'
import { metadata, numberField, textField } from '../documents/fields.ts'
import type { FoldedEntry } from '../documents/folded.ts'
import { decodeDocument, keys as documentKeys, encodeDocument, indexIn } from '../documents/rows.ts'
import { accountPrincipal } from '../people/actor.ts'
import { asFiling, asStep, FILING_KIND, STEP_KIND } from './records.ts'
import { FILING_STATES, type FilingState, isUnresolved } from './rules.ts'

/** Sorts behind every day. */
export const NO_DAY = 0xffff_ffff
const DAY = 86_400_000
const TAG = 16
const NOBODY = new Uint8Array(TAG)

export interface FilingRow {
	/** position of the case's opening */
	readonly case: number
	readonly state: FilingState
	readonly department: Uint8Array
	readonly assignee: Uint8Array | null
	readonly deadline: number
	/** position of the newest step, or of the filing itself */
	readonly newest: number
	readonly steps: number
	/** raised each time a new PIN is given out */
	readonly generation: number
	/** week in which it was counted as resolved; null while it is not */
	readonly resolved: number | null
}

const prefix = (letter: string) => utf8(`F${letter}`)
const [F, C, S, Q, A, R, P, N, W] = ['f', 'c', 's', 'q', 'a', 'r', 'p', 'n', 'w'].map(prefix) as [
	...[Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array],
	Uint8Array,
]

export const keys = {
	filing: (position: number) => concat(F, uint64be(position)),
	ofCase: (case_: number) => concat(C, uint64be(case_)),
	step: (filing: number, position: number) => concat(S, uint64be(filing), uint64be(position)),
	queued: (department: Uint8Array, day: number, position: number) =>
		concat(Q, department, uint32be(day), uint64be(position)),
	assigned: (assignee: Uint8Array, day: number, position: number) =>
		concat(A, assignee, uint32be(day), uint64be(position)),
	resolved: (department: Uint8Array, position: number) => concat(R, department, uint64be(position)),
	posted: (posting: number) => concat(P, uint64be(posting)),
	count: (department: Uint8Array, day: number) => concat(N, department, uint32be(day)),
	week: (department: Uint8Array, week: number) => concat(W, department, uint32be(week)),
}

export const ranges = {
	steps: (filing: number) => ({ gte: keys.step(filing, 0), lt: keys.step(filing, Number.MAX_SAFE_INTEGER) }),
	queued: (department: Uint8Array, from: { day: number; position: number }, beforeDay: number) => ({
		gte: keys.queued(department, from.day, from.position),
		lt: keys.queued(department, beforeDay, Number.MAX_SAFE_INTEGER),
	}),
	assigned: (assignee: Uint8Array, from: { day: number; position: number }, beforeDay: number) => ({
		gte: keys.assigned(assignee, from.day, from.position),
		lt: keys.assigned(assignee, beforeDay, Number.MAX_SAFE_INTEGER),
	}),
	resolved: (department: Uint8Array, before: number) => ({
		gte: keys.resolved(department, 0),
		lt: keys.resolved(department, before),
	}),
	counts: (department: Uint8Array) => ({
		gte: keys.count(department, 0),
		lt: concat(keys.count(department, NO_DAY), Uint8Array.of(0)),
	}),
	weeks: (department: Uint8Array, from: number, to: number) => ({
		gte: keys.week(department, from),
		lt: keys.week(department, to + 1),
	}),
}

/** Days since 1970 of YYYY-MM-DD; {@link NO_DAY} for none. */
export function dayNumber(day: string | null): number {
	return day === null ? NO_DAY : Math.floor(Date.parse(`${day}T00:00:00Z`) / DAY)
}

export function dayText(day: number): string | null {
	return day === NO_DAY ? null : new Date(day * DAY).toISOString().slice(0, 10)
}

/** Weeks since the Monday before 1970. */
export function weekOf(day: number): number {
	return Math.floor((day + 3) / 7)
}

/** Day and position at the end of a key of a queue. */
export function placeIn(key: Uint8Array): { day: number; position: number } {
	const view = new DataView(key.buffer, key.byteOffset, key.byteLength)
	return { day: view.getUint32(key.length - 12), position: indexIn(key) }
}

export const decodeFiling = (bytes: Uint8Array): FilingRow => {
	const row = decodeDag(bytes) as unknown as FilingRow
	if (!FILING_STATES.includes(row.state)) throw new Error('projection row is no filing')
	return row
}
/** Numbers of filings by the place of their state in {@link FILING_STATES}. */
export const decodeCounts = (bytes: Uint8Array | undefined): number[] => {
	const counts = bytes === undefined ? [] : (decodeDag(bytes) as number[])
	return FILING_STATES.map((_, i) => counts[i] ?? 0)
}
export const decodeWeek = (bytes: Uint8Array | undefined): { came: number; resolved: number } => {
	const [came = 0, resolved = 0] = bytes === undefined ? [] : (decodeDag(bytes) as number[])
	return { came, resolved }
}

/** Folds an entry about filings. @returns whether it was one */
export async function foldFilings(fold: CaseFold, folded: FoldedEntry, opening: Opening): Promise<boolean> {
	const kind = textField(opening, 'kind')
	if (kind !== FILING_KIND && kind !== STEP_KIND) return false
	const { data } = metadata(opening)
	if (!isDagMap(data)) return true
	if (kind === FILING_KIND) await foldFiling(fold, folded, opening, data)
	else await foldStep(fold, folded, opening, data)
	return true
}

type Data = Parameters<typeof asFiling>[0]

async function foldFiling(
	{ rows, tags, position }: CaseFold,
	{ index }: FoldedEntry,
	opening: Opening,
	data: Data,
) {
	const filing = asFiling(data)
	const case_ = filing === null ? undefined : await position(filing.case)
	if (filing === null || case_ === undefined) return
	// One case holds one filing: a second entry could not be found by the number anyway.
	if ((await rows.get(keys.ofCase(case_))) !== undefined) return
	const row: FilingRow = {
		...{ case: case_, state: filing.state, assignee: null, deadline: dayNumber(filing.deadline) },
		...{ department: tags.tag('department', filing.department), newest: index, steps: 0, generation: 0 },
		resolved: null,
	}
	rows.put(keys.ofCase(case_), uint64be(index))
	await place(rows, index, null, row)
	await countWeek(rows, row.department, weekIn(opening), [1, 0])
}

async function foldStep(
	{ rows, tags, position }: CaseFold,
	{ index }: FoldedEntry,
	opening: Opening,
	data: Data,
) {
	const step = asStep(data)
	const filing = step === null ? undefined : await position(step.filing)
	const bytes = filing === undefined ? undefined : await rows.get(keys.filing(filing))
	if (step === null || filing === undefined || bytes === undefined) return
	const before = decodeFiling(bytes)
	const department =
		step.step === 'handed-over' && step.department !== null
			? tags.tag('department', step.department)
			: before.department
	const assignee = (() => {
		if (step.step === 'handed-over') return null
		if (step.step !== 'assigned') return before.assignee
		return step.assignee === null ? null : tags.of(accountPrincipal(step.assignee))
	})()
	const row: FilingRow = {
		...{ case: before.case, state: step.state, department, assignee },
		...{ deadline: dayNumber(step.deadline), newest: index, steps: before.steps + 1 },
		generation: before.generation + (step.step === 'pin-renewed' ? 1 : 0),
		resolved: isUnresolved(step.state) ? null : (before.resolved ?? weekIn(opening)),
	}
	rows.put(keys.step(filing, index))
	const posting = step.posting === null ? undefined : await position(step.posting)
	if (posting !== undefined && step.step === 'voided') rows.delete(keys.posted(posting))
	else if (posting !== undefined) rows.put(keys.posted(posting), uint64be(filing))
	await place(rows, filing, before, row)
	if (row.resolved !== before.resolved) {
		// What was voided was no settling: the week in which it was counted loses it again.
		await countWeek(rows, row.department, before.resolved, [0, -1])
		await countWeek(rows, row.department, row.resolved, [0, 1])
	}
	if (step.step === 'handed-over' && step.from !== null && step.department !== null) {
		await rehomeCase(rows, tags, before.case, step.from, step.department)
		for (const cid of step.documents) {
			const document = await position(cid)
			if (document !== undefined) await rehomeDocument(rows, tags, document, step.from, step.department)
		}
	}
}

/** Puts the rows of a filing where they belong now, and takes away those of before. */
async function place(
	rows: Rows,
	position: number,
	before: FilingRow | null,
	after: FilingRow,
): Promise<void> {
	if (before !== null) {
		const { department, deadline, assignee, state } = before
		if (isUnresolved(state)) {
			rows.delete(keys.queued(department, deadline, position))
			if (assignee !== null) rows.delete(keys.assigned(assignee, deadline, position))
			await count(rows, department, deadline, state, -1)
		} else rows.delete(keys.resolved(department, position))
	}
	const { department, deadline, assignee, state } = after
	const mark = Uint8Array.of(FILING_STATES.indexOf(state))
	rows.put(keys.filing(position), encodeDag({ ...after }))
	if (isUnresolved(state)) {
		rows.put(keys.queued(department, deadline, position), concat(mark, assignee ?? NOBODY))
		if (assignee !== null) rows.put(keys.assigned(assignee, deadline, position), mark)
		await count(rows, department, deadline, state, 1)
	} else rows.put(keys.resolved(department, position), mark)
}

async function count(rows: Rows, department: Uint8Array, day: number, state: FilingState, more: number) {
	const key = keys.count(department, day)
	const counts = decodeCounts(await rows.get(key))
	const at = FILING_STATES.indexOf(state)
	counts[at] = Math.max(0, (counts[at] ?? 0) + more)
	if (counts.every((one) => one === 0)) rows.delete(key)
	else rows.put(key, encodeDag(counts))
}

function weekIn(opening: Opening): number | null {
	const time = numberField(opening, 'time')
	return time === null ? null : weekOf(Math.floor(time / DAY))
}

/** @param more how many came, and how many were resolved */
async function countWeek(
	rows: Rows,
	department: Uint8Array,
	week: number | null,
	more: readonly [came: number, resolved: number],
): Promise<void> {
	if (week === null) return
	const key = keys.week(department, week)
	const { came, resolved } = decodeWeek(await rows.get(key))
	rows.put(key, encodeDag([came + more[0], Math.max(0, resolved + more[1])]))
}

async function rehomeDocument(
	rows: Rows,
	tags: CaseFold['tags'],
	position: number,
	from: string,
	to: string,
): Promise<void> {
	const of = await rows.get(documentKeys.entry(position))
	const first = of === undefined ? undefined : indexIn(of)
	const bytes = first === undefined ? undefined : await rows.get(documentKeys.document(first))
	if (first === undefined || bytes === undefined) return
	const row = decodeDocument(bytes)
	// What was destroyed is nobody's.
	if (row.current === 'disposed') return
	const tag = tags.tag('department', to)
	rows.put(documentKeys.document(first), encodeDocument({ ...row, department: tag }))
	await rehome(rows, tags, 'document', first, from, to)
}

function uint32be(n: number): Uint8Array {
	const bytes = new Uint8Array(4)
	new DataView(bytes.buffer).setUint32(0, n)
	return bytes
}
