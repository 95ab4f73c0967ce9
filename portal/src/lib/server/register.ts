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
export const ORDERS = ['nazev', 'cislo', 'zapsano', 'zapsal', 'stav'] as const
/** Rows of one page. */
const PAGE = 25
const TEXT_MAX = 200

export interface Filter {
	readonly text: string
	readonly scope: (typeof SCOPES)[number]
	readonly state: (typeof STATES)[number] | null
	readonly from: Day
	readonly to: Day
	readonly cursor: string | null
}

export interface Order {
	readonly by: (typeof ORDERS)[number]
	readonly down: boolean
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
		cursor: query.get('dal')?.slice(0, 64) ?? null,
	}
}

export function orderIn(query: URLSearchParams): Order {
	const by = ORDERS.find((one) => one === query.get('radit')) ?? 'zapsano'
	return { by, down: query.has('smer') ? query.get('smer') === 'dolu' : by === 'zapsano' }
}

/** What the register of documents and that of cases are asked alike. */
export function registerQuery({ text, scope, from, to, cursor }: Filter) {
	return {
		...(scope === 'moje' ? { mine: 'true' as const } : {}),
		...(scope === 'vse' ? { all: 'true' as const } : {}),
		...(text === '' ? {} : { text }),
		...(from.iso === null ? {} : { from: from.iso }),
		...(to.iso === null ? {} : { to: to.iso }),
		...(cursor === null ? {} : { cursor }),
		limit: PAGE,
	}
}

export function findDocuments(api: Client<paths>, filter: Filter, purpose: string | null) {
	const { state } = filter
	const query = { ...registerQuery(filter), ...(state === null ? {} : { state }) }
	return api.GET('/api/v1/register', { params: { query, header: purposeHeader(purpose) } })
}

/** The documents of one page in the order asked for. */
export function sorted(items: readonly Item[], { by, down }: Order, locale: string): Item[] {
	const compare = new Intl.Collator(locale, { numeric: true }).compare
	const key = {
		nazev: (a: Item, b: Item) => compare(a.title ?? '', b.title ?? ''),
		cislo: (a: Item, b: Item) => compare(a.number ?? '', b.number ?? ''),
		zapsano: (a: Item, b: Item) =>
			Date.parse(a.time) - Date.parse(b.time) || a.log - b.log || a.index - b.index,
		zapsal: (a: Item, b: Item) => compare(a.recordedBy ?? '', b.recordedBy ?? ''),
		stav: (a: Item, b: Item) => STATES.indexOf(a.state) - STATES.indexOf(b.state),
	}[by]
	return items.toSorted((a, b) => (down ? key(b, a) : key(a, b)))
}
