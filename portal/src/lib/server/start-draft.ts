/**
 * Beginning a task: a second click on the same button finds the draft that the first one made.
 * @module
 */
import type { Client } from 'openapi-fetch'
import type { paths } from '../api/schema.d.ts'
import type { Answers } from './draft.ts'

/** ms within which an untouched draft of the same kind is taken to be that of the click before. */
const SAME_CLICK = 60_000

/** @returns id of the draft */
export async function startDraft(
	api: Client<paths>,
	answers: Answers,
): Promise<{ id: string } | { error: unknown }> {
	const wanted = JSON.stringify(canonical(answers))
	const { data: known } = await api.GET('/api/v1/drafts')
	const same = known?.drafts.find(
		({ file, answers: kept, created }) =>
			file === null &&
			Date.now() - Date.parse(created) < SAME_CLICK &&
			JSON.stringify(canonical(kept)) === wanted,
	)
	if (same !== undefined) return { id: same.id }
	const { data, error } = await api.POST('/api/v1/drafts', { body: { answers } })
	return data === undefined ? { error } : { id: data.id }
}

/** Members in one order, so that equal answers have equal texts. */
function canonical(value: unknown): unknown {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
	const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
	return Object.fromEntries(members.map(([name, member]) => [name, canonical(member)]))
}
