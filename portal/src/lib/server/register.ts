/**
 * The register of documents as the clerk's list asks it: an address holds the filters, so a list can be kept.
 * @module
 */
import type { Client } from 'openapi-fetch'
import type { components, paths } from '../api/schema.d.ts'
import { type Day, dayIn } from './day.ts'
import { purposeHeader } from './purpose.ts'

export type Item = components['schemas']['RegisterItem']

export const STATES = ['in-force', 'superseded', 'corrected', 'annulled', 'disposed'] as const
export const SCOPES = ['moje', 'odbor', 'vse'] as const
/** Rows of one page. */
const PAGE = 25
const TEXT_MAX = 200

export interface Filter {
	readonly text: string
	readonly scope: (typeof SCOPES)[number]
	readonly state: (typeof STATES)[number] | null
	readonly from: Day
	readonly to: Day
	readonly oldestFirst: boolean
	readonly cursor: string | null
}

/** @param department of whoever asks; without one only their own documents are theirs to see */
export function filterIn(query: URLSearchParams, department: string | null): Filter {
	const usual = department === null ? 'moje' : 'odbor'
	const asked = SCOPES.find((one) => one === query.get('kdo')) ?? usual
	return {
		text: (query.get('text') ?? '').normalize('NFC').trim().slice(0, TEXT_MAX),
		scope: asked === 'odbor' && department === null ? 'moje' : asked,
		state: STATES.find((one) => one === query.get('stav')) ?? null,
		from: dayIn(query, 'od'),
		to: dayIn(query, 'do'),
		oldestFirst: query.get('smer') === 'nahoru',
		cursor: query.get('dal')?.slice(0, 64) ?? null,
	}
}

/** What the register of documents and that of cases are asked alike. */
export function registerQuery({ text, scope, from, to, oldestFirst, cursor }: Filter) {
	return {
		...(scope === 'moje' ? { mine: 'true' as const } : {}),
		...(scope === 'vse' ? { all: 'true' as const } : {}),
		...(text === '' ? {} : { text }),
		...(from.iso === null ? {} : { from: from.iso }),
		...(to.iso === null ? {} : { to: to.iso }),
		...(oldestFirst ? { order: 'oldest' as const } : {}),
		...(cursor === null ? {} : { cursor }),
		limit: PAGE,
	}
}

export function findDocuments(api: Client<paths>, filter: Filter, purpose: string | null) {
	const { state } = filter
	const query = { ...registerQuery(filter), ...(state === null ? {} : { state }) }
	return api.GET('/api/v1/register', { params: { query, header: purposeHeader(purpose) } })
}
