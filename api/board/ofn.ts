/**
 * The board as open data by the Czech open formal standard (otevřená formální norma) “Úřední desky”, 2021-07-20: JSON-LD, the
 * names of whose members are Czech. Only what hangs is in it.
 * @module
 */
import type { PostingView } from './schemas.ts'

export const OFN_CONTEXT = 'https://ofn.gov.cz/úřední-desky/2021-07-20/kontexty/úřední-deska.jsonld'

export interface BoardOperator {
	readonly town: string
	/** number of the legal person, eight digits; the standard asks for it */
	readonly ico: string
	/** without a slash at its end */
	readonly publicUrl: string
}

/** @param postings those that hang, with their titles */
export function ofnBoard({ town, ico, publicUrl }: BoardOperator, postings: readonly PostingView[]): object {
	const page = `${publicUrl}/deska`
	return {
		'@context': OFN_CONTEXT,
		typ: 'Úřední deska',
		iri: `${page}/ofn.jsonld#deska`,
		stránka: page,
		provozovatel: { typ: 'Osoba', ičo: ico, název: { cs: town } },
		informace: postings.map(({ id, title, number, from, until }) => ({
			typ: ['Digitální objekt', 'Informace na úřední desce'],
			iri: `${page}/${id}`,
			url: `${page}/${id}`,
			název: { cs: title ?? '' },
			vyvěšení: day(from),
			relevantní_do: until === null ? { typ: 'Časový okamžik', nespecifikovaný: true } : day(until),
			...(number === null ? {} : { číslo_jednací: number }),
			dokument: [{ typ: 'Digitální objekt', název: { cs: title ?? '' }, url: `${page}/${id}/obsah` }],
		})),
	}
}

function day(datum: string): object {
	return { typ: 'Časový okamžik', datum }
}
