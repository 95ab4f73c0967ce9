/**
 * What the entries about cases hold in their private metadata, member `data`. All are sealed; what they do to
 * documents for everyone to see is in their public links.
 *
 * | Private kind | Members |
 * | --- | --- |
 * | `case-open` | number, local (whether we gave it), year, title, department (code or null) |
 * | `case-number` | case, number: what the records system gave to a case with a local one |
 * | `case-document` | case; `object` is the document |
 * | `case-close` | case, settled (how) |
 * | `decision` | case (or null), ruling, reasoning, instruction; `object` is the document |
 *
 * `case` is the CID of the entry that opened it. An act that supersedes, corrects or annuls a document without a new
 * version has the private kind `act`, `reason` and, if there is one, `by` (a document) beside `data`.
 * @module
 */
import { type Cid, type DagMap, isCid, isDagMap, type Opening } from '@letopis/format'
import { metadata } from '../documents/fields.ts'

/** What an entry says in member `data`. */
export function dataOf(opening: Opening): DagMap {
	const { data } = metadata(opening)
	return isDagMap(data) ? data : {}
}

export interface CaseOpen {
	readonly number: string
	readonly local: boolean
	readonly year: number
	readonly title: string
	readonly department: string | null
}

export interface Decision {
	readonly case: Cid | null
	readonly ruling: string
	readonly reasoning: string
	readonly instruction: string
}

export function asCaseOpen({ number, local, year, title, department }: DagMap): CaseOpen | null {
	if (typeof number !== 'string' || typeof local !== 'boolean' || typeof title !== 'string') return null
	if (typeof year !== 'number' || (department !== null && typeof department !== 'string')) return null
	return { number, local, year, title, department }
}

export function asCaseNumber(data: DagMap): { readonly case: Cid; readonly number: string } | null {
	return isCid(data.case) && typeof data.number === 'string' ? { case: data.case, number: data.number } : null
}

export function asCaseDocument(data: DagMap): { readonly case: Cid } | null {
	return isCid(data.case) ? { case: data.case } : null
}

export function asCaseClose(data: DagMap): { readonly case: Cid; readonly settled: string } | null {
	return isCid(data.case) && typeof data.settled === 'string'
		? { case: data.case, settled: data.settled }
		: null
}

export function asDecision({ case: case_, ruling, reasoning, instruction }: DagMap): Decision | null {
	if (typeof ruling !== 'string' || typeof reasoning !== 'string' || typeof instruction !== 'string')
		return null
	return { case: isCid(case_) ? case_ : null, ruling, reasoning, instruction }
}
