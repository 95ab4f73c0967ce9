/**
 * Filings of one department found by number: the whole of it, or its beginning. The register knows words of numbers by keyed
 * hashes of their beginnings from three characters on; what it finds is compared with the number itself.
 * @module
 */
import type { Store } from '@letopis/ledger'
import { plainNumber, search } from '../cases/register.ts'
import { indexIn } from '../documents/rows.ts'
import type { Tags } from '../people/fold.ts'
import type { InboxPage } from './inbox.ts'
import { keys } from './rows.ts'

/** Cases of one page of the register, and pages looked at for one answer. */
const PAGE = 100
const MOST_PAGES = 10
/** Beginnings that are shorter are known of no longer word. */
const SHORTEST = 3

export interface NumberQuery {
	/** code */
	readonly department: string
	/** as typed */
	readonly number: string
	/** position of the case below which to look */
	readonly before: number
	readonly limit: number
}

/** @param numbersOf numbers of the case at a position, as they are shown */
export async function numbered(
	store: Store,
	tags: Tags,
	{ department, number, before, limit }: NumberQuery,
	numbersOf: (case_: number) => Promise<readonly string[]>,
): Promise<InboxPage> {
	const wanted = plainNumber(number)
	const positions: number[] = []
	let to = before
	for (let pages = 0; pages < MOST_PAGES; pages++) {
		const query = { space: 'case', department, text: searchable(number), from: 0, to, limit: PAGE } as const
		const { positions: cases, next } = await search(store, tags, query)
		for (const case_ of cases) {
			if (positions.length === limit) return { positions, next: { day: 0, position: case_ + 1 } }
			const filing = await store.get(keys.ofCase(case_))
			if (filing === undefined) continue
			const found = (await numbersOf(case_)).some((one) => plainNumber(one).startsWith(wanted))
			if (found) positions.push(indexIn(filing))
		}
		if (next === null) return { positions, next: null }
		to = next
	}
	return { positions, next: { day: 0, position: to } }
}

/** Without a last word that is still too short to be known, unless there is no other. */
function searchable(number: string): string {
	const [, before = '', last = ''] = /^(.*?)([\p{L}\p{N}]*)$/su.exec(number) ?? []
	return [...last].length < SHORTEST && /[\p{L}\p{N}]/u.test(before) ? before : number
}
