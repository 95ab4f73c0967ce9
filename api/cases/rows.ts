/**
 * Rows about cases and decisions, beside those of documents. Positions are those of the entry that opened the case
 * and of the first entry of a document.
 *
 * | Key | Value |
 * | --- | --- |
 * | `c` case | state, tags of owner and department, where it was closed |
 * | `i` case document | position of the entry that put it there |
 * | `j` document case | (empty) the same, seen from the document |
 * | `n` number | position of the case; the number is a keyed hash |
 * | `G` case | position of the entry that gave it the number of the records system |
 * | `z` year | the highest local number of the year |
 * | `f` document entry | (empty) a decision on the document |
 * @module
 */
import { concat, decodeDag, encodeDag, isDagMap, type Opening, uint64be, utf8 } from '@letopis/format'
import type { Range, Store } from '@letopis/ledger'
import { cidField, metadata, textField } from '../documents/fields.ts'
import type { FoldedEntry } from '../documents/folded.ts'
import { keys as documentKeys } from '../documents/rows.ts'
import { actorName } from '../people/actor.ts'
import type { Tags } from '../people/fold.ts'
import { asCaseClose, asCaseDocument, asCaseNumber, asCaseOpen, asDecision } from './records.ts'
import { enlist, findAlso, move, type Rows, rehome } from './register.ts'

export const CASE_STATES = ['open', 'closed'] as const
export type CaseState = (typeof CASE_STATES)[number]

export interface CaseRow {
	readonly state: CaseState
	readonly owner: Uint8Array | null
	readonly department: Uint8Array | null
	/** position of the entry that closed it; null while it is open */
	readonly closed: number | null
}

const C = utf8('c')
const F = utf8('f')
const I = utf8('i')
const J = utf8('j')
const N = utf8('n')
const Z = utf8('z')
const G = utf8('G')

const keys = {
	case: (position: number) => concat(C, uint64be(position)),
	inCase: (case_: number, document: number) => concat(I, uint64be(case_), uint64be(document)),
	casesOf: (document: number, case_: number) => concat(J, uint64be(document), uint64be(case_)),
	number: (tag: Uint8Array) => concat(N, tag),
	reference: (case_: number) => concat(G, uint64be(case_)),
	year: (year: number) => concat(Z, uint64be(year)),
	decision: (document: number, position: number) => concat(F, uint64be(document), uint64be(position)),
}

export function numberTag(tags: Tags, number: string, local: boolean): Uint8Array {
	return tags.tag('case-number', `${local ? 'local' : 'outside'}\0${number}`)
}

export interface CaseFold {
	readonly rows: Rows
	readonly tags: Tags & { of(principal: string): Uint8Array }
	/** position of an entry */
	position(cid: NonNullable<ReturnType<typeof cidField>>): Promise<number | undefined>
	/** position of the first entry of the document that an entry is a version of */
	document(position: number): Promise<number | undefined>
}

/** Folds an entry about cases. @returns whether it was one */
export async function foldCases(fold: CaseFold, { index }: FoldedEntry, opening: Opening): Promise<boolean> {
	const { rows, tags } = fold
	const kind = textField(opening, 'kind')
	const { data } = metadata(opening)
	if (!isDagMap(data)) return false
	const object = cidField(opening, 'object')
	const target = object === null ? undefined : await fold.position(object)
	const document = target === undefined ? undefined : await fold.document(target)
	switch (kind) {
		case 'case-open': {
			const opened = asCaseOpen(data)
			if (opened === null) return true
			const owner = actorName(opening)
			const row: CaseRow = {
				state: 'open',
				owner: owner === null ? null : tags.of(owner),
				department: opened.department === null ? null : tags.tag('department', opened.department),
				closed: null,
			}
			rows.put(keys.case(index), encodeDag({ ...row }))
			rows.put(documentKeys.history(index, index))
			const tag = numberTag(tags, opened.number, opened.local)
			if ((await rows.get(keys.number(tag))) === undefined) rows.put(keys.number(tag), uint64be(index))
			if (opened.local) {
				const year = keys.year(opened.year)
				const highest = await rows.get(year)
				// Not a count: where an opening is lost, the next number would be one that was given out.
				const given = Number.parseInt(opened.number, 10)
				const known = highest === undefined ? 0 : u64(highest)
				rows.put(year, uint64be(Number.isSafeInteger(given) ? Math.max(known, given) : known))
			}
			const { department } = opened
			const texts = [opened.number, opened.title]
			await enlist(rows, tags, 'case', index, 0, { owner, department, texts, publicNumber: null })
			return true
		}
		case 'case-number': {
			const given = asCaseNumber(data)
			const case_ = given === null ? undefined : await fold.position(given.case)
			const known = case_ === undefined ? undefined : await rows.get(keys.case(case_))
			if (given === null || case_ === undefined || known === undefined) return true
			const tag = numberTag(tags, given.number, false)
			if ((await rows.get(keys.number(tag))) === undefined) rows.put(keys.number(tag), uint64be(case_))
			rows.put(keys.reference(case_), uint64be(index))
			rows.put(documentKeys.history(case_, index))
			await findAlso(rows, tags, 'case', case_, [given.number])
			return true
		}
		case 'case-document': {
			const put = asCaseDocument(data)
			const case_ = put === null ? undefined : await fold.position(put.case)
			if (case_ === undefined || document === undefined) return true
			if ((await rows.get(keys.inCase(case_, document))) !== undefined) return true
			rows.put(keys.inCase(case_, document), uint64be(index))
			rows.put(keys.casesOf(document, case_))
			rows.put(documentKeys.history(case_, index))
			rows.put(documentKeys.access(document, index))
			return true
		}
		case 'case-close': {
			const closed = asCaseClose(data)
			const case_ = closed === null ? undefined : await fold.position(closed.case)
			const bytes = case_ === undefined ? undefined : await rows.get(keys.case(case_))
			if (case_ === undefined || bytes === undefined) return true
			const row = decodeCase(bytes)
			if (row.state === 'closed') return true
			rows.put(keys.case(case_), encodeDag({ ...row, state: 'closed', closed: index }))
			rows.put(documentKeys.history(case_, index))
			await move(rows, tags, 'case', case_, 0, 1)
			return true
		}
		case 'decision': {
			const decision = asDecision(data)
			if (decision === null || document === undefined) return true
			rows.put(keys.decision(document, index))
			rows.put(documentKeys.access(document, index))
			const case_ = decision.case === null ? undefined : await fold.position(decision.case)
			if (case_ !== undefined) rows.put(documentKeys.history(case_, index))
			return true
		}
		default:
			return false
	}
}

/** A case goes to another department. @param from, to codes */
export async function rehomeCase(
	rows: Rows,
	tags: Tags,
	position: number,
	from: string,
	to: string,
): Promise<void> {
	const bytes = await rows.get(keys.case(position))
	if (bytes === undefined) return
	rows.put(keys.case(position), encodeDag({ ...decodeCase(bytes), department: tags.tag('department', to) }))
	await rehome(rows, tags, 'case', position, from, to)
}

/** A look at a case: found with its accesses. @returns whether the entry at the position opened one */
export async function foldCaseAccess(rows: Rows, target: number, index: number): Promise<boolean> {
	if ((await rows.get(keys.case(target))) === undefined) return false
	rows.put(documentKeys.access(target, index))
	return true
}

export async function findCase(store: Store, position: number): Promise<CaseRow | undefined> {
	const bytes = await store.get(keys.case(position))
	return bytes === undefined ? undefined : decodeCase(bytes)
}

/** Position of the case with a number. */
export async function caseNumbered(store: Store, tag: Uint8Array): Promise<number | undefined> {
	const bytes = await store.get(keys.number(tag))
	return bytes === undefined ? undefined : u64(bytes)
}

/** Position of the entry that gave a case the number of the records system; undefined without one. */
export async function referenceOf(store: Store, position: number): Promise<number | undefined> {
	const bytes = await store.get(keys.reference(position))
	return bytes === undefined ? undefined : u64(bytes)
}

/** The highest local number given out in a year; 0 if none was. */
export async function localNumbers(store: Store, year: number): Promise<number> {
	const bytes = await store.get(keys.year(year))
	return bytes === undefined ? 0 : u64(bytes)
}

/** Documents in a case from position `from` on, oldest document first: position and that of the entry that put it there. */
export async function documentsIn(
	store: Store,
	case_: number,
	from: number,
	limit: number,
): Promise<{ document: number; entry: number }[]> {
	const found: { document: number; entry: number }[] = []
	const { lt } = under(concat(I, uint64be(case_)))
	for await (const [key, value] of store.range({ gte: keys.inCase(case_, from), lt, limit })) {
		found.push({ document: lastIndex(key), entry: u64(value) })
	}
	return found
}

export async function isInCase(store: Store, case_: number, document: number): Promise<boolean> {
	return (await store.get(keys.inCase(case_, document))) !== undefined
}

/** Cases that a document is in. */
export async function casesOf(store: Store, document: number, limit: number): Promise<number[]> {
	return lastIndexes(store, { ...under(concat(J, uint64be(document))), limit })
}

/** Positions of the decisions on a document, oldest first. */
export async function decisionsOn(store: Store, document: number, limit: number): Promise<number[]> {
	return lastIndexes(store, { ...under(concat(F, uint64be(document))), limit })
}

async function lastIndexes(store: Store, range: Range): Promise<number[]> {
	const found: number[] = []
	for await (const [key] of store.range(range)) found.push(lastIndex(key))
	return found
}

function under(prefix: Uint8Array): Range {
	return { gte: prefix, lt: concat(prefix, new Uint8Array(9).fill(255)) }
}

function decodeCase(bytes: Uint8Array): CaseRow {
	const row = decodeDag(bytes) as unknown as CaseRow
	if (!CASE_STATES.includes(row.state)) throw new Error('projection row is no case')
	return row
}

function lastIndex(key: Uint8Array): number {
	return u64(key.subarray(key.length - 8))
}

function u64(bytes: Uint8Array): number {
	return Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0))
}
