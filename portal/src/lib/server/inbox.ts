/**
 * The inbox as the clerk's pages ask for it: an address holds the filters, so a view can be kept as a bookmark.
 * @module
 */
import type { Client } from 'openapi-fetch'
import type { paths } from '../api/schema.d.ts'
import {
	type FilingCounts,
	type FilingDetail,
	RESOLVED,
	UNRESOLVED,
	VIEWS,
	type View,
} from '../inbox/views.ts'
import { codeOf, giveUp } from './failure.ts'
import { purposeHeader } from './purpose.ts'

/** Rows of one page. */
const PAGE = 25
const CODE = /^[a-z0-9-]{1,64}$/

export interface InboxFilter {
	readonly view: View
	/** code; null for whoever belongs to none and chose none */
	readonly department: string | null
	/** of another department than one's own */
	readonly elsewhere: boolean
	readonly state: (typeof UNRESOLVED)[number] | (typeof RESOLVED)[number] | null
	/** a number or its beginning, looked for among all filings of the department; empty for none */
	readonly number: string
	readonly cursor: string | null
}

/** @param own department of whoever asks */
export function inboxFilter(query: URLSearchParams, own: string | null): InboxFilter {
	const asked = query.get('odbor') ?? ''
	const department = CODE.test(asked) ? asked : own
	const view = VIEWS.find((one) => one === query.get('pohled')) ?? 'cekaji'
	const states = view === 'hotova' ? RESOLVED : UNRESOLVED
	return {
		...{ view, department, elsewhere: department !== own },
		state: states.find((one) => one === query.get('stav')) ?? null,
		number: (query.get('cislo') ?? '').trim().slice(0, 100),
		cursor: query.get('dal')?.slice(0, 64) ?? null,
	}
}

/** @returns null where a reason is needed first */
export async function findFilings(
	api: Client<paths>,
	{ view, department, state, number, cursor }: InboxFilter,
	purpose: string | null,
) {
	const listed = {
		...(view === 'moje'
			? { assignee: 'me' as const }
			: view === 'nikdo'
				? { assignee: 'nobody' as const }
				: {}),
		...(view === 'po' ? { overdue: 'true' as const } : {}),
		...(view === 'hotova' ? { resolved: 'true' as const } : {}),
		...(state === null ? {} : { state }),
	}
	const query = {
		...(department === null ? {} : { department }),
		...(number === '' ? listed : { number }),
		...(cursor === null ? {} : { cursor }),
		limit: PAGE,
	}
	const header = purposeHeader(purpose)
	const { data, error, response } = await api.GET('/api/v1/filings', { params: { query, header } })
	if (data !== undefined) return data
	if (codeOf(error) === 'reason-needed') return null
	return giveUp(response, error)
}

/** Numbers of a department, and nothing of any filing; null where they cannot be had. */
export async function filingCounts(
	api: Client<paths>,
	department: string | null,
): Promise<FilingCounts | null> {
	if (department === null) return null
	const { data } = await api.GET('/api/v1/filings/counts', { params: { query: { department } } })
	return data ?? null
}

/** @returns null where a reason is needed first */
export async function lookAtFiling(
	api: Client<paths>,
	filing: string,
	purpose: string | null,
): Promise<FilingDetail | null> {
	const { data, error, response } = await api.GET('/api/v1/filings/{filing}', {
		params: { path: { filing }, header: purposeHeader(purpose) },
	})
	if (data !== undefined) return data
	if (codeOf(error) === 'reason-needed') return null
	return giveUp(response, error)
}
