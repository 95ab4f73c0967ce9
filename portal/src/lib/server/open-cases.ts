/**
 * Cases that a document can be put into, or a decision taken in.
 * @module
 */
import type { Client } from 'openapi-fetch'
import type { components, paths } from '../api/schema.d.ts'
import { purposeHeader } from './purpose.ts'

export interface OpenCase {
	readonly id: string
	/** number and title */
	readonly name: string
}

export interface OfferedCases {
	readonly cases: readonly OpenCase[]
	/** what was looked for in number and title */
	readonly text: string
	/** there are others, which only a search finds */
	readonly more: boolean
}

/** Most that a choice shows. */
const SHOWN = 10
const TEXT_MAX = 200

export const NO_CASES: OfferedCases = { cases: [], text: '', more: false }

/**
 * Open cases of one's own department, newest first; none for whoever has no department or right.
 * @param text words of number or title
 * @param keep one that is offered whatever is looked for, if it is open and may be seen without a reason
 */
export async function openCases(
	api: Client<paths>,
	department: string | null,
	text = '',
	keep: string | null = null,
): Promise<OfferedCases> {
	const asked = text.normalize('NFC').trim().slice(0, TEXT_MAX)
	const whose = department === null ? { mine: 'true' as const } : { department }
	const words = asked === '' ? {} : { text: asked }
	const { data } = await api.GET('/api/v1/cases', {
		params: { query: { ...whose, ...words, state: 'open', limit: SHOWN } },
	})
	const cases = (data?.cases ?? []).map((one) => ({ id: one.id, name: caseName(one) }))
	const known = keep === null || cases.some(({ id }) => id === keep)
	const kept = known ? null : await openCase(api, keep)
	return { cases: kept === null ? cases : [kept, ...cases], text: asked, more: (data?.next ?? null) !== null }
}

/** One case by its id; null if nothing can be put into it without a reason. */
export async function openCase(api: Client<paths>, id: string): Promise<OpenCase | null> {
	const found = await namedCase(api, id)
	return found?.open === true ? { id: found.id, name: found.name } : null
}

/** What a case is called, and whether it takes anything; null where a reason is needed first, or there is none. */
export async function namedCase(
	api: Client<paths>,
	id: string,
	purpose: string | null = null,
): Promise<(OpenCase & { readonly open: boolean }) | null> {
	const { data } = await api.GET('/api/v1/cases/{case}', {
		params: { path: { case: id }, query: { limit: 1 }, header: purposeHeader(purpose) },
	})
	return data === undefined ? null : { id: data.id, name: caseName(data), open: data.state === 'open' }
}

function caseName({ number, title }: Pick<components['schemas']['CaseSummary'], 'number' | 'title'>): string {
	return [number, title].filter(Boolean).join(' – ')
}
