/**
 * Notices that came down from the board while their filing does not say so yet: whoever takes one down is led to the step of
 * its filing, but the board also takes down by itself, and people are called away.
 * @module
 */
import { cidText, entryCid } from '@letopis/format'
import { type FoundPosting, takenPostings } from '../board/rows.ts'
import { entryBytes } from '../documents/reading.ts'
import { indexIn } from '../documents/rows.ts'
import type { ApiDeps } from '../services.ts'
import type { Filings } from './filings.ts'
import { decodeFiling, keys } from './rows.ts'
import { RULES } from './rules.ts'
import { standing } from './voiding.ts'

/** Notices that are looked at, those that were taken down last. */
const EXAMINED = 500

/** @param department code; null for all departments @returns newest first */
export async function unrecorded(
	deps: ApiDeps,
	filings: Filings,
	department: string | null,
): Promise<FoundPosting[]> {
	const { projection } = deps
	await projection.current()
	const { store, chronicle, owners } = projection
	const tag = department === null ? null : owners.tag('department', department)
	const taken = await takenPostings(store, chronicle.size, EXAMINED)
	const of = await store.getMany(taken.map(({ position }) => keys.posted(position)))
	const found: FoundPosting[] = []
	for (const [i, posting] of taken.entries()) {
		const filing = of[i] === undefined ? undefined : indexIn(of[i])
		const bytes = filing === undefined ? undefined : await store.get(keys.filing(filing))
		if (filing === undefined || bytes === undefined) continue
		const row = decodeFiling(bytes)
		// Where the step cannot be taken any more, nobody is reminded of it.
		if (!RULES['taken-down'].from.includes(row.state)) continue
		if (tag !== null && Buffer.compare(tag, row.department) !== 0) continue
		if (await isDue(filings, filing, await entryBytes(deps, posting.position))) found.push(posting)
	}
	return found
}

/** Whether the notice is the newest that the filing names, and no later step says that it is down. */
async function isDue(filings: Filings, filing: number, posting: Uint8Array): Promise<boolean> {
	const steps = standing(await filings.steps(filing))
	const last = steps.findLastIndex(({ step }) => step === 'posted')
	const named = steps[last]?.posting ?? null
	if (named === null || cidText(named) !== cidText(entryCid(posting))) return false
	return !steps.slice(last).some(({ step }) => step === 'taken-down')
}
