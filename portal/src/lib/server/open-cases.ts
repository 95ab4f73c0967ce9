/**
 * Cases that a document can be put into.
 * @module
 */
import type { Client } from 'openapi-fetch'
import type { components, paths } from '../api/schema.d.ts'

export interface OpenCase {
	readonly id: string
	/** number and title */
	readonly name: string
}

/** Most that a choice shows. */
const SHOWN = 30

/** Open cases of one's own department; none for whoever has no department or right. */
export async function openCases(api: Client<paths>, department: string | null): Promise<OpenCase[]> {
	const whose = department === null ? { mine: 'true' as const } : { department }
	const { data } = await api.GET('/api/v1/cases', {
		params: { query: { ...whose, state: 'open', limit: SHOWN } },
	})
	return (data?.cases ?? []).map((one) => ({ id: one.id, name: caseName(one) }))
}

export function caseName({
	number,
	title,
}: Pick<components['schemas']['CaseSummary'], 'number' | 'title'>): string {
	return [number, title].filter(Boolean).join(' – ')
}
